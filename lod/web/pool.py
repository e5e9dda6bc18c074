"""Hands queries to processes so that short ones never wait for long ones, and stops those that take too long.

Every query begins as a short one. One that is not done soon becomes long: its process gets the lowest priority, and
takes one of the few places for long queries. Where none is free, the query is stopped and begins again when one is:
that costs no more than a short query, and short ones always find a process.

A query that crashes its process, or takes all the memory it may, ends that process only.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections import OrderedDict
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

from lod.model import LodError
from lod.web.crew import Crew, QueryCrash, Worker
from lod.web.frames import WorkerAnswer
from lod.web.settings import Settings
from lod.web.turns import Turns

__all__ = ["Overloaded", "QueryCrash", "QueryTimeout", "WorkerAnswer", "WorkerPool"]

T = TypeVar("T")
REMEMBERED = 1000  # long queries that are known as such when they come again

logger = logging.getLogger(__name__)


class Overloaded(LodError):
    """More queries wait than the server takes."""


class QueryTimeout(LodError):
    """A query took longer than it may."""


class WorkerPool:
    """A fixed number of query processes on one release."""

    def __init__(self, release: Path, settings: Settings) -> None:
        self._settings = settings
        self._crew = Crew(release, settings)
        self._idle: Turns[Worker] = Turns([])
        long = max(1, min(settings.long_queries, settings.workers - 1))
        self._places: Turns[int] = Turns(list(range(long)))
        self._known: OrderedDict[bytes, None] = OrderedDict()
        self._hiring: set[asyncio.Task[None]] = set()
        self._workers: set[Worker] = set()

    async def ask(self, request: dict[str, Any], client: str = "") -> WorkerAnswer:
        """The answer to a request (see `lod.web.answering`) of a client, which waits its turn.

        Raises Overloaded, QueryTimeout or QueryCrash. Cancelling it kills the query.
        """
        if self._idle.waiting + self._places.waiting >= self._settings.waiting:
            raise Overloaded("Too many queries are waiting; try again later.")
        if _digest(request) not in self._known:
            answer = await self._run(request, client, placed=False)
            if answer is not None:
                return answer
        place = await self._soon(self._places.take(client))
        try:
            answer = await self._run(request, client, placed=True)
        finally:
            self._places.give(place)
        assert answer is not None
        return answer

    async def start(self) -> None:
        """Starts the processes, so that the first queries need not wait for them."""
        await asyncio.gather(*(self._hire() for _ in range(self._settings.workers)))

    async def close(self) -> None:
        """Ends all processes."""
        for task in self._hiring:
            task.cancel()
        await self._crew.close()
        for worker in self._workers:
            worker.close()

    async def _run(self, request: dict[str, Any], client: str, placed: bool) -> WorkerAnswer | None:
        """The answer to a query, or nothing where it is long and there is no place for it."""
        async with self._worker(client) as worker:
            work = asyncio.ensure_future(worker.ask(request))
            try:
                await asyncio.wait((work,), timeout=self._settings.short_seconds)
                if work.done():
                    return work.result()
                self._remember(_digest(request))
                if placed:
                    return await self._end(worker, work)
                if not self._places.free:
                    return None
                place = self._places.free.pop()
                try:
                    return await self._end(worker, work)
                finally:
                    self._places.give(place)
            finally:
                work.cancel()

    async def _end(self, worker: Worker, work: asyncio.Future[WorkerAnswer]) -> WorkerAnswer:
        worker.slow_down()
        try:
            async with asyncio.timeout(self._settings.query_seconds - self._settings.short_seconds):
                return await work
        except TimeoutError as error:
            limit = f"{self._settings.query_seconds:g}"
            raise QueryTimeout(f"The query took longer than {limit} seconds and was stopped.") from error

    @asynccontextmanager
    async def _worker(self, client: str) -> AsyncIterator[Worker]:
        """An idle process. One whose query did not end, that is slow now or has answered many, is replaced."""
        worker = self._idle.free.pop() if self._idle.free else await self._soon(self._idle.take(client))
        while not worker.alive:
            self._replace(worker)
            worker = await self._soon(self._idle.take(client))
        before = worker.answered
        try:
            yield worker
        finally:
            if not worker.slowed and before < worker.answered < self._settings.worker_queries:
                self._idle.give(worker)
            else:
                self._replace(worker)

    async def _soon(self, wanted: Awaitable[T]) -> T:
        try:
            async with asyncio.timeout(self._settings.query_seconds):
                return await wanted
        except TimeoutError as error:
            raise Overloaded("Too many queries are running; try again later.") from error

    async def _hire(self) -> None:
        while True:
            try:
                worker = await self._crew.hire()
                break
            except (OSError, QueryCrash) as error:
                logger.error("No process can be had for queries: %s", error)
                await asyncio.sleep(1)
        self._workers.add(worker)
        self._idle.give(worker)

    def _replace(self, worker: Worker) -> None:
        self._workers.discard(worker)
        self._crew.dismiss(worker)
        task = asyncio.create_task(self._hire())
        self._hiring.add(task)
        task.add_done_callback(self._hiring.discard)

    def _remember(self, query: bytes) -> None:
        self._known[query] = None
        if len(self._known) > REMEMBERED:
            self._known.popitem(last=False)


def _digest(request: dict[str, Any]) -> bytes:
    # Not the text: a thousand queries of full length would take half a gigabyte.
    return hashlib.sha256(request["query"].encode("utf-8", "surrogatepass")).digest()
