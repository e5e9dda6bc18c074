"""Where a finding stands: every node read from a text carries its span, so a focus node locates itself.

A missing element has no node; its rule says beside which element it should stand.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from lod.model import Anchor, Span, Text
from lod.parser.lines import lines
from lod.vocab import expand

_TYPE = expand("rdf:type")
_NOTED = {
    expand("nif:beginIndex"): "begin",
    expand("nif:endIndex"): "end",
    expand("nif:referenceContext"): "context",
    expand("eli:is_part_of"): "parent",
    _TYPE: "type",
}
# A finding about one of these would mark a whole text; it is shown at the title.
_CONTAINERS = frozenset(expand(f"gz:{name}") for name in ("Issue", "Document", "Expression", "Attachment"))
_DOCUMENT = expand("gz:Document")
_TITLE = Anchor((expand("gz:Title"),))


@dataclass(frozen=True, slots=True)
class Place:
    """A span of the text that a context (its IRI) holds."""

    context: str
    span: Span


class Places:
    """The places of all nodes of a graph.

    >>> Places([], {}).of("<https://example.org/x>") is None
    True
    """

    def __init__(self, quads: Iterable[ox.Quad], texts: Mapping[str, Text]) -> None:
        self.texts = texts
        self._facts: dict[str, dict[str, str]] = defaultdict(dict)
        self._types: dict[str, set[str]] = defaultdict(set)
        for quad in quads:
            predicate = quad.predicate.value
            if predicate in _NOTED:
                self._note(str(quad.subject), predicate, quad.object)
        self._by_class: dict[str, list[str]] = defaultdict(list)
        for node, classes in self._types.items():
            for name in classes:
                self._by_class[name].append(node)

    def of(self, term: str | None) -> Place | None:
        """The place of a node (a term in N-Triples syntax), or None where it has none."""
        facts = self._facts.get(term or "", {})
        if not {"begin", "end", "context"} <= facts.keys() or facts["context"] not in self.texts:
            return None
        return Place(facts["context"], Span(int(facts["begin"]), int(facts["end"])))

    def beside(self, term: str, anchor: Anchor) -> Place | None:
        """Where an element that a node lacks should stand, or None where no such neighbour is found.

        The classes are tried in order; an element right below the node comes before one deeper down.
        """
        for name in anchor.classes:
            inside = self._inside(term, name)
            if inside:
                place = max(inside, key=_start) if anchor.last else min(inside, key=_start)
                return self._after(term, place) if anchor.after else place
        return None

    def shown(self, term: str) -> Place | None:
        """The place at which a finding about a node is shown: its own, but for a whole text its title or first line."""
        place = self.of(term)
        if place is None or not self._types[term] & _CONTAINERS:
            return place
        return self.beside(term, _TITLE) or self._first_line(place)

    def document(self, text: Text, offset: int) -> int | None:
        """Where the document of a text begins that an offset (code points from 0) lies in; None outside of any."""
        spans = [place.span for node in self._by_class[_DOCUMENT] if (place := self._of_text(node, text))]
        return max((span.start for span in spans if span.start <= offset < span.end), default=None)

    def _of_text(self, node: str, text: Text) -> Place | None:
        place = self.of(node)
        return place if place and self.texts[place.context] is text else None

    def _note(self, node: str, predicate: str, value: object) -> None:
        if predicate == _TYPE and isinstance(value, ox.NamedNode):
            self._types[node].add(value.value)
        elif isinstance(value, ox.NamedNode | ox.Literal):
            self._facts[node][_NOTED[predicate]] = value.value

    def _inside(self, term: str, name: str) -> list[Place]:
        whole = self.of(term)
        candidates = [(node, self.of(node)) for node in self._by_class[name] if node != term]
        placed = [(node, place) for node, place in candidates if place and whole and _within(place, whole)]
        own = [place for node, place in placed if f"<{self._facts[node].get('parent')}>" == term]
        return own or [place for _, place in placed]

    def _after(self, term: str, place: Place) -> Place:
        whole = self.of(term) or place
        rest = Span(place.span.end, whole.span.end)
        following = next(iter(lines(self.texts[place.context], rest)), None)
        return Place(place.context, following.span) if following else place

    def _first_line(self, place: Place) -> Place:
        first = next(iter(lines(self.texts[place.context], place.span)), None)
        return Place(place.context, first.span if first else Span(place.span.start, place.span.start))


def _within(inner: Place, outer: Place) -> bool:
    return inner.context == outer.context and outer.span.contains(inner.span)


def _start(place: Place) -> int:
    return place.span.start
