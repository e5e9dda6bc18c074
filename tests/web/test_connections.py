"""Clients that are slow, many, or talk without end: they are sent away, and others are answered."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest

from lod.web.connections import AHEAD
from tests.web.conftest import running_server
from tests.web.test_serve import wait_for

LIMITS = {"connections": 20, "header_seconds": 0.5, "idle_seconds": 1, "write_seconds": 0.5, "answer_size": 50_000_000}
PLAIN = {"accept-encoding": "identity"}
ALL = "/sparql?format=csv&query=" + "SELECT%20*%20{?a%20?b%20?c%20.%20?d%20?e%20?f}%20LIMIT%2060000"
ALIVE = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"


@pytest.fixture(scope="module")
def address(small_release: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    log = tmp_path_factory.mktemp("log") / "server.log"
    with running_server(small_release, log, query_seconds=10, **LIMITS) as (_, address):
        yield address


def connect(address: str) -> socket.socket:
    return socket.create_connection(("127.0.0.1", int(address.rpartition(":")[2])), timeout=10)


def answer(connection: socket.socket) -> bytes:
    """All that comes until the server closes."""
    found = b""
    try:
        while part := connection.recv(65536):
            found += part
    except ConnectionResetError:
        pass
    return found


@pytest.mark.parametrize("begun", [b"", b"GET / HTTP/1.1\r\nHost: x\r\nAccept: a"], ids=["silent", "in the head"])
def test_a_head_that_does_not_come(begun: bytes, address: str) -> None:
    with connect(address) as connection:
        connection.sendall(begun)
        assert answer(connection)[:12] == (b"HTTP/1.1 408" if begun else b"")


def test_a_second_head_that_does_not_come(address: str) -> None:
    with connect(address) as connection:
        connection.sendall(ALIVE)
        first = b""
        while not first.endswith(b"ok\n"):  # head and body may come apart
            first += connection.recv(65536)
        assert first.startswith(b"HTTP/1.1 200")
        connection.sendall(ALIVE[:20])
        assert answer(connection).startswith(b"HTTP/1.1 408")


def test_a_connection_that_is_idle_is_closed(address: str) -> None:
    with connect(address) as connection:
        connection.sendall(ALIVE)
        assert answer(connection).endswith(b"ok\n")


@pytest.mark.parametrize(
    ("head", "status"),
    [
        (b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", 414),
        (b"GET / HTTP/1.1\r\nHost: x\r\nAccept: " + b"a" * 40_000 + b"\r\n\r\n", 431),
        (b"GET / HTTP/1.1\r\nHost: x\r\n" + b"A: b\r\n" * 101 + b"\r\n", 431),
        (b"GET / HTTP/1.1\r\nHost: x\r\nAccept: " + b"a" * 1_000_000, 431),
        (b"GET / HTTP/1.1\r\nHost: x\r\n" + b"Accept: " + b"b" * 30_000 + b"\r\nConnection: close\r\n\r\n", 200),
        (b"GET /" + b"a" * 60_000 + b" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", 404),
        (b"GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\nConnection: close\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: x/y\r\nConnection: close\r\n\r\n", 400),
        (b"GET / HTTP/1.0\r\n\r\n", 200),
        (b"nonsense\r\n\r\n", 400),
    ],
    ids=["address", "header", "headers", "endless", "long header", "long address", "hosts", "no host", "1.0", "junk"],
)
def test_heads_of_every_size(head: bytes, status: int, address: str) -> None:
    with connect(address) as connection:
        try:
            connection.sendall(head)
        except (BrokenPipeError, ConnectionResetError):
            assert status == 431  # the rest was not wanted any more
        assert answer(connection)[:12].decode() in (f"HTTP/1.1 {status}", *([""] if status == 431 else []))


def test_why_connections_were_cut_off_is_counted(address: str) -> None:
    with connect(address) as connection:
        connection.sendall(b"nonsense\r\n\r\n")
        answer(connection)
    found = httpx.get(f"{address}/metrics").text
    assert 'gongbao_connections_cut_total{reason="400"}' in found


def test_large_bodies_do_not_count_as_heads(address: str) -> None:
    with httpx.Client(base_url=address) as client:
        for _ in range(3):
            asked = client.post("/sparql", data={"query": f"ASK {{}}#{'x' * 100_000}"})
            assert asked.status_code == 200


def test_more_silent_clients_than_connections(address: str) -> None:
    with ExitStack() as stack:
        silent = [stack.enter_context(connect(address)) for _ in range(60)]
        assert [httpx.get(f"{address}/healthz").status_code for _ in range(5)] == [200] * 5
        assert silent


def test_an_answer_that_nobody_takes(address: str) -> None:
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    connection.settimeout(10)
    connection.connect(("127.0.0.1", int(address.rpartition(":")[2])))
    with connection:
        connection.sendall(f"GET {ALL} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        assert connection.recv(1) == b"H"
        with httpx.Client(base_url=address) as client:
            wait_for(lambda: "gongbao_connections 1.0" in client.get("/metrics").text, "the connection was kept")
        taken = answer(connection)
    assert len(taken) < int(httpx.get(address + ALL, timeout=20, headers=PLAIN).headers["content-length"])


def test_an_answer_that_is_taken_slowly_is_given_whole(address: str) -> None:
    with httpx.Client(base_url=address, timeout=20) as client, client.stream("GET", ALL, headers=PLAIN) as got:
        size = sum(len(part) for part in got.iter_raw(1_000_000))
    assert size == int(got.headers["content-length"]) > 5_000_000


@pytest.mark.parametrize(("sent", "most"), [(50, 50), (2000, AHEAD + 1)])
def test_requests_that_do_not_wait_for_answers(sent: int, most: int, address: str) -> None:
    with connect(address) as connection:
        connection.sendall(ALIVE * sent)
        assert answer(connection).count(b"HTTP/1.1 200") <= most
    with connect(address) as connection:
        connection.sendall(ALIVE * min(sent, most))
        assert answer(connection).count(b"HTTP/1.1 200") == min(sent, most)


def test_what_cannot_be_read_waits_for_the_answer_before(address: str) -> None:
    with connect(address) as connection:
        connection.sendall(b"GET /catalog HTTP/1.1\r\nHost: x\r\n\r\nnonsense\r\n\r\n")
        found = answer(connection)
    assert found.startswith(b"HTTP/1.1 200")
    assert b"HTTP/1.1 400" not in found


def test_more_requests_that_do_not_end_than_connections(address: str) -> None:
    begun = (
        b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\nContent-Length: 9\r\n\r\nASK"
    )
    with ExitStack() as stack:
        for _ in range(60):
            stack.enter_context(connect(address)).sendall(begun)
        assert [httpx.get(f"{address}/healthz").status_code for _ in range(5)] == [200] * 5


def test_answers_that_nobody_takes_do_not_fill_the_memory(small_release: Path, tmp_path: Path) -> None:
    limits = {"answer_size": 50_000_000, "unsent_size": 20_000_000, "write_seconds": 20, "query_seconds": 10}
    with running_server(small_release, tmp_path / "log", **limits) as (_, address), ExitStack() as stack:
        asked = [stack.enter_context(connect(address)) for _ in range(5)]
        for number, connection in enumerate(asked):
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            connection.sendall(
                f"GET {ALL}%20OFFSET%20{number} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode()
            )
        for connection in asked:
            assert connection.recv(1) == b"H"
        told = 'gongbao_connections_cut_total{reason="made memory"}'
        wait_for(lambda: told in httpx.get(f"{address}/metrics").text, "nothing was given up")
