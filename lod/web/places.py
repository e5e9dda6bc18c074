"""Where a node stands in its text, and what stands inside it."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from markupsafe import Markup

from lod.stores.opened import OpenRelease
from lod.web.printed import Place, annotate
from lod.web.view import View

PLACES = """SELECT ?node ?begin ?end (SAMPLE(?led) AS ?target) WHERE {
  ?node nif:referenceContext $text ; nif:beginIndex ?begin ; nif:endIndex ?end .
  OPTIONAL { ?node gz:mentions|gz:cited ?led }
} GROUP BY ?node ?begin ?end ORDER BY ?begin"""
_KNOWN_TEXTS = 32


@dataclass(frozen=True, slots=True)
class _Spans:
    """All nodes of one text by their begin: begins for the search, and (begin, end, node, target)."""

    begins: list[int]
    rows: list[tuple[int, int, str, str | None]]


class TextView(View):
    """A view that also shows texts as printed. Each text's spans are read once, not for every page of a part."""

    def __init__(self, store: OpenRelease, language: str = "zh", chosen: bool = False) -> None:
        super().__init__(store, language, chosen)
        self._spans = lru_cache(_KNOWN_TEXTS)(self._read_spans)

    def inside(self, iri: str) -> list[Place]:
        """What stands in the same text between a node's begin and end: parts, mentions, citations, figures."""
        text = _text_of(self, iri)
        if text is None:
            return []
        begin, end = _span(self, iri)
        spans = self._spans(text)
        rows = spans.rows[bisect_left(spans.begins, begin) : bisect_left(spans.begins, end)]
        self.store.expect(iri for row in rows for iri in row[2:] if iri)
        return [
            self._place(iri, start, stop, node, target)
            for start, stop, node, target in rows
            # What surrounds the node may have the same begin and end.
            if stop <= end and node != iri and not iri.startswith(f"{node}/")
        ]

    def printed(self, iri: str, places: list[Place]) -> Markup | None:
        """The text of a node as printed, as HTML; None for a node that stands in no text."""
        text = _text_of(self, iri)
        chars = self.first(text, "nif:isString") if text else None
        return annotate(str(chars), *_span(self, iri), places) if chars is not None else None

    def _read_spans(self, text: str) -> _Spans:
        rows = [
            (int(row["begin"]), int(row["end"]), row["node"].value, row["target"] and row["target"].value)
            for row in self.rows(PLACES, text=text)
        ]
        return _Spans([row[0] for row in rows], rows)

    def _place(self, iri: str, start: int, stop: int, node: str, target: str | None) -> Place:
        kind = (self.kind(node) or "").rpartition("#")[2]
        # A mention is found in the text by its characters, a part by its path below the document.
        anchor = node.partition("#")[2] or node.removeprefix(f"{iri}/").removeprefix(self.store.base)
        page = self.href(node) or ""
        if target is None:
            label = str(self.first(node, "gz:label") or "")
            return Place(start, stop, kind, anchor, page, title=self.label(node), label=label)
        return Place(start, stop, kind, anchor, page, self.href(target), self.label(target))


def lines_of(view: View, iri: str) -> tuple[Any, Any] | None:
    """First and last line of a node in its source, or None for a node that stands in no text."""
    first = view.first(iri, "gz:line")
    return (first, view.first(iri, "gz:endLine") or first) if first else None


def _text_of(view: View, iri: str) -> str | None:
    if view.first(iri, "nif:isString") is not None:
        return iri
    text = view.first(iri, "nif:referenceContext")
    return text.value if text is not None and hasattr(text, "value") else None


def _span(view: View, iri: str) -> tuple[int, int]:
    chars = view.first(iri, "nif:isString")
    if chars is not None:
        return 0, len(chars)
    return int(view.first(iri, "nif:beginIndex") or 0), int(view.first(iri, "nif:endIndex") or 0)
