"""Plain text and Markdown: decoded, never normalised."""

from __future__ import annotations

import codecs

from lod import lazy
from lod.model import ReadError, Source, Text

CONTROL = lazy.regex("[\x00-\x08\x0e-\x1f\x7f\ufffd\ufffe\uffff]")
# What becomes of GB 18030 that was read as UTF-8 and kept.
GARBLED = "锟斤拷"
# What stands for characters that recognition or a font did not have; a form with boxes to tick has much fewer.
BOX = lazy.regex("[■□▯]")
HAN = lazy.regex("[\u3400-\u9fff]")
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
    if len(BOX.findall(sample)) * 6 > len(sample):
        raise ReadError(f"{source.name}: a great part of the characters are boxes")
    if GARBLED in sample:
        raise ReadError(f"{source.name}: the text was decoded wrongly before ({GARBLED})")
    return Text(source, chars)


def encoding_of(content: bytes) -> tuple[bytes, str]:
    """The byte-order mark that some bytes begin with, and their encoding; an empty name for what is no text.

    >>> encoding_of("通知".encode("gb18030"))
    (b'', 'gb18030')
    """
    for bom, encoding in BOMS:
        if content.startswith(bom):
            return bom, encoding
    found = [(encoding, chars) for encoding in ENCODINGS if (chars := _decoded(content, encoding)) is not None]
    # A short text in GB 18030 can be valid UTF-8 by accident; then it has no Chinese characters in it.
    return b"", max(found, key=lambda one: bool(HAN.search(one[1][:5000])), default=("", ""))[0]


def _decode(source: Source) -> str:
    bom, encoding = encoding_of(source.content)
    if not encoding:
        raise ReadError(f"{source.name}: neither UTF-8 nor GB 18030 text (binary data?)")
    try:
        return source.content[len(bom) :].decode(encoding)
    except UnicodeDecodeError as error:
        raise ReadError(f"{source.name}: broken {encoding} at byte {error.start}") from error


def _decoded(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None
