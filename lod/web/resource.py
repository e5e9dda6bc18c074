"""Every resource at its own address, as a page or as RDF: by Accept, by suffix, or by `?format=`."""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from lod import formats
from lod.formats import Format
from lod.stores.opened import OpenRelease
from lod.stores.triples import write_triples
from lod.web.addresses import public_url
from lod.web.cache import ReplyCache
from lod.web.conditional import http_date, not_modified, tag
from lod.web.describing import describe, described_at
from lod.web.links import Link, links_of
from lod.web.naming import iri_of, local
from lod.web.render import Renderer
from lod.web.replies import Reply
from lod.web.slices import BadRange, OutsideText, slice_of, text_of
from lod.web.texts import both

VARY = "Accept, Accept-Language"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request asks for: a path without suffix, its IRI, and the formats that suffix and parameter name."""

    path: str
    iri: str
    suffixed: Format | None
    named: str | None
    root: str

    @property
    def landing(self) -> bool:
        """Whether the address is that of the resource itself, or of its page."""
        return self.named is None and self.suffixed in (None, formats.HTML)


class Resources:
    """The resources of a release. ``former`` are those of earlier ones; answers of up to ``kept`` bytes are kept."""

    def __init__(self, store: OpenRelease, renderer: Renderer, former: Collection[str], kept: int) -> None:
        self._store = store
        self._renderer = renderer
        self._former = former
        self._built = http_date(str(store.manifest["built"]))
        self._cache = ReplyCache(kept)
        self._lock = threading.Lock()

    def respond(self, request: Request) -> Response:
        """The answer to a GET of any path that is no route of its own."""
        asked = self._asked(request)
        if not self._store.has(asked.iri):
            return self._elsewhere(asked) or self._missing(request, asked)
        if "char" in request.query_params:
            return self._slice(request, asked)
        form = _form(request, asked)
        if form is None:
            offered = ", ".join(f"{form.suffix} ({form.media_type})" for form in formats.RESOURCE)
            return PlainTextResponse(both("offered", offered), 400 if asked.named else 406, {"vary": VARY})
        headers = self._headers(request, asked, form)
        if not_modified(request, headers["etag"], str(self._store.manifest["built"])):
            return Response(status_code=304, headers=headers)
        return Response(self._body(request, asked, form), headers=headers | {"content-type": form.content_type})

    def _asked(self, request: Request) -> Asked:
        path, base = request.path_params.get("path", ""), self._store.base
        suffixed, form = formats.split_suffix(path, formats.RESOURCE)
        # A dot may belong to an address; only one that is nothing by itself ends in a suffix.
        if form and not self._store.has(iri_of(path, base)):
            path = suffixed
        else:
            form = None
        root = urlsplit(public_url(request.scope)).path
        return Asked(path, iri_of(path, base), form, request.query_params.get("format"), root)

    def _elsewhere(self, asked: Asked) -> Response | None:
        path = described_at(self._store, asked.iri)
        if path is None:
            return None
        suffix = f".{asked.suffixed.suffix}" if asked.suffixed else ""
        query = f"?{urlencode({'format': asked.named})}" if asked.named else ""
        return RedirectResponse(local(path, asked.root) + suffix + query, 303, {"cache-control": "public, no-cache"})

    def _missing(self, request: Request, asked: Asked) -> Response:
        gone = asked.iri in self._former
        # There is nothing in any format, so nothing is refused for its format.
        form = _form(request, asked) or formats.HTML
        body = self._renderer.missing(request, gone) if form == formats.HTML else write_triples((), form)
        headers = {"vary": VARY, "content-type": form.content_type}
        if form == formats.HTML:
            headers["content-language"] = self._renderer.language(request)
        return Response(body, 410 if gone else 404, headers)

    def _slice(self, request: Request, asked: Asked) -> Response:
        wanted, chars = request.query_params.getlist("char"), text_of(self._store, asked.iri)
        if chars is None or len(wanted) != 1:
            return PlainTextResponse(both("char_hint" if chars else "char_no_text"), 400)
        try:
            begin, end = slice_of(chars, wanted[0])
        except BadRange:
            return PlainTextResponse(both("char_hint"), 400)
        except OutsideText:
            return PlainTextResponse(both("char_outside", f"{len(chars):,}"), 416)
        place = f"{asked.iri}#char={begin},{end}"
        links = Link(place, "cite-as"), Link(local(asked.path, asked.root), "collection", "text/html")
        headers = self._caching(tag(self._store.release, place, asked.root), links)
        if not_modified(request, headers["etag"], str(self._store.manifest["built"])):
            return Response(status_code=304, headers=headers)
        return PlainTextResponse(chars[begin:end], headers=headers)

    def _body(self, request: Request, asked: Asked, form: Format) -> bytes:
        # Only a page depends on more than its IRI.
        page = (request.url.path, request.url.query, self._language(request, form), public_url(request.scope))
        key = (asked.iri, form.suffix, *(page if form == formats.HTML else ()))
        with self._lock:
            kept = self._cache.get(key)
        if kept:
            return kept.body
        if form == formats.HTML:
            body = self._renderer.resource(request, asked.iri, asked.path)
        else:
            body = write_triples(describe(self._store, asked.iri), form)
        with self._lock:
            self._cache.put(key, Reply(200, [], body), sum(map(len, key)))
        return body

    def _headers(self, request: Request, asked: Asked, form: Format) -> dict[str, str]:
        language = self._language(request, form)
        place = f"{local(asked.path, asked.root)}.{form.suffix}"
        # A page has absolute addresses in its data for search engines.
        seen = public_url(request.scope) if form == formats.HTML else asked.root
        etag = tag(self._store.release, asked.iri, form.suffix, language, request.url.query, seen)
        headers = self._caching(etag, links_of(self._store, asked.iri, asked.path, asked.root, asked.landing))
        headers |= {"content-location": place, "vary": VARY}
        return headers | ({"content-language": language} if language else {})

    def _caching(self, etag: str, links: Iterable[Link]) -> dict[str, str]:
        return {
            "etag": etag,
            "last-modified": self._built,
            "cache-control": "public, no-cache",
            "link": ", ".join(map(str, links)),
        }

    def _language(self, request: Request, form: Format) -> str:
        return self._renderer.language(request) if form == formats.HTML else ""


def _form(request: Request, asked: Asked) -> Format | None:
    if asked.named:
        return formats.by_key(asked.named, formats.RESOURCE)
    return asked.suffixed or formats.negotiate(", ".join(request.headers.getlist("accept")), formats.RESOURCE)


def to_data(request: Request) -> bool:
    """Whether a request to an address that is itself no resource wants data rather than a page."""
    named = request.query_params.get("format")
    if named:
        return formats.by_key(named, formats.GRAPHS) is not None
    form = formats.negotiate(", ".join(request.headers.getlist("accept")), formats.RESOURCE)
    return form in formats.GRAPHS
