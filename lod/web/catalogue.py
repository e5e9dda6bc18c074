"""The catalogue over HTTP: ``/catalog`` and its pages, each data set and service at its own address, issues as data."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property, partial
from urllib.parse import urlencode

from pyoxigraph import Quad, Triple, serialize
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from lod import formats
from lod.catalogue import Holdings, Site, catalogue, described, page_count, read_holdings
from lod.catalogue.void import Statistics, count, void
from lod.changes import Log
from lod.formats import Format
from lod.stores.opened import OpenRelease
from lod.stores.triples import write_triples
from lod.web.addresses import public_url
from lod.web.conditional import http_date, not_modified, tag
from lod.web.render import Renderer
from lod.web.resource import VARY
from lod.web.settings import Settings
from lod.web.texts import both

# Whoever names no format is a harvester: browsers name HTML.
_OFFERED = (*formats.GRAPHS, formats.HTML)
_DATA = (formats.N_QUADS, formats.TRIG, formats.JSON_LD, formats.TURTLE)


class Catalogue:
    """The catalogue of a release. What the release holds is read when it is first asked."""

    def __init__(self, store: OpenRelease, log: Log, settings: Settings, renderer: Renderer) -> None:
        self._store = store
        self._log = log
        self._renderer = renderer
        self._settings = settings
        self._read: Holdings | None = None

    def respond(self, request: Request) -> Response:
        """A page of the catalogue, at ``/catalog``, ``/catalog.ttl`` and ``/catalog?page=2``."""
        page = request.query_params.get("page", "1")
        size = self._settings.catalogue_datasets
        pages = page_count(self._holdings, size)
        if not (page.isascii() and page.isdigit() and len(page) < 10 and 1 <= int(page) <= pages):
            return PlainTextResponse(both("catalogue_pages", str(pages)), 404)
        suffix = request.path_params.get("suffix", "")
        form = _wanted(request, suffix)
        if form is None:
            return _refused(request, suffix)
        site = self._site(request)
        address = partial(_page_address, f"{site.url}catalog{f'.{suffix}' if suffix else ''}", request)
        told = catalogue(self._holdings, site, int(page), size, address)
        return self._shown(request, form, told, "catalog", int(page), pages)

    def member(self, request: Request) -> Response:
        """A data set or a service by itself, or the data of an issue."""
        name, form = formats.split_suffix(request.path_params["name"], (*_OFFERED, *_DATA))
        issue, _, last = name.rpartition("/")
        found = next((one for one in self._holdings.issues if one.iri == self._store.base + issue), None)
        if found and last == "data" and form in _DATA:
            graphs = (quad for graph in found.graphs for quad in self._store.graph(graph))
            return self._answer(request, form, partial(_written, graphs, form))
        suffix = form.suffix if form else ""
        wanted = _wanted(request, suffix)
        if wanted is None:
            return _refused(request, suffix)
        triples = described(self._holdings, self._site(request), name)
        if not triples:
            return PlainTextResponse(both("catalogue_missing"), 404)
        return self._shown(request, wanted, triples, f"catalog/{name}")

    def void(self, request: Request) -> Response:
        """The statistics of the data, at ``/.well-known/void``."""
        form = _wanted(request, "", formats.GRAPHS)
        if form is None:
            return _refused(request, "", formats.GRAPHS)
        dumped = "files" in self._store.manifest  # a store on another server comes without
        told = void(self._statistics, public_url(request.scope), self._store.base, dumped)
        return self._answer(request, form, partial(write_triples, told, form))

    @cached_property
    def _statistics(self) -> tuple[Statistics, ...]:
        return count(self._store)

    @property
    def _holdings(self) -> Holdings:
        if self._read is None:
            self._read = read_holdings(self._store, self._log.changed())
        return self._read

    def _site(self, request: Request) -> Site:
        chosen, url = self._settings, public_url(request.scope)
        return Site(url, self._store.base, chosen.publisher_name, chosen.publisher_type, chosen.contact_email)

    def _shown(
        self, request: Request, form: Format, told: Iterable[Triple], path: str, page: int = 1, pages: int = 1
    ) -> Response:
        if form != formats.HTML:
            return self._answer(request, form, partial(write_triples, told, form))
        drawn = partial(self._renderer.catalogue, request, told, path, page, pages)
        return self._answer(request, form, drawn, self._renderer.language(request))

    def _answer(self, request: Request, form: Format, body: Callable[[], bytes], language: str = "") -> Response:
        built, asked = str(self._store.manifest["built"]), (request.url.query, request.url.path, form.suffix, language)
        # What was set is in the answer as well: the site, and how many data sets a page has.
        told = (repr(self._site(request)), str(self._settings.catalogue_datasets))
        headers = {
            "etag": tag(self._store.release, *asked, *told),
            "last-modified": http_date(built),
            "cache-control": "public, no-cache",
            "vary": VARY,
        } | ({"content-language": language} if language else {})
        if not_modified(request, headers["etag"], built):
            return Response(status_code=304, headers=headers)
        return Response(body(), headers=headers | {"content-type": form.content_type})


def _written(quads: Iterable[Quad], form: Format) -> bytes:
    found = sorted(quads, key=str)
    if form in formats.GRAPHS and form != formats.JSON_LD:
        return write_triples((quad.triple for quad in found), form)
    return serialize(found, format=form.rdf) or b""


def _wanted(request: Request, suffix: str, offered: Sequence[Format] = _OFFERED) -> Format | None:
    named = request.query_params.get("format") or suffix
    if named:
        return formats.by_key(named, offered)
    return formats.negotiate(", ".join(request.headers.getlist("accept")), offered)


def _refused(request: Request, suffix: str, offered: Sequence[Format] = _OFFERED) -> Response:
    told = both("catalogue_offered", ", ".join(f"{form.suffix} ({form.media_type})" for form in offered))
    return PlainTextResponse(told, 400 if "format" in request.query_params else 404 if suffix else 406, {"vary": VARY})


def _page_address(address: str, request: Request, page: int) -> str:
    # A harvester that follows the pages gets the syntax that it began with.
    kept = {"format": request.query_params["format"]} if "format" in request.query_params else {}
    return f"{address}?{urlencode({'page': page} | kept)}"
