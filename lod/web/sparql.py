"""`/sparql` as a bare ASGI application: half the cost of a framework's route, and it sees the client go away.

The answers of a release never change. They are kept by what was asked, and a client that has one already is told so
without the query being run again.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Awaitable, Callable
from functools import lru_cache
from http import HTTPStatus
from typing import Any

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from lod import __version__, formats
from lod.model import LodError, QueryError, StoreError
from lod.web.addresses import public_url
from lod.web.answering import PLAIN, TRIPLES
from lod.web.cache import ReplyCache
from lod.web.coding import encode, negotiate_coding
from lod.web.conditional import http_date, not_modified
from lod.web.description import describe_service
from lod.web.flights import Flights
from lod.web.frames import WorkerAnswer
from lod.web.logs import QUERY as LOGGED
from lod.web.pool import Overloaded, QueryCrash, QueryTimeout, WorkerPool
from lod.web.protocol import FORM, QUERY, BadRequest, SparqlRequest, read_request
from lod.web.replies import Headers, Reply, fields
from lod.web.settings import Settings
from lod.web.texts import both, told

Page = Callable[[Scope, str | None, WorkerAnswer | None], Awaitable[bytes]]

METHODS = ("GET", "HEAD", "POST", "OPTIONS")
# A browser names HTML; whoever names nothing is a program and wants the description.
BARE = (*TRIPLES, formats.HTML)
PREFLIGHT = fields(
    allow=", ".join(METHODS),
    accept_post=f"{FORM}, {QUERY}",
    access_control_allow_methods=", ".join(METHODS),
    access_control_allow_headers="Accept, Accept-Encoding, Accept-Language, Content-Type, If-Modified-Since, "
    "If-None-Match, Range, User-Agent, X-Requested-With",
    access_control_max_age="86400",
)
EVERY = fields(vary="Accept, Accept-Encoding, Accept-Language")
# To be asked for again each time, which costs a 304: after a new release nobody shall go on with the old one.
KEPT = fields(cache_control="no-cache")
NOT_KEPT = fields(cache_control="no-store")
TRUNCATED = "x-truncated"
# With any of these an answer is not simply the one to the same address.
_OWN_WAY = (b"if-none-match", b"if-modified-since")
_REMEMBERED = 10_000
# Most queries are answered before a client can have gone away: only after these seconds is that looked for.
SOON = 0.05
_LONGEST = 2000


class SparqlEndpoint:
    """The endpoint on one release. `page` draws the editor, around an answer where there is one."""

    def __init__(self, pool: WorkerPool, manifest: dict[str, Any], page: Page, settings: Settings) -> None:
        self._manifest = manifest
        self._page = page
        self._settings = settings
        self._built = manifest["built"]
        self._last_modified = http_date(self._built)
        self._cache = ReplyCache(settings.cache_size)
        # Addresses as they were asked for, with the headers that decide, and the key of their answer and the query.
        self._asked: dict[tuple[bytes, ...], tuple[str, str]] = {}
        self._flights = Flights(pool.ask)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one HTTP request."""
        head = scope["method"] == "HEAD"
        reply = self._repeated(scope) or await self._reply(scope, receive)
        if reply is not None:
            await reply.send(send, head)

    def _repeated(self, scope: Scope) -> Reply | None:
        asked = _asked(scope)
        known = self._asked.get(asked) if asked else None
        if known is None:
            return None
        key, scope[LOGGED] = known  # for the access log, where the operator wants the query there
        return self._cache.get(key)

    async def _reply(self, scope: Scope, receive: Receive) -> Reply | None:
        method = scope["method"]
        if method not in METHODS:
            return _plain(405, both("not_allowed", method, ", ".join(METHODS)), fields(allow=", ".join(METHODS)))
        if method == "OPTIONS":
            return Reply(HTTPStatus.NO_CONTENT, EVERY + PREFLIGHT)
        try:
            request = await self._read(scope, receive)
            accept = ", ".join(_header(scope, b"accept"))
            if request is None:
                return await self._bare(scope, accept)
            scope[LOGGED] = request.query
            return await self._asked_for(scope, receive, request, accept)
        except LodError as error:
            return await self._refused(scope, None, error)

    async def _read(self, scope: Scope, receive: Receive) -> SparqlRequest | None:
        settings = self._settings
        body = b""
        if scope["method"] == "POST":
            if any(_header(scope, b"content-encoding")):
                raise BadRequest("A request has no content coding here.", status=415)
            try:
                async with asyncio.timeout(settings.body_seconds):
                    body = await _body(receive, settings.request_size)
            except TimeoutError as error:
                raise BadRequest("The request came too slowly.", status=408) from error
        content_type = next(iter(_header(scope, b"content-type")), "")
        return read_request(scope["method"], scope["query_string"], content_type, body)

    async def _bare(self, scope: Scope, accept: str) -> Reply:
        form = formats.negotiate(accept, BARE)
        if form is None:
            raise BadRequest("The service description is RDF.", status=406)
        if form == formats.HTML:
            return _html(200, await self._page(scope, None, None))
        address = f"{public_url(scope)}sparql"
        coding = negotiate_coding(", ".join(_header(scope, b"accept-encoding")))
        key = self._key("description", address, form.suffix, coding)
        if self._has(scope, key):
            return self._not_modified(key)
        reply = self._cache.get(key)
        if reply is None:
            body, coding = encode(describe_service(address, self._manifest, form), coding)
            reply = self._kept(key, WorkerAnswer(200, form.content_type, None, body, coding))
            self._cache.put(key, reply)
        return reply

    async def _asked_for(self, scope: Scope, receive: Receive, request: SparqlRequest, accept: str) -> Reply | None:
        coding = negotiate_coding(", ".join(_header(scope, b"accept-encoding")))
        message = _message(request, accept, coding, self._settings.page_rows)
        key = self._key(*message.values())
        if self._has(scope, key):
            return self._not_modified(key)
        reply = self._cache.get(key)
        if reply is None:
            client = (scope.get("client") or ("",))[0]
            try:
                answer = await unless_gone(self._flights.ask(key, message, client), receive)
            except LodError as error:
                return await self._refused(scope, request.query, error)
            if answer is None:
                return None
            if answer.rows is not None:
                return _html(answer.status, await self._page(scope, request.query, answer))
            if answer.status != HTTPStatus.OK:
                return await self._refusal(scope, request.query, answer)
            reply = self._kept(key, answer)
            self._cache.put(key, reply, len(request.query))
        self._remember(scope, key, request.query)
        return reply

    def _remember(self, scope: Scope, key: str, query: str) -> None:
        asked = _asked(scope)
        if asked and sum(map(len, asked)) <= _LONGEST:
            if len(self._asked) >= _REMEMBERED:
                self._asked.clear()
            self._asked[asked] = key, query

    def _key(self, *asked: Any) -> str:
        told = repr((__version__, self._manifest["id"], *asked))
        return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:32]

    def _has(self, scope: Scope, key: str) -> bool:
        if scope["method"] == "POST":
            return False
        return not_modified(Request(scope), _tag(key), self._built)

    def _validators(self, key: str) -> Headers:
        return EVERY + KEPT + fields(etag=_tag(key), last_modified=self._last_modified)

    def _not_modified(self, key: str) -> Reply:
        return Reply(HTTPStatus.NOT_MODIFIED, self._validators(key))

    def _kept(self, key: str, answer: WorkerAnswer) -> Reply:
        headers = fields(content_length=str(len(answer.body)), content_type=answer.content_type)
        if answer.coding:
            headers += fields(content_encoding=answer.coding)
        if answer.limit:
            said = f"at {answer.limit} bytes, behind the last whole row; add a LIMIT or take the whole data set"
            headers.append((TRUNCATED.encode(), said.encode()))
        return Reply(answer.status, headers + self._validators(key), answer.body)

    async def _refused(self, scope: Scope, query: str | None, error: LodError) -> Reply:
        status = _status(error)
        refusal = await self._refusal(scope, query, WorkerAnswer(status, PLAIN, None, told(str(error)).encode()))
        if status == HTTPStatus.UNSUPPORTED_MEDIA_TYPE:
            refusal.headers.extend(fields(accept_post=f"{FORM}, {QUERY}", accept_encoding="identity"))
        if isinstance(error, Overloaded):
            refusal.headers.extend(fields(retry_after=f"{self._settings.query_seconds:.0f}"))
        return refusal

    async def _refusal(self, scope: Scope, query: str | None, answer: WorkerAnswer) -> Reply:
        if _reads_html(", ".join(_header(scope, b"accept"))):
            return _html(answer.status, await self._page(scope, query, answer))
        return _plain(answer.status, answer.body.decode().strip())


