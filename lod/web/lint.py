"""`/lint`: takes an upload, hands it to a process that lints, and sends the report."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.types import Receive, Scope, Send

from lod import formats
from lod.web.addresses import public_url
from lod.web.answering import PLAIN
from lod.web.frames import WorkerAnswer
from lod.web.lintpool import LintPool
from lod.web.naming import LINT_ONTOLOGY, path_of
from lod.web.protocol import BadRequest
from lod.web.resource import to_data
from lod.web.settings import Settings
from lod.web.sparql import unless_gone
from lod.web.texts import both, told
from lod.web.uploads import FIELDS

METHODS = ("GET", "HEAD", "POST", "OPTIONS")
ALLOW = (b"allow", ", ".join(METHODS).encode())


Page = Callable[[Request, WorkerAnswer | None], Awaitable[bytes]]


class LintEndpoint:
    """The linter as a web service; ``language`` tells that of a reader, ``page`` draws the form around an answer."""

    def __init__(self, pool: LintPool, language: Callable[[Request], str], page: Page, settings: Settings) -> None:
        self._pool = pool
        self._language = language
        self._page = page
        self._settings = settings
        self._held = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one HTTP request."""
        if scope["method"] == "OPTIONS":
            return await _reply(send, WorkerAnswer(204, "", None, b""))
        if scope["method"] not in METHODS:
            return await _reply(
                send, WorkerAnswer(405, PLAIN, None, both("not_allowed", scope["method"], ", ".join(METHODS)).encode())
            )
        request = Request(scope)
        if scope["method"] in ("GET", "HEAD") and to_data(request):
            # The vocabulary of the rules has the name of this address.
            target = f"{public_url(scope)}{path_of(LINT_ONTOLOGY, '')}"
            return await RedirectResponse(target, 303, {"vary": "Accept, Accept-Language"})(scope, receive, send)
        if scope["method"] in ("GET", "HEAD"):
            page = WorkerAnswer(200, formats.HTML.content_type, None, await self._page(request, None))
            return await _reply(send, page, head=scope["method"] == "HEAD")
        try:
            answer = await self._answer(request, receive)
        except BadRequest as error:
            answer = WorkerAnswer(error.status, PLAIN, None, told(str(error)).encode())
        if answer is None:
            return None
        read = _reads_html(request)
        if answer.rows is not None or (read and answer.status != 200):
            answer = WorkerAnswer(answer.status, formats.HTML.content_type, None, await self._page(request, answer))
            read = False
        # A report is saved, not shown: it brings a style that pages of this server may not have.
        await _reply(send, answer, saved=read)

    async def _answer(self, request: Request, receive: Receive) -> WorkerAnswer | None:
        body = bytearray()
        try:
            self._refuse(request)
            await self._fill(body, receive)
            asked = self._asked(request)
            return await unless_gone(self._pool.ask(asked, bytes(body)), receive)
        finally:
            self._held -= len(body)

    def _refuse(self, request: Request) -> None:
        if request.headers.get("content-encoding", "identity").lower() != "identity":
            raise BadRequest("Uploads are not compressed (Content-Encoding).", status=415)
        length = request.headers.get("content-length", "")
        if length.isdecimal() and int(length) > self._settings.lint_size:
            raise self._too_large()

    def _too_large(self) -> BadRequest:
        return BadRequest(f"The upload is larger than {self._settings.lint_size:,} bytes.", status=413)

    async def _fill(self, body: bytearray, receive: Receive) -> None:
        try:
            async with asyncio.timeout(self._settings.lint_body_seconds):
                while await self._more(body, receive):
                    pass
        except TimeoutError as error:
            raise BadRequest("The upload came too slowly.", status=408) from error

    async def _more(self, body: bytearray, receive: Receive) -> bool:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise BadRequest("The upload ended early.")
        chunk = message.get("body", b"")
        if len(body) + len(chunk) > self._settings.lint_size:
            raise self._too_large()
        if self._held + len(chunk) > self._settings.lint_held:
            raise BadRequest("Too many uploads are under way; try again later.", status=503)
        body += chunk
        self._held += len(chunk)
        return bool(message.get("more_body"))

    def _asked(self, request: Request) -> dict[str, Any]:
        try:
            pairs = parse_qsl(request.url.query, max_num_fields=20)
        except ValueError as error:
            raise BadRequest("The address has too many parameters.") from error
        return {
            "type": request.headers.get("content-type", ""),
            "accept": ", ".join(request.headers.getlist("accept")),
            "options": {name: value for name, value in pairs if name in FIELDS},
            "lang": self._language(request),
            "parts": self._settings.lint_parts,
        }


def _reads_html(request: Request) -> bool:
    accept = ", ".join(request.headers.getlist("accept"))
    return formats.negotiate(accept, (formats.REPORTS[0], formats.HTML)) == formats.HTML


async def _reply(send: Send, answer: WorkerAnswer, head: bool = False, saved: bool = False) -> None:
    headers = [(b"vary", b"Accept, Accept-Language"), (b"cache-control", b"no-store")]
    if answer.status != 204:
        headers.append((b"content-length", str(len(answer.body)).encode()))
        headers.append((b"content-type", answer.content_type.encode()))
    if saved:
        suffix = next((form.suffix for form in formats.REPORTS if form.content_type == answer.content_type), "txt")
        headers.append((b"content-disposition", f'attachment; filename="lint.{suffix}"'.encode()))
    if answer.status in (204, 405):
        headers += [ALLOW, (b"access-control-allow-methods", ALLOW[1]), (b"access-control-allow-headers", b"*")]
    if answer.status == 503:
        headers.append((b"retry-after", b"10"))
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if head else answer.body})
