"""Some five hundred hostile requests to a running server: each safe, the server alive, others served throughout."""

from __future__ import annotations

import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from pyoxigraph import parse

from lod import graph, release
from tests.web.conftest import SMALL, running_server
from tests.web.hostile import fetching, framing, loading, smuggling, traversing, writing
from tests.web.hostile.case import Case
from tests.web.hostile.safety import faults
from tests.web.hostile.stored import quads
from tests.web.hostile.wire import Outcome, exchange

CASES = [case for family in (fetching, writing, smuggling, traversing, framing, loading) for case in family.CASES]
SETTINGS = {
    "header_seconds": 1,
    "idle_seconds": 1,
    "write_seconds": 1,
    "query_seconds": 2.0,
    "lint_seconds": 10,
    "connections": 200,
}
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
RUNAWAY = "SELECT (COUNT(*) AS ?n) {{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k {} }}"
GROWTH = 1.2  # of the memory of a server that has seen the battery once, when it sees it again


@dataclass
class Server:
    """A server under attack."""

    process: subprocess.Popen[bytes]
    client: httpx.Client
    log: Path

    @property
    def port(self) -> int:
        return int(urlsplit(str(self.client.base_url)).port or 0)

    @property
    def memory(self) -> int:
        """Bytes of memory of the server itself, without its query processes."""
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii")
        return int(status.partition("VmRSS:")[2].split()[0]) * 1024

    def ask(self, query: str) -> httpx.Response:
        return self.client.get("/sparql", params={"query": query})


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("hostile")
    release.write_quads([*parse(path=SMALL), *graph.ontology_quads(), *quads()], folder / "release")
    log = folder / "server.log"
    with (
        running_server(folder / "release", log, **SETTINGS) as (process, address),
        httpx.Client(base_url=address, timeout=20) as client,
    ):
        yield Server(process, client, log)


@dataclass
class Trap:
    """Who listens where nobody may come."""

    port: int
    visits: list[bytes] = field(default_factory=list)


@contextmanager
def trap() -> Iterator[Trap]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        found = Trap(listener.getsockname()[1])

        def listen() -> None:
            while True:
                try:
                    visitor, _ = listener.accept()
                except OSError:
                    return
                with visitor:
                    found.visits.append(visitor.recv(1000))

        thread = threading.Thread(target=listen, daemon=True)
        thread.start()
        yield found
        listener.shutdown(socket.SHUT_RDWR)
    thread.join()


@dataclass
class Visitor:
    """A reader who asks for something else each time, and how long each answer took; a failure raises at the end."""

    server: Server
    seconds: list[float] = field(default_factory=list)
    ended: bool = False

    def read(self) -> None:
        number = 0
        with httpx.Client(base_url=self.server.client.base_url, timeout=20) as client:
            while not self.ended:
                number += 1
                for path in ("/healthz", "/140826/unit/water.ttl", "/", f"/sparql?query=ASK%7B%7D%23{number}"):
                    began = time.monotonic()
                    client.get(path).raise_for_status()
                    self.seconds.append(time.monotonic() - began)


@contextmanager
def visitor(server: Server) -> Iterator[Visitor]:
    reader = Visitor(server)
    with ThreadPoolExecutor(1) as threads:
        reading = threads.submit(reader.read)
        try:
            yield reader
        finally:
            reader.ended = True
        reading.result(30)


def test_every_request_has_a_name_of_its_own() -> None:
    assert len({case.name for case in CASES}) == len(CASES) > 110


def attack(server: Server, trapped: Trap, cases: list[Case]) -> list[Outcome]:
    with ThreadPoolExecutor(12) as threads:
        return list(threads.map(lambda case: exchange(server.port, case, trapped.port), cases))


def test_every_hostile_request_is_safe_and_others_are_served(server: Server) -> None:
    count = server.ask(COUNT).json()
    with trap() as trapped, visitor(server) as reader:
        outcomes = attack(server, trapped, CASES)
        after_one = server.memory
        # Without those that only cost a query process its time.
        attack(server, trapped, [case for case in CASES if case.name not in loading.ENDLESS])
    wrong = [
        f"{case.name}: {fault}"
        for case, outcome in zip(CASES, outcomes, strict=True)
        for fault in faults(case, outcome)
    ]
    assert not wrong, "\n".join(wrong)
    assert not trapped.visits
    assert server.ask(COUNT).json() == count
    assert len(reader.seconds) > 100
    assert max(reader.seconds) < 5
    assert server.memory < after_one * GROWTH


def test_others_are_answered_while_queries_run_away(server: Server) -> None:
    with ThreadPoolExecutor(4) as threads, visitor(server) as reader:
        running = [threads.submit(server.ask, RUNAWAY.format(f"?l{number}")) for number in range(4)]
        assert {query.result().status_code for query in running} == {504}
    assert max(reader.seconds) < 1
