"""Keeps the processes that lint uploads, apart from those for queries, and kills the one that takes too long.

An upload that crashes its process, or takes all the memory it may, ends that process only; the next one gets another.
"""

from __future__ import annotations

import asyncio
import json
import logging
import signal
import sys
from asyncio.subprocess import PIPE, Process
from contextlib import suppress
from typing import Any

from lod.web import frames
from lod.web.frames import WorkerAnswer
from lod.web.processes import NO_MEMORY, environment
from lod.web.protocol import BadRequest
from lod.web.settings import Settings

STARTING = 120  # seconds; half a second where nothing else runs

logger = logging.getLogger(__name__)


class LintPool:
    """A fixed number of processes, each started when it is first wanted."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._idle: asyncio.Queue[Process | None] = asyncio.Queue()
        self._processes: set[Process] = set()
        self._waiting = 0
        for _ in range(settings.lint_workers):
            self._idle.put_nowait(None)

    async def ask(self, request: dict[str, Any], body: bytes) -> WorkerAnswer:
        """The answer to a request (see `lod.web.linter`).

        Raises BadRequest with status 503 where there is none. Cancelling it kills the process.
        """
        process = await self._take()
        answered = False
        try:
            if process is None or process.returncode is not None:
                process = await self._start()
            async with asyncio.timeout(self._settings.lint_seconds):
                found = await _exchange(process, frames.write(request, body))
            answered = True
            return found
        except TimeoutError as error:
            limit = f"{self._settings.lint_seconds:g}"
            raise BadRequest(f"The upload took longer than {limit} seconds and was stopped.", status=503) from error
        except (asyncio.IncompleteReadError, BrokenPipeError, ConnectionResetError) as error:
            raise await _reason(process) from error
        finally:
            if process and not answered:
                self._kill(process)
            self._idle.put_nowait(process if answered else None)

    async def close(self) -> None:
        """Ends all processes."""
        processes = list(self._processes)
        for process in processes:
            self._kill(process)
        await asyncio.gather(*(process.wait() for process in processes))

    async def _take(self) -> Process | None:
        if self._waiting >= self._settings.lint_waiting:
            raise BadRequest("Too many uploads are waiting; try again later.", status=503)
        self._waiting += 1
        try:
            return await self._idle.get()
        finally:
            self._waiting -= 1

    async def _start(self) -> Process:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "lod.web.linter",
            str(self._settings.lint_memory),
            str(self._settings.answer_size),
            stdin=PIPE,
            stdout=PIPE,
            env=environment(),
            start_new_session=True,  # no interrupt from the terminal of the server
        )
        self._processes.add(process)
        try:
            # Not within the time of the upload: how long it takes depends on the machine, not on the text.
            async with asyncio.timeout(STARTING):
                await _read(process)
        except BaseException:
            self._kill(process)
            raise
        return process

    def _kill(self, process: Process) -> None:
        self._processes.discard(process)
        if process.returncode is None:
            process.kill()


async def _exchange(process: Process, request: bytes) -> WorkerAnswer:
    assert process.stdin is not None
    process.stdin.write(request)
    await process.stdin.drain()
    return await _read(process)


async def _reason(process: Process | None) -> BadRequest:
    """Why a process ended in the midst of its work."""
    ended = 0
    with suppress(TimeoutError):
        async with asyncio.timeout(1):
            ended = await process.wait() if process else 0
    # Whoever cannot get memory is ended by itself (Python, Rust) or by the system.
    if ended in (NO_MEMORY, -signal.SIGABRT, -signal.SIGKILL):
        return BadRequest("The upload needed more memory than it may take and was stopped.", status=503)
    logger.error("A process that lints ended with status %s", ended)
    return BadRequest("The linter failed on this upload; the fault is the server's.", status=503)


async def _read(process: Process) -> WorkerAnswer:
    assert process.stdout is not None
    (length,) = frames.LENGTH.unpack(await process.stdout.readexactly(frames.LENGTH.size))
    header = json.loads(await process.stdout.readexactly(length))
    return frames.read_answer(header, await process.stdout.readexactly(header["size"]))
