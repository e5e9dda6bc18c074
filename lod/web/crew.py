"""Query processes as the server sees them: one connection to each, and the nursery that forks them."""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
import sys
from asyncio.subprocess import Process
from pathlib import Path
from typing import Any, cast

from lod.model import LodError
from lod.web import frames, nursery
from lod.web.frames import WorkerAnswer
from lod.web.processes import environment
from lod.web.settings import Settings

LOWEST = 19  # of priorities


class QueryCrash(LodError):
    """A query ended the process that answered it, mostly for want of memory."""


class Worker(asyncio.Protocol):
    """A query process: takes one request at a time."""

    def __init__(self) -> None:
        self.alive = True
        self.answered = 0
        self.slowed = False
        self.hello: asyncio.Future[tuple[dict[str, Any], bytes]] = asyncio.get_running_loop().create_future()
        self._awaited = self.hello
        self._frames = frames.Frames()
        self._transport: asyncio.WriteTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Part of the protocol of asyncio."""
        self._transport = cast(asyncio.WriteTransport, transport)

    def data_received(self, data: bytes) -> None:
        """Part of the protocol of asyncio."""
        frame = self._frames.feed(data)
        if frame and not self._awaited.done():
            self._awaited.set_result(frame)

    def connection_lost(self, exc: Exception | None) -> None:
        """Part of the protocol of asyncio."""
        self.alive = False
        if not self._awaited.done():
            self._awaited.set_exception(QueryCrash("The query needed more memory than it may take and was stopped."))

    async def ask(self, request: dict[str, Any]) -> WorkerAnswer:
        """The answer to a request. Raises QueryCrash. Whoever does not wait for it must end the process."""
        self._awaited = asyncio.get_running_loop().create_future()
        if self._transport is None or not self.alive:
            raise QueryCrash("The process that answers queries is gone.")
        self._transport.write(frames.write(request))
        answer = frames.read_answer(*await self._awaited)
        self.answered += 1
        return answer

    def slow_down(self) -> None:
        """Lets every other process go before this one; there is no way back."""
        self.slowed = True
        with contextlib.suppress(OSError):  # where priorities of threads are not known
            os.setpriority(os.PRIO_PROCESS, self.hello.result()[0]["thread"], LOWEST)

    def close(self) -> None:
        """Closes the connection."""
        if self._transport:
            self._transport.abort()


class Crew:
    """All query processes of a release."""

    def __init__(self, release: Path, settings: Settings) -> None:
        self._arguments = (str(release), str(settings.worker_memory), str(settings.answer_size))
        self._nursery: Process | None = None
        self._control: socket.socket | None = None
        self._opening = asyncio.Lock()

    async def hire(self) -> Worker:
        """A new process, ready to answer. Raises OSError or QueryCrash where there can be none."""
        async with self._opening:
            if self._nursery is None or self._nursery.returncode is not None:
                await self._open()
        assert self._control is not None
        ours, theirs = socket.socketpair()
        with theirs:
            socket.send_fds(self._control, [nursery.command("fork")], [theirs.fileno()])
        ours.setblocking(False)
        _, worker = await asyncio.get_running_loop().create_connection(Worker, sock=ours)
        await worker.hello
        return worker

    def dismiss(self, worker: Worker) -> None:
        """Ends a process, whatever it is doing."""
        worker.close()
        hello = worker.hello
        if self._control and hello.done() and not hello.cancelled() and not hello.exception():
            with contextlib.suppress(OSError):
                self._control.send(nursery.command("end", hello.result()[0]["pid"]))

    async def close(self) -> None:
        """Ends all processes."""
        if self._control and self._nursery:
            self._control.close()
            await self._nursery.wait()

    async def _open(self) -> None:
        if self._control:
            self._control.close()
        self._control, theirs = socket.socketpair()
        with theirs:
            self._nursery = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "lod.web.nursery",
                *self._arguments,
                stdin=theirs.fileno(),
                env=environment(),
                start_new_session=True,  # no interrupt from the terminal of the server
            )
