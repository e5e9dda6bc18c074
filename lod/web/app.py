"""The application: routes, headers, errors; and the server that runs it."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import uvicorn
from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lod import __version__, formats
from lod.model import LodError
from lod.release import current
from lod.stores.embedded import open_release
from lod.web.pool import WorkerAnswer, WorkerPool
from lod.web.proxies import Fronting
from lod.web.render import Renderer
from lod.web.resource import VARY, Resources
from lod.web.settings import Settings
from lod.web.sparql import SparqlEndpoint

READ = ("GET", "HEAD", "OPTIONS")
# No script at all, nothing from elsewhere: what a text smuggles into a page can do nothing there.
HEADERS = {
    "content-security-policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "access-control-allow-origin": "*",
    "access-control-expose-headers": "Link, ETag, Content-Location",
}
PREFLIGHT = {
    "allow": ", ".join(READ),
    "access-control-allow-methods": ", ".join(READ),
    "access-control-allow-headers": "Accept, Accept-Language, Content-Type, If-None-Match",
}

Handler = Callable[[Request], Awaitable[Response] | Response]


def create_app(release: Path, settings: Settings | None = None) -> FastAPI:
    """The application on a release (the folder of one, or the `DIR` that holds several).

    Raises ReleaseError where there is no release.
    """
    settings = settings or Settings()
    folder = current(release)
    store = open_release(folder)
    renderer = Renderer(store)
    pool = WorkerPool(folder, settings)
    resources = Resources(store, renderer)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        await pool.start()
        yield
        await pool.close()

    def editor(scope: dict[str, Any], query: str | None, answer: WorkerAnswer | None) -> bytes:
        return renderer.editor(Request(scope), query, answer)

    def home(request: Request) -> Response:
        headers = {"vary": VARY, "content-language": renderer.language(request)}
        return Response(renderer.home(request), headers=headers, media_type=formats.HTML.content_type)

    def ready(request: Request) -> Response:
        return JSONResponse({"status": "ready", "release": store.release, "quads": len(store)})

    app = FastAPI(title="gongbao", version=__version__, lifespan=lifespan, docs_url=None, redoc_url=None)
    app.add_middleware(Fronting, settings=settings)
    app.add_middleware(_Headers)
    app.add_exception_handler(LodError, _failed)
    app.mount("/static", StaticFiles(directory=Path(__file__).parent / "static"))
    app.router.routes.append(Route("/sparql", SparqlEndpoint(pool, store.manifest, editor, settings)))
    for path, handler in (("/", home), ("/healthz", _alive), ("/readyz", ready), ("/{path:path}", resources.respond)):
        app.router.routes.append(Route(path, _reading(handler), methods=list(READ)))
    return app


def serve(release: Path, settings: Settings | None = None) -> None:
    """Serves a release until it is interrupted; requests under way are answered first.

    Raises ReleaseError where there is no release, and LodError where the address cannot be taken.
    """
    settings = settings or Settings()
    config = uvicorn.Config(
        create_app(release, settings),
        log_level="info",
        access_log=False,
        server_header=False,
        proxy_headers=False,  # it believes more headers than ours does
        timeout_graceful_shutdown=10,
    )
    # Bound here, because uvicorn ends the process where it cannot bind.
    with _bound(settings.host, settings.port) as bound, suppress(KeyboardInterrupt):
        uvicorn.Server(config).run(sockets=[bound])


def _bound(host: str, port: int) -> socket.socket:
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family)
    except (OSError, OverflowError) as error:
        raise LodError(f"The server cannot listen on {host}:{port}: {error}.") from error


def _reading(handler: Callable[[Request], Response]) -> Callable[[Request], Response]:
    def respond(request: Request) -> Response:
        if request.method == "OPTIONS":
            return Response(status_code=204, headers=PREFLIGHT)
        return handler(request)

    return respond


def _alive(request: Request) -> Response:
    return PlainTextResponse("ok\n")


def _failed(request: Request, error: Exception) -> Response:
    return PlainTextResponse(f"{error}\n", status_code=500)


class _Headers:
    """Adds the headers that every answer has."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._headers = [(name.encode(), value.encode()) for name, value in HEADERS.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *self._headers]
            await send(message)

        await self._app(scope, receive, send_with_headers if scope["type"] == "http" else send)