class Shortcut:
    """Leads to the endpoint past the routes: for an answer that is kept they would be most of the work."""

    def __init__(self, app: ASGIApp, path: str, endpoint: ASGIApp) -> None:
        self._app = app
        self._path = path
        self._endpoint = endpoint

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on."""
        straight = scope["type"] == "http" and self._path == _route(scope)
        await (self._endpoint if straight else self._app)(scope, receive, send)


def _route(scope: Scope) -> str:
    path: str = scope["path"].removeprefix(scope.get("root_path", ""))
    return path.removesuffix("/")


def _asked(scope: Scope) -> tuple[bytes, ...] | None:
    """What decides the answer to a GET with a query, where nothing else does."""
    headers = dict(scope["headers"])
    if scope["method"] not in ("GET", "HEAD") or len(headers) != len(scope["headers"]):
        return None
    if any(name in headers for name in _OWN_WAY):
        return None
    return (scope["query_string"], headers.get(b"accept", b""), headers.get(b"accept-encoding", b""))


def _message(request: SparqlRequest, accept: str, coding: str | None, rows: int) -> dict[str, Any]:
    bindings, triples = _chosen(request.format, accept)
    return {
        "query": request.query,
        "default": request.default_graphs,
        "named": request.named_graphs,
        "bindings": bindings,
        "triples": triples,
        "format": request.format,
        "coding": coding,
        "rows": rows,
    }


@lru_cache(100)  # clients differ less than queries
def _chosen(name: str | None, accept: str) -> tuple[str | None, ...]:
    return tuple(_suffix(name, accept, (*offered, formats.HTML)) for offered in (formats.BINDINGS, TRIPLES))


def _suffix(name: str | None, accept: str, offered: tuple[formats.Format, ...]) -> str | None:
    form = formats.by_key(name, offered) if name else formats.negotiate(accept, offered)
    return form.suffix if form else None


def _header(scope: Scope, name: bytes) -> list[str]:
    return [value.decode("latin-1") for key, value in scope["headers"] if key == name]


def _reads_html(accept: str) -> bool:
    return formats.negotiate(accept, (formats.N_TRIPLES, formats.HTML)) == formats.HTML


def _tag(key: str) -> str:
    return f'"{key}"'


def _plain(status: int, message: str, more: Headers | None = None) -> Reply:
    body = f"{message.strip()}\n".encode()
    headers = fields(content_length=str(len(body)), content_type=PLAIN)
    return Reply(status, headers + EVERY + NOT_KEPT + (more or []), body)


def _html(status: int, body: bytes) -> Reply:
    headers = fields(content_length=str(len(body)), content_type=formats.HTML.content_type)
    return Reply(status, headers + EVERY + (KEPT if status == HTTPStatus.OK else NOT_KEPT), body)


def _status(error: LodError) -> int:
    match error:
        case BadRequest() | StoreError():
            return error.status
        case QueryError():
            return 400
        case QueryTimeout():
            return 504
        case Overloaded() | QueryCrash():
            return 503
        case _:
            return 500


async def _body(receive: Receive, limit: int) -> bytes:
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise BadRequest("The request ended early.")
        body += message.get("body", b"")
        if len(body) > limit:
            raise BadRequest(f"The request is larger than {limit:,} bytes.", status=413)
        if not message.get("more_body"):
            return bytes(body)


async def unless_gone(work: Any, receive: Receive) -> WorkerAnswer | None:
    """The result of `work`, or None once the client has gone away, who then waits no longer for it."""
    tasks: list[asyncio.Future[Any]] = [asyncio.ensure_future(work)]
    asked = tasks[0]
    try:
        await asyncio.wait(tasks, timeout=SOON)
        if not asked.done():
            tasks.append(asyncio.ensure_future(_disconnect(receive)))
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        return asked.result() if asked.done() else None
    finally:
        if pending := [task for task in tasks if not task.done()]:
            for task in pending:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


async def _disconnect(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
