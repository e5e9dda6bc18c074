"""A release whose texts were written by somebody who wants to harm its readers."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Quad

from lod import vocab
from tests.web.hostile.smuggling import TAGS

BASE = "https://w3id.org/gongbao/hostile/"
LABELS = (
    "skos:prefLabel",
    "dct:title",
    "foaf:name",
    "skos:altLabel",
    "gz:text",
    "gz:label",
    "rdfs:label",
    "nif:anchorOf",
)
LINKS = (
    "schema:url",
    "dct:source",
    "schema:image",
    "rdfs:seeAlso",
    "dct:license",
    "schema:email",
    "dct:publisher",
    "foaf:page",
)
ADDRESSES = (
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,%3Cscript%3Ealert(1)%3C/script%3E",
    "vbscript:alert(1)",
    "file:///etc/passwd",
    "http://e.example/'onmouseover='alert(1)",
)
KINDS = {"official": "gz:Official", "unit": "gz:Unit", "document": "gz:Document", "issue": "gz:Issue"}


def quads() -> Iterator[Quad]:
    """The statements: each property with each of the texts, and each link with each of the addresses."""
    for name, kind in KINDS.items():
        node, graph = NamedNode(BASE + name), NamedNode(f"{BASE}{name}/graph")
        yield Quad(node, _named("rdf:type"), _named(kind), graph)
        for label in LABELS:
            for text in TAGS.values():
                yield Quad(node, _named(label), Literal(text, language="zh"), graph)
                yield Quad(node, _named(label), Literal(text), graph)
        for link in LINKS:
            for address in ADDRESSES:
                yield Quad(node, _named(link), NamedNode(address), graph)
                yield Quad(node, _named(link), Literal(address), graph)


def _named(curie: str) -> NamedNode:
    return NamedNode(vocab.expand(curie))
