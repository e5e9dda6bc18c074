"""What a page of a catalogue lists: its data sets, and the page that comes next."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Store, parse

from lod import vocab
from lod.harvesting.harvesters import Harvester

_TYPE, _TITLE, _IDENTIFIER = (NamedNode(vocab.expand(name)) for name in ("rdf:type", "dct:title", "dct:identifier"))
_DATASET = NamedNode(vocab.expand("dcat:Dataset"))
_LISTED = {_DATASET, *(NamedNode(vocab.expand(name)) for name in ("dcat:Catalog", "dcat:DataService"))}
_DEPTH = 4  # from a data set over distribution and checksum to its algorithm
Node = NamedNode | BlankNode


@dataclass(frozen=True, slots=True)
class Listed:
    """A data set: its IRI (empty for a blank node), identifier and title, and a digest of all that is said of it."""

    iri: str
    identifier: str
    title: str
    digest: str


class Page:
    """A page of a catalogue that was read. Raises SyntaxError for one that is not well-formed.

    >>> turtle = b'<http://e/a> a <http://www.w3.org/ns/dcat#Dataset> ; <http://purl.org/dc/terms/title> "A" .'
    >>> [(listed.iri, listed.title) for listed in Page(turtle, RdfFormat.TURTLE, "http://e/").datasets("en")]
    [('http://e/a', 'A')]
    """

    def __init__(self, content: bytes, syntax: RdfFormat, address: str) -> None:
        quads = [Quad(quad.subject, quad.predicate, quad.object) for quad in parse(content, syntax, base_iri=address)]
        self._store = Store()
        self._store.extend(quads)
        self._order = {quad.object: number for number, quad in enumerate(quads)}  # a store has none

    def datasets(self, language: str) -> Iterator[Listed]:
        """The data sets of the page, in the order of their IRIs, with titles in a language where there is one."""
        found = {quad.subject for quad in self._store.quads_for_pattern(None, _TYPE, _DATASET)}
        for node in sorted((node for node in found if isinstance(node, Node)), key=str):
            iri = node.value if isinstance(node, NamedNode) else ""
            told = hashlib.sha256(self._told(node, _DEPTH).encode()).hexdigest()[:24]
            yield Listed(iri, self._text(node, _IDENTIFIER, ""), self._text(node, _TITLE, language), told)

    def next(self, harvester: Harvester) -> str | None:
        """The address of the next page, as a harvester finds it."""
        for kind, properties in harvester.paging:
            views = [quad.subject for quad in self._store.quads_for_pattern(None, _TYPE, NamedNode(kind))]
            for view in views:
                for name in properties:
                    for quad in self._store.quads_for_pattern(view, NamedNode(name), None):
                        return getattr(quad.object, "value", None)
            if views and harvester.first_class_only:
                return None
        return None

    def _text(self, node: Node, name: NamedNode, language: str) -> str:
        values = [quad.object for quad in self._store.quads_for_pattern(node, name, None)]
        values.sort(key=lambda value: self._order.get(value, 0))
        spoken = [value for value in values if isinstance(value, Literal) and value.language == language]
        return str(getattr([*spoken, *values][0], "value", "")) if values else ""

    def _told(self, node: Node, depth: int) -> str:
        # Blank nodes have other labels each time: they are told by what is said of them.
        quads = self._store.quads_for_pattern(node, None, None)
        said = [f"{quad.predicate} {self._value(quad.object, depth)}" for quad in quads]
        return "{" + ";".join(sorted(said)) + "}"

    def _value(self, value: object, depth: int) -> str:
        name = "" if isinstance(value, BlankNode) else str(value)
        if not isinstance(value, Node) or depth == 0 or self._listed_itself(value):
            return name
        return name + self._told(value, depth - 1)

    def _listed_itself(self, node: Node) -> bool:
        return any(quad.object in _LISTED for quad in self._store.quads_for_pattern(node, _TYPE, None))
