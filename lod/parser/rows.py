"""The printed lines of a tree, with their labels, and the rows of tables as lines of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lod import lazy
from lod.model import Part, Span, Text
from lod.parser import patterns as p
from lod.parser.lines import join

LISTED = frozenset(("Paragraph", "Heading", "Item", "Article", "Measure", "Task", "Title", "ListLine", "Note"))
LABELS = (
    ("han", lazy.regex(rf"([{p.CN}]{{1,3}})、")),
    ("bracketed", lazy.regex(rf"[（(]([{p.CN}]{{1,3}})[）)]")),
    ("digit", lazy.regex(r"([0-9]{1,3})(?:[.．、]|[ 　\t])")),
    ("enclosed", lazy.regex(r"[（(]([0-9]{1,3})[）)]")),
    ("halved", lazy.regex(r"([0-9]{1,3})[）)]")),
)
# 1　甲　100 · | 甲 | 100 | · 甲　100　20
ROW = lazy.regex(
    r"^(?:[0-9]{1,3}[ \t　]+[^\s　]|[|｜]|[^\s　|｜]{1,20}(?:[ \t　]{1,9}[0-9.]{1,12}){2,12}$)", re.MULTILINE
)


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line: the part it belongs to, its place and words, the kind of its label and the number that says."""

    part: Part
    span: Span
    chars: str
    kind: str
    label: str
    ordinal: int


def read(text: Text, part: Part) -> Iterator[Line]:
    """The printed lines of a tree: parts without smaller ones, and what a part prints before the first of its own.

    >>> from lod.model import Source
    >>> chars = "1　甲办法　安政规〔2020〕1号\\n2　乙办法　安政规〔2020〕2号"
    >>> text = Text(Source("-", "text/plain", b""), chars)
    >>> [(line.label, line.ordinal) for line in read(text, Part("Paragraph", "p", Span(0, len(chars))))]
    [('digit', 1), ('digit', 2)]
    """
    inner = [child for child in part.parts if child.kind in LISTED or any(c.kind in LISTED for c in child.walk())]
    if part.kind in LISTED:
        end = inner[0].span.start if inner else part.span.end
        for span in _rows(text, Span(part.span.start, end)):
            bare = join(text, span).chars.strip() if span.end > span.start else ""
            if bare:
                yield Line(part, span, bare, part.kind, *_label(bare))
    for child in inner:
        yield from read(text, child)


def _rows(text: Text, span: Span) -> Iterator[Span]:
    # The rows of a table without ruled lines are one paragraph, and lines of their own all the same.
    chars = text.chars[span.start : span.end]
    if len(ROW.findall(chars)) < 2:
        yield span
        return
    start = span.start
    for line in chars.split("\n"):
        yield Span(start, start + len(line))
        start += len(line) + 1


def _label(chars: str) -> tuple[str, int]:
    for name, pattern in LABELS:
        match = pattern.match(chars)
        if match:
            return name, p.numeral(match[1]) or 0
    return "", 0
