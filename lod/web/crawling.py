"""What crawlers ask for: ``/robots.txt``, ``/sitemap.xml`` and its pages."""

from __future__ import annotations

from functools import cached_property

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from lod.catalogue.sitemap import robots, sitemap_index, sitemap_page, sitemap_paths
from lod.stores.opened import OpenRelease
from lod.web.addresses import public_url
from lod.web.conditional import http_date, not_modified, tag
from lod.web.settings import Settings
from lod.web.texts import both

_XML = "application/xml"


class Crawling:
    """The sitemap of a release. The addresses are read when they are first asked for."""

    def __init__(self, store: OpenRelease, settings: Settings) -> None:
        self._store = store
        self._size = settings.sitemap_pages

    @cached_property
    def _paths(self) -> tuple[str, ...]:
        return sitemap_paths(self._store)

    def robots(self, request: Request) -> Response:
        """What crawlers are asked."""
        return PlainTextResponse(robots(public_url(request.scope)))

    def index(self, request: Request) -> Response:
        """The index of the sitemap."""
        return self._answer(request, sitemap_index(public_url(request.scope), self._paths, self._size))

    def page(self, request: Request) -> Response:
        """A page of the sitemap."""
        body = sitemap_page(public_url(request.scope), self._paths, request.path_params["page"], self._size)
        return self._answer(request, body) if body else PlainTextResponse(both("no_sitemap"), 404)

    def _answer(self, request: Request, body: bytes) -> Response:
        built = str(self._store.manifest["built"])
        headers = {"etag": tag(body.decode()), "last-modified": http_date(built), "cache-control": "public, no-cache"}
        if not_modified(request, headers["etag"], built):
            return Response(status_code=304, headers=headers)
        return Response(body, headers=headers, media_type=_XML)
