"""Sees every request that comes in and every answer that leaves, for the access log and the figures."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lod.web.logs import QUERY, AccessLog, moment
from lod.web.metrics import Metrics

GONE = 499  # the status in log and figures where the client left before there was one; nginx writes the same
LONGEST = 2000  # characters of a field of the log


class Observing:
    """Stands around everything else. ``segments`` says which first parts of a path are routes of their own."""

    def __init__(
        self,
        app: ASGIApp,
        metrics: Metrics,
        segments: Callable[[], Collection[str]],
        log: AccessLog | None,
        log_queries: bool = False,
    ) -> None:
        self._app = app
        self._metrics = metrics
        self._segments = segments
        self._log = log
        self._log_queries = log_queries

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on, and counts and tells what became of it."""
        began = time.perf_counter()
        status, size = GONE, 0

        async def noting(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.start":
                status = message["status"]
            elif scope["method"] != "HEAD":
                size += len(message.get("body", b""))
            await send(message)

        self._metrics.running.inc()
        try:
            await self._app(scope, receive, noting)
        except Exception:
            status = 500
            raise
        finally:
            self._metrics.running.dec()
            seconds = time.perf_counter() - began
            self._metrics.observe(self._route(scope), scope["method"], status, seconds, size)
            if self._log:
                self._log.write(self._told(scope, status, seconds, size))

    def _route(self, scope: Scope) -> str:
        # Never the path itself: each stranger's invention would become a figure of its own.
        first = scope["path"].removeprefix(scope.get("root_path", "")).strip("/").partition("/")[0]
        return first if first in self._segments() else "resource"

    def _told(self, scope: Scope, status: int, seconds: float, size: int) -> dict[str, Any]:
        agent = next((value for name, value in scope["headers"] if name == b"user-agent"), b"").decode("latin-1")
        told = {
            "time": moment(time.time()),
            "client": (scope.get("client") or ("",))[0],
            "method": scope["method"],
            "path": scope["path"][:LONGEST],
            "status": status,
            "bytes": size,
            "ms": round(seconds * 1000, 1),
            "agent": agent[:200],
        }
        if self._log_queries:
            told["search"] = scope["query_string"].decode("latin-1")[:LONGEST]
            told["query"] = scope.get(QUERY, "")[:LONGEST]
        return {key: value for key, value in told.items() if value != ""}
