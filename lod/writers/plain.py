"""Edits of plain text and Markdown, in the encoding that the file had; each line keeps its own end."""

from __future__ import annotations

from collections.abc import Sequence

from lod import lazy
from lod.model import Edit, Text
from lod.readers import plain

_LINE_END = lazy.regex("\r\n|\r|\n")


def apply(text: Text, edits: Sequence[Edit]) -> Text:
    """The text with its edits made.

    >>> from lod.model import Source, Span
    >>> text = Text(Source("a.txt", "text/plain", b""), "发[2023]1号")
    >>> apply(text, [Edit(Span(1, 2), "〔"), Edit(Span(6, 7), "〕")]).chars
    '发〔2023〕1号'
    """
    chars = text.chars
    for edit in sorted(edits, key=lambda e: e.span.start, reverse=True):
        chars = chars[: edit.span.start] + edit.replacement + chars[edit.span.end :]
    return Text(text.source, chars)


def content(text: Text) -> bytes:
    """The bytes of the file whose characters these are now.

    >>> from lod.model import Source
    >>> source = Source("a.txt", "text/plain", "通告\\r\\n乙\\r\\n".encode("gb18030"))
    >>> content(Text(source, "通知\\n甲\\n")).decode("gb18030")
    '通知\\r\\n甲\\r\\n'
    """
    before = text.source.content
    bom, encoding = plain.encoding_of(before)
    old = before[len(bom) :].decode(encoding)
    return bom + _with_ends(text.chars.split("\n"), old).encode(encoding)


def _with_ends(lines: Sequence[str], old: str) -> str:
    ends = _LINE_END.findall(old)
    if len(ends) != len(lines) - 1:
        ends = [max(("\n", *ends), key=ends.count)] * (len(lines) - 1)
    return "".join(f"{line}{end}" for line, end in zip(lines, [*ends, ""], strict=True))
