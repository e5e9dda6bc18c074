"""Readers turn the bytes of a source into text. One module per file format."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

from lod.model import ReadError, Source, Text

# Media type by suffix; a suffix that is not listed is read as plain text.
MEDIA_TYPES = {
    ".txt": "text/plain",
    ".md": "text/markdown",
    ".html": "text/html",
    ".htm": "text/html",
    ".shtml": "text/html",
    ".xhtml": "text/html",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".docm": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".dotx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".doc": "application/msword",
    ".wps": "application/msword",
    ".pdf": "application/pdf",
    ".ofd": "application/ofd",
}
# The module that reads a media type; it is imported when the first such source is read.
READERS = {
    "text/plain": "plain",
    "text/markdown": "plain",
    "text/html": "html",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "word",
    "application/msword": "word",
}


def open_source(path: str, limit: int = 64 * 1024 * 1024) -> Source:
    """The bytes of a file, or of standard input where `path` is ``-``; at most `limit` bytes.

    The media type goes by the suffix. Raises `ReadError` where the file is missing, is a folder, is not readable or is
    larger than `limit`.

    >>> open_source("no-such-file.txt")
    Traceback (most recent call last):
    lod.model.ReadError: no-such-file.txt: cannot be read (No such file or directory)
    """
    try:
        if path == "-":
            content = sys.stdin.buffer.read(limit + 1)
        else:
            with Path(path).open("rb") as file:
                content = file.read(limit + 1)
    except OSError as error:
        raise ReadError(f"{path}: cannot be read ({error.strerror or error})") from error
    if len(content) > limit:
        raise ReadError(f"{path}: larger than the limit of {limit:,} bytes")
    return Source(path, MEDIA_TYPES.get(Path(path).suffix.lower(), "text/plain"), content)


def read(source: Source) -> Text:
    """The text of a source. Raises `ReadError` where there is no reader or no text in it.

    >>> read(Source("a.txt", "text/plain", "一、总则\\r\\n".encode())).chars
    '一、总则\\n'
    """
    reader = READERS.get(source.media_type)
    if reader is None:
        raise ReadError(f"{source.name}: no reader for {source.media_type}; save it as UTF-8 text first")
    text: Text = import_module(f"lod.readers.{reader}").read(source)
    return text
