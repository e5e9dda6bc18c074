"""The query endpoint: the protocol, the formats, and what it withstands."""

from __future__ import annotations

import socket
import time
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from pyoxigraph import NamedNode, QueryResultsFormat, QuerySolutions, RdfFormat, parse, parse_query_results

from lod import formats
from lod.web.description import SD

NAMES = 'SELECT ?s { ?s <http://www.w3.org/2004/02/skos/core#prefLabel> "县水务局"@zh }'
UNITS = "CONSTRUCT WHERE { ?s a <https://w3id.org/gongbao#Unit> }"
WATER = "https://w3id.org/gongbao/140826/unit/water"
REGISTRY = "https://w3id.org/gongbao/graph/registry"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n0 ?o }"


def ask(client: httpx.Client, query: str, **more: str | list[str]) -> httpx.Response:
    return client.get("/sparql", params={"query": query, **more})


@pytest.mark.parametrize("form", formats.BINDINGS)
@pytest.mark.parametrize("named", [True, False])
def test_select_in_every_format(client: httpx.Client, form: formats.Format, named: bool) -> None:
    parameters = {"query": NAMES, "format": form.suffix} if named else {"query": NAMES}
    answer = client.get("/sparql", params=parameters, headers={"accept": "*/*" if named else form.media_type})
    assert answer.headers["content-type"] == form.content_type
    assert WATER in answer.text
    if form != formats.CSV_RESULTS:
        found = parse_query_results(answer.content, form.results)
        assert isinstance(found, QuerySolutions)
        assert [row["s"] for row in found] == [NamedNode(WATER)]


@pytest.mark.parametrize("form", [*formats.GRAPHS, formats.TRIG, formats.N_QUADS])
@pytest.mark.parametrize("query", [UNITS, f"DESCRIBE <{WATER}>"])
def test_triples_in_every_format(client: httpx.Client, form: formats.Format, query: str) -> None:
    answer = client.get("/sparql", params={"query": query}, headers={"accept": form.media_type})
    assert answer.headers["content-type"] == form.content_type
    assert WATER in {quad.subject.value for quad in parse(answer.content, form.rdf)}


def test_defaults(client: httpx.Client) -> None:
    assert ask(client, NAMES).headers["content-type"] == "application/sparql-results+json"
    assert ask(client, UNITS).headers["content-type"] == "text/turtle; charset=utf-8"
    assert ask(client, "ASK {}").json()["boolean"] is True
    xml = ask(client, "ASK {}", format="xml")
    assert bool(parse_query_results(xml.content, QueryResultsFormat.XML)) is True


def test_post_in_both_ways(client: httpx.Client) -> None:
    form = client.post("/sparql", data={"query": NAMES})
    direct = client.post(
        "/sparql", content=NAMES.encode(), headers={"content-type": "application/sparql-query; charset=utf-8"}
    )
    assert form.json() == direct.json() == ask(client, NAMES).json()


def test_the_data_set_of_the_request(client: httpx.Client) -> None:
    def count(query: str = COUNT, **more: str) -> int:
        return int(ask(client, query, **more).json()["results"]["bindings"][0]["n"]["value"])

    everything, registry = count(), count(**{"default-graph-uri": REGISTRY})
    assert 0 < registry < everything
    named = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
    assert count(named, **{"default-graph-uri": REGISTRY}) == 0
    assert count(named, **{"named-graph-uri": REGISTRY}) == registry
    assert count(**{"named-graph-uri": REGISTRY}) == 0
    both = [REGISTRY, "https://w3id.org/gongbao/graph/ontology"]
    (row,) = ask(client, COUNT, **{"default-graph-uri": both}).json()["results"]["bindings"]
    assert registry < int(row["n"]["value"]) < everything
    # The request's data set wins over the query's.
    assert (
        count("SELECT (COUNT(*) AS ?n) FROM <http://e/none> { ?s ?p ?o }", **{"default-graph-uri": REGISTRY})
        == registry
    )
    assert ask(client, COUNT, **{"default-graph-uri": "not an iri"}).status_code == 400
    direct = client.post(
        "/sparql",
        params={"default-graph-uri": REGISTRY},
        content=COUNT,
        headers={"content-type": "application/sparql-query"},
    )
    assert int(direct.json()["results"]["bindings"][0]["n"]["value"]) == registry


