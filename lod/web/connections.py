"""A connection with its limits: uvicorn's own waits for ever for a head that does not come or an answer nobody takes.

The size and the time of the head are limited, the number of requests that are sent before their answers, and the speed
at which an answer must be taken at least. When all connections are taken, the one whose client has said nothing for
longest makes room for the next; when too much waits to be taken, the largest answer is given up.
"""

from __future__ import annotations

import asyncio
from asyncio import TimerHandle
from collections.abc import Callable, Iterator
from http import HTTPStatus
from typing import Any, ClassVar

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol, RequestResponseCycle

from lod.web.settings import Settings

SLOWEST = 1024  # bytes a second; below it an answer is not being taken
SEVERAL = 100  # headers of a request; browsers send twenty
AHEAD = 100  # requests that are sent before the first is answered


class _Refused(Exception):
    """Raised in the parser, which then gives up."""


class Connection(HttpToolsProtocol):
    """One connection of a client. `limited` makes the class that uvicorn is given."""

    settings: ClassVar[Settings] = Settings()
    told: ClassVar[list[Callable[[str], None]]] = []

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._in_head = False
        self._received = 0
        self._parsed = 0
        self._refusal: HTTPStatus | None = None
        self._head_timer: TimerHandle | None = None
        self._write_timer: TimerHandle | None = None
        self._unsent = 0
        self._last = False
        self.active = 0.0

    @property
    def idle(self) -> bool:
        """Whether nothing is being answered."""
        cycle: RequestResponseCycle | None = self.cycle  # uvicorn says that there always is one
        return cycle is None or cycle.response_complete

    @property
    def awaited(self) -> bool:
        """Whether it is the client's turn: nothing is asked for, or not yet to the end."""
        return self.idle or (self.cycle.more_body and not self.cycle.response_started)

    @property
    def unsent(self) -> int:
        """Bytes that the client has not taken."""
        return self.transport.get_write_buffer_size()

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as in uvicorn
        """A client has come."""
        super().connection_made(transport)
        self.active = self.loop.time()
        self._await_head()
        if len(self.connections) > self.settings.connections:
            self._make_room()

    def connection_lost(self, exc: Exception | None) -> None:
        """The client has gone, or was sent away."""
        for timer in (self._head_timer, self._write_timer):
            if timer:
                timer.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Some bytes of a request have come."""
        if self._last:
            return
        self.active = self.loop.time()
        if self._head_timer is None and self.idle:
            self._await_head()
        self._received += len(data)
        super().data_received(data)
        # The parser keeps a header that has no end, and would keep it at any length.
        if self._in_head and self._received > self.settings.header_size + self.settings.url_size:
            self._refuse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)

    def on_message_begin(self) -> None:
        """A request begins."""
        super().on_message_begin()
        self._in_head, self._received, self._parsed = True, 0, 0

    def on_url(self, url: bytes) -> None:
        """The target of a request, or a part of it."""
        super().on_url(url)
        if len(self.url) > self.settings.url_size:
            self._give_up(HTTPStatus.REQUEST_URI_TOO_LONG)

    def on_header(self, name: bytes, value: bytes) -> None:
        """A header of a request."""
        super().on_header(name, value)
        self._parsed += len(name) + len(value)
        if self._parsed > self.settings.header_size or len(self.headers) > SEVERAL:
            self._give_up(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)

    def on_headers_complete(self) -> None:
        """The head of a request is whole."""
        self._in_head = False
        if self._head_timer:
            self._head_timer.cancel()
            self._head_timer = None
        super().on_headers_complete()
        if len(self.pipeline) >= AHEAD:
            self._give_up(HTTPStatus.TOO_MANY_REQUESTS)

    def send_400_response(self, msg: str) -> None:
        """Answers what cannot be parsed, or was refused while it was parsed."""
        if self.pipeline or not self.awaited:
            # What were sent now would be taken for the answer that is under way.
            self._tell(str((self._refusal or HTTPStatus.BAD_REQUEST).value))
            self._last, self.cycle.keep_alive = True, False
        elif self._refusal:
            self._refuse(self._refusal)
        else:
            self._tell("400")
            super().send_400_response(msg)

    def _unsupported_upgrade_warning(self) -> None:
        """Whoever offers another protocol is answered in this one; the log need not hear of it."""

    def pause_writing(self) -> None:
        """The client takes its answer more slowly than it is made."""
        super().pause_writing()
        self._watch_writing()
        self._make_memory()

    def resume_writing(self) -> None:
        """The client has taken what was there."""
        if self._write_timer:
            self._write_timer.cancel()
            self._write_timer = None
        super().resume_writing()

    def timeout_keep_alive_handler(self) -> None:
        """The connection was idle for too long; who has not even taken the last answer is not waited for."""
        if self.transport.get_write_buffer_size():
            self.transport.abort()
        else:
            super().timeout_keep_alive_handler()

    def _await_head(self) -> None:
        self._head_timer = self.loop.call_later(self.settings.header_seconds, self._too_slow)

    def _too_slow(self) -> None:
        self._head_timer = None
        if self._in_head:
            self._refuse(HTTPStatus.REQUEST_TIMEOUT)
        else:
            self._tell("silent")
            self.transport.close()

    def _watch_writing(self) -> None:
        self._unsent = self.transport.get_write_buffer_size()
        self._write_timer = self.loop.call_later(self.settings.write_seconds, self._look_at_writing)

    def _look_at_writing(self) -> None:
        if self._unsent - self.transport.get_write_buffer_size() < SLOWEST * self.settings.write_seconds:
            self._tell("not taken")
            self.transport.abort()
        else:
            self._watch_writing()

    def _make_room(self) -> None:
        # An answer that is being made has cost work; half a request has not.
        awaited = [one for one in self._all() if one.awaited and one is not self]
        if awaited:
            longest = min(awaited, key=lambda one: (not one.idle, one.active))
            self._tell("made room")
            self.connections.discard(longest)
            longest.transport.abort()

    def _make_memory(self) -> None:
        unsent = {one: size for one in self._all() if (size := one.unsent)}
        if sum(unsent.values()) > self.settings.unsent_size:
            largest = max(unsent, key=lambda one: (unsent[one], -one.active))
            self._tell("made memory")
            largest.transport.abort()

    def _all(self) -> Iterator[Connection]:
        return (one for one in self.connections if isinstance(one, Connection))

    def _tell(self, why: str) -> None:
        for told in self.told:
            told(why)

    def _give_up(self, status: HTTPStatus) -> None:
        self._refusal = status
        raise _Refused

    def _refuse(self, status: HTTPStatus) -> None:
        if self.transport.is_closing():
            return
        self._tell(str(status.value))
        body = f"{status.phrase}\n".encode()
        headers = f"content-type: text/plain; charset=utf-8\r\ncontent-length: {len(body)}\r\nconnection: close\r\n\r\n"
        self.transport.write(STATUS_LINE[status] + headers.encode() + body)
        self.transport.close()


def limited(settings: Settings, *told: Callable[[str], None]) -> type[Connection]:
    """The class of connections with the limits of a server; ``told`` hears why one was cut off.

    >>> limited(Settings(connections=5)).settings.connections
    5
    """
    return type("Connection", (Connection,), {"settings": settings, "told": list(told)})
