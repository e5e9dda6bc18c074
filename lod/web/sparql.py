"""`/sparql` as a bare ASGI application: half the cost of a framework's route, and it sees the client go away."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from lod import formats
from lod.model import LodError, QueryError
from lod.web.addresses import public_url
from lod.web.description import describe_service
from lod.web.logs import QUERY
from lod.web.pool import Overloaded, QueryCrash, QueryTimeout, WorkerAnswer, WorkerPool
from lod.web.protocol import BadRequest, SparqlRequest, read_request
from lod.web.settings import Settings

Scope = dict[str, Any]
Receive = Callable[[], Any]
Send = Callable[[dict[str, Any]], Any]
Page = Callable[[Scope, str | None, WorkerAnswer | None], bytes]

PLAIN = "text/plain; charset=utf-8"
METHODS = ("GET", "HEAD", "POST", "OPTIONS")
# A browser names HTML; whoever names nothing is a program and wants the description.
BARE = (*formats.GRAPHS, formats.HTML)


class SparqlEndpoint:
    """The endpoint on one release. `page` draws the editor, around an answer where there is one."""

    def __init__(self, pool: WorkerPool, manifest: dict[str, Any], page: Page, settings: Settings) -> None:
        self._pool = pool
        self._manifest = manifest
        self._page = page
        self._settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one HTTP request."""
        method = scope["method"]
        if method not in METHODS:
            return await _reply(send, method, 405, PLAIN, b"Method not allowed\n", allow=True)
        if method == "OPTIONS":
            return await _reply(send, method, 204, None, b"", allow=True)
        answer = await self._answer(scope, receive)
        if answer is not None:
            await _reply(send, method, answer.status, answer.content_type, answer.body)

    async def _answer(self, scope: Scope, receive: Receive) -> WorkerAnswer | None:
        accept = ", ".join(_header(scope, b"accept"))
        request = None
        try:
            body = await self._body(receive) if scope["method"] == "POST" else b""
            content_type = next(iter(_header(scope, b"content-type")), "")
            request = read_request(scope["method"], scope["query_string"], content_type, body)
            if request is None:
                return self._bare(scope, accept)
            scope[QUERY] = request.query  # for the access log, where the operator wants it there
            answer = await _unless_gone(self._pool.ask(_message(request, accept, self._settings.page_rows)), receive)
        except LodError as error:
            answer = WorkerAnswer(_status(error), PLAIN, None, f"{error}\n".encode())
        if answer is None or not (answer.rows is not None or (answer.status != HTTPStatus.OK and _reads_html(accept))):
            return answer
        page = self._page(scope, request.query if request else None, answer)
        return WorkerAnswer(answer.status, formats.HTML.content_type, None, page)

    async def _body(self, receive: Receive) -> bytes:
        try:
            async with asyncio.timeout(self._settings.body_seconds):
                return await _body(receive, self._settings.request_size)
        except TimeoutError as error:
            raise BadRequest("The request came too slowly.", status=408) from error

    def _bare(self, scope: Scope, accept: str) -> WorkerAnswer:
        form = formats.negotiate(accept, BARE)
        if form is None:
            raise BadRequest("The service description is RDF.", status=406)
        if form == formats.HTML:
            return WorkerAnswer(200, form.content_type, None, self._page(scope, None, None))
        description = describe_service(f"{public_url(scope)}sparql", self._manifest, form)
        return WorkerAnswer(200, form.content_type, None, description)


def _message(request: SparqlRequest, accept: str, rows: int) -> dict[str, Any]:
    return {
        "query": request.query,
        "default": request.default_graphs,
        "named": request.named_graphs,
        "format": request.format,
        "accept": accept,
        "rows": rows,
    }


def _header(scope: Scope, name: bytes) -> list[str]:
    return [value.decode("latin-1") for key, value in scope["headers"] if key == name]


def _reads_html(accept: str) -> bool:
    return formats.negotiate(accept, (formats.N_TRIPLES, formats.HTML)) == formats.HTML


def _status(error: LodError) -> int:
    match error:
        case BadRequest():
            return error.status
        case QueryError():
            return 400
        case Overloaded() | QueryTimeout() | QueryCrash():
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


async def _unless_gone(work: Any, receive: Receive) -> WorkerAnswer | None:
    """The result of `work`, or None once the client has gone away, whose query is then killed."""
    asked = asyncio.ensure_future(work)
    gone = asyncio.ensure_future(_disconnect(receive))
    try:
        await asyncio.wait((asked, gone), return_when=asyncio.FIRST_COMPLETED)
        return asked.result() if asked.done() else None
    finally:
        for task in (asked, gone):
            task.cancel()
        await asyncio.gather(asked, gone, return_exceptions=True)


async def _disconnect(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _reply(
    send: Send, method: str, status: int, content_type: str | None, body: bytes, allow: bool = False
) -> None:
    headers = [(b"content-length", str(len(body)).encode())] if status != HTTPStatus.NO_CONTENT else []
    if content_type:
        headers.append((b"content-type", content_type.encode()))
    headers.append((b"vary", b"Accept, Accept-Language"))
    if allow:
        headers.append((b"allow", ", ".join(METHODS).encode()))
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        headers.append((b"retry-after", b"10"))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if method == "HEAD" else body})
