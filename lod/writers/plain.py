"""Edits of plain text and Markdown, in the encoding and with the line ends that the file had."""

from __future__ import annotations

import codecs
from collections.abc import Sequence

from lod.model import Edit, Text

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


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
    bom, encoding = next(((b, e) for b, e in _BOMS if before.startswith(b)), (b"", _encoding(before)))
    line_end = "\r\n" if "\r\n".encode(encoding) in before else "\n"
    return bom + text.chars.replace("\n", line_end).encode(encoding)


def _encoding(before: bytes) -> str:
    try:
        before.decode("utf-8")
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8"
