"""The Atom feed: what RFC 4287 demands, the archives of RFC 5005, and a reader that many use."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree

import feedparser
import httpx
import pytest
from pyoxigraph import Literal, NamedNode, Quad

from lod import release, vocab
from lod.changes.feed import ATOM, HISTORY
from tests.web.conftest import running_server

NAMES = {"atom": ATOM, "fh": HISTORY}
TITLE = NamedNode(vocab.expand("dct:title"))


def document(name: str, title: str) -> Quad:
    node = NamedNode(f"{vocab.BASE}d/{name}")
    return Quad(node, TITLE, Literal(title, language="zh"), NamedNode(f"{node.value}/graph"))


A, B, C = document("a", "甲"), document("b", "<b>乙</b> & \u0008\n丙"), document("c", "丁")


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    folder: Path = tmp_path_factory.mktemp("feed")
    for quads in ([A], [A, B, C], [B, C], [document("b", "乙二"), C]):
        release.write_quads(quads, folder / "out")
    with (
        running_server(folder / "out", folder / "log", stream_changes=2) as (_, address),
        httpx.Client(base_url=address, timeout=20) as client,
    ):
        yield client


def chain(reader: httpx.Client) -> list[ElementTree.Element]:
    """The subscription document and all archives, as a reader finds them."""
    documents, place = list[ElementTree.Element](), "/feed.atom"
    while place:
        answer = reader.get(place)
        assert answer.headers["content-type"] == "application/atom+xml"
        documents.append(ElementTree.fromstring(answer.content))
        found = documents[-1].find("atom:link[@rel='prev-archive']", NAMES)
        place = "" if found is None else found.attrib["href"]
    return documents


def test_the_chain_has_every_change_once_the_newest_first(reader: httpx.Client) -> None:
    entries = [entry for feed in chain(reader) for entry in feed.iterfind("atom:entry", NAMES)]
    positions = [int(re.findall(r"/(\d+)#change$", entry.findtext("atom:id", "", NAMES))[0]) for entry in entries]
    assert positions == list(range(len(positions), 0, -1))
    assert len(positions) == 8


def test_archives_say_so_and_never_change(reader: httpx.Client) -> None:
    first, *archives = chain(reader)
    assert first.find("fh:archive", NAMES) is None
    assert len(archives) > 2
    for archive in archives:
        assert archive.find("fh:archive", NAMES) is not None
        [place] = [link.attrib["href"] for link in archive.iterfind("atom:link[@rel='self']", NAMES)]
        assert "immutable" in reader.get(place).headers["cache-control"]
        assert archive.find("atom:link[@rel='current']", NAMES) is not None
    assert reader.get("/feed.atom").headers["cache-control"] == "public, no-cache"


def test_what_the_schema_demands(reader: httpx.Client) -> None:
    for feed in chain(reader):
        for element in (feed, *feed.iterfind("atom:entry", NAMES)):
            for name in ("id", "title", "updated"):
                assert len(element.findall(f"atom:{name}", NAMES)) == 1, name
            assert datetime.fromisoformat(element.findtext("atom:updated", "", NAMES)).tzinfo
        assert feed.find("atom:author/atom:name", NAMES) is not None
        assert len(feed.findall("atom:link[@rel='self']", NAMES)) == 1
        for entry in feed.iterfind("atom:entry", NAMES):
            assert entry.find("atom:content", NAMES) is not None  # required where there is no page to link to


def test_a_common_reader_understands_it(reader: httpx.Client) -> None:
    parsed = [feedparser.parse(ElementTree.tostring(feed)) for feed in chain(reader)]
    assert not [feed.bozo_exception for feed in parsed if feed.bozo]
    titles = [entry.title for feed in parsed for entry in feed.entries if "provenance" not in entry.title]
    assert titles == [
        "更新：乙二",
        "删除：甲",
        "新增：丁",
        "新增：<b>乙</b> & \ufffd 丙",
        "新增：甲",
    ]
    assert parsed[0].feed.language == "zh"


def test_the_words_follow_the_reader(reader: httpx.Client) -> None:
    answer = reader.get("/feed.atom", headers={"accept-language": "en"})
    assert (answer.headers["content-language"], answer.headers["vary"]) == ("en", "Accept-Language, Accept-Encoding")
    assert "Changed: 乙二" in answer.text
    assert answer.headers["etag"] != reader.get("/feed.atom").headers["etag"]


def test_the_author_is_whoever_publishes(reader: httpx.Client, tmp_path: Path) -> None:
    name = "atom:author/atom:name"
    assert chain(reader)[0].findtext(name, "", NAMES) == chain(reader)[0].findtext("atom:title", "", NAMES)
    release.write_quads([A], tmp_path / "out")
    with running_server(tmp_path / "out", tmp_path / "log", publisher_name="绛县人民政府办公室") as (_, address):
        answer = httpx.get(f"{address}/feed.atom")
    assert ElementTree.fromstring(answer.content).findtext(name, "", NAMES) == "绛县人民政府办公室"


def test_what_the_reader_has_is_not_sent_again(reader: httpx.Client) -> None:
    answer = reader.get("/feed.atom")
    for headers in (
        {"if-none-match": answer.headers["etag"]},
        {"if-modified-since": answer.headers["last-modified"]},
    ):
        assert reader.get("/feed.atom", headers=headers).status_code == 304


def test_links_lead_to_what_is_there(reader: httpx.Client) -> None:
    [feed, *_] = chain(reader)
    for link in feed.iterfind("atom:entry/atom:link[@rel='alternate']", NAMES):
        assert reader.get(link.attrib["href"]).status_code == 200
