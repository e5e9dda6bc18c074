"""The sitemap (sitemaps.org 0.9): an index, and pages with the addresses of whatever has a page of its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from urllib.parse import quote, urlsplit
from xml.sax.saxutils import escape

from lod import vocab
from lod.stores.opened import OpenRelease

NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_KINDS = ("gz:Issue", "gz:Document", "gz:Attachment", "gz:Unit", "gz:Official", "gz:Task", "gz:Measure")


def sitemap_paths(store: OpenRelease) -> tuple[str, ...]:
    """Where pages are, below the address of the server: issues, documents, units, officials, tasks."""
    kinds = (store.triples(predicate=vocab.expand("rdf:type"), object=vocab.expand(kind)) for kind in _KINDS)
    iris = {getattr(triple.subject, "value", "") for triples in kinds for triple in triples}
    paths = (iri.removeprefix(store.base) for iri in iris if iri.startswith(store.base) and "#" not in iri)
    return ("", "catalog", "ontology", *sorted(paths))


def sitemap_index(url: str, paths: Sequence[str], size: int) -> bytes:
    """The index of the pages of a sitemap, of so many addresses each.

    >>> sitemap_index("http://localhost/", ["", "a", "b"], 2).decode().count("<loc>http://localhost/sitemap/")
    2
    """
    pages = range(1, -(-len(paths) // size) + 1)
    return _written("sitemapindex", "sitemap", (f"{url}sitemap/{page}.xml" for page in pages))


def sitemap_page(url: str, paths: Sequence[str], page: int, size: int) -> bytes | None:
    """A page of a sitemap, from 1; None where there is none.

    >>> sitemap_page("http://localhost/", ["a"], 2, 10) is None
    True
    """
    found = paths[(page - 1) * size : page * size] if page > 0 else ()
    return _written("urlset", "url", (url + quote(path, safe="/:,;=@~%+") for path in found)) if found else None


def robots(url: str) -> str:
    """What crawlers are asked: not to run queries, and to read the sitemap.

    >>> print(robots("https://data.example.cn/gongbao/"), end="")
    User-agent: *
    Disallow: /gongbao/sparql?
    Sitemap: https://data.example.cn/gongbao/sitemap.xml
    """
    return f"User-agent: *\nDisallow: {urlsplit(url).path}sparql?\nSitemap: {url}sitemap.xml\n"


def _written(root: str, member: str, addresses: Iterable[str]) -> bytes:
    rows = "".join(f"<{member}><loc>{escape(address)}</loc></{member}>\n" for address in addresses)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{NAMESPACE}">\n{rows}</{root}>\n'.encode()
