"""Plain text and Markdown: decoded, never normalised."""

from __future__ import annotations

import codecs
import re

from lod.model import ReadError, Source, Text

CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufffd\ufffe\uffff]")
HAN = re.compile("[\u3400-\u9fff]")
ENCODINGS = ("utf-8", "gb18030")
BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


def read(source: Source) -> Text:
    """Decode as UTF-8 (UTF-16 where a byte-order mark says so, else GB 18030), line ends as LF.

    Raises `ReadError` for empty and for binary input.

    >>> read(Source("gbk.txt", "text/plain", "通知".encode("gb18030"))).chars
    '通知'
    """
    chars = _decode(source).replace("\r\n", "\n").replace("\r", "\n")
    if not chars.strip():
        raise ReadError(f"{source.name}: the file is empty")
    sample = chars[:200_000]
    # A stray control character is an OCR accident; more than one in a hundred is not text.
    if len(CONTROL.findall(sample)) * 100 > len(sample):
        raise ReadError(f"{source.name}: this is not text (binary data)")
    return Text(source, chars)


def _decode(source: Source) -> str:
    for bom, encoding in BOMS:
        if source.content.startswith(bom):
            return _try(source.content[len(bom) :], encoding, source)
    found = []
    for encoding in ENCODINGS:
        try:
            found.append(source.content.decode(encoding))
        except UnicodeDecodeError:
            continue
    if found:
        # A short text in GB 18030 can be valid UTF-8 by accident; then it has no Chinese characters in it.
        return max(found, key=lambda chars: bool(HAN.search(chars[:5000])))
    raise ReadError(f"{source.name}: neither UTF-8 nor GB 18030 text (binary data?)")


def _try(content: bytes, encoding: str, source: Source) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise ReadError(f"{source.name}: broken {encoding} at byte {error.start}") from error