def test_formats_that_do_not_fit(client: httpx.Client) -> None:
    refused = client.get("/sparql", params={"query": NAMES}, headers={"accept": "text/turtle"})
    assert refused.status_code == 406
    assert "application/sparql-results+json" in refused.text
    unknown = ask(client, UNITS, format="csv")
    assert unknown.status_code == 400
    assert "ttl (text/turtle), " in unknown.text


def test_a_browser_sees_a_page(client: httpx.Client) -> None:
    browser = {"accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
    for query, shown in (
        (NAMES, "140826/unit/water"),
        (UNITS, "gz:Unit"),
        ("ASK {}", "是"),
        ("SELECT <", "Line 1, column 8"),
    ):
        answer = client.get("/sparql", params={"query": query}, headers=browser)
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
        assert answer.status_code == (400 if query == "SELECT <" else 200)
        assert shown in answer.text
    attack = client.get("/sparql", params={"query": "</textarea><script>alert(1)</script>"}, headers=browser)
    assert "<script>" not in attack.text


def test_a_bare_get_describes_the_service(client: httpx.Client) -> None:
    for accept in ("*/*", "text/turtle", "application/rdf+xml"):
        answer = client.get("/sparql", headers={"accept": accept, "host": "data.example.org"})
        found = list(parse(answer.content, RdfFormat.from_media_type(answer.headers["content-type"])))
        statements = {(quad.subject.value, quad.predicate.value, quad.object.value) for quad in found}
        address = "http://data.example.org/sparql"
        assert "sd:endpoint" in answer.text
        assert (address, f"{SD}endpoint", address) in statements
        assert (address, f"{SD}feature", f"{SD}UnionDefaultGraph") in statements
        assert REGISTRY in {name for _, predicate, name in statements if predicate == f"{SD}name"}
    assert "<textarea" in client.get("/sparql", headers={"accept": "text/html"}).text


def test_head_and_options(client: httpx.Client) -> None:
    head = client.head("/sparql", params={"query": NAMES})
    assert head.content == b""
    assert head.headers["content-length"] == str(len(ask(client, NAMES).content))
    options = client.options("/sparql")
    assert options.status_code == 204
    assert options.headers["allow"] == "GET, HEAD, POST, OPTIONS"
    assert client.put("/sparql").status_code == 405


@pytest.mark.parametrize(
    ("status", "request_"),
    [
        (400, {"method": "GET", "params": {"query": "SELECT * {"}}),
        (403, {"method": "GET", "params": {"query": "INSERT DATA { <a:b> <a:b> <a:b> }"}}),
        (400, {"method": "GET", "params": {"query": ["ASK {}", "ASK {}"]}}),
        (400, {"method": "GET", "params": {"query": "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"}}),
        (400, {"method": "GET", "params": {"query": ""}}),
        (400, {"method": "GET", "url": "/sparql?query=%FF"}),
        (400, {"method": "POST", "data": {"other": "x"}}),
        (400, {"method": "POST", "content": b"\xff", "headers": {"content-type": "application/sparql-query"}}),
        (403, {"method": "POST", "data": {"update": "CLEAR ALL"}}),
        (403, {"method": "POST", "content": "CLEAR ALL", "headers": {"content-type": "application/sparql-update"}}),
        (415, {"method": "POST", "content": "ASK {}"}),
        (413, {"method": "POST", "data": {"query": "ASK {}" + " " * 2_000_000}}),
        (413, {"method": "POST", "data": {"query": "ASK {}" + " " * 200_000}}),
    ],
)
def test_refusals(client: httpx.Client, status: int, request_: dict[str, object]) -> None:
    answer = client.request(**{"url": "/sparql", **request_})  # type: ignore[arg-type]
    assert answer.status_code == status
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert len(answer.text) > 10


def test_an_error_names_the_place(client: httpx.Client) -> None:
    assert ask(client, "SELECT * {\n ?s ?p }").text == (
        "第2行第8列：查询语句在“}”处有错。\nLine 2, column 8: the query cannot be parsed at “}”.\n"
    )


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("SELECT * { ?s ex:p ?o }", "前缀 ex: 没有声明，请在查询前写明 PREFIX ex: <…>。"),
        ("PREFIX : <a:b> SELECT * { ?s :p _:b ; x:p '''c:d''' } # e:f", "Prefix x: is not declared."),
        ("SELECT ?s (COUNT(?o) AS ?n) ?p { ?s ?p ?o } GROUP BY ?p", "Not grouped: ?s."),
        ("SELECT ?s { ?s ?p ?o } GROUP BY ?p HAVING(COUNT(?s) > 1)", "Not grouped: ?s."),
        ("SELECT * { ?s ?p ?o } GROUP BY ?s", "SELECT * is not authorized with GROUP BY."),
        ("SELEC * { ?s ?p ?o }", "Line 1, column 1: the query cannot be parsed at “SELEC”."),
        ("SELECT * {\n  ?s ?p ?o\n} LIMT 3", "Line 3, column 3: the query cannot be parsed at “LIMT”."),
        ("SELECT * { ?s ?p '''\n中'''@zh, , 1 }", "Line 2, column 10: the query cannot be parsed at “,”."),
        ("SELECT * { ?s ?p ?o", "Line 1, column 20: the query ends too early."),
        (" # nothing", "The query is empty."),
        ("PREFIX a: <b:> INSERT DATA { a:a a:b a:c }", "This endpoint is read-only"),
    ],
)
def test_an_error_says_what_is_wrong_in_two_lines(client: httpx.Client, query: str, words: str) -> None:
    answer = ask(client, query)
    assert answer.status_code == (403 if "INSERT" in query else 400)
    assert words in answer.text
    assert len(answer.text.splitlines()) == 2


