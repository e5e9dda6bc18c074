"""Edits of a Word document: each goes into the very elements its characters were read from.

Runs keep their formatting; no part of the package but the main document changes a byte.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate

from lxml import etree

from lod import readers
from lod.model import Edit, Source, Text
from lod.readers.word import open_draft
from lod.readers.word.names import w
from lod.readers.word.pieces import Piece
from lod.writers import smallest

SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def apply(text: Text, edits: Sequence[Edit]) -> Text:
    """The text of the document with its edits made. They must be possible (`lod.writers.is_possible`)."""
    draft = open_draft(text.source)
    starts = [0, *accumulate(len(piece.chars) for piece in draft.pieces)]
    small = [single for edit in edits for single in smallest(text, edit)]
    for edit in sorted(small, key=lambda e: e.span.start, reverse=True):
        _write(draft.pieces, starts, edit)
    written = draft.package.replaced({draft.package.main: serialised(draft.document)})
    return readers.read(Source(text.source.name, text.source.media_type, written))


def content(text: Text) -> bytes:
    """The bytes of the document, which `apply` has written already."""
    return text.source.content


def serialised(part: etree._Element) -> bytes:
    """A part as the bytes of an XML file."""
    return etree.tostring(part.getroottree(), encoding="UTF-8", xml_declaration=True, standalone=True)


def _write(pieces: Sequence[Piece], starts: Sequence[int], edit: Edit) -> None:
    start, end = edit.span.start, edit.span.end
    if start == end:
        _insert(pieces, starts, edit)
        return
    touched = list(_touched(pieces, starts, start, end))
    into = next((at for at, (piece, _, _) in enumerate(touched) if _is_text(piece)), None)
    for at, (piece, begin, stop) in enumerate(touched):
        element = piece.element
        if element is None:
            continue
        if _is_text(piece):
            old = element.text or ""
            _set(element, old[:begin] + (edit.replacement if at == into else "") + old[stop:])
        else:
            if into is None and edit.replacement:
                _beside(element, edit.replacement, before=True)
                into = at
            parent = element.getparent()
            if parent is not None:
                parent.remove(element)


def _insert(pieces: Sequence[Piece], starts: Sequence[int], edit: Edit) -> None:
    # Where two runs meet, new words look like those before them.
    at = bisect_right(starts, edit.span.start - 1) - 1 if edit.span.start else 0
    nearby = [
        (piece, edit.span.start - starts[at + number])
        for number, piece in enumerate(pieces[at : at + 2])
        if piece.writable and starts[at + number] <= edit.span.start
    ]
    for piece, begin in nearby:
        if _is_text(piece) and piece.element is not None:
            old = piece.element.text or ""
            _set(piece.element, old[:begin] + edit.replacement + old[begin:])
            return
    for piece, begin in nearby:
        if piece.element is not None:
            _beside(piece.element, edit.replacement, before=begin == 0)
            return


def _touched(pieces: Sequence[Piece], starts: Sequence[int], start: int, end: int) -> Iterator[tuple[Piece, int, int]]:
    at = bisect_right(starts, start) - 1
    while at < len(pieces) and starts[at] < end:
        yield pieces[at], max(start - starts[at], 0), min(end, starts[at + 1]) - starts[at]
        at += 1


def _is_text(piece: Piece) -> bool:
    return piece.element is not None and piece.element.tag == w("t")


def _set(element: etree._Element, chars: str) -> None:
    element.text = chars
    if chars != chars.strip():
        element.set(SPACE, "preserve")


def _beside(element: etree._Element, chars: str, before: bool) -> None:
    made = etree.Element(w("t"))
    _set(made, chars)
    if before:
        element.addprevious(made)
    else:
        element.addnext(made)
