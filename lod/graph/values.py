"""Terms and literals as the contract wants them, and statements with their super-terms beside them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pyoxigraph as ox

from lod import terms, vocab

TYPE = ox.NamedNode(vocab.expand("rdf:type"))
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


def widened(triple: ox.Triple, graph: ox.NamedNode) -> Iterator[ox.Quad]:
    """A statement with those its super-terms make true, in `graph`."""
    yield ox.Quad(triple.subject, triple.predicate, triple.object, graph)
    supers = terms.load().supers
    if triple.predicate == TYPE and isinstance(triple.object, ox.NamedNode):
        for above in supers.get(triple.object.value, ()):
            yield ox.Quad(triple.subject, TYPE, node(above), graph)
    for above in supers.get(triple.predicate.value, ()):
        yield ox.Quad(triple.subject, node(above), triple.object, graph)
