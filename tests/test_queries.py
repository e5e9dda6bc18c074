"""Queries: their answers in each format, and what is refused."""

from __future__ import annotations

import csv
import io
import json
import time
from contextlib import suppress
from pathlib import Path

import pytest
from pyoxigraph import Literal, QuerySolutions, QueryTriples, RdfFormat, parse

from lod import queries, release
from lod.model import QueryError
from lod.stores import guard
from lod.stores.embedded import EmbeddedStore, open_release

SMALL = Path(__file__).parent / "data" / "small.trig"
NAMES = "SELECT ?unit ?name ?none { ?unit a gz:Unit ; skos:prefLabel ?name } ORDER BY ?unit"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> EmbeddedStore:
    return open_release(release.write_quads(parse(path=SMALL), tmp_path_factory.mktemp("release")))


def test_table_is_aligned_on_a_terminal(store: EmbeddedStore) -> None:
    lines = queries.answer(store, "SELECT ?name ?k { ?u skos:prefLabel ?name ; gz:unitKind ?k } ORDER BY ?name").split(
        "\n"
    )
    assert lines[0].split() == ["name", "k"]
    # Each Chinese character takes two places: the second column begins at the same place in each line.
    assert {len(line[: line.index("gz:")].encode("gbk")) for line in lines[2:-1]} == {16}
    assert lines[-1] == ""


def test_table_shows_control_characters(store: EmbeddedStore) -> None:
    written = queries.answer(store, r"""SELECT ("a\u001B[2J\nb" AS ?x) {}""")
    assert r"a\x1b[2J\nb" in written


def test_json(store: EmbeddedStore) -> None:
    rows = json.loads(queries.answer(store, NAMES, "json"))["results"]["bindings"]
    assert rows[-1]["name"] == {"type": "literal", "value": "县水务局", "xml:lang": "zh"}
    assert json.loads(queries.answer(store, "ASK {}", "json"))["boolean"] is True


def test_csv(store: EmbeddedStore) -> None:
    rows = list(csv.reader(io.StringIO(queries.answer(store, NAMES, "csv"))))
    assert rows[0] == ["unit", "name", "none"]
    assert rows[-1] == ["https://w3id.org/gongbao/140826/unit/water", "县水务局", ""]
    assert queries.answer(store, "ASK { ?s a gz:Nothing }", "csv") == "false\n"


@pytest.mark.parametrize("query", ["CONSTRUCT WHERE { ?s a gz:Unit }", "DESCRIBE gz:Task"])
def test_triples_in_every_format(store: EmbeddedStore, query: str) -> None:
    turtle = set(parse(queries.answer(store, query, "turtle"), RdfFormat.TURTLE))
    assert turtle
    assert set(parse(queries.answer(store, query, "json"), RdfFormat.JSON_LD)) == turtle
    assert len(queries.answer(store, query, "csv").splitlines()) == len(turtle) + 1
    assert len(queries.answer(store, query, "table").splitlines()) == len(turtle) + 2


def test_bindings_are_no_turtle(store: EmbeddedStore) -> None:
    with pytest.raises(QueryError, match="Only CONSTRUCT and DESCRIBE"):
        queries.answer(store, NAMES, "turtle")
    with pytest.raises(QueryError, match="no query format 'docx'"):
        queries.answer(store, NAMES, "docx")


def test_the_default_graph_is_the_union(store: EmbeddedStore) -> None:
    across = "ASK { ?task a gz:Task ; gz:leadUnit/skos:prefLabel ?name . gz:Task a owl:Class }"
    assert queries.answer(store, across) == "true\n"


def test_a_query_may_choose_its_graphs(store: EmbeddedStore) -> None:
    registry = "<https://w3id.org/gongbao/graph/registry>"
    units = queries.answer(store, f"SELECT (COUNT(*) AS ?n) FROM {registry} {{ ?s a ?type }}", "csv")
    everything = queries.answer(store, "SELECT (COUNT(*) AS ?n) { ?s a ?type }", "csv")
    assert 0 < int(units.split()[1]) < int(everything.split()[1])
    # FROM NAMED alone leaves the default graph empty.
    assert queries.answer(store, f"ASK FROM NAMED {registry} {{ ?s a ?type }}") == "false\n"
    assert queries.answer(store, f"ASK FROM NAMED {registry} {{ GRAPH ?g {{ ?s a ?type }} }}") == "true\n"


def test_an_error_shows_its_place(store: EmbeddedStore) -> None:
    with pytest.raises(QueryError, match=r"error at 2:8(.|\n)*\n  FILTER\(\n         \^"):
        queries.answer(store, "SELECT * { ?s ?p ?o\nFILTER(")


@pytest.mark.parametrize("update", ["INSERT DATA { <a:b> <a:b> <a:b> }", "DELETE WHERE { ?s ?p ?o }", "CLEAR ALL"])
def test_updates_are_no_queries(store: EmbeddedStore, update: str) -> None:
    with pytest.raises(QueryError, match="cannot be parsed"):
        queries.answer(store, update)


