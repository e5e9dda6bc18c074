"""Where pages are made: in a few threads, and those that take long in one of their own, where they delay each other.

Python runs one thread at a time. With many at work, whatever they do, the one that receives requests and hands out
answers comes last; and a reader of a small page must not wait for twenty large ones.
"""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TypeVar

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from lod.web.settings import Settings
from lod.web.texts import both
from lod.web.turns import Turns

LONG = 0.1  # seconds of work
REMEMBERED = 10_000

T = TypeVar("T")
Handler = Callable[[Request], Response]


class Lanes:
    """The threads of an application. Which addresses take long is learnt from the first answer to each."""

    def __init__(self, settings: Settings) -> None:
        self._most = settings.pages_waiting
        self._quick = Turns([*range(settings.page_threads)])
        self._slow = Turns([*range(settings.long_page_threads)])
        self._long: set[int] = set()

    async def respond(self, handler: Handler, request: Request) -> Response:
        """What a handler answers, once it is the client's turn."""
        if self._quick.waiting + self._slow.waiting >= self._most:
            return PlainTextResponse(both("busy"), 503, {"retry-after": "10"})
        return await self.run(request.url.path, request, lambda: handler(request))

    async def run(self, name: str, request: Request, work: Callable[[], T]) -> T:
        """What a piece of work gives, which takes about as long each time that it has this name."""
        key = hash(name)
        if key not in self._long:
            async with _place(self._quick, request):
                # Others may have shown meanwhile how long it takes.
                if key not in self._long:
                    return await self._done(key, work)
        async with _place(self._slow, request):
            return await self._done(key, work)

    async def _done(self, key: int, work: Callable[[], T]) -> T:
        found, seconds = await run_in_threadpool(_timed, work)
        if seconds > LONG:
            self._learn(key)
        return found

    def _learn(self, key: int) -> None:
        if len(self._long) >= REMEMBERED:
            self._long.clear()
        self._long.add(key)


@asynccontextmanager
async def _place(lane: Turns[int], request: Request) -> AsyncIterator[None]:
    place = await lane.take(request.client.host if request.client else "")
    try:
        yield
    finally:
        lane.give(place)


def _timed(work: Callable[[], T]) -> tuple[T, float]:
    # The time of this thread alone: others may take long while this one waits for them.
    began = time.thread_time()
    return work(), time.thread_time() - began