def test_prefixes_of_the_vocabulary_need_no_declaration(client: httpx.Client) -> None:
    assert ask(client, "ASK { ?s a gz:Unit ; skos:prefLabel ?name }").json()["boolean"] is True
    own = "PREFIX gz: <http://e/> ASK { ?s a gz:Unit }"
    assert ask(client, own).json()["boolean"] is False


@pytest.mark.parametrize("form", [formats.TURTLE, formats.TRIG, formats.RDF_XML])
def test_triples_have_the_prefixes_that_occur(client: httpx.Client, form: formats.Format) -> None:
    prefixes = "PREFIX s: <http://www.w3.org/2004/02/skos/core#> PREFIX b: <a:b>"
    query = f"{prefixes} CONSTRUCT WHERE {{ <{WATER}> s:prefLabel ?n }}"
    answer = ask(client, query, format=form.suffix)
    declared = {"ttl": "@prefix {}:", "trig": "@prefix {}:", "rdf": "xmlns:{}="}[form.suffix].format
    assert declared("s") in answer.text
    assert "s:prefLabel" in answer.text
    assert not any(declared(name) in answer.text for name in ("b", "skos", "gz", "owl"))
    assert len(list(parse(answer.content, form.rdf))) == 1
    types = ask(client, "CONSTRUCT WHERE { ?s a gz:Unit ; skos:prefLabel ?n }", format=form.suffix)
    assert declared("skos") in types.text


@pytest.mark.parametrize("form", formats.BINDINGS)
def test_an_answer_that_is_too_large_ends_with_a_whole_row(client: httpx.Client, form: formats.Format) -> None:
    cut = ask(client, "SELECT ?a ?c { ?a ?b ?c . ?d ?e ?f }", format=form.suffix)
    assert cut.status_code == 200
    assert "200000 bytes" in cut.headers["x-truncated"]
    assert 190_000 < len(cut.content) <= 200_100
    if form == formats.CSV_RESULTS:
        assert cut.content.endswith(b"\r\n")
    else:
        found = parse_query_results(cut.content, form.results)
        assert isinstance(found, QuerySolutions)
        assert sum(1 for _ in found) > 500


@pytest.mark.parametrize("form", [*formats.GRAPHS, formats.TRIG, formats.N_QUADS])
def test_triples_that_are_too_many_end_with_a_whole_one(client: httpx.Client, form: formats.Format) -> None:
    trap = r" .\n\t</rdf:Description>\n\"]},{\"@id\":"
    query = f"CONSTRUCT {{ ?a ?b ?l }} {{ ?a ?b ?c . BIND(CONCAT(STR(?a), '{trap}', STR(?c)) AS ?l) }}"
    cut = ask(client, query, format=form.suffix)
    assert cut.headers.get("x-truncated")
    assert sum(1 for _ in parse(cut.content, form.rdf)) > 300


