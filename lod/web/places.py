"""Where a node stands in its text, and what stands inside it."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from lod.web.printed import Place, annotate
from lod.web.view import View

PLACES = """SELECT ?node ?class ?begin ?end ?target WHERE {
  ?node nif:referenceContext $text ; nif:beginIndex ?begin ; nif:endIndex ?end ; a ?class .
  OPTIONAL { ?node gz:mentions|gz:cited ?target }
}"""


def lines_of(view: View, iri: str) -> tuple[Any, Any] | None:
    """First and last line of a node in its source, or None for a node that stands in no text."""
    first = view.first(iri, "gz:line")
    return (first, view.first(iri, "gz:endLine") or first) if first else None


def places_in(view: View, iri: str) -> list[Place]:
    """What stands in the same text between a node's begin and end: parts, mentions, citations, figures."""
    text = _text_of(view, iri)
    if text is None:
        return []
    begin, end = _span(view, iri)
    best: dict[str, Place] = {}
    for row in view.rows(PLACES, text=text):
        node, start, stop = row["node"].value, int(row["begin"]), int(row["end"])
        if node == iri or start < begin or stop > end:
            continue
        if node not in best:
            kind = (view.kind(node) or "").rpartition("#")[2]
            best[node] = _place(view, iri, node, kind, start, stop, row["target"])
    return list(best.values())


def _place(view: View, iri: str, node: str, kind: str, start: int, stop: int, target: Any) -> Place:
    # A mention is found in the text by its characters, a part by its path below the document.
    anchor = node.partition("#")[2] or node.removeprefix(f"{iri}/")
    page = view.href(node) or ""
    if target is None:
        label = str(view.first(node, "gz:label") or "")
        return Place(start, stop, kind, anchor, page, title=view.label(node), label=label)
    return Place(start, stop, kind, anchor, page, view.href(target.value), view.label(target.value))


def printed_of(view: View, iri: str, places: list[Place]) -> Markup | None:
    """The text of a node as printed, as HTML; None for a node that stands in no text."""
    text = _text_of(view, iri)
    chars = view.first(text, "nif:isString") if text else None
    return annotate(str(chars), *_span(view, iri), places) if chars is not None else None


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
