"""Terms and literals as the contract wants them, and statements with their super-terms beside them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cache

import pyoxigraph as ox

from lod import terms, vocab

TYPE = vocab.expand("rdf:type")
_TYPE = ox.NamedNode(TYPE)
INTEGER, COUNT = (vocab.expand(f"xsd:{name}") for name in ("integer", "nonNegativeInteger"))
DATE, DECIMAL, BOOLEAN = (vocab.expand(f"xsd:{name}") for name in ("date", "decimal", "boolean"))


def literal(value: str | int | Decimal | date, lang: str | None = None) -> ox.Literal:
    """The literal of a value with the datatype of the contract.

    >>> str(literal(Decimal("7.5")))
    '"7.5"^^<http://www.w3.org/2001/XMLSchema#decimal>'
    """
    if isinstance(value, bool):
        return ox.Literal("true" if value else "false", datatype=ox.NamedNode(BOOLEAN))
    if isinstance(value, int):
        return ox.Literal(str(value), datatype=ox.NamedNode(INTEGER))
    if isinstance(value, Decimal):
        return ox.Literal(f"{value:f}", datatype=ox.NamedNode(DECIMAL))
    if isinstance(value, date):
        return ox.Literal(value.isoformat(), datatype=ox.NamedNode(DATE))
    return ox.Literal(value, language=lang) if lang else ox.Literal(value)


def node(iri: str) -> ox.NamedNode:
    """The node of an IRI; raises `ValueError` where it is none.

    >>> str(node("https://w3id.org/gongbao/a"))
    '<https://w3id.org/gongbao/a>'
    """
    return ox.NamedNode(iri)


def statements(
    subject: ox.NamedNode | ox.BlankNode | ox.Triple,
    property: str,
    value: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple,
    graph: ox.NamedNode,
) -> list[ox.Quad]:
    """A statement with those its super-terms make true, in `graph`; `property` is an IRI.

    >>> unit = ox.NamedNode("https://example.org/unit")
    >>> quads = statements(unit, vocab.expand("gz:unitKind"), unit, ox.NamedNode("https://example.org/graph"))
    >>> [vocab.shorten(quad.predicate.value) for quad in quads]
    ['gz:unitKind', 'org:classification']
    """
    if property == TYPE and isinstance(value, ox.NamedNode):
        return [ox.Quad(subject, _TYPE, kind, graph) for kind in _with_supers(value.value)]
    return [ox.Quad(subject, name, value, graph) for name in _with_supers(property)]


@cache
def _with_supers(term: str) -> tuple[ox.NamedNode, ...]:
    return tuple(map(node, (term, *terms.load().supers.get(term, ()))))
