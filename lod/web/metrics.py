"""Figures for Prometheus: requests, their time and size, connections, releases, query processes, memory."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    Info,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily, Metric

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS"})
# From a cached lookup to the longest query.
SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
# A second series for each figure, which nobody asks for.
disable_created_metrics()  # type: ignore[no-untyped-call]


class Metrics:
    """The figures of one server."""

    def __init__(self) -> None:
        own = self._registry = CollectorRegistry()
        self._requests = Counter("gongbao_http_requests", "Requests", ["route", "method", "status"], registry=own)
        self._seconds = Histogram(
            "gongbao_http_request_seconds", "Time to the end of an answer", ["route"], registry=own, buckets=SECONDS
        )
        self._bytes = Counter("gongbao_http_response_bytes", "Bytes of bodies sent", ["route"], registry=own)
        self.running = Gauge("gongbao_http_requests_running", "Requests being answered", registry=own)
        self.reloads = Counter("gongbao_reloads", "Attempts to serve another release", ["outcome"], registry=own)
        self.cut = Counter("gongbao_connections_cut", "Connections that were cut off", ["reason"], registry=own)
        self._release = Info("gongbao_release", "The release that is served", registry=own)
        self._quads = Gauge("gongbao_release_quads", "Statements of the release", registry=own)
        # Finding them by their labels costs more than counting.
        self._figures = lru_cache(1000)(self._labelled)
        ProcessCollector(registry=own)
        own.register(_QueryProcesses())

    def observe(self, route: str, method: str, status: int, seconds: float, size: int) -> None:
        """Counts a request that has been answered.

        >>> figures = Metrics()
        >>> figures.observe("sparql", "GET", 200, 0.002, 10)
        >>> b'gongbao_http_requests_total{method="GET",route="sparql",status="200"} 1.0' in figures.text()
        True
        """
        requests, times, sizes = self._figures(route, method if method in METHODS else "other", status)
        requests.inc()
        times.observe(seconds)
        sizes.inc(size)

    def _labelled(self, route: str, method: str, status: int) -> tuple[Counter, Histogram, Counter]:
        requests = self._requests.labels(route, method, str(status))
        return requests, self._seconds.labels(route), self._bytes.labels(route)

    def serves(self, manifest: dict[str, Any]) -> None:
        """Notes which release is served."""
        self._release.info({"id": str(manifest.get("id", "")), "built": str(manifest.get("built", ""))})
        self._quads.set(manifest.get("quads", 0))

    def count(self, name: str, told: str, value: Callable[[], float]) -> None:
        """Adds a figure that is looked up whenever somebody asks."""
        Gauge(name, told, registry=self._registry).set_function(value)

    def text(self) -> bytes:
        """All figures as Prometheus reads them."""
        return generate_latest(self._registry)


class _QueryProcesses:
    def collect(self) -> Iterable[Metric]:
        sizes = [size for process in _forked() if (size := _resident(process)) is not None]
        yield GaugeMetricFamily("gongbao_query_processes", "Processes that answer queries", len(sizes))
        yield GaugeMetricFamily("gongbao_query_processes_resident_memory_bytes", "Their memory", sum(sizes))


def _forked() -> list[str]:
    # The server's only children are those that fork the processes which answer queries.
    return [worker for nursery in _children("self") for worker in _children(nursery)]


def _children(process: str) -> list[str]:
    try:
        threads = list(Path(f"/proc/{process}/task").iterdir())
        return [child for thread in threads for child in (thread / "children").read_text(encoding="ascii").split()]
    except OSError:
        return []  # not Linux, or a thread has just ended


def _resident(process: str) -> int | None:
    try:
        pages = Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1]
    except OSError:
        return None
    return int(pages) * os.sysconf("SC_PAGE_SIZE")