@pytest.mark.parametrize("nest", ["{}", "()"])
def test_nesting_does_not_end_the_server(client: httpx.Client, nest: str) -> None:
    query = f"SELECT * {{ {nest[0] * 20_000}{nest[1] * 20_000} }}"
    assert client.post("/sparql", data={"query": query}).status_code == 400
    assert ask(client, NAMES).status_code == 200


def test_a_runaway_query_is_stopped(client: httpx.Client) -> None:
    started = time.monotonic()
    stopped = ask(client, RUNAWAY)
    assert stopped.status_code == 504
    assert "1.5 seconds" in stopped.text
    assert 1 < time.monotonic() - started < 15  # by itself it would not end
    assert ask(client, NAMES).status_code == 200


def test_a_query_that_takes_too_much_memory_is_stopped(client: httpx.Client) -> None:
    doubled = 'BIND("xxxxxxxxxxxxxxxx" AS ?x0) ' + " ".join(
        f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(30)
    )
    stopped = ask(client, f"SELECT (STRLEN(?x30) AS ?n) {{ {doubled} }}")
    assert stopped.status_code in (503, 504)  # on a busy machine its time is over first
    assert ask(client, NAMES).status_code == 200


def test_pages_answer_while_queries_run_away(client: httpx.Client) -> None:
    with ThreadPoolExecutor(4) as threads:
        running = [threads.submit(ask, client, RUNAWAY) for _ in range(4)]
        assert client.get("/healthz").status_code == 200
        assert client.get("/", headers={"accept": "text/html"}).status_code == 200
        assert {answer.result().status_code for answer in running} == {504}
    assert ask(client, NAMES).status_code == 200


def test_a_client_that_leaves_frees_its_worker(client: httpx.Client) -> None:
    host, port = client.base_url.host, client.base_url.port or 80
    for _ in range(12):
        with socket.create_connection((host, port)) as connection:
            path = httpx.URL("/sparql", params={"query": RUNAWAY}).raw_path.decode()
            connection.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
    started = time.monotonic()
    assert ask(client, NAMES).status_code == 200
    assert time.monotonic() - started < 6  # twelve times 1.5 s on two workers are 9, had they not been freed


@pytest.mark.parametrize("host", ["a b", "<script>", "x/y?z", "[::1"])
def test_a_strange_host_is_not_repeated(client: httpx.Client, host: str) -> None:
    answer = client.get("/sparql", headers={"accept": "text/turtle", "host": host})
    assert answer.status_code == 400 or "<http://localhost/sparql>" in answer.text


def test_a_body_that_does_not_arrive_is_not_waited_for(client: httpx.Client) -> None:
    host, port = client.base_url.host, client.base_url.port or 80
    with socket.create_connection((host, port), timeout=15) as connection:
        kind = "application/sparql-query"
        connection.sendall(
            f"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: {kind}\r\nContent-Length: 9\r\n\r\nASK".encode()
        )
        assert connection.recv(100).startswith(b"HTTP/1.1 408 ")


def test_a_page_shows_the_first_rows_of_an_answer_of_any_size(client: httpx.Client) -> None:
    query = "SELECT ?a ?f { ?a ?b ?c . ?d ?e ?f } LIMIT 30000"
    assert "x-truncated" in ask(client, query).headers  # too large to be sent whole
    page = client.get("/sparql", params={"query": query, "lang": "en"}, headers={"accept": "text/html"})
    assert page.status_code == 200
    assert "30000 rows" in page.text
    assert 900 < page.text.count("<tr>") < 1100


def test_a_page_shows_triples(client: httpx.Client) -> None:
    page = client.get("/sparql", params={"query": UNITS, "lang": "en"}, headers={"accept": "text/html"})
    assert "140826/unit/water" in page.text


def test_text_that_would_take_long_to_look_at_keeps_nobody_waiting(client: httpx.Client) -> None:
    with ThreadPoolExecutor(2) as threads:
        running = [threads.submit(ask_body, client, "service:a" * 49 + ":a" * 60_000) for _ in range(2)]
        started = time.monotonic()
        assert client.get("/healthz").status_code == 200
        assert time.monotonic() - started < 1
        assert {answer.result().status_code for answer in running} == {400}


def ask_body(client: httpx.Client, query: str) -> httpx.Response:
    return client.post("/sparql", content=query, headers={"content-type": "application/sparql-query"})
