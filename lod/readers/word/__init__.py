"""Word documents: the text that the document prints, with automatic numbers, and where each stretch of it stands.

Headers, footers, footnotes and comments are not part of the text. Tracked insertions are, tracked deletions are not.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from lxml import etree

from lod.model import Origin, ReadError, Source, Span, Text
from lod.readers.word.names import STRICT, w
from lod.readers.word.numbering import Numbering
from lod.readers.word.package import Package
from lod.readers.word.pieces import Piece, pieces

NEITHER = "a document of another kind, such as one in the strict form of Open XML; save it as an ordinary .docx"


@dataclass(frozen=True, eq=False)
class Draft:
    """An opened document: its package, its main part, and its pieces in reading order."""

    package: Package
    document: etree._Element
    pieces: tuple[Piece, ...]

    def walked(self) -> tuple[Piece, ...]:
        """The pieces once more, after the document has been changed."""
        numbering = Numbering(self.package.related("numbering"), self.package.related("styles"))
        return tuple(pieces(self.document, numbering))


def open_draft(source: Source) -> Draft:
    """Open a Word document. Raises `ReadError` for what is none, or is damaged, hostile or encrypted."""
    package = Package(source)
    document = package.part(package.main)
    if document is None or document.tag != w("document"):
        strict = document is not None and document.tag.startswith(f"{{{STRICT}}}")
        raise package.error(NEITHER if strict else "this is not a Word document (.docx)")
    draft = Draft(package, document, ())
    return replace(draft, pieces=draft.walked())


def read(source: Source) -> Text:
    """The text of a Word document: a line for each paragraph and each row of a table.

    Raises `ReadError` as `open_draft` does, and for a document without words.
    """
    draft = open_draft(source)
    origins, start = [], 0
    for piece in draft.pieces:
        end = start + len(piece.chars)
        origins.append(Origin(Span(start, end), piece.at, piece.writable))
        start = end
    chars = "".join(piece.chars for piece in draft.pieces)
    if not chars.strip():
        raise ReadError(f"{source.name}: the document has no text in its body (a picture of one, perhaps)")
    return Text(source, chars, tuple(origins))
