"""The words of a Word document in reading order, each stretch with the element it stands in.

The reader makes a text of them, and whatever writes into the document walks over them once more: the same document
gives the same pieces.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from lod.readers.word.names import attribute, child, is_on, w
from lod.readers.word.numbering import Numbering

ALTERNATIVES = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}oMath"
# What only wraps runs or paragraphs. Insertions are read as if accepted, deletions are not read.
WRAPPERS = frozenset(
    w(name) for name in "ins moveTo hyperlink smartTag sdt sdtContent customXml bdo dir fldSimple".split()
)
BREAKS = {w("tab"): "\t", w("ptab"): "\t", w("br"): "\n", w("cr"): "\n", w("noBreakHyphen"): "-"}
ONE_TO_ONE = str.maketrans("\n\r\t", "   ")  # white space of the XML prints as a space
SYMBOL = "\u25a1"  # a sign of a symbol font, whose code says nothing without it
PRIVATE = range(0xE000, 0xF900)


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters of one element. ``at`` names the place; `element` is None where Word makes the characters itself.

    `writable` says whether the characters can be edited there.
    """

    chars: str
    at: str
    element: etree._Element | None = None
    writable: bool = False


def pieces(document: etree._Element, numbering: Numbering) -> Iterator[Piece]:
    """The pieces of a main document part, line ends included.

    >>> from lod.readers.word.names import W
    >>> run = '<w:r><w:t>通</w:t></w:r><w:del><w:r><w:delText>告</w:delText></w:r></w:del><w:r><w:t>知</w:t></w:r>'
    >>> part = etree.fromstring(f'<w:document xmlns:w="{W}"><w:body><w:p>{run}</w:p></w:body></w:document>')
    >>> [(piece.chars, piece.at) for piece in pieces(part, Numbering(None, None))]
    [('通', 'paragraph 1, run 1'), ('知', 'paragraph 1, run 2'), ('\\n', 'paragraph 1')]
    """
    body = child(document, "body")
    if body is not None:
        yield from _Walk(numbering).block(body, "")


class _Walk:
    def __init__(self, numbering: Numbering) -> None:
        self.numbering = numbering
        self.paragraphs = 0
        self.tables = 0
        self.runs = 0
        self.fields: list[str] = []  # for each field around: "code", "link" or "result"

    def block(self, element: etree._Element, within: str) -> Iterator[Piece]:
        for node in element:
            if node.tag == w("p"):
                yield from self.paragraph(node, within)
            elif node.tag == w("tbl"):
                self.tables += 1
                yield from self.table(node, f"table {self.tables}")
            elif node.tag in WRAPPERS:
                yield from self.block(node, within)

    def table(self, table: etree._Element, within: str) -> Iterator[Piece]:
        rows = [row for row in _through_wrappers(table, "tr") if child(child(row, "trPr"), "del") is None]
        for number, row in enumerate(rows, 1):
            place = f"{within}, row {number}"
            for column, cell in enumerate(_through_wrappers(row, "tc"), 1):
                if column > 1:
                    yield Piece("\t", place)
                yield from _trimmed(self.block(cell, f"{place}, cell {column}, "))
            yield Piece("\n", place)

    def paragraph(self, paragraph: etree._Element, within: str) -> Iterator[Piece]:
        self.paragraphs += 1
        self.runs = 0
        place = f"{within}paragraph {self.paragraphs}"
        boxes: list[etree._Element] = []
        mark = child(child(paragraph, "pPr"), "rPr")
        words = list(self.inline(paragraph, place, boxes, locked=False))
        # A deleted paragraph mark joins the paragraph with the next one.
        joined = child(mark, "del") is not None
        if words or not joined:
            label = self.numbering.label(paragraph, words[0].chars) if words else ""
            if label:
                yield Piece(label, place)
            yield from words
        if not joined:
            yield Piece("\n", place)
        for box in boxes:
            yield from self.block(box, "text box, ")

    def inline(self, element: etree._Element, place: str, boxes: list[etree._Element], locked: bool) -> Iterator[Piece]:
        for node in element:
            if node.tag == w("r"):
                yield from self.run(node, place, boxes, locked)
            elif node.tag in WRAPPERS:
                result = node.tag == w("fldSimple") and not _links(attribute(node, "instr"))
                yield from self.inline(node, place, boxes, locked or result)
            elif node.tag == ALTERNATIVES:
                for choice in _worded(node):
                    yield from self.inline(choice, place, boxes, locked)
            elif node.tag == MATH:
                yield from (Piece(part.text or "", place) for part in node.iter(MATH_TEXT))

    def run(self, run: etree._Element, place: str, boxes: list[etree._Element], locked: bool) -> Iterator[Piece]:
        self.runs += 1
        place = f"{place}, run {self.runs}"
        hidden = is_on(child(child(run, "rPr"), "vanish"))
        for node in _of_alternatives(run):
            if node.tag == w("fldChar"):
                self.field(attribute(node, "fldCharType"))
            elif node.tag == w("instrText") and self.fields[-1:] == ["code"] and _links(node.text or ""):
                self.fields[-1] = "link"
            elif node.tag in (w("drawing"), w("pict"), w("object")):
                boxes.extend(_boxes(node))
            elif not hidden and not any(field in ("code", "link") for field in self.fields):
                yield from _of_run(node, place, not locked and "result" not in self.fields)

    def field(self, kind: str) -> None:
        if kind == "begin":
            self.fields.append("code")
        elif kind == "separate" and self.fields:
            # What a link shows is written by people, what other fields show by Word.
            self.fields[-1] = "shown" if self.fields[-1] == "link" else "result"
        elif kind == "end" and self.fields:
            self.fields.pop()


