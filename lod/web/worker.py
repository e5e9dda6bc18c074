"""A process that answers queries and can be killed: pyoxigraph has no time limit and cannot be interrupted.

It is forked off by `lod.web.nursery`, says that it is ready, and then answers what comes over its socket, one request
after the other, until the other end (`lod.web.pool`) is closed.
"""

from __future__ import annotations

import json
import os
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from lod.stores import guard
from lod.stores.opening import open_anywhere
from lod.web import frames
from lod.web.answering import Queryable, answer
from lod.web.processes import limit_memory

NICE = 5  # pages go before queries


def work(release: str, memory: int, limit: int, line: socket.socket) -> None:
    """Answers requests until there are no more."""
    os.nice(NICE)
    store = open_anywhere(Path(release))
    guard.deep(lambda: _serve(store, memory, limit, line))


def _serve(store: Queryable, memory: int, limit: int, line: socket.socket) -> None:
    # Only now: the stack of this thread is reserved already and does not count.
    limit_memory(memory)
    # The thread is named, because priorities are those of threads and not of processes.
    line.sendall(frames.write({"pid": os.getpid(), "thread": threading.get_native_id()}))
    with line.makefile("rb") as file:
        for request in _requests(file):
            line.sendall(frames.write_answer(answer(store, request, limit)))


def _requests(file: IO[bytes]) -> Iterator[dict[str, Any]]:
    while len(head := file.read(frames.LENGTH.size)) == frames.LENGTH.size:
        yield json.loads(file.read(frames.LENGTH.unpack(head)[0]))
