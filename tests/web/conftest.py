"""A running server on a small release, for all tests of the web."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from pyoxigraph import parse

from lod import graph, readers, release

ROOT = Path(__file__).resolve().parents[2]
SMALL = ROOT / "tests" / "data" / "small.trig"
RUN = """
import json, sys
from pathlib import Path
from lod.web.server import serve, serve_store
from lod.web.settings import Settings
settings = Settings(**json.loads(sys.argv[2]))
serve_store(settings) if settings.store else serve(Path(sys.argv[1]), settings)
"""
# What a server answers from a store on another server as it does from its own.
OF_BOTH_STORES = ("test_sparql", "test_resource", "test_pages", "test_protocol_suite", "test_store")
LIMITS = {"query_seconds": 1.5, "worker_memory": 256 * 2**20, "answer_size": 200_000, "body_seconds": 1}


@contextmanager
def running_server(folder: Path, log: Path, **settings: Any) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """A server on a free port, once it answers, and its address; ended afterwards, in order where that still can be."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    chosen = json.dumps(LIMITS | {"port": port} | settings)
    with (
        log.open("wb") as output,
        subprocess.Popen(
            [sys.executable, "-c", RUN, str(folder), chosen], env=environment, stdout=output, stderr=output
        ) as process,
    ):
        address = f"http://127.0.0.1:{port}"
        try:
            assert _answers(process, address), f"the server did not start:\n{log.read_text()}"
            yield process, address
            process.send_signal(signal.SIGTERM)
            process.wait(30)
        finally:
            process.kill()


def _answers(process: subprocess.Popen[bytes], address: str) -> bool:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        try:
            return httpx.get(f"{address}/healthz").is_success
        except httpx.TransportError:
            continue
    return False


@pytest.fixture(scope="session")
def small_release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("release")
    # With the whole vocabulary, so that every term on a page has its own.
    release.write_quads([*parse(path=SMALL), *graph.ontology_quads()], folder)
    return folder


@contextmanager
def running_endpoint(folder: Path, *options: str) -> Iterator[str]:
    """A SPARQL endpoint of another make on a release."""
    script = Path(__file__).with_name("endpoint.py")
    command = [sys.executable, str(script), str(release.current(folder) / "store"), *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        yield f"http://127.0.0.1:{process.stdout.readline().strip()}/query"
        process.kill()


@pytest.fixture(scope="session")
def endpoint(small_release: Path) -> Iterator[str]:
    with running_endpoint(small_release) as address:
        yield address


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "client" in metafunc.fixturenames and metafunc.module.__name__.rpartition(".")[2] in OF_BOTH_STORES:
        metafunc.parametrize("client", ["embedded", "remote"], indirect=True, scope="session")


@pytest.fixture(scope="session")
def client(
    request: pytest.FixtureRequest, small_release: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[httpx.Client]:
    log = tmp_path_factory.mktemp("log") / "server.log"
    remote = getattr(request, "param", "embedded") == "remote"
    store = request.getfixturevalue("endpoint") if remote else ""
    with (
        running_server(small_release, log, store=store) as (_, address),
        httpx.Client(base_url=address, timeout=20) as client,
    ):
        yield client


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory, gazette_path: Path) -> Path:
    return release.write([readers.open_source(str(gazette_path))], tmp_path_factory.mktemp("gazette"))


@pytest.fixture(scope="session")
def gazette(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    log = tmp_path_factory.mktemp("log") / "server.log"
    with (
        running_server(folder, log) as (_, address),
        httpx.Client(base_url=address, timeout=20, headers={"accept": "text/html"}) as client,
    ):
        yield client
