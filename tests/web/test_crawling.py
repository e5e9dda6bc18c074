"""Sitemap and robots.txt as a crawler reads them."""

from __future__ import annotations

import re
from urllib.robotparser import RobotFileParser

import httpx
from lxml import etree

from lod.catalogue.sitemap import NAMESPACE, sitemap_index, sitemap_page
from lod.web.settings import Settings


def locations(document: bytes, root: str) -> list[str]:
    tree = etree.fromstring(document)
    assert tree.tag == f"{{{NAMESPACE}}}{root}"
    return [str(found.text) for found in tree.iter(f"{{{NAMESPACE}}}loc")]


def test_from_robots_to_every_page(gazette: httpx.Client) -> None:
    parser = RobotFileParser()
    parser.parse(gazette.get("/robots.txt").text.splitlines())
    [sitemap] = parser.site_maps() or []
    assert not parser.can_fetch("any", f"{gazette.base_url}/sparql?query=ASK")
    pages = locations(gazette.get(sitemap).content, "sitemapindex")
    found = [place for page in pages for place in locations(gazette.get(page).content, "urlset")]
    assert len(found) == len(set(found)) > 100
    assert all(parser.can_fetch("any", place) for place in found)
    for place in found[::25]:
        assert gazette.get(place).status_code == 200


def test_unchanged_or_not_there(gazette: httpx.Client) -> None:
    answer = gazette.get("/sitemap.xml")
    assert gazette.get("/sitemap.xml", headers={"if-none-match": answer.headers["etag"]}).status_code == 304
    assert gazette.get("/sitemap/0.xml").status_code == gazette.get("/sitemap/99.xml").status_code == 404


def test_a_page_keeps_the_limits_of_the_protocol() -> None:
    size = Settings().sitemap_pages
    paths = [f"{'x' * 2000}{number}" for number in range(size + 1)]
    pages = locations(sitemap_index("http://e/", paths, size), "sitemapindex")
    assert [re.sub(r"\D", "", page) for page in pages] == ["1", "2"]
    whole, rest = (sitemap_page("http://e/", paths, number, size) for number in (1, 2))
    assert whole is not None
    assert rest is not None
    assert len(whole) < 50 * 1024 * 1024
    assert locations(rest, "urlset") == [f"http://e/{paths[-1]}"]
