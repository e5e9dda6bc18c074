"""Lines of a text, and text joined over line and page breaks with a way back to the source.

Everything is judged on joined text and reported at source offsets; `Joined` is the only bridge.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lod import lazy
from lod.model import Part, Span, Text, Value

# Markdown that stands before the words of a line, and comments that stand for no words at all.
MARKUP = lazy.regex(r"(?:[-*+•]|#{1,6})\s+")
COMMENT = lazy.regex(r"<!--[^>]*-->")
MARKDOWN = "text/markdown"
# --- / title: … / ---, at the very beginning of a Markdown file
FRONT_MATTER = lazy.regex(r"---[ \t]*\n(?:(?!---)[^\n]*\n){0,200}---[ \t]*(?:\n|\Z)")
QUOTED = lazy.regex(r">[> ]*")
RULERS = frozenset("-*_=|: \t")  # what a rule across the page or the one below the head of a table is made of
EMPHASES = ("***", "**", "__")


@dataclass(frozen=True, slots=True)
class Line:
    """A line without the white space around it and without a Markdown bullet; never empty."""

    span: Span
    chars: str
    after_blank: bool


@dataclass(frozen=True, slots=True)
class Joined:
    """Joined characters and, for each of them, its offset in the source (0-based code points).

    >>> joined = Joined("安峪镇人民政府", (0, 1, 2, 3, 6, 7, 8))
    >>> joined.span(2, 6), joined.index(5), joined.part(4, 7).chars
    (Span(start=2, end=8), 4, '民政府')
    """

    chars: str
    offsets: tuple[int, ...]

    def span(self, start: int, end: int) -> Span:
        """The source span of a stretch of the joined text (0-based, half-open; not empty)."""
        if start >= end:
            at = self.offsets[min(start, len(self.offsets) - 1)] if self.offsets else 0
            return Span(at, at)
        return Span(self.offsets[start], self.offsets[end - 1] + 1)

    def index(self, offset: int) -> int:
        """The first index of the joined text that stands at or after a source offset."""
        return bisect_left(self.offsets, offset)

    def whole(self) -> Span:
        """The source span of all of it."""
        return self.span(0, len(self.chars))

    def part(self, start: int, end: int) -> Joined:
        """A stretch of it (0-based, half-open), white space at both ends dropped."""
        while start < end and self.chars[start].isspace():
            start += 1
        while end > start and self.chars[end - 1].isspace():
            end -= 1
        return Joined(self.chars[start:end], self.offsets[start:end])


def lines(text: Text, span: Span | None = None) -> Iterator[Line]:
    """The lines of a text, or of a span of it, in order; neither blank lines nor lines that are a comment.

    >>> from lod.model import Source
    >>> [line.chars for line in lines(Text(Source("-", "text/markdown", b""), "# 通知\\n\\n　　一、总则 \\n"))]
    ['通知', '一、总则']
    """
    span = span or Span(0, len(text.chars))
    markdown = text.source.media_type == MARKDOWN
    front = FRONT_MATTER.match(text.chars) if markdown else None
    start, blank = max(span.start, front.end() if front else 0), True
    while start < span.end:
        end = text.chars.find("\n", start, span.end)
        end = span.end if end < 0 else end
        line = _trimmed(text.chars, start, end, blank)
        if line and markdown:
            line = _without_markdown(line)
        if line:
            yield line
        blank = line is None
        start = end + 1


def _trimmed(chars: str, start: int, end: int, blank: bool) -> Line | None:
    raw = chars[start:end]
    stripped = raw.strip()
    if not stripped or COMMENT.fullmatch(stripped):
        return None
    start += len(raw) - len(raw.lstrip())
    markup = MARKUP.match(stripped)
    if markup:
        start += markup.end()
        stripped = stripped[markup.end() :]
    return Line(Span(start, start + len(stripped)), stripped, blank) if stripped else None


def _without_markdown(line: Line) -> Line | None:
    # Quotation marks, the outer bars of a table's row, and emphasis of a whole line; emphasis inside a line stays.
    chars, start = line.chars, line.span.start
    if set(chars) <= RULERS and sum(chars.count(char) for char in "-*_=") > 2:
        return None
    quoted = QUOTED.match(chars)
    before = quoted.end() if quoted else 0
    if chars.startswith("|") and chars.endswith("|") and len(chars) > 2:
        before, chars = 1, chars[:-1]
    for mark in EMPHASES:
        inner = chars[before + len(mark) : -len(mark)]
        if chars.startswith(mark, before) and chars.endswith(mark) and inner and mark not in inner:
            before, chars = before + len(mark), chars[: -len(mark)]
            break
    stripped = chars[before:].strip()
    start += before + len(chars[before:]) - len(chars[before:].lstrip())
    return Line(Span(start, start + len(stripped)), stripped, line.after_blank) if stripped else None


def join_lines(parts: Sequence[Line]) -> Joined:
    """Lines joined: nothing between Chinese characters, one space between Latin words.

    >>> join_lines([Line(Span(0, 3), "PPP", False), Line(Span(4, 6), "模式", False)]).chars
    'PPP模式'
    """
    chars: list[str] = []
    offsets: list[int] = []
    for line in parts:
        if chars and _latin(chars[-1]) and _latin(line.chars[0]):
            chars.append(" ")
            offsets.append(line.span.start - 1)
        chars.extend(line.chars)
        offsets.extend(range(line.span.start, line.span.end))
    return Joined("".join(chars), tuple(offsets))


def join(text: Text, span: Span) -> Joined:
    """A stretch of a text joined over line and page breaks.

    >>> from lod.model import Source
    >>> join(Text(Source("-", "text/plain", b""), "安峪镇人\\n\\n民政府"), Span(0, 9)).chars
    '安峪镇人民政府'
    """
    return join_lines(list(lines(text, span)))


def printed(kind: str, key: str, joined: Joined, *values: Value) -> Part:
    """A part that is no more than what is printed at its place: its words as ``nif:anchorOf``, then `values`.

    >>> printed("SigningDate", "date", Joined("2023年3月6日", tuple(range(40, 49)))).span
    Span(start=40, end=49)
    """
    return Part(kind, key, joined.whole(), (Value("nif:anchorOf", joined.chars), *values))


def _latin(char: str) -> bool:
    return char.isascii() and char.isalnum()