def _of_run(node: etree._Element, place: str, writable: bool) -> Iterator[Piece]:
    if node.tag == w("t"):
        if node.text:
            yield Piece(node.text.translate(ONE_TO_ONE), place, node, writable)
    elif node.tag in BREAKS:
        yield Piece(BREAKS[node.tag], place, node, writable)
    elif node.tag == w("sym"):
        code = attribute(node, "char")
        number = int(code, 16) if len(code) == 4 and not set(code) - set("0123456789abcdefABCDEF") else 0xF000
        sign = chr(number) if number >= 32 and number not in PRIVATE and not 0xD800 <= number < 0xE000 else SYMBOL
        yield Piece(sign, place)
    elif node.tag == w("ruby"):
        base = node.find(w("rubyBase"))
        for inner in base.iter(w("t")) if base is not None else ():
            yield from _of_run(inner, place, writable)


def _of_alternatives(run: etree._Element) -> Iterator[etree._Element]:
    for node in run:
        if node.tag == ALTERNATIVES:
            yield from (inner for choice in _worded(node) for inner in choice)
        else:
            yield node


def _worded(alternatives: etree._Element) -> list[etree._Element]:
    # The same drawing stands twice, for newer and for older readers: the first that has words in it is enough.
    choices = list(alternatives)
    worded = [choice for choice in choices if next(choice.iter(w("txbxContent")), None) is not None]
    return (worded or choices)[:1]


def _boxes(node: etree._Element) -> Iterator[etree._Element]:
    for inner in _worded(node) if node.tag == ALTERNATIVES else node:
        if inner.tag == w("txbxContent"):
            yield inner
        else:
            yield from _boxes(inner)


def _through_wrappers(element: etree._Element, name: str) -> Iterator[etree._Element]:
    for node in element:
        if node.tag == w(name):
            yield node
        elif node.tag in WRAPPERS:
            yield from _through_wrappers(node, name)


def _trimmed(found: Iterator[Piece]) -> Iterator[Piece]:
    # The last line end of a cell is that of its row; blank lines inside a cell are layout.
    ends: list[Piece] = []
    begun = False
    for piece in found:
        if piece.chars == "\n" and piece.element is None:
            ends.append(piece)
            continue
        if ends and begun:
            yield ends[0]
        ends, begun = [], True
        yield piece


def _links(instruction: str) -> bool:
    return instruction.strip().upper().startswith("HYPERLINK")
