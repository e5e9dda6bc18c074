"""The server as a process: what it says when it cannot start, and what is left when it is killed."""

from __future__ import annotations

import signal
import socket
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest

from lod.model import LodError, ReleaseError
from lod.web import server
from lod.web.settings import Settings
from tests.web.conftest import running_server

RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n0 ?o }"


def children(process: int) -> list[int]:
    return [int(pid) for pid in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def workers(server: int) -> list[int]:
    """The query processes, which are those that the server's only child has forked."""
    return [worker for nursery in children(server) for worker in children(nursery)]


def state(task: str) -> str:
    """The state that the kernel gives (R running, S sleeping, Z ended), or Z where there is no such process."""
    try:
        return Path(f"{task}/stat").read_text().rpartition(") ")[2][0]
    except (FileNotFoundError, ProcessLookupError):
        return "Z"


def is_busy(process: int) -> bool:
    return any(state(str(task)) == "R" for task in Path(f"/proc/{process}/task").iterdir())


def wait_for(condition: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline, what


def test_a_port_that_is_taken(small_release: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(LodError, match="cannot listen"):
        server.serve(small_release, Settings(port=taken.getsockname()[1]))


def test_a_folder_without_release(tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match="holds no release"):
        server.serve(tmp_path)


def test_an_interrupt_is_an_orderly_end(small_release: Path, tmp_path: Path) -> None:
    with running_server(small_release, tmp_path / "log") as (process, _):
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 0
    assert "Traceback" not in (tmp_path / "log").read_text()


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="needs /proc to see the worker processes")
def test_workers_do_not_outlive_a_server_that_is_killed(small_release: Path, tmp_path: Path) -> None:
    with running_server(small_release, tmp_path / "log") as (process, address):
        started = workers(process.pid)
        assert len(started) == Settings().workers
        port = int(address.rpartition(":")[2])
        with socket.create_connection(("127.0.0.1", port)) as connection:
            connection.sendall(f"GET /sparql?query={quote(RUNAWAY)} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
            wait_for(lambda: any(map(is_busy, started)), "no worker took the query")
            process.kill()
            process.wait(30)
    wait_for(lambda: {state(f"/proc/{worker}") for worker in started} == {"Z"}, "a worker outlived its server")