SERVICES = [
    "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "SELECT * { service silent <http://127.0.0.1:9/>{ ?s ?p ?o } }",
    "PREFIX e: <http://127.0.0.1:9/> SELECT * { SERVICE e: { ?s ?p ?o } }",
    "SELECT * { BIND(<http://127.0.0.1:9/> AS ?x) SERVICE ?x { ?s ?p ?o } }",
    "SELECT * { SERVICE # comment {\n SILENT#\n<http://127.0.0.1:9/> #\n { ?s ?p ?o } }",
    "SELECT * { SERVICE #\r<http://127.0.0.1:9/> { ?s ?p ?o } }",
    "PREFIX a\u1680: <http://127.0.0.1:9/> SELECT * { SERVICE a\u1680:x { ?s ?p ?o } }",
    "SELECT * { VALUES ?a\u1680b { <http://127.0.0.1:9/> } SERVICE ?a\u1680b { ?s ?p ?o } }",
    "PREFIX e: <http://127.0.0.1:9/> SELECT * { SERVICE e:\\#x { ?s ?p ?o } }",
    "SELECT * { FILTER(1<1)SERVICE#>\n<http://127.0.0.1:9/> { ?s ?p ?o } }",
]


@pytest.mark.parametrize("query", SERVICES)
def test_service_is_refused(query: str) -> None:
    with pytest.raises(QueryError, match="SERVICE is not allowed"):
        guard.check(query)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?service { ?service ?p ?o }",
        "SELECT ?service ?name { ?service ?p ?name }",
        "PREFIX s: <http://e/service#>\nSELECT * { GRAPH ?service { ?s s:service ?o } }",
        "SELECT * { ?s ?p 'SERVICE' } # SERVICE is not used",
        "SELECT * { ?s <http://e/service> ?o . OPTIONAL { ?o ?p ?x } }",
    ],
)
def test_the_word_service_is_allowed(query: str) -> None:
    guard.check(query)


@pytest.mark.parametrize("nest", ["{}", "()", "[]"])
def test_deep_nesting_is_refused(nest: str) -> None:
    with pytest.raises(QueryError, match="nested"):
        guard.check("SELECT * " + nest[0] * 20_000 + nest[1] * 20_000)


def test_brackets_in_strings_and_comments_are_not_nesting() -> None:
    brackets = "{" * 500
    guard.check(f'SELECT * {{ ?s ?p \'{brackets}\', """\n"{brackets}""" }} # {brackets}')


def test_a_long_query_is_refused() -> None:
    with pytest.raises(QueryError, match="limit"):
        guard.check("ASK {}" + " " * guard.MAX_LENGTH)


@pytest.mark.parametrize(
    ("head", "link", "tail"),
    [
        ("ASK { FILTER(1", "+1", ") }"),
        ("ASK { FILTER(true", "||true", ") }"),
        ("ASK { {}", " UNION {}", " }"),
        ("ASK { ", "FILTER(true)", " }"),
        ("ASK { FILTER(", "!", "true) }"),
    ],
)
def test_long_chains_do_not_overflow_the_stack(store: EmbeddedStore, head: str, link: str, tail: str) -> None:
    count = 24_000 // len(link)  # on the usual stack of 8 MB, 20,000 characters end the process
    assert queries.answer(store, head + link * count + tail) in ("true\n", "false\n")


def test_reading_a_query(tmp_path: Path) -> None:
    file = tmp_path / "q.rq"
    file.write_text("\ufeffASK {}", encoding="utf-8")
    assert queries.read_query(f"@{file}") == "ASK {}"
    file.write_bytes(b"\xff\xfe")
    with pytest.raises(QueryError, match="not UTF-8"):
        queries.read_query(f"@{file}")


@pytest.mark.parametrize(
    "text",
    ["service" + ":" * 100_000, "service?a" * 14_000, "service:a" * 49 + ":a" * 60_000, "a." * 60_000]
    + [quote + "\\\"\\'" * 30_000 for quote in ("'", '"', "'''", '"""')],
)
def test_no_text_takes_long_to_look_at(text: str) -> None:
    started = time.process_time()
    with suppress(QueryError):
        guard.check(f"ASK {{}} #\n{text}")
    guard.names_graphs(text)
    assert time.process_time() - started < 2  # had each place been looked at from each other, minutes


def test_ask_survives_what_needs_a_deep_stack(store: EmbeddedStore) -> None:
    # Parsed on the stack of the caller, this ends the process.
    found = queries.ask(store, "SELECT (" + "!" * 60_000 + "true AS ?x) {}")
    assert isinstance(found, QuerySolutions)
    [row] = found
    assert str(row["x"]) == str(Literal(True))


def test_ask_gives_each_kind_of_answer(store: EmbeddedStore) -> None:
    assert bool(queries.ask(store, "ASK { ?unit a gz:Unit }"))
    solutions = queries.ask(store, NAMES)
    assert isinstance(solutions, QuerySolutions)
    rows = list(solutions)
    assert rows[-1]["name"] == Literal("县水务局", language="zh")
    assert rows[-1]["none"] is None
    found = queries.ask(store, "CONSTRUCT WHERE { ?unit a gz:Unit }")
    assert isinstance(found, QueryTriples)
    assert {triple.subject for triple in found} == {row["unit"] for row in rows}
    with pytest.raises(QueryError, match="parsed"):
        queries.ask(store, "SELECT {")
