"""Keeps the query processes: hands each query to an idle one, and kills the one that takes too long.

A query that crashes its process, or takes all the memory it may, ends that process only; the next query gets a
new one.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from asyncio.subprocess import PIPE, Process
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lod.model import LodError
from lod.web.settings import Settings
from lod.web.worker import LENGTH


class Overloaded(LodError):
    """More queries wait than the server takes."""


class QueryTimeout(LodError):
    """A query took longer than it may."""


class QueryCrash(LodError):
    """A query ended the process that answered it, mostly for want of memory."""


@dataclass(frozen=True, slots=True)
class WorkerAnswer:
    """What a query process sent back.

    With ``rows`` a page is wanted: the body then holds its first rows only, and ``rows`` is the number of all.
    """

    status: int
    content_type: str
    rows: int | None
    body: bytes


class WorkerPool:
    """A fixed number of query processes on one release."""

    def __init__(self, release: Path, settings: Settings) -> None:
        self._release = release
        self._settings = settings
        self._idle: asyncio.Queue[Process | None] = asyncio.Queue()
        self._processes: set[Process] = set()
        self._waiting = 0
        for _ in range(settings.workers):
            self._idle.put_nowait(None)  # started when first wanted

    async def ask(self, request: dict[str, Any]) -> WorkerAnswer:
        """The answer to a request (see `lod.web.worker`).

        Raises Overloaded, QueryTimeout or QueryCrash. Cancelling it kills the query.
        """
        process = await self._take()
        answered = False
        try:
            if process is None or process.returncode is not None:
                process = await self._start()
            async with asyncio.timeout(self._settings.query_seconds):
                found = await _exchange(process, request)
            answered = True
            return found
        except TimeoutError as error:
            seconds = f"{self._settings.query_seconds:g}"
            raise QueryTimeout(f"The query took longer than {seconds} seconds and was stopped.") from error
        except (asyncio.IncompleteReadError, BrokenPipeError, ConnectionResetError) as error:
            raise QueryCrash("The query needed more memory than it may take and was stopped.") from error
        finally:
            if process and not answered:
                self._kill(process)
            self._idle.put_nowait(process if answered else None)

    async def start(self) -> None:
        """Starts the processes, so that the first queries need not wait for them."""
        for _ in range(self._idle.qsize()):
            process = self._idle.get_nowait()
            self._idle.put_nowait(process or await self._start())

    async def close(self) -> None:
        """Ends all processes."""
        processes = list(self._processes)
        for process in processes:
            self._kill(process)
        await asyncio.gather(*(process.wait() for process in processes))

    async def _take(self) -> Process | None:
        if self._waiting >= self._settings.waiting:
            raise Overloaded("Too many queries are waiting; try again later.")
        self._waiting += 1
        try:
            return await self._idle.get()
        finally:
            self._waiting -= 1

    async def _start(self) -> Process:
        settings = self._settings
        arguments = (str(self._release), str(settings.worker_memory), str(settings.answer_size))
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "lod.web.worker",
            *arguments,
            stdin=PIPE,
            stdout=PIPE,
            # The same modules wherever the server was started, and no interrupt from its terminal.
            env=os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
            start_new_session=True,
        )
        self._processes.add(process)
        return process

    def _kill(self, process: Process) -> None:
        self._processes.discard(process)
        if process.returncode is None:
            process.kill()


async def _exchange(process: Process, request: dict[str, Any]) -> WorkerAnswer:
    assert process.stdin is not None
    assert process.stdout is not None
    written = json.dumps(request).encode()
    process.stdin.write(LENGTH.pack(len(written)) + written)
    await process.stdin.drain()
    (length,) = LENGTH.unpack(await process.stdout.readexactly(LENGTH.size))
    header = json.loads(await process.stdout.readexactly(length))
    body = await process.stdout.readexactly(header["size"])
    return WorkerAnswer(header["status"], header["type"], header["rows"], body)
