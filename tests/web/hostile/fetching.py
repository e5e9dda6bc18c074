"""Requests that want the server to visit somebody else, or to open a file."""

from __future__ import annotations

from tests.web.hostile.case import CUT, FORM, TRAP, Case, ask, post, query, raw

URL = f"http://{TRAP}/x"
ALL = "{ ?s ?p ?o }"
PAGE = (
    f'<!DOCTYPE html SYSTEM "{URL}"><base href="{URL}"><meta http-equiv=refresh content="0;url={URL}"><img src="{URL}">'
)
XML = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY % e SYSTEM "{URL}"> %e; <!ENTITY f SYSTEM "file:///etc/passwd">]><x>&f;</x>'

SERVICES = [
    query(f"SERVICE: {name}", text, 400)
    for name, text in {
        "plain": f"SELECT * {{ SERVICE <{URL}> {ALL} }}",
        "silent": f"SELECT * {{ SERVICE SILENT <{URL}> {ALL} }}",
        "small letters": f"SELECT * {{ service<{URL}>{ALL} }}",
        "behind a comment": f"SELECT * {{ SERVICE#\n<{URL}>#\r{ALL} }}",
        "a prefix": f"PREFIX a: <http://{TRAP}/> SELECT * {{ SERVICE a:x {ALL} }}",
        "the empty prefix": f"PREFIX : <http://{TRAP}/> SELECT * {{ SERVICE : {ALL} }}",
        "a base": f"BASE <http://{TRAP}/> SELECT * {{ SERVICE <x> {ALL} }}",
        "a variable": f"SELECT * {{ VALUES ?e {{ <{URL}> }} SERVICE ?e {ALL} }}",
        "a subquery": f"SELECT * {{ {{ SELECT * {{ SERVICE <{URL}> {ALL} }} }} }}",
        "a filter": f"ASK {{ FILTER EXISTS {{ SERVICE <{URL}> {ALL} }} }}",
        "an option": f"SELECT * {{ OPTIONAL {{ SERVICE SILENT <{URL}> {ALL} }} }}",
        "a template": f"CONSTRUCT {{ ?s ?p ?o }} {{ SERVICE <{URL}> {ALL} }}",
        "a description": f"DESCRIBE ?s {{ SERVICE <{URL}> {ALL} }}",
        "escaped letters": f"SELECT * {{ \\u0053ERVICE <{URL}> {ALL} }}",
        "an escaped brace": f"SELECT * {{ SERVICE <{URL}> \\u007B ?s ?p ?o }} }}",
        "behind a less than": f"SELECT * {{ FILTER(?a<1)SERVICE#>\n<{URL}> {ALL} }}",
        "behind an open string": f"SELECT * {{ BIND('''a\\''' AS ?b) SERVICE <{URL}> {ALL} }} #'''",
        "many words before": f"SELECT * {{ {'?service ?service ?service . ' * 30} SERVICE <{URL}> {ALL} }}",
    }.items()
]
DATA_SETS: list[Case] = [
    query("FROM over HTTP", f"SELECT * FROM <{URL}> {ALL}", 200),
    query("FROM NAMED over HTTP", f"SELECT * FROM NAMED <{URL}> {{ GRAPH ?g {ALL} }}", 200),
    query("FROM a file", f"SELECT * FROM <file:///etc/passwd> {ALL}", 200),
    query("GRAPH over HTTP", f"SELECT * {{ GRAPH <{URL}> {ALL} }}", 200),
    query("DESCRIBE over HTTP", f"DESCRIBE <{URL}>", 200),
    query("a function at an address", f"SELECT (<{URL}>(1) AS ?x) {{}}", 200, 400),
    ask("default-graph-uri over HTTP", f"/sparql?query=SELECT%20*%7B?s%20?p%20?o%7D&default-graph-uri={URL}", 200),
    ask("named-graph-uri over HTTP", f"/sparql?query=ASK%7BGRAPH%20?g%7B%7D%7D&named-graph-uri={URL}", 200),
    post("default-graph-uri of a file", {"query": f"SELECT * {ALL}", "default-graph-uri": "file:///etc/passwd"}, 200),
    ask("using-graph-uri", f"/sparql?query=ASK%7B%7D&using-graph-uri={URL}", 200),
]
UPLOADS: list[Case] = [
    ask("a page that names others", "/lint", 400, method="POST", body=PAGE, kind="text/html"),
    ask("XML with outside entities", "/lint", 200, 400, 415, method="POST", body=XML, kind="text/html"),
    ask("XML as such", "/lint", 415, method="POST", body=XML, kind="application/xml"),
    ask("an address as text", f"/lint?url={URL}", 200, method="POST", body=URL, kind="text/plain"),
    ask("an address as a form", "/lint", 415, method="POST", body=f"url={URL}", kind=FORM),
    ask(
        "a profile that is a file",
        "/lint?profile=../../../../etc/passwd",
        400,
        method="POST",
        body="a",
        kind="text/plain",
    ),
]
ADDRESSES: list[Case] = [
    ask("an address as query", f"/sparql?query={URL}", 400),
    ask("an address to be fetched", f"/?url={URL}&uri={URL}&src={URL}&callback={URL}", 200),
    ask("an address as path", f"/{URL}", 404),
    raw("a proxy's request", f"GET {URL} HTTP/1.1\r\nHost: {TRAP}\r\nConnection: close\r\n\r\n", 404),
    raw("CONNECT", f"CONNECT {TRAP} HTTP/1.1\r\nHost: {TRAP}\r\nConnection: close\r\n\r\n", CUT, 400, 404, 405),
    ask("forwarded to others", "/catalog", 200, more=f"X-Forwarded-Host: {TRAP}\nForwarded: host={TRAP}\nX-Original-URL: /{URL}"),
    ask("a referrer", "/", 200, more=f"Referer: {URL}\nOrigin: http://{TRAP}\nX-Forwarded-For: {TRAP}"),
]  # fmt: skip
CASES = [*SERVICES, *DATA_SETS, *UPLOADS, *ADDRESSES]
