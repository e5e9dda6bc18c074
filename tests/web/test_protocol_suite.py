"""The W3C's own tests of the protocol, where the folder with its manifest.ttl is named in LOD_W3C_PROTOCOL.

Queries must be answered as they say; updates must be refused. They are not part of this repository:
https://github.com/w3c/rdf-tests, sparql/sparql11/protocol.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from pyoxigraph import NamedNode, Quad, QuerySolutions, RdfFormat, Store, parse

from lod import release
from tests.web.conftest import running_server

FOLDER = Path(os.environ.get("LOD_W3C_PROTOCOL", "."))
MANIFEST = FOLDER / "manifest.ttl"
ASKED = """
PREFIX mf: <http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#>
PREFIX ht: <http://www.w3.org/2011/http#>
PREFIX cnt: <http://www.w3.org/2011/content#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
SELECT ?test ?path ?method ?type ?body ?encoding ?boolean ?format (GROUP_CONCAT(DISTINCT STR(?status)) AS ?statuses) {
  ?test a mf:ProtocolTest ; mf:action/ht:requests/rdf:first* ?request .
  ?request ht:absolutePath ?path ; ht:methodName ?method ; ht:resp ?response .
  OPTIONAL { ?request ht:headers/rdf:first*/(rdf:rest|rdf:first)* ?header .
             ?header ht:fieldName ?field ; ht:fieldValue ?type FILTER(LCASE(?field) = "content-type") }
  OPTIONAL { ?request ht:body ?content . ?content cnt:chars ?body ; cnt:characterEncoding ?encoding }
  OPTIONAL { ?response mf:expectedBoolean ?boolean }
  OPTIONAL { ?response mf:expectedFormat ?format }
  OPTIONAL { ?response mf:expectedStatus ?status }
} GROUP BY ?test ?path ?method ?type ?body ?encoding ?boolean ?format
"""
KINDS = {"boolean": "application/sparql-results+json", "tabular": "application/sparql-results+json"}
GRAPH = "http://kasei.us/2009/09/sparql/data/data{}.rdf"


def cases() -> list[dict[str, str]]:
    if not MANIFEST.is_file():
        return []
    store = Store()
    store.load(path=str(MANIFEST), format=RdfFormat.TURTLE, base_iri="http://example.org/")
    found = store.query(ASKED)
    assert isinstance(found, QuerySolutions)
    names = [variable.value for variable in found.variables]
    return [{name: getattr(row[name], "value", "") for name in names} for row in found]


CASES = cases()
pytestmark = pytest.mark.skipif(not CASES, reason="LOD_W3C_PROTOCOL names no folder with the W3C's manifest.ttl")


@pytest.fixture(scope="module")
def suite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    quads = [
        Quad(line.subject, line.predicate, line.object, NamedNode(GRAPH.format(number)))
        for number in (1, 2, 3)
        for line in parse(path=str(FOLDER / f"data{number}.nt"))
    ]
    folder = tmp_path_factory.mktemp("suite")
    release.write_quads(quads, folder)
    with running_server(folder, folder / "log") as (_, address), httpx.Client(base_url=address) as client:
        yield client


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["test"].rpartition("#")[2])
def test_suite(suite: httpx.Client, case: dict[str, Any]) -> None:
    address = "/sparql" + case["path"].removeprefix("/sparql")
    headers = {"content-type": case["type"]} if case["type"] else {}
    content = case["body"].encode(case["encoding"] or "utf-8")
    answer = suite.request(case["method"], address, headers=headers, content=content)
    if "update" in case["test"]:
        assert 400 <= answer.status_code < 500
        return
    assert f"StatusCode{answer.status_code // 100}xx" in case["statuses"]
    if case["format"]:
        assert answer.headers["content-type"] == KINDS.get(case["format"], "text/turtle; charset=utf-8")
    if case["boolean"]:
        assert answer.json()["boolean"] is (case["boolean"] == "true")


def test_the_suite_is_whole() -> None:
    assert len({case["test"] for case in CASES}) >= 34
