"""Pages that take long wait for each other, and nobody else for them."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from lod.web.lanes import LONG, Lanes
from lod.web.settings import Settings


def request(path: str) -> Request:
    headers = [(b"host", b"x")]
    return Request({"type": "http", "path": path, "query_string": b"", "headers": headers, "client": ("1.2.3.4", 1)})


def work(_: Request) -> Response:
    began = time.thread_time()
    while time.thread_time() - began < LONG * 1.5:
        pass
    return PlainTextResponse("worked")


def test_a_page_that_takes_long_has_a_lane_of_its_own() -> None:
    held = threading.Event()

    def wait(_: Request) -> Response:
        held.wait(10)
        return PlainTextResponse("waited")

    async def ask() -> list[bytes]:
        lanes = Lanes(Settings(page_threads=1, long_page_threads=1))
        await lanes.respond(work, request("/long"))
        asked = [asyncio.ensure_future(lanes.respond(wait, request("/long"))) for _ in range(3)]
        await asyncio.sleep(0)
        first = await lanes.respond(lambda _: PlainTextResponse("short"), request("/short"))
        assert not any(one.done() for one in asked)
        held.set()
        return [bytes(answer.body) for answer in (first, *await asyncio.gather(*asked))]

    assert asyncio.run(ask()) == [b"short", b"waited", b"waited", b"waited"]


def test_what_waits_while_it_is_learnt_changes_lanes() -> None:
    async def ask() -> float:
        lanes = Lanes(Settings(page_threads=1))
        asked = [asyncio.ensure_future(lanes.respond(work, request("/long"))) for _ in range(6)]
        await asyncio.sleep(LONG / 2)
        began = time.monotonic()
        await lanes.respond(lambda _: PlainTextResponse("short"), request("/short"))
        assert not asked[-1].done()
        await asyncio.gather(*asked)
        return time.monotonic() - began

    assert asyncio.run(ask()) > 4 * LONG


def test_more_pages_than_may_wait_are_turned_away() -> None:
    held = threading.Event()
    handler: Callable[[Request], Response] = lambda _: PlainTextResponse(str(held.wait(10)))  # noqa: E731

    async def ask() -> list[int]:
        lanes = Lanes(Settings(page_threads=1, pages_waiting=2))
        asked = [asyncio.ensure_future(lanes.respond(handler, request(f"/{number}"))) for number in range(4)]
        await asyncio.sleep(0.1)
        held.set()
        return [answer.status_code for answer in await asyncio.gather(*asked)]

    assert sorted(asyncio.run(ask())) == [200, 200, 200, 503]
