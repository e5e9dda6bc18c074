"""Comments in a copy of a Word document, each anchored at exactly the characters it is about.

Runs are split where a comment begins or ends and keep their formatting; other parts of the package keep their bytes.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from itertools import accumulate

from lxml import etree

from lod.model import Source, Span
from lod.readers.word import Draft, open_draft
from lod.readers.word.names import W, attribute, w
from lod.readers.word.package import CONTENT_TYPES, RELATIONSHIPS
from lod.readers.word.pieces import Piece
from lod.writers import NO_WORDS
from lod.writers.word import SPACE, serialised

AUTHOR = "lod"
KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"


@dataclass(frozen=True, slots=True)
class Note:
    """A comment: what it is about, and its paragraphs."""

    span: Span
    words: tuple[str, ...]


def annotated(source: Source, notes: Sequence[Note]) -> bytes:
    """The bytes of a copy of a Word document with comments. Raises `ReadError` for what is none."""
    draft = open_draft(source)
    if not notes:
        return source.content
    starts = _starts(draft.pieces)
    solid = [at for at, piece in enumerate(draft.pieces) if piece.element is not None]
    spans = [_anchor(solid, starts, note.span) for note in notes]
    _split(draft.pieces, starts, {end for span in spans if span for end in (span.start, span.end)})
    pieces = draft.walked()
    starts = _starts(pieces)
    part = _Comments(draft)
    for note, span in zip(notes, spans, strict=True):
        number = part.add(note.words)
        first, last = _runs(pieces, starts, span) if span else _ending(draft.document)
        first.addprevious(_marker("commentRangeStart", number))
        reference = etree.Element(w("r"))
        reference.append(_marker("commentReference", number))
        last.addnext(reference)
        last.addnext(_marker("commentRangeEnd", number))
    return draft.package.replaced({draft.package.main: serialised(draft.document), **part.parts()})


def _starts(pieces: Sequence[Piece]) -> list[int]:
    return [0, *accumulate(len(piece.chars) for piece in pieces)]


def _anchor(solid: Sequence[int], starts: Sequence[int], span: Span) -> Span | None:
    # Word's own characters, as an automatic number, take no comment: what stands beside them does.
    if not solid:
        return None
    end = max(span.end, span.start + 1)
    first = bisect_left(solid, bisect_right(starts, span.start) - 1)
    last = bisect_left(solid, bisect_left(starts, end)) - 1
    if first <= last:
        return Span(max(span.start, starts[solid[first]]), min(end, starts[solid[last] + 1]))
    near = solid[min(first, len(solid) - 1)]
    return Span(starts[near], starts[near + 1])


def _split(pieces: Sequence[Piece], starts: Sequence[int], offsets: Iterable[int]) -> None:
    for offset in sorted(offsets, reverse=True):
        at = bisect_right(starts, offset) - 1
        if at < len(pieces) and (element := pieces[at].element) is not None:
            _split_run(element, offset - starts[at])


def _split_run(element: etree._Element, begin: int) -> None:
    run = element.getparent()
    if run is None or run.tag != w("r") or _is_inside(run):
        return
    moved = list(element.itersiblings())
    if begin:
        chars = element.text or ""
        rest = etree.Element(w("t"))
        rest.text, element.text = chars[begin:], chars[:begin]
        for part in (rest, element):
            part.set(SPACE, "preserve")
        moved.insert(0, rest)
    elif any(sibling.tag != w("rPr") for sibling in element.itersiblings(preceding=True)):
        moved.insert(0, element)
    else:
        return
    made = etree.Element(w("r"), attrib={str(name): str(value) for name, value in run.attrib.items()})
    properties = run.find(w("rPr"))
    if properties is not None:
        made.append(deepcopy(properties))
    made.extend(moved)
    run.addnext(made)


def _runs(pieces: Sequence[Piece], starts: Sequence[int], span: Span) -> tuple[etree._Element, etree._Element]:
    first, last = bisect_right(starts, span.start) - 1, bisect_left(starts, span.end) - 1
    solid = [e for piece in pieces[first : last + 1] if (e := piece.element) is not None]
    return _run_of(solid[0]), _run_of(solid[-1])


def _run_of(element: etree._Element) -> etree._Element:
    # The outermost run: Word takes no comment inside a text box or above a ruby, but where these stand.
    *_, run = (node for node in (element, *element.iterancestors()) if node.tag == w("r"))
    return run


def _is_inside(run: etree._Element) -> bool:
    return any(node.tag == w("r") for node in run.iterancestors())


def _ending(document: etree._Element) -> tuple[etree._Element, etree._Element]:
    *_, paragraph = document.iter(w("p"))
    run = etree.SubElement(paragraph, w("r"))
    return run, run


def _marker(name: str, number: int) -> etree._Element:
    return etree.Element(w(name), attrib={w("id"): str(number)})


class _Comments:
    """The part with the comments, made where the document has none, and what tells the package of it."""

    def __init__(self, draft: Draft) -> None:
        self.package = draft.package
        found = self.package.related_name("comments")
        part = self.package.part(found) if found else None
        self.is_new = part is None
        self.name = self.package.unused("word/comments.xml") if found is None or part is None else found
        self.root = etree.Element(w("comments"), nsmap={"w": W}) if part is None else part
        taken = [*self.root.iter(w("comment")), *draft.document.iter(w("commentReference"))]
        numbers = [attribute(element, "id") for element in taken]
        self.next = max((int(number) for number in numbers if number.isdigit() and len(number) < 9), default=-1) + 1

    def add(self, words: Sequence[str]) -> int:
        attributes = {w("id"): str(self.next), w("author"): AUTHOR, w("initials"): AUTHOR}
        comment = etree.SubElement(self.root, w("comment"), attrib=attributes)
        for line in words:
            run = etree.SubElement(etree.SubElement(comment, w("p")), w("r"))
            etree.SubElement(run, w("t"), attrib={SPACE: "preserve"}).text = NO_WORDS.sub("\ufffd", line)
        self.next += 1
        return self.next - 1

    def parts(self) -> dict[str, bytes]:
        return {self.name: serialised(self.root), **(dict(self._told()) if self.is_new else {})}

    def _told(self) -> Iterator[tuple[str, bytes]]:
        types = self.package.part("[Content_Types].xml")
        assert types is not None
        attributes = {"PartName": f"/{self.name}", "ContentType": CONTENT_TYPE}
        etree.SubElement(types, f"{{{CONTENT_TYPES}}}Override", attrib=attributes)
        yield "[Content_Types].xml", serialised(types)
        name = self.package.relations_name(self.package.main)
        relations = self.package.part(name)
        if relations is None:
            relations = etree.fromstring(f'<Relationships xmlns="{RELATIONSHIPS}"/>')
        identity = f"rIdLod{len(relations) + 1}"
        attributes = {"Id": identity, "Type": KIND, "Target": f"/{self.name}"}
        etree.SubElement(relations, f"{{{RELATIONSHIPS}}}Relationship", attrib=attributes)
        yield name, serialised(relations)
