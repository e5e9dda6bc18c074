"""Going over to a new release, and ending, while requests come: none of them may fail."""

from __future__ import annotations

import json
import signal
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import httpx
import pytest
from pyoxigraph import Quad, parse

from lod import release
from lod.vocab import BASE
from tests.web.conftest import SMALL, running_server
from tests.web.test_serve import children, is_busy, wait_for, workers

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


def quads(count: int) -> list[Quad]:
    return list(parse(path=SMALL))[:count]


def size(folder: Path) -> int:
    return int(json.loads((folder / "manifest.json").read_text())["quads"])


def point(link: Path, target: str) -> None:
    link.unlink()
    link.symlink_to(target)


def is_told(log: Path, times: int) -> bool:
    return log.read_text().count("cannot be served") == times


def served(address: str) -> str:
    return str(httpx.get(f"{address}/readyz").json()["release"])


@contextmanager
def asking(address: str) -> Iterator[list[int]]:
    """Three clients that ask one thing after another, each on one connection; what statuses they got."""
    statuses: list[int] = []
    over = threading.Event()

    def ask(path: str) -> None:
        with httpx.Client(base_url=address, timeout=30) as client:
            while not over.is_set():
                statuses.append(client.get(path).status_code)

    node = str(quads(1)[0].subject)[1:-1].removeprefix(BASE)
    with ThreadPoolExecutor() as pool:
        asked = [pool.submit(ask, path) for path in ("/", f"/{node}.ttl", f"/sparql?query={COUNT}")]
        try:
            yield statuses
        finally:
            over.set()
        for one in asked:
            one.result()  # raises what a client met: a connection that was refused or cut


@pytest.mark.parametrize("told", [True, False], ids=["SIGHUP", "watching"])
def test_a_new_release_is_switched_in_and_no_request_fails(told: bool, tmp_path: Path) -> None:
    out = tmp_path / "data"
    first = release.write_quads(quads(40), out)
    with running_server(out, tmp_path / "log", watch_seconds=0 if told else 0.1) as (process, address):
        assert served(address) == first.name
        nurseries = set(children(process.pid))
        with asking(address) as statuses:
            second = release.write_quads(quads(60), out)
            if told:
                process.send_signal(signal.SIGHUP)
            wait_for(lambda: served(address) == second.name, "the new release was not switched in")
            asked = len(statuses)
            wait_for(lambda: len(statuses) > asked + 30, "requests hang")
        assert set(statuses) == {200}
        found = httpx.get(f"{address}/sparql", params={"query": COUNT}).json()["results"]["bindings"]
        assert [row["n"]["value"] for row in found] == [str(size(second))]
        wait_for(lambda: not nurseries & set(children(process.pid)), "the old query processes stay")


def test_a_query_that_runs_is_answered_by_the_release_that_it_was_asked_of(tmp_path: Path) -> None:
    out = tmp_path / "data"
    first = release.write_quads(quads(40), out)
    with running_server(out, tmp_path / "log", query_seconds=30) as (process, address), ThreadPoolExecutor() as pool:
        slow = pool.submit(httpx.get, f"{address}/sparql", params={"query": SLOW}, timeout=30)
        wait_for(lambda: any(map(is_busy, workers(process.pid))), "no worker took the query")
        second = release.write_quads(quads(60), out)
        process.send_signal(signal.SIGHUP)
        wait_for(lambda: served(address) == second.name, "the new release was not switched in")
        [row] = slow.result().json()["results"]["bindings"]
        assert row["n"]["value"] == str(size(first) ** 4)


def test_a_release_that_is_damaged_is_not_switched_in(tmp_path: Path) -> None:
    out = tmp_path / "data"
    first = release.write_quads(quads(40), out)
    with running_server(out, tmp_path / "log", watch_seconds=0.1) as (_, address):
        damaged = out / "releases" / "damaged"
        damaged.mkdir()
        (damaged / "manifest.json").write_text("{}")
        (out / "current").unlink()
        (out / "current").symlink_to("releases/damaged")
        wait_for(lambda: "cannot be served" in (tmp_path / "log").read_text(), "nothing was told")
        time.sleep(0.5)  # several looks later it must still have been tried once only
        assert served(address) == first.name
    assert (tmp_path / "log").read_text().count("cannot be served") == 1


@pytest.mark.parametrize("target", ["releases/empty", "releases/missing"])
def test_a_link_that_leads_to_no_release_is_told_once(target: str, tmp_path: Path) -> None:
    out, log = tmp_path / "data", tmp_path / "log"
    first = release.write_quads(quads(40), out)
    with running_server(out, log, watch_seconds=0.1) as (_, address):
        (out / "releases" / "empty").mkdir()
        for times in (1, 2):
            point(out / "current", target)
            wait_for(partial(is_told, log, times), "nothing was told")
            time.sleep(0.5)  # several looks later it must still have been told once only
            assert f'gongbao_reloads_total{{outcome="refused"}} {times}.0' in httpx.get(f"{address}/metrics").text
            point(out / "current", f"releases/{first.name}")
            time.sleep(0.5)
        assert served(address) == first.name
    assert is_told(log, 2)


def test_a_running_query_is_answered_before_the_end(tmp_path: Path) -> None:
    release.write_quads(quads(40), tmp_path / "data")
    with (
        running_server(tmp_path / "data", tmp_path / "log", query_seconds=30, drain_seconds=0.5) as (process, address),
        ThreadPoolExecutor() as pool,
        httpx.Client(base_url=address) as client,
    ):
        asked = pool.submit(httpx.get, f"{address}/sparql", params={"query": SLOW}, timeout=30)
        wait_for(lambda: any(map(is_busy, workers(process.pid))), "no worker took the query")
        assert client.get("/readyz").status_code == 200
        process.send_signal(signal.SIGTERM)
        wait_for(lambda: client.get("/readyz").status_code == 503, "readiness is not withdrawn")
        assert client.get("/healthz").status_code == 200
        assert asked.result().status_code == 200
        process.wait(30)
