"""Sends a request as it is written, byte for byte, and reads what comes back until the server closes."""

from __future__ import annotations

import http.client
import io
import socket
import time
from dataclasses import dataclass
from typing import cast

from tests.web.hostile.case import Case


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def header(self, name: str) -> str:
        """The values of a header, in small letters its name."""
        return ", ".join(value for key, value in self.headers if key.lower() == name)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came back, what could not be read of it, and how long it took."""

    answers: tuple[Answer, ...]
    rest: bytes
    seconds: float


class _Received(io.BytesIO):
    def makefile(self, *_: object) -> _Received:
        return self

    def close(self) -> None:
        """Stays open for the next answer."""


def exchange(port: int, case: Case, trap: int, patience: float = 20) -> Outcome:
    """Sends a case to a server on this machine. Raises TimeoutError where the server neither answers nor closes."""
    began = time.monotonic()
    received = bytearray()
    with socket.create_connection(("127.0.0.1", port), timeout=patience) as connection:
        try:
            connection.sendall(_aimed(case.request, trap))
            for piece in case.pieces:
                time.sleep(case.pause)
                connection.sendall(piece)
            if case.half_closed:
                connection.shutdown(socket.SHUT_WR)
        except (BrokenPipeError, ConnectionResetError):
            pass  # the server has seen enough
        try:
            while part := connection.recv(1 << 16):
                received += part
        except ConnectionResetError:
            pass
    answers, rest = _answers(bytes(received), case.request.partition(b" ")[0].decode("latin-1"))
    return Outcome(answers, rest, time.monotonic() - began)


def _aimed(request: bytes, trap: int) -> bytes:
    assert trap > 9999  # as many digits as the word has letters, or the lengths would be wrong
    return request.replace(b"TRAPS", str(trap).encode())


def _answers(received: bytes, method: str) -> tuple[tuple[Answer, ...], bytes]:
    file = _Received(received)
    answers: list[Answer] = []
    while file.tell() < len(received):
        place = file.tell()
        response = http.client.HTTPResponse(cast(socket.socket, file), method=method)
        try:
            response.begin()
            body = response.read()
        except http.client.HTTPException:
            return tuple(answers), received[place:]
        answers.append(Answer(response.status, tuple(response.getheaders()), body))
    return tuple(answers), b""
