"""What operators and their machines ask: whether the server lives, whether it wants requests, its figures."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from lod.web.metrics import CONTENT_TYPE

METHODS = ("GET", "HEAD", "OPTIONS")


class Operations:
    """Answers the paths that belong to no release, and passes every other request on."""

    def __init__(self, app: ASGIApp, figures: Callable[[], bytes]) -> None:
        self._app = app
        self.stopping = False
        self._paths: dict[str, Callable[[], Response]] = {
            "/healthz": _alive,
            "/metrics": lambda: Response(figures(), media_type=CONTENT_TYPE),
        }

    @cached_property
    def segments(self) -> frozenset[str]:
        """The first parts of the paths that are answered here."""
        return frozenset(path.strip("/") for path in self._paths)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers a request, or passes it on."""
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        answer = self._paths.get(path)
        if path == "/readyz" and self.stopping:
            answer = _stopping
        if answer is None:
            return await self._app(scope, receive, send)
        response = answer() if scope["method"] in ("GET", "HEAD") else _without_body(scope["method"])
        response.headers["cache-control"] = "no-store"
        await response(scope, receive, send)


def _alive() -> Response:
    return PlainTextResponse("ok\n")


def _stopping() -> Response:
    return JSONResponse({"status": "stopping"}, status_code=503)


def _without_body(method: str) -> Response:
    return Response(status_code=204 if method == "OPTIONS" else 405, headers={"allow": ", ".join(METHODS)})
