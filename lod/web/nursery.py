"""A process that has everything loaded and forks off query processes: a new one takes milliseconds, not half a second.

Queries are killed often, and whoever could make the server start an interpreter each time could keep it busy with that.
The process has one thread and no open store, so that forking is safe; what its children share with it is not taken
twice. When the server is gone, however it ended, its socket closes, and all end.
"""

from __future__ import annotations

import gc
import os
import signal
import socket
import sys
from contextlib import suppress

from lod.web.worker import work

SIZE = 16  # of a command: a stream does not keep apart what is sent, and packets are not known everywhere


def command(*words: object) -> bytes:
    """A command as it is sent.

    >>> command("end", 123)
    b'end 123         '
    """
    return " ".join(map(str, words)).encode().ljust(SIZE)


def main(release: str, memory: int, limit: int, control: socket.socket) -> None:
    """Does what the server says: `fork` comes with a socket for the new process, `end 123` ends one."""
    gc.freeze()  # a collection in a child would touch, and so copy, every page
    children: set[int] = set()
    while True:
        message, sockets, _, _ = socket.recv_fds(control, SIZE, 1)
        if not message:
            break
        match message.split():
            case [b"fork"]:
                children.add(_fork(release, memory, limit, control, socket.socket(fileno=sockets[0])))
            case [b"end", number] if int(number) in children:
                children.remove(int(number))
                _end(int(number))
    for child in children:
        _end(child)


def _fork(release: str, memory: int, limit: int, control: socket.socket, line: socket.socket) -> int:
    child = os.fork()
    if child:
        line.close()
        return child
    status = 1
    try:
        control.close()
        work(release, memory, limit, line)
        status = 0
    finally:
        os._exit(status)


def _end(child: int) -> None:
    # Only here are children waited for: until then the number belongs to nobody else.
    with suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)
    with suppress(ChildProcessError):
        os.waitpid(child, 0)


if __name__ == "__main__":
    with socket.socket(fileno=sys.stdin.fileno()) as server:
        main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), server)
