"""What an upload to `/lint` holds: the source to be linted, and what the sender wants of the linter.

It is read in the process that lints, not in the server: a body made to be slow to take apart costs its own time only.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from lod import readers, resources
from lod.model import Source
from lod.web.protocol import BadRequest

MULTIPART = "multipart/form-data"
FIELDS = ("profile", "select", "ignore", "preview", "lang", "format")
FIELD_SIZE = 4096
NAME_SIZE = 120
WIDER = {"gb2312": "gb18030", "gbk": "gb18030"}  # as browsers read them
CHARSETS = ("utf-8", "utf8", "us-ascii", "gb18030", "utf-16", "utf-16le", "utf-16be", *WIDER)


@dataclass(frozen=True, slots=True)
class Upload:
    """The source of an upload, and the fields that came with it."""

    source: Source
    fields: Mapping[str, str]


@dataclass(slots=True)
class _Part:
    headers: dict[str, bytes] = field(default_factory=dict)
    content: bytearray = field(default_factory=bytearray)

    @property
    def disposition(self) -> dict[bytes, bytes]:
        return parse_options_header(self.headers.get("content-disposition", b""))[1]

    @property
    def name(self) -> str:
        return self.disposition.get(b"name", b"").decode("utf-8", "replace")

    @property
    def filename(self) -> str:
        return self.disposition.get(b"filename", b"").decode("utf-8", "replace")


def read_upload(content_type: str, body: bytes, most: int) -> Upload:
    """The upload in a body; ``most`` parts at most. Raises BadRequest.

    >>> read_upload("text/plain", "通知".encode(), 1).source.name
    'upload.txt'
    """
    kind, options = parse_options_header(content_type.encode("latin-1", "replace"))
    media_type = kind.decode("latin-1").strip().lower()
    if media_type == MULTIPART:
        return _of_parts(_parts(body, options.get(b"boundary", b""), most))
    return Upload(_source("", media_type, body, options.get(b"charset", b"").decode("latin-1")), {})


def profiles() -> list[str]:
    """The profiles that a sender may name: those of the program, never a file."""
    return sorted(file.stem for file in resources.path("profiles").glob("*.toml"))


def _of_parts(parts: list[_Part]) -> Upload:
    fields = {part.name: _value(part) for part in parts if part.name in FIELDS}
    # A browser sends the empty field of a form without a file as well.
    files = [part for part in parts if part.name == "file" and (part.filename or part.content)]
    texts = [part for part in parts if part.name == "text" and part.content.strip()]
    if len(files) > 1 or (not files and len(texts) > 1):
        raise BadRequest("An upload has one document; send the others by themselves.")
    if files:
        [part] = files
        kind, options = parse_options_header(part.headers.get("content-type", b"text/plain"))
        charset = options.get(b"charset", b"").decode("latin-1")
        media_type = kind.decode("latin-1").strip().lower()
        return Upload(_source(part.filename, media_type, bytes(part.content), charset), fields)
    if not texts:
        raise BadRequest("The upload has no part called file, or it is empty.")
    return Upload(_source("", "text/plain", bytes(texts[0].content), ""), fields)


def _value(part: _Part) -> str:
    if len(part.content) > FIELD_SIZE:
        raise BadRequest(f"The part {part.name} is larger than {FIELD_SIZE:,} bytes.")
    return part.content.decode("utf-8", "replace").strip()


def _source(filename: str, media_type: str, content: bytes, charset: str) -> Source:
    name = _safe_name(filename)
    by_suffix = readers.MEDIA_TYPES.get(PurePosixPath(name).suffix.lower())
    found = by_suffix or media_type
    if found not in readers.READERS:
        raise BadRequest(f"{found or 'This'} is not read; send {', '.join(readers.READERS)}.", status=415)
    if not by_suffix:
        suffix = next(suffix for suffix, known in readers.MEDIA_TYPES.items() if known == found)
        name = f"{name or 'upload'}{suffix}"
    return Source(name, found, _recoded(content, charset.strip().lower()) if found.startswith("text/") else content)


def _recoded(content: bytes, charset: str) -> bytes:
    if charset in ("", "utf-8", "utf8", "us-ascii"):
        return content  # the reader finds out; many say UTF-8 without a look at what they send
    if charset not in CHARSETS:
        raise BadRequest("The character set is not read; send UTF-8, GB 18030 or UTF-16.", status=415)
    try:
        return content.decode(WIDER.get(charset, charset)).encode()
    except UnicodeError as error:
        raise BadRequest(f"The text is not {charset}, as its Content-Type says.") from error


def _safe_name(filename: str) -> str:
    # Only ever shown: nothing is opened by this name, and nothing of a path is left in it.
    base = os.path.basename(filename.replace("\\", "/"))
    return "".join(char for char in base if char.isprintable())[-NAME_SIZE:]


def _parts(body: bytes, boundary: bytes, most: int) -> list[_Part]:
    if not 0 < len(boundary) <= 70:
        raise BadRequest("The Content-Type of a multipart upload has a boundary of 1 to 70 characters.")
    collector = _Collector(most)
    try:
        parser = MultipartParser(boundary, collector.callbacks)  # type: ignore[arg-type]
        parser.write(body)
        parser.finalize()
    except FormParserError as error:
        raise BadRequest("The parts of the upload cannot be told from one another; it is damaged.") from error
    if not collector.ended:
        raise BadRequest("The upload ends before its last boundary.")
    return collector.parts


class _Collector:
    def __init__(self, most: int) -> None:
        self.parts: list[_Part] = []
        self.ended = False
        self._most = most
        self._name = b""
        self._value = b""
        self.callbacks = {
            "on_part_begin": self._begin,
            "on_part_data": self._data,
            "on_header_field": self._header_name,
            "on_header_value": self._header_value,
            "on_header_end": self._header,
            "on_end": self._end,
        }

    def _begin(self) -> None:
        if len(self.parts) == self._most:
            raise BadRequest(f"An upload has {self._most} parts at most.")
        self.parts.append(_Part())

    def _data(self, data: bytes, start: int, end: int) -> None:
        self.parts[-1].content += data[start:end]

    def _header_name(self, data: bytes, start: int, end: int) -> None:
        self._name += data[start:end]

    def _header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _header(self) -> None:
        self.parts[-1].headers[self._name.decode("latin-1").lower()] = self._value
        self._name = self._value = b""

    def _end(self) -> None:
        self.ended = True
