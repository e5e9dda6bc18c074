"""Requests that want a page to run what they bring (XSS), or to send its reader elsewhere."""

from __future__ import annotations

from urllib.parse import quote

from tests.web.hostile.case import FORM, Case, ask

HTML = "text/html"
TAGS = {
    "a script": "<script>alert(1)</script>",
    "an image": "<img src=x onerror=alert(1)>",
    "a break-out": '"><svg/onload=alert(1)>',
    "a single quote": "' onmouseover='alert(1)",
    "the end of a text area": "</textarea><iframe src=javascript:alert(1)>",
    "the end of a title": "</title><base href=//evil.example/>",
    "the end of data": "</script><script>alert(1)</script>",
    "a template": "{{7*7}}${7*7}{% raw %}<%= 7*7 %>",
    "an entity": "&lt;script&gt;&#60;script&#62;",
    "half a character": "<\u2028script\u2028>\ufeff\u202e",
}
IN_QUERIES = [
    ask(f"{name} in a query", f"/sparql?query={quote(text)}", 400, accept=HTML) for name, text in TAGS.items()
]
IN_PATHS = [ask(f"{name} in a path", f"/{quote(text, safe='')}", 404, accept=HTML) for name, text in TAGS.items()]
IN_RESULTS = [
    ask(f"{name} in a result as {accept}", f"/sparql?query={quote(query)}", 200, accept=accept)
    for accept in (HTML, "text/csv", "application/sparql-results+xml", "*/*")
    for name, query in {
        "a label": "SELECT ('''<script>alert(1)</script>''' AS ?x) {}",
        "a variable's value": "SELECT (IRI('javascript:alert(1)') AS ?x) {}",
        "data": "SELECT (IRI('data:text/html,<script>alert(1)</script>') AS ?x) {}",
        "an address without a scheme": "SELECT (IRI('//evil.example/') AS ?x) ('@evil' AS ?y) {}",
    }.items()
]
IN_TRIPLES = [
    ask(f"a triple as {accept}", f"/sparql?query={quote(query)}", 200, accept=accept)
    for accept in (HTML, "text/turtle", "application/rdf+xml", "application/ld+json")
    for query in ('CONSTRUCT { <javascript:alert(1)> <http://e/p> "</script><script>alert(1)</script>" } WHERE {}',)
]
X = quote(TAGS["a break-out"], safe="")
IN_PARAMETERS = [
    ask(f"a break-out in {where}", target, *statuses, accept=HTML)
    for where, target, statuses in (
        ("lang", f"/?lang={X}", (200,)),
        ("lang of a resource", f"/140826/unit/water?lang={X}", (200,)),
        ("format", f"/140826/unit/water?format={X}", (400,)),
        ("format of a query", f"/sparql?query=ASK%7B%7D&format={X}", (400, 406)),
        ("a parameter nobody knows", f"/140826/unit/water?{X}={X}&lang=en", (200,)),
        ("default-graph-uri", f"/sparql?query=ASK%7B%7D&default-graph-uri={X}", (400,)),
        ("a page's number", f"/catalog?page={X}", (404,)),
        ("a dump's name", f"/dumps/{X}", (404,)),
        ("a stream's release", f"/ldes/{X}/1", (404,)),
        ("a rule's code", f"/rules/{X}", (404,)),
        ("a term's name", f"/ontology/{X}", (404,)),
        ("a search", f"/search?q={X}", (200, 404)),
        ("a text's slice", f"/140826/renminzhengfu/gongbao/2023/1/text?char={X}", (200, 400)),
        ("two slashes", "//evil.example/%2e%2e", (404,)),
        ("two slashes and a language", "//evil.example/?lang=en", (404,)),
        ("a backslash", "/%5C%5Cevil.example/", (404,)),
        ("a redirect", "//evil.example/static", (404,)),
        ("a mounted folder", "//evil.example/..;/static/", (404,)),
    )
]
IN_HEADERS = [
    ask(
        f"a break-out in {name}",
        "/140826/unit/water",
        200,
        400,
        406,
        accept=HTML,
        more=f"{name}: {TAGS['a break-out']}",
    )
    for name in (
        "Accept-Language",
        "User-Agent",
        "Referer",
        "X-Forwarded-Host",
        "X-Forwarded-Prefix",
        "Origin",
        "Cookie",
    )
]
MIXED = TAGS["a break-out"] + TAGS["a script"]
PART = f'--x\r\nContent-Disposition: form-data; name="file"; filename="{MIXED}.txt"\r\n\r\n{MIXED}安政发[2022]15号\r\n--x--\r\n'
UPLOADS: list[Case] = [
    ask("a text to be linted", "/lint", 200, method="POST", body=f"{MIXED}\n\n安政发[2022]15号\n", kind="text/plain", accept=HTML),
    ask("a file to be linted", "/lint", 200, method="POST", body=PART, kind="multipart/form-data; boundary=x", accept=HTML),
    ask("a report as HTML", "/lint?format=html", 200, method="POST", body=PART, kind="multipart/form-data; boundary=x", accept=HTML),
    ask("a rule to be selected", f"/lint?select={X}", 400, method="POST", body="a", kind="text/plain", accept=HTML),
    ask("a profile", f"/lint?profile={X}", 400, method="POST", body="a", kind="text/plain", accept=HTML),
    ask("a query in a form", "/sparql", 400, method="POST", body=f"query={X}", kind=FORM, accept=HTML),
    ask("a type nobody knows", "/lint", 415, method="POST", body="a", kind=f"text/{MIXED}", accept=HTML),
]  # fmt: skip
STORED = [
    ask(f"what a text brought: {path}", path, 200, accept=HTML)
    for path in ("/hostile/official", "/hostile/unit", "/hostile/document", "/hostile/issue", "/", "/feed.atom")
]
CASES = [*IN_QUERIES, *IN_PATHS, *IN_RESULTS, *IN_TRIPLES, *IN_PARAMETERS, *IN_HEADERS, *UPLOADS, *STORED]
