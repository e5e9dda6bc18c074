"""The application on one release: its routes, headers and errors."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI
from starlette.convertors import IntegerConvertor, register_url_convertor
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lod import __version__, formats
from lod.changes import read_log
from lod.changes.former import former_iris
from lod.model import LodError, StoreError
from lod.stores.opened import OpenRelease
from lod.stores.opening import open_anywhere
from lod.web.addresses import public_url
from lod.web.catalogue import Catalogue
from lod.web.coding import coded
from lod.web.conditional import http_date, not_modified, tag
from lod.web.crawling import Crawling
from lod.web.dumps import Dumps
from lod.web.frames import WorkerAnswer
from lod.web.lanes import Handler, Lanes
from lod.web.lint import LintEndpoint
from lod.web.lintpool import LintPool
from lod.web.pool import WorkerPool
from lod.web.render import Renderer
from lod.web.resource import VARY, Resources, to_data
from lod.web.settings import Settings
from lod.web.sparql import Shortcut, SparqlEndpoint
from lod.web.stream import ChangeStream
from lod.web.texts import both, told

READ = ("GET", "HEAD", "OPTIONS")
# No script at all, nothing from elsewhere: what a text smuggles into a page can do nothing there.
HEADERS = {
    "content-security-policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "access-control-allow-origin": "*",
    "access-control-expose-headers": "Link, ETag, Content-Location, Accept-Ranges, Content-Range, Repr-Digest, "
    "Retry-After, X-Truncated",
}
PREFLIGHT = {
    "allow": ", ".join(READ),
    "access-control-allow-methods": ", ".join(READ),
    "access-control-allow-headers": "Accept, Accept-Language, Content-Type, If-None-Match, Range",
}


class _Number(IntegerConvertor):
    regex = "[0-9]{1,12}"  # a number of more digits than Python converts would be an error of the server's


register_url_convertor("number", _Number())


def create_app(folder: Path, settings: Settings | None = None) -> FastAPI:
    """The application on a release, the folder of one.

    Raises ReleaseError where there is no release.
    """
    settings = settings or Settings()
    store = open_anywhere(folder)
    renderer = Renderer(store)
    pool = WorkerPool(folder, settings)
    linters = LintPool(settings)
    lanes = Lanes(settings)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        await pool.start()
        yield
        await pool.close()
        await linters.close()

    async def editor(scope: Scope, query: str | None, answer: WorkerAnswer | None) -> bytes:
        request = Request(scope)
        return await lanes.run(query or "", request, lambda: renderer.editor(request, query, answer))

    async def linted(request: Request, answer: WorkerAnswer | None) -> bytes:
        return await lanes.run("/lint", request, lambda: renderer.lint(request, answer))

    app = FastAPI(title="gongbao", version=__version__, lifespan=lifespan, docs_url=None, redoc_url=None)
    app.state.manifest = store.manifest
    app.add_exception_handler(LodError, _failed)
    app.add_exception_handler(405, _not_allowed)
    app.mount("/static", StaticFiles(directory=Path(__file__).parent / "static"))
    endpoint = SparqlEndpoint(pool, store.manifest, editor, settings)
    app.add_middleware(Shortcut, path="/sparql", endpoint=endpoint)
    app.router.routes.append(Route("/sparql", endpoint))
    app.router.routes.append(Route("/lint", LintEndpoint(linters, renderer.language, linted, settings)))
    for path, handler in _readable(folder, store, settings, renderer).items():
        app.router.routes.append(Route(path, _reading(handler, lanes), methods=list(READ)))
    return app


def _readable(folder: Path, store: OpenRelease, settings: Settings, renderer: Renderer) -> dict[str, Handler]:
    """What can be read and where; a path that stands earlier goes first."""
    log = read_log(folder, store.manifest)
    catalogue, crawling = Catalogue(store, log, settings, renderer), Crawling(store, settings)
    stream = ChangeStream(log, store.base, settings, renderer.language)

    def home(request: Request) -> Response:
        if to_data(request):
            query = f"?{request.url.query}" if "format" in request.query_params else ""
            return RedirectResponse(f"{public_url(request.scope)}catalog{query}", 303, {"vary": VARY})
        language, built = renderer.language(request), str(store.manifest["built"])
        etag = tag(store.release, request.url.query, language, public_url(request.scope))
        headers = {"vary": VARY, "etag": etag, "last-modified": http_date(built), "cache-control": "public, no-cache"}
        if not_modified(request, etag, built):
            return Response(status_code=304, headers=headers)
        headers["content-language"] = language
        return Response(renderer.home(request), headers=headers, media_type=formats.HTML.content_type)

    def ready(request: Request) -> Response:
        try:
            store.check()
        except StoreError as error:
            return JSONResponse({"status": "no store", "reason": str(error)}, 503)
        return JSONResponse({"status": "ready", "release": store.release, "quads": len(store)})

    return {
        "/": home,
        "/readyz": ready,
        "/dumps/{name}": Dumps(folder, store.manifest).respond,
        "/robots.txt": crawling.robots,
        "/sitemap.xml": crawling.index,
        "/sitemap/{page:number}.xml": crawling.page,
        "/.well-known/void": catalogue.void,
        "/catalog": catalogue.respond,
        "/catalog.{suffix}": catalogue.respond,
        "/catalog/{name:path}": catalogue.member,
        "/ldes": stream.root,
        "/ldes/{release}/{first:number}": stream.page,
        "/feed.atom": stream.feed,
        "/feed/{release}/{first:number}.atom": stream.archive,
        "/{path:path}": Resources(store, renderer, former_iris(log), settings.pages_size).respond,
    }


def _reading(handler: Handler, lanes: Lanes) -> Callable[[Request], Awaitable[Response]]:
    async def respond(request: Request) -> Response:
        if request.method == "OPTIONS":
            return Response(status_code=204, headers=PREFLIGHT)
        return await lanes.respond(lambda request: coded(request, handler(request)), request)

    return respond


def _failed(request: Request, error: Exception) -> Response:
    return PlainTextResponse(told(str(error)), status_code=error.status if isinstance(error, StoreError) else 500)


def _not_allowed(request: Request, error: Exception) -> Response:
    methods = (getattr(error, "headers", None) or {}).get("Allow", "GET, HEAD")
    allow = ", ".join(sorted(methods.split(", ")))
    return PlainTextResponse(both("not_allowed", request.method, allow), 405, {"allow": allow})


class Headers:
    """Adds the headers that every answer has."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._headers = [(name.encode(), value.encode()) for name, value in HEADERS.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *self._headers]
            await send(message)

        await self._app(scope, receive, send_with_headers if scope["type"] == "http" else send)
