"""Writes triples in any graph syntax: in a fixed order, with the prefixes that occur and no others."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from pyoxigraph import Literal, NamedNode, Triple, serialize

from lod import vocab
from lod.formats import JSON_LD, RDF_XML, TURTLE, Format


def write_triples(triples: Iterable[Triple], form: Format) -> bytes:
    """The triples in a syntax that has an RDF writer, sorted, so that the same triples give the same bytes.

    >>> t = Triple(NamedNode("https://w3id.org/gongbao#Task"), NamedNode(vocab.expand("rdfs:label")), Literal("x"))
    >>> print(write_triples([t], TURTLE).decode())
    @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
    @prefix gz: <https://w3id.org/gongbao#> .
    gz:Task rdfs:label "x" .
    <BLANKLINE>
    """
    found = sorted(set(triples), key=str)
    prefixes = _used(found) if form in (TURTLE, RDF_XML) else None
    written = serialize(found, format=form.rdf, prefixes=prefixes) or b""
    return _compacted(written) if form == JSON_LD else written


def _used(triples: list[Triple]) -> dict[str, str]:
    iris = {term.value for triple in triples for term in _terms(triple) if isinstance(term, NamedNode)}
    shortened = (vocab.shorten(iri).partition(":")[0] for iri in iris)
    return {prefix: vocab.PREFIXES[prefix] for prefix in sorted(set(shortened)) if prefix in vocab.PREFIXES}


def _terms(triple: Triple) -> Iterable[object]:
    yield from (triple.subject, triple.predicate, triple.object)
    if isinstance(triple.object, Literal) and triple.object.datatype != _STRING:
        yield triple.object.datatype


def _compacted(written: bytes) -> bytes:
    nodes = _shortened(json.loads(written))
    used = {name.partition(":")[0] for node in nodes for name in _names(node)}
    context = {prefix: vocab.PREFIXES[prefix] for prefix in sorted(used & vocab.PREFIXES.keys())}
    document = {"@context": context, "@graph": nodes}
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def _shortened(value: Any) -> Any:
    if isinstance(value, list):
        return [_shortened(member) for member in value]
    if not isinstance(value, dict):
        return value
    return {
        vocab.shorten(key): [vocab.shorten(name) for name in member] if _are_types(key, member) else _shortened(member)
        for key, member in value.items()
    }


def _names(value: Any) -> Iterable[str]:
    if isinstance(value, list):
        for member in value:
            yield from _names(member)
    elif isinstance(value, dict):
        for key, member in value.items():
            yield key
            if _are_types(key, member):
                yield from member
            elif key == "@type":
                yield member
            else:
                yield from _names(member)


def _are_types(key: str, member: object) -> bool:
    return key == "@type" and isinstance(member, list)


_STRING = NamedNode(vocab.expand("xsd:string"))
