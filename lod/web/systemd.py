"""What systemd hands over and wants to hear: sockets that are open already, and a word when the server is ready."""

from __future__ import annotations

import os
import socket

FIRST = 3  # the descriptor at which handed-over sockets begin


def inherited() -> list[socket.socket]:
    """The listening sockets that systemd opened for this process; none where it did not.

    With them a new server takes over while clients wait, and no connection is refused.

    >>> inherited()
    []
    """
    if os.environ.get("LISTEN_PID") != str(os.getpid()):
        return []
    count = int(os.environ.get("LISTEN_FDS", "0"))
    for name in ("LISTEN_PID", "LISTEN_FDS"):
        os.environ.pop(name, None)  # not for the processes that we start
    found = [socket.socket(fileno=number) for number in range(FIRST, FIRST + count)]
    for one in found:
        one.set_inheritable(False)
    return found


def notify(state: str) -> None:
    """Tells systemd a state, such as ``READY=1``; nothing happens where nobody listens."""
    address = os.environ.get("NOTIFY_SOCKET")
    if not address:
        return
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as told:
        told.connect(f"\0{address[1:]}" if address.startswith("@") else address)
        told.sendall(state.encode())
