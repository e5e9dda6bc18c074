"""Requests that want to change what is served."""

from __future__ import annotations

from tests.web.hostile.case import FORM, QUERY, TRAP, UPDATE, Case, ask, post, query

TRIPLE = "<http://e/s> <http://e/p> <http://e/o>"
UPDATES = {
    "INSERT DATA": f"INSERT DATA {{ {TRIPLE} }}",
    "INSERT": f"INSERT {{ {TRIPLE} }} WHERE {{}}",
    "DELETE WHERE": "DELETE WHERE { ?s ?p ?o }",
    "CLEAR": "CLEAR ALL",
    "DROP": "DROP SILENT ALL",
    "CREATE": "CREATE GRAPH <http://e/g>",
    "COPY": "COPY DEFAULT TO <http://e/g>",
    "LOAD": f"LOAD <http://{TRAP}/x>",
    "LOAD of a file": "LOAD <file:///etc/passwd> INTO GRAPH <http://e/g>",
}
AS_QUERIES = [query(f"{name} as a query", text, 403) for name, text in UPDATES.items()]
AS_UPDATES = [post(f"{name} as an update", {"update": text}, 403) for name, text in UPDATES.items()]
HIDDEN: list[Case] = [
    query("an update behind a query", f"ASK {{}} ; {UPDATES['CLEAR']}", 400),
    query("an update behind a prologue", f"PREFIX a: <http://e/> # SELECT\n{UPDATES['INSERT DATA']}", 403),
    post("an update beside a query", {"query": "ASK {}", "update": UPDATES["CLEAR"]}, 403),
    ask("an update in the address", "/sparql?update=CLEAR%20ALL", 403),
    ask("an update as such", "/sparql", 403, method="POST", body=UPDATES["CLEAR"], kind=UPDATE),
    ask("an update that says query", "/sparql", 403, method="POST", body=UPDATES["CLEAR"], kind=QUERY),
    ask("an update with two types", "/sparql", 400, 415, method="POST", body=UPDATES["CLEAR"], kind=f"{QUERY}, {UPDATE}"),
    ask("a form with a query and an update", "/sparql?query=ASK%7B%7D", 403, method="POST", body="update=CLEAR+ALL", kind=FORM),
    ask("a method in a header", "/sparql?query=ASK%7B%7D", 200, more="X-HTTP-Method-Override: DELETE\nX-Method-Override: PUT"),
    ask("a method in a field", "/140826/unit/water", 405, method="POST", body="_method=DELETE", kind=FORM),
]  # fmt: skip
METHODS = [
    ask(f"{method} {path}", path, *statuses, method=method, body=f"{TRIPLE} .", kind="text/turtle")
    for method, path, statuses in (
        ("PUT", "/sparql?default", (405,)),
        ("PUT", "/sparql?graph=http://e/g", (405,)),
        ("DELETE", "/sparql?default", (405,)),
        ("PATCH", "/sparql", (405,)),
        ("POST", "/sparql?graph=http://e/g", (415,)),
        ("PUT", "/140826/unit/water", (405,)),
        ("DELETE", "/140826/unit/water", (405,)),
        ("POST", "/140826/unit/water", (405,)),
        ("PUT", "/dumps/data.nq.gz", (405,)),
        ("DELETE", "/catalog", (405,)),
        ("POST", "/ldes", (405,)),
        ("PUT", "/static/style.css", (405,)),
        ("POST", "/store?graph=http://e/g", (405,)),
        ("PUT", "/rdf-graph-store?default", (405,)),
        ("MKCOL", "/new", (405,)),
        ("PROPFIND", "/", (405,)),
        ("MOVE", "/", (405,)),
        ("TRACE", "/", (405,)),
        ("PURGE", "/", (405,)),
    )
]
CASES = [*AS_QUERIES, *AS_UPDATES, *HIDDEN, *METHODS]
