"""Triples in every syntax."""

from __future__ import annotations

import json

import pytest
from pyoxigraph import Literal, NamedNode, Triple, parse, serialize

from lod import formats, vocab
from lod.stores.triples import write_triples

MANY = [
    Triple(NamedNode(f"{vocab.BASE}{node}"), NamedNode(vocab.expand(curie)), Literal(f"甲{value}", language="zh"))
    for node in range(900)
    for curie in ("rdfs:label", "skos:altLabel")
    for value in range(2)
]


@pytest.mark.parametrize("form", formats.GRAPHS, ids=lambda form: form.suffix)
def test_what_is_written_in_pieces_is_what_is_written_at_once(form: formats.Format) -> None:
    written = write_triples(reversed(MANY), form)
    assert {quad.triple for quad in parse(written, form.rdf)} == set(MANY)
    if form == formats.JSON_LD:
        assert len(json.loads(written)["@graph"]) == 900
        return
    prefixes = {prefix: vocab.PREFIXES[prefix] for prefix in ("rdf", "rdfs", "skos")}
    whole = serialize(sorted(MANY, key=str), format=form.rdf, prefixes=prefixes if form != formats.N_TRIPLES else None)
    assert written == whole


def test_json_ld_has_types_where_readers_look_for_them() -> None:
    node, kind = NamedNode(f"{vocab.BASE}a"), NamedNode(vocab.expand("rdf:type"))
    types = (NamedNode(vocab.expand("gz:Task")), NamedNode("http://example.org/Other"))
    triples = {Triple(node, kind, value) for value in types}
    triples |= {Triple(node, kind, Literal("x")), Triple(node, NamedNode("http://e/p"), types[0])}
    written = write_triples(triples, formats.JSON_LD)
    [read] = json.loads(written)["@graph"]
    assert read["@type"] == ["http://example.org/Other", "gz:Task"]
    assert read["rdf:type"] == [{"@value": "x"}]
    assert {quad.triple for quad in parse(written, formats.JSON_LD.rdf)} == triples


@pytest.mark.parametrize("form", formats.GRAPHS, ids=lambda form: form.suffix)
def test_nothing_is_written_too(form: formats.Format) -> None:
    assert not list(parse(write_triples((), form), form.rdf))
