"""What server and query process say to each other: four bytes with the length of a JSON header, the header, a body."""

from __future__ import annotations

import json
import struct
from dataclasses import asdict, dataclass
from typing import Any

LENGTH = struct.Struct(">I")


@dataclass(frozen=True, slots=True)
class WorkerAnswer:
    """What a query process sent back.

    With ``rows`` a page is wanted: the body then holds its first rows only, and ``rows`` is the number of all.
    ``limit`` is the size at which the answer was cut, where it was.
    """

    status: int
    content_type: str
    rows: int | None
    body: bytes
    coding: str | None = None
    limit: int | None = None


def write(header: dict[str, Any], body: bytes = b"") -> bytes:
    """A frame.

    >>> write({}, b"body")
    b'\\x00\\x00\\x00\\x0b{"size": 4}body'
    """
    written = json.dumps(header | {"size": len(body)}).encode()
    return LENGTH.pack(len(written)) + written + body


def write_answer(answer: WorkerAnswer) -> bytes:
    """An answer as a frame."""
    header = {name: value for name, value in asdict(answer).items() if name != "body"}
    return write(header, answer.body)


def read_answer(header: dict[str, Any], body: bytes) -> WorkerAnswer:
    """The answer in a frame.

    >>> frame = write_answer(WorkerAnswer(200, "text/csv", None, b"s"))
    >>> read_answer(json.loads(frame[4:-1]), frame[-1:])
    WorkerAnswer(status=200, content_type='text/csv', rows=None, body=b's', coding=None, limit=None)
    """
    return WorkerAnswer(**{name: value for name, value in header.items() if name != "size"}, body=body)


class Frames:
    """Frames out of bytes that arrive in pieces.

    >>> frames = Frames()
    >>> [frames.feed(piece) for piece in (b"\\x00\\x00", b'\\x00\\x0b{"size": 4}bo', b"dy")]
    [None, None, ({'size': 4}, b'body')]
    """

    def __init__(self) -> None:
        self._bytes = bytearray()
        self._header: dict[str, Any] | None = None

    def feed(self, piece: bytes) -> tuple[dict[str, Any], bytes] | None:
        """Takes a piece; gives header and body once a frame is whole."""
        self._bytes += piece
        if self._header is None:
            if len(self._bytes) < LENGTH.size:
                return None
            end = LENGTH.size + LENGTH.unpack_from(self._bytes)[0]
            if len(self._bytes) < end:
                return None
            self._header = json.loads(self._bytes[LENGTH.size : end])
            del self._bytes[:end]
        size = self._header["size"]
        if len(self._bytes) < size:
            return None
        found = self._header, bytes(memoryview(self._bytes)[:size])
        self._bytes, self._header = bytearray(), None
        return found
