"""Requests that want the server's time or memory."""

from __future__ import annotations

import gzip

import brotli

from tests.web.hostile.case import CUT, FORM, QUERY, Case, ask, query, raw

EVERYTHING = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l"
STOPPED = (503, 504)  # for want of memory, or of time
DOUBLED = " ".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(40))
GROWN = " ".join(f"BIND(REPLACE(?x{n}, 'x', 'xxxxxxxx') AS ?x{n + 1})" for n in range(20))
ENDLESS = {
    "a product": f"SELECT (COUNT(*) AS ?n) {{ {EVERYTHING} }}",
    "a product without rows": f"ASK {{ {EVERYTHING} FILTER(CONCAT(STR(?a), STR(?l)) = '') }}",
    "a product in a subquery": f"SELECT * {{ {{ SELECT ?a {{ {EVERYTHING} FILTER(CONCAT(STR(?a), STR(?l)) = '') }} }} }}",
    "a product with OFFSET": f"SELECT * {{ {EVERYTHING} }} OFFSET 9000000000000000000",
    "a product sorted": f"SELECT * {{ {EVERYTHING} }} ORDER BY DESC(?l) LIMIT 1",
    "a product without doubles": f"SELECT (COUNT(DISTINCT *) AS ?n) {{ {EVERYTHING} }}",
    "a product in groups": f"SELECT ?a (COUNT(?l) AS ?n) {{ {EVERYTHING} }} GROUP BY ?a ?d ?g ?j",
    "a product in one string": f"SELECT (GROUP_CONCAT(STR(?l)) AS ?n) {{ {EVERYTHING} }}",
    "a product left out": f"SELECT * {{ ?a ?b ?c MINUS {{ {EVERYTHING} FILTER(?a = ?l) }} }}",
    "a product that exists": f"SELECT * {{ ?a ?b ?c FILTER NOT EXISTS {{ {EVERYTHING} FILTER(?l = 'no') }} }}",
    "options of options": f"SELECT (COUNT(*) AS ?n) {{ {' '.join(f'OPTIONAL {{ ?a{n} ?b{n} ?c{n} }}' for n in range(9))} }}",
    "unions of unions": f"SELECT (COUNT(*) AS ?n) {{ {' '.join('{ ?a ?b ?c } UNION { ?d ?e ?f }' for _ in range(2))} {EVERYTHING} }}",
    "a string doubled": f'SELECT (STRLEN(?x40) AS ?n) {{ BIND("xxxxxxxx" AS ?x0) {DOUBLED} }}',
    "a string replaced": f'SELECT (STRLEN(?x20) AS ?n) {{ BIND("xxxxxxxx" AS ?x0) {GROWN} }}',
    "paths through everything": "SELECT (COUNT(*) AS ?n) { ?a (!<x:x>)+ ?b . ?c (!<x:x>|^!<x:x>)* ?d . ?e (!<x:x>)* ?f }",
    "a sum of products": f"SELECT (SUM(STRLEN(STR(?a)) * RAND()) AS ?n) {{ {EVERYTHING} }}",
    "values by values": "SELECT (COUNT(*) AS ?n) { "
    + " ".join(f"VALUES ?v{n} {{ {' '.join(map(str, range(1000)))} }}" for n in range(5))
    + " }",
    "joins of values": "SELECT (COUNT(*) AS ?n) { "
    + " ".join(f"{{ VALUES ?v{n} {{ {' '.join(map(str, range(1000)))} }} }}" for n in range(5))
    + " }",
}
LARGE = {
    "DESCRIBE of everything": "DESCRIBE ?s ?p ?o { ?s ?p ?o }",
    "CONSTRUCT of products": f"CONSTRUCT {{ ?a ?b ?c . ?d ?e ?f . ?a ?e ?l }} {{ {EVERYTHING} }}",
    "a long template": f"CONSTRUCT {{ {'?a ?b ?c . ' * 5000} }} {{ ?a ?b ?c }}",
    "all rows of a product": f"SELECT * {{ {EVERYTHING} }}",
    "many columns": f"SELECT {' '.join(f'(1 AS ?v{n})' for n in range(5000))} {{ ?a ?b ?c }}",
    "a long value in each row": f"SELECT ('{'x' * 60_000}' AS ?x) {{ ?a ?b ?c }}",
}
DEEP = {
    "20,000 braces": f"SELECT * {{ {'{' * 20_000}{'}' * 20_000} }}",
    "20,000 brackets": f"SELECT * {{ FILTER({'(' * 20_000}1{')' * 20_000}) }}",
    "20,000 lists": f"SELECT * {{ ?a ?b {'(' * 20_000}{')' * 20_000} }}",
    "20,000 blank nodes": f"SELECT * {{ ?a ?b {'[ <x:x> ' * 10_000}{']' * 10_000} }}",
    "20,000 braces in a comment's guise": f"SELECT * {{ <a{'{' * 20_000}> }}",
    "90 subqueries": f"SELECT * {{ {'{ SELECT * { ' * 45}?a ?b ?c{' } }' * 45} }}",
    "20,000 nots": f"ASK {{ FILTER({'!' * 20_000}true) }}",
    "20,000 signs": f"ASK {{ FILTER({'- ' * 20_000}1 = 1) }}",
    "30,000 terms of a sum": f"SELECT ({'1+' * 30_000}1 AS ?x) {{}}",
    "30,000 terms of a path": f"ASK {{ ?a {'<x:x>/' * 15_000}<x:x> ?b }}",
    "30,000 marks of a path": f"ASK {{ ?a <x:x>{'?' * 30_000} ?b }}",
    "5,000 unions": f"ASK {{ {'{} UNION ' * 5000}{{}} }}",
    "5,000 filters": f"ASK {{ {'FILTER(1=1) ' * 5000} }}",
    "5,000 options": f"ASK {{ {'OPTIONAL {} ' * 5000} }}",
    "5,000 prefixes": "".join(f"PREFIX p{n}: <http://e/{n}>\n" for n in range(4000)) + "ASK {}",
    "20,000 patterns": f"ASK {{ {'?a ?b ?c . ' * 10_000} }}",
    "2,000 joined variables": f"ASK {{ {' '.join(f'?v{n} ?p ?v{n + 1} .' for n in range(2000))} }}",
    "20,000 values": f"ASK {{ VALUES ?x {{ {'1 ' * 50_000} }} }}",
    "30,000 members": f"ASK {{ FILTER(1 IN ({'1,' * 50_000}1)) }}",
    "100,000 rows of values": f"ASK {{ VALUES ?x {{ {'1 ' * 100_000} }} }}",
    "a long address": f"ASK {{ <http://e/{'a/' * 60_000}> ?b ?c }}",
    "a deep relative address": f"ASK {{ <{'../' * 40_000}> ?b ?c }}",
    "a long literal": f"ASK {{ ?a ?b '{'x' * 120_000}' }}",
    "a long number": f"SELECT ({'9' * 100_000} AS ?x) {{}}",
    "a long exponent": "SELECT (1e999999999 AS ?x) (xsd:decimal('1e9') AS ?y) {}",
    "a year of many digits": f"SELECT (YEAR('{'9' * 50_000}-01-01T00:00:00'^^<http://www.w3.org/2001/XMLSchema#dateTime>) AS ?x) {{}}",
    "a regex that goes back": f"SELECT (REGEX('{'a' * 5000}!', '^(a+)+$') AS ?x) {{}}",
    "a regex that grows": "SELECT (REGEX('a', '((a{0,99}){0,99}){0,99}') AS ?x) {}",
    "a regex that nests": f"SELECT (REGEX('a', '{'(' * 90}a{')*' * 90}') AS ?x) {{}}",
    "a regex of names": "SELECT (REGEX('a', '[[:alpha:]\\\\p{Han}]{5000}') AS ?x) {}",
    "half a surrogate": "ASK { ?a ?b '\\uD800' }",
    "a code beyond all": "ASK { ?a ?b '\\UFFFFFFFF' }",
    "null bytes": "ASK { ?a ?b 'a\x00b' }",
    "service a hundred times": f"ASK {{ ?a ?b '{'service:a' * 49 + ':a' * 50_000}' }}",
    "2 MB": "ASK {}" + " " * 2_000_000,
    "only line ends": "\n" * 100_000,
    "only quotes": '"' * 100_000,
    "only backslashes": "'" + "\\" * 100_000,
    "only less than": "<" * 100_000,
}
QUERIES: list[Case] = [
    *(query(name, text, *STOPPED) for name, text in ENDLESS.items()),
    *(query(name, text, 200, *STOPPED) for name, text in LARGE.items()),
    *(query(name, text, 200, 400, 413, *STOPPED) for name, text in DEEP.items()),
    query("a product as a page", ENDLESS["a product"], *STOPPED, accept="text/html"),
    query("many cells on a page", f"SELECT * {{ {EVERYTHING} }}", 200, 400, *STOPPED, accept="text/html"),
    query("many columns on a page", LARGE["many columns"], 200, 400, *STOPPED, accept="text/html"),
    query("a large answer as a page", LARGE["a long value in each row"], 200, 400, *STOPPED, accept="text/html"),
]
BOMB = gzip.compress(bytes(10_000_000))
BODIES: list[Case] = [
    ask(
        f"a body in {coding} at {target}",
        target,
        415,
        method="POST",
        body=body,
        kind=kind,
        more=f"Content-Encoding: {coding}",
    )
    for coding, body in (
        ("gzip", BOMB),
        ("deflate", BOMB[10:]),
        ("br", brotli.compress(bytes(10_000_000))),
        ("gzip, gzip", BOMB),
    )
    for target, kind in (("/sparql", QUERY), ("/lint", "text/plain"))
]
TEXT = "/140826/renminzhengfu/gongbao/2023/1/text"
FIELDS: list[Case] = [
    ask("300,000 fields", "/sparql", 400, method="POST", body="a&" * 300_000, kind=FORM),
    ask("900 data sets", f"/sparql?query=ASK%7B%7D{'&default-graph-uri=x:y' * 900}", 200),
    ask(
        "10,000 data sets",
        "/sparql",
        400,
        method="POST",
        body=f"query=ASK%7B%7D{'&named-graph-uri=x:y' * 10_000}",
        kind=FORM,
    ),
    ask("10,000 parameters of a page", f"/?{'a&' * 10_000}", 200, accept="text/html"),
    ask("10,000 languages of a page", f"/?{'lang=xx&' * 7000}", 200, accept="text/html"),
    ask("a megabyte of percent signs", "/sparql", 400, 413, method="POST", body="query=" + "%25" * 340_000, kind=FORM),
    ask("a number of 5,000 digits in the stream", f"/ldes/a/{'9' * 5000}", 404),
    ask("a number of 5,000 digits in the feed", f"/feed/a/{'9' * 5000}.atom", 404),
    ask("a number of 5,000 digits in the sitemap", f"/sitemap/{'9' * 5000}.xml", 404),
    ask("a number of 5,000 digits in the catalogue", f"/catalog?page={'9' * 5000}", 404),
    ask("a slice of a text that ends nowhere", f"{TEXT}?char=0,{'9' * 5000}", 400, 416),
    ask("a slice below zero", f"{TEXT}?char=-5,-1", 400, 416),
    ask("a slice in other digits", f"{TEXT}?char=%D9%A1,%D9%A2", 400),
    ask("a slice that is named often", f"{TEXT}?char=0,1{'&char=0,1' * 5000}", 400),
    ask("a page before the first", "/catalog?page=-1", 404),
    raw(
        "an upload that is too large",
        "POST /lint HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: 99999999999\r\nConnection: close\r\n\r\n",
        413,
    ),
]
N = 30_000
HEADERS = [
    ask(f"{name} of 30 kB at {target}: {label}", target, *statuses, more=f"{name}: {value}", accept="")
    for name, target, statuses, values in (
        (
            "Accept",
            "/sparql?query=ASK%7B%7D",
            (200, 406),
            {
                "blanks": f"a/b{' ' * N}x",
                "tabs": "a/b" + "\t" * N + "x",
                "ranges": "a/b," * (N // 4),
                "weights": "text/html;q=0.123," * (N // 18),
                "parameters": f"a/b{';a=b' * (N // 4)}!",
                "quotes": 'a/b;a="' * (N // 7),
                "open quotes": '"' * N,
                "escapes": 'a/b;a="' + "\\" * N,
                "semicolons": f"a/b{';' * N}",
                "digits": f"a/b;q=0.{'9' * N}",
            },
        ),
        ("Accept", "/140826/unit/water", (200, 406), {"blanks": f"a/b{' ' * N}x", "ranges": "a/b," * (N // 4)}),
        (
            "Accept-Language",
            "/?a",
            (200,),
            {
                "ranges": "xx," * (N // 3),
                "weights": "xx;q=0.1," * (N // 9),
                "blanks": f"zh;{' ' * N}q=1",
                "digits": f"zh;q={'9' * N}",
                "dots": f"zh;q={'1.' * (N // 2)}",
            },
        ),
        (
            "Accept-Encoding",
            "/sparql?query=ASK%7B%7D",
            (200,),
            {"codings": "xx," * (N // 3), "weights": "gzip;q=0.1," * (N // 11), "blanks": f"br;{' ' * N}q=1"},
        ),
        (
            "If-None-Match",
            "/140826/unit/water.ttl",
            (200,),
            {"tags": '"a",' * (N // 4), "weak": "W/" * (N // 2), "quotes": '"' * N, "commas": "," * N},
        ),
        (
            "If-Modified-Since",
            "/ldes",
            (200,),
            {
                "digits": "9" * N,
                "brackets": "(" * N,
                "blanks": " a" * (N // 2),
                "zone": "Tue, 24 Nov 2026 16:14:12 +" + "9" * 4000,
                "year": f"Tue, 24 Nov {'9' * 20} 16:14:12 GMT",
            },
        ),
        ("If-Modified-Since", "/sparql?query=ASK%7B%7D", (200,), {"year": f"Tue, 24 Nov {'9' * 20} 16:14:12 GMT"}),
        ("Cookie", "/", (200,), {"pairs": "a=b; " * (N // 5)}),
        ("X-Forwarded-For", "/", (200,), {"hops": "127.0.0.1," * (N // 10)}),
        ("Forwarded", "/", (200,), {"hops": "for=127.0.0.1," * (N // 14), "quotes": 'for="' * (N // 5)}),
        (
            "Range",
            "/dumps/data.nq.gz",
            (200, 206, 400, 416),
            {
                "single bytes": f"bytes={','.join(f'{n * 2}-{n * 2}' for n in range(2500))}",
                "overlapping": f"bytes={'0-,' * 9000}0-",
                "from the end": f"bytes={'-1,' * 9000}-1",
                "digits": f"bytes=0-{'9' * N}",
                "blanks": f"bytes={' ' * N}0-1",
                "commas": f"bytes={',' * N}0-1",
            },
        ),
        ("If-Range", "/dumps/data.nq.gz", (200, 206), {"digits": "9" * N}),
    )
    for label, value in values.items()
]
RANGES = [
    ask(f"range {value}", "/dumps/data.nq.gz", 200, 206, 400, 416, more=f"Range: {value}")
    for value in (
        "bytes=5-1",
        "bytes=-",
        "bytes=-0",
        "bytes=0-18446744073709551616",
        "bytes=18446744073709551616-",
        "bytes=a-b",
        "lines=0-1",
        "bytes=0-0,0-0,0-0",
        "bytes=--1",
        "bytes=0x0-0x9",
    )
]
TYPES = [
    ask(f"Content-Type of 30 kB at {target}: {name}", target, 200, 400, 415, method="POST", body="ASK {}", kind=kind)
    for target, begun in (("/sparql", QUERY), ("/lint", "multipart/form-data"))
    for name, kind in {
        "quotes": f"{begun};{chr(34)}{';' * N}",
        "semicolons": begun + ";" * N,
        "quoted semicolons": begun + '";' * (N // 2),
        "a boundary": f"{begun}; boundary={'a' * N}",
        "a character set": f"{begun}; charset={'a' * N}",
        "continued": begun + "".join(f"; charset*{n}=a" for n in range(1500)),
        "continued with a number": f"{begun}; charset*{'9' * 5000}*=a",
    }.items()
]
CASES: list[Case] = [
    *QUERIES,
    *BODIES,
    *FIELDS,
    *HEADERS,
    *RANGES,
    *TYPES,
    raw("a connection that says nothing", b"", CUT),
]
