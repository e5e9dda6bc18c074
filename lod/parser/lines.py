"""Lines of a text, and text joined over line and page breaks with a way back to the source.

Everything is judged on joined text and reported at source offsets; `Joined` is the only bridge.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lod.model import Span, Text

# Markdown that stands before the words of a line, and comments that stand for no words at all.
MARKUP = re.compile(r"(?:[-*+•]|#{1,6})\s+")
COMMENT = re.compile(r"<!--[^>]*-->")


@dataclass(frozen=True, slots=True)
class Line:
    """A line without the white space around it and without a Markdown bullet; never empty."""

    span: Span
    chars: str
    after_blank: bool


@dataclass(frozen=True, slots=True)
class Joined:
    """Joined characters and, for each of them, its offset in the source."""

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
        return self.span(0, len(self.chars))

    def part(self, start: int, end: int) -> Joined:
        """A stretch of it, white space at both ends dropped."""
        while start < end and self.chars[start].isspace():
            start += 1
        while end > start and self.chars[end - 1].isspace():
            end -= 1
        return Joined(self.chars[start:end], self.offsets[start:end])


def lines(text: Text, span: Span | None = None) -> Iterator[Line]:
    """The lines of a text that are not blank, in order."""
    span = span or Span(0, len(text.chars))
    start, blank = span.start, True
    while start < span.end:
        end = text.chars.find("\n", start, span.end)
        end = span.end if end < 0 else end
        line = _trimmed(text.chars, start, end, blank)
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


def join_lines(parts: Sequence[Line]) -> Joined:
    """Lines joined: nothing between Chinese characters, one space between Latin words."""
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


def _latin(char: str) -> bool:
    return char.isascii() and char.isalnum()
