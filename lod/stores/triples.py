"""Writes triples in any graph syntax: in a fixed order, with the prefixes that occur and no others."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import chain
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
    # A large answer is written piece by piece in Python: one long call would keep all other threads waiting.
    found = _by_subject(triples)
    prefixes = _used(chain.from_iterable(found)) if form in (TURTLE, RDF_XML) else None
    pieces = [serialize(piece, format=form.rdf, prefixes=prefixes) or b"" for piece in _pieces(found)]
    if form == JSON_LD:
        return _compacted(pieces)
    if form == RDF_XML:
        return _joined_xml(pieces, serialize((), format=form.rdf, prefixes=prefixes) or b"")
    return b"".join([*pieces[:1], *(piece.split(b"\n", len(prefixes or ()))[-1] for piece in pieces[1:])])


def _by_subject(triples: Iterable[Triple]) -> list[list[Triple]]:
    found: dict[str, set[Triple]] = {}
    for triple in triples:
        found.setdefault(str(triple.subject), set()).add(triple)
    return [sorted(found[subject], key=str) for subject in sorted(found)]


def _pieces(found: list[list[Triple]]) -> Iterator[list[Triple]]:
    """Some thousand triples at a time; those of a subject stay together."""
    piece: list[Triple] = []
    for triples in found:
        piece += triples
        if len(piece) >= _PIECE:
            yield piece
            piece = []
    if piece or not found:
        yield piece


def _joined_xml(pieces: list[bytes], empty: bytes) -> bytes:
    head, end = empty.removesuffix(_END), _END
    return head + b"".join(piece.removeprefix(head).removesuffix(end) for piece in pieces) + end


def _used(triples: Iterable[Triple]) -> dict[str, str]:
    iris = {term.value for triple in triples for term in _terms(triple) if isinstance(term, NamedNode)}
    shortened = (vocab.shorten(iri).partition(":")[0] for iri in iris)
    return {prefix: vocab.PREFIXES[prefix] for prefix in sorted(set(shortened)) if prefix in vocab.PREFIXES}


def _terms(triple: Triple) -> Iterable[object]:
    yield from (triple.subject, triple.predicate, triple.object)
    if isinstance(triple.object, Literal) and triple.object.datatype != _STRING:
        yield triple.object.datatype


def _compacted(pieces: list[bytes]) -> bytes:
    used: set[str] = set()
    written = []
    for piece in pieces:
        nodes = _shortened([_with_types(node) for node in json.loads(piece)])
        used |= {name.partition(":")[0] for node in nodes for name in _names(node)}
        written += [_json(node) for node in nodes]
    context = {prefix: vocab.PREFIXES[prefix] for prefix in sorted(used & vocab.PREFIXES.keys())}
    return f'{{"@context":{_json(context)},"@graph":[{",".join(written)}]}}'.encode()


def _with_types(node: dict[str, Any]) -> dict[str, Any]:
    """The types of a node under ``@type``, which is where framing and schema.org look; a literal is none."""
    said = node.pop(_TYPE, ())
    types = [value["@id"] for value in said if "@id" in value]
    others = [value for value in said if "@id" not in value]
    return {
        **{name: value for name, value in node.items() if name == "@id"},
        **({"@type": types} if types else {}),
        **({_TYPE: others} if others else {}),
        **{name: value for name, value in node.items() if name != "@id"},
    }


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


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


_PIECE = 1000
_END = b"\n</rdf:RDF>"
_TYPE = vocab.expand("rdf:type")
_STRING = NamedNode(vocab.expand("xsd:string"))
