"""The change log over HTTP: ``/ldes`` and its pages, ``/feed.atom`` and its archives.

Only the two entry points change with a release. The documents below them never do, and say so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from tempfile import SpooledTemporaryFile
from typing import IO, cast

from pyoxigraph import RdfFormat, parse, serialize
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse

from lod import formats, vocab
from lod.changes import Log, feed, pages, stream
from lod.changes.pages import Limits, Page
from lod.formats import Format
from lod.web.addresses import public_url
from lod.web.conditional import http_date, not_modified, tag
from lod.web.settings import Settings
from lod.web.texts import LANGUAGES, TEXTS, both

LASTING = "public, max-age=31536000, immutable"
CHECKED = "public, no-cache"
_IN_MEMORY = 8 * 1024 * 1024
_PIECE = 256 * 1024


class ChangeStream:
    """The change log of a release, as event stream and as feed."""

    def __init__(self, log: Log, base: str, settings: Settings, language: Callable[[Request], str]) -> None:
        self._log = log
        self._base = base
        self._limits = Limits(settings.stream_changes, settings.stream_size)
        self._language = language
        self._publisher = settings.publisher_name

    def root(self, request: Request) -> Response:
        """The root node of the stream."""
        if not self._log.steps:
            return _missing("no_log")
        last, address = self._log.steps[-1], _stream_address(request)
        return _in_a_syntax(request, lambda: [stream.root(self._log, address)], last.built, CHECKED, last.release)

    def page(self, request: Request) -> Response:
        """A page of the stream."""
        page = self._page(request)
        if page is None:
            return _missing("no_stream_page")
        address = _stream_address(request)
        content = partial(stream.page, self._log, page, address, self._base)
        return _in_a_syntax(request, content, page.step.built, LASTING, f"{page.path} {self._limits}")

    def feed(self, request: Request) -> Response:
        """The subscription document of the feed: the newest changes."""
        page = pages.latest(self._log, self._limits)
        return self._feed(request, page, False) if page else _missing("no_log")

    def archive(self, request: Request) -> Response:
        """A document of earlier changes."""
        page = self._page(request)
        return self._feed(request, page, True) if page else _missing("no_archive")

    def _page(self, request: Request) -> Page | None:
        wanted = request.path_params
        return pages.page_at(self._log, wanted["release"], wanted["first"], self._limits)

    def _feed(self, request: Request, page: Page, archive: bool) -> Response:
        language, address = self._language(request), public_url(request.scope)
        etag = tag(page.path, str(self._limits), str(archive), language, address, self._publisher)
        headers = _headers(etag, page.step.built, LASTING if archive else CHECKED, "Accept-Language")
        if not_modified(request, headers["etag"], page.step.built):
            return Response(status_code=304, headers=headers)
        earlier = pages.before(self._log, page, self._limits)
        words = _words(language)
        author = self._publisher or words["title"]
        document = feed.Feed(address, self._base, language, words, author).document(page, earlier, archive)
        return Response(document, headers=headers | {"content-language": language}, media_type=feed.MEDIA_TYPE)


def _in_a_syntax(
    request: Request, content: Callable[[], Iterable[bytes]], built: str, caching: str, name: str
) -> Response:
    """N-Quads in the syntax that the client wants."""
    asked = request.query_params.get("format")
    form = formats.by_key(asked, formats.DATASETS) if asked else _negotiated(request)
    if form is None:
        offered = ", ".join(f"{form.suffix} ({form.media_type})" for form in formats.DATASETS)
        return PlainTextResponse(both("offered", offered), 400 if asked else 406, {"vary": "Accept"})
    headers = _headers(tag(name, form.suffix, _stream_address(request)), built, caching, "Accept")
    if not_modified(request, headers["etag"], built):
        return Response(status_code=304, headers=headers)
    file = _written(content(), form)
    size = file.seek(0, 2)
    headers["content-type"] = form.content_type
    if size <= _IN_MEMORY:
        with file:
            file.seek(0)
            return Response(file.read(), headers=headers)
    return StreamingResponse(_pieces(file), headers=headers | {"content-length": str(size)})


def _negotiated(request: Request) -> Format | None:
    return formats.negotiate(", ".join(request.headers.getlist("accept")), formats.DATASETS)


def _written(content: Iterable[bytes], form: Format) -> IO[bytes]:
    lines = _scratch()
    for piece in content:
        lines.write(piece)
    if form == formats.N_QUADS:
        return lines
    with lines:
        lines.seek(0)
        written = _scratch()
        prefixes = vocab.PREFIXES | stream.NAMESPACES if form == formats.TRIG else None
        serialize(parse(lines, RdfFormat.N_QUADS), written, format=form.rdf, prefixes=prefixes)
        return written


def _scratch() -> IO[bytes]:
    return cast(IO[bytes], SpooledTemporaryFile(_IN_MEMORY))


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        file.seek(0)
        while piece := file.read(_PIECE):
            yield piece


def _headers(etag: str, built: str, caching: str, vary: str) -> dict[str, str]:
    return {"etag": etag, "last-modified": http_date(built), "cache-control": caching, "vary": vary}


def _stream_address(request: Request) -> str:
    return f"{public_url(request.scope)}ldes"


def _words(language: str) -> dict[str, str]:
    place = LANGUAGES.index(language)
    words = {kind: TEXTS[kind][place] for kind in stream.TYPES}
    return words | {"title": TEXTS["feed"][place], "rights": TEXTS["licence"][place]}


def _missing(reason: str) -> Response:
    return PlainTextResponse(both(reason), 404)
