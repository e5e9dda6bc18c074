"""What operators see of a running server: its logs, its figures, its limits for one client."""

from __future__ import annotations

import io
import json
import logging
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from lod.web.logs import JsonFormatter, TextFormatter
from lod.web.ratelimit import RateLimit
from lod.web.settings import Settings
from tests.web.conftest import running_server

QUERY = "ASK { ?secret ?p ?o }"
NASTY = "/x%22%1b[31m%0a{%22level%22/%E4%BD%A0"


def told(log: Path) -> list[dict[str, Any]]:
    lines = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    return [line for line in lines if "path" in line and line["path"] != "/healthz"]


def figures(client: httpx.Client) -> dict[tuple[str, ...], float]:
    return {
        (sample.name, *(sample.labels.get(key, "") for key in ("route", "method", "status"))): sample.value
        for family in text_string_to_metric_families(client.get("/metrics").text)
        for sample in family.samples
    }


def test_a_line_for_each_request_without_what_was_asked(small_release: Path, tmp_path: Path) -> None:
    with running_server(small_release, tmp_path / "log") as (_, address):
        answer = httpx.get(f"{address}/sparql", params={"query": QUERY}, headers={"user-agent": "probe"})
        httpx.post(f"{address}/sparql", data={"query": QUERY})
        httpx.head(f"{address}/140826/unit/water")
        httpx.get(address + NASTY)
    first, second, third, last = told(tmp_path / "log")
    assert first.items() >= {
        "client": "127.0.0.1", "method": "GET", "path": "/sparql", "status": 200, "bytes": len(answer.content),
        "agent": "probe",
    }.items()  # fmt: skip
    assert first["ms"] > 0
    assert first["time"].endswith("Z")
    assert (second["method"], third["bytes"], last["status"]) == ("POST", 0, 404)
    assert last["path"] == '/x"\x1b[31m\n{"level"/你'
    assert "secret" not in (tmp_path / "log").read_text()


@pytest.mark.parametrize("form", ["json", "text"])
def test_queries_are_told_where_the_operator_wants_it(form: str, small_release: Path, tmp_path: Path) -> None:
    with running_server(small_release, tmp_path / "log", log_queries=True, log_format=form) as (_, address):
        httpx.post(f"{address}/sparql", data={"query": QUERY})
        httpx.get(address + NASTY)
    log = (tmp_path / "log").read_text(encoding="utf-8")
    assert QUERY in log
    assert "\x1b" not in log
    assert not any(line.startswith("{") for line in log.splitlines()) or form == "json"


def test_no_access_log(small_release: Path, tmp_path: Path) -> None:
    with running_server(small_release, tmp_path / "log", access_log=False) as (_, address):
        httpx.get(f"{address}/")
    assert told(tmp_path / "log") == []


def test_figures_count_requests_by_route(client: httpx.Client) -> None:
    before = figures(client)
    client.get("/sparql", params={"query": "ASK {}"})
    client.get("/sparql", params={"query": "ASK {"})
    client.get("/nothing/of/this/name")
    client.request("BREW", "/")
    after = figures(client)
    total = "gongbao_http_requests_total"
    for key in [("sparql", "GET", "200"), ("sparql", "GET", "400"), ("resource", "GET", "404")]:
        assert after[total, *key] == before.get((total, *key), 0) + 1
    assert not [key for key in after if "nothing" in str(key)]
    assert after["gongbao_query_processes", "", "", ""] == Settings().workers
    assert after["gongbao_query_processes_resident_memory_bytes", "", "", ""] > 1e6
    assert after["gongbao_connections", "", "", ""] >= 1
    assert after["gongbao_release_quads", "", "", ""] == client.get("/readyz").json()["quads"]
    assert after["process_resident_memory_bytes", "", "", ""] > 1e6


@pytest.mark.parametrize("path", ["/healthz", "/metrics"])
def test_methods_of_the_operators_paths(client: httpx.Client, path: str) -> None:
    assert client.head(path).content == b""
    assert client.get(path).headers["cache-control"] == "no-store"
    assert client.post(path).status_code == 405
    assert client.options(path).headers["allow"] == "GET, HEAD, OPTIONS"


def test_a_client_that_asks_too_often(small_release: Path, tmp_path: Path) -> None:
    settings = {"requests_per_minute": 5, "trusted_proxies": ["127.0.0.1"]}
    with running_server(small_release, tmp_path / "log", **settings) as (_, address):
        headers = {"x-forwarded-for": "6.6.6.6"}
        answers = [httpx.get(f"{address}/", headers=headers) for _ in range(7)]
        other = httpx.get(f"{address}/", headers={"x-forwarded-for": "7.7.7.7"})
        assert httpx.get(f"{address}/readyz", headers=headers).status_code == 200
    assert [answer.status_code for answer in answers] == [200] * 5 + [429] * 2
    assert 1 <= int(answers[-1].headers["retry-after"]) <= 12
    assert answers[-1].headers["x-content-type-options"] == "nosniff"
    assert other.status_code == 200


def test_a_limit_is_paid_off_evenly() -> None:
    now = 0.0
    limit = RateLimit(60, lambda: now)
    assert [limit.wait("a") for _ in range(61)] == [0.0] * 60 + [1.0]
    now = 1.0
    assert (limit.wait("a"), limit.wait("a")) == (0.0, 1.0)
    now = 1000.0
    assert [limit.wait("a") for _ in range(61)] == [0.0] * 60 + [1.0]


@pytest.mark.parametrize("formatter", [JsonFormatter(), TextFormatter()])
def test_a_failure_is_logged_with_its_traceback(formatter: logging.Formatter) -> None:
    try:
        raise ValueError("no")
    except ValueError:
        record = logging.LogRecord("x", logging.ERROR, "", 1, "bad \x1b[31m %s", ("thing\n",), sys.exc_info())
    line = formatter.format(record)
    assert "ValueError: no" in line
    assert "\x1b" not in line
    if isinstance(formatter, JsonFormatter):
        assert json.load(io.StringIO(line))["message"] == "bad \x1b[31m thing\n"
