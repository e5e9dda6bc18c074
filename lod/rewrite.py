"""Mended text back to bytes, in the encoding and with the line ends that the source had."""

from __future__ import annotations

import codecs

from lod.model import ConfigError, Source

TEXT_TYPES = ("text/plain", "text/markdown")
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


def encode(chars: str, source: Source) -> bytes:
    """The bytes of a text that replaces the one in a source. Raises ConfigError for a source that is not text.

    >>> encode("通知\\n甲\\n", Source("a.txt", "text/plain", "通告\\r\\n乙\\r\\n".encode("gb18030"))).decode("gb18030")
    '通知\\r\\n甲\\r\\n'
    """
    if source.media_type not in TEXT_TYPES:
        raise ConfigError(f"{source.name} is {source.media_type}: fixes are written into text only; see --diff.")
    bom, encoding = next(((b, e) for b, e in _BOMS if source.content.startswith(b)), (b"", _encoding(source.content)))
    line_end = "\r\n" if "\r\n".encode(encoding) in source.content else "\n"
    return bom + chars.replace("\n", line_end).encode(encoding)


def _encoding(content: bytes) -> str:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8"
