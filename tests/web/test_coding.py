"""Answers in the content coding that a client takes: the same words in fewer bytes, and files as they are."""

from __future__ import annotations

import httpx
import pytest

PATHS = (
    "/",
    "/catalog",
    "/catalog.html",
    "/140826/renminzhengfu/gongbao/2023/1",
    "/140826/renminzhengfu/gongbao/2023/1.html",
    "/ontology",
    "/sitemap/1.xml",
    "/feed.atom",
    "/ldes",
    "/.well-known/void",
)


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("coding", ["br", "gzip"])
def test_coded_answers_say_the_same(gazette: httpx.Client, path: str, coding: str) -> None:
    plain = gazette.get(path, headers={"accept": "*/*", "accept-encoding": "identity"})
    coded = gazette.get(path, headers={"accept": "*/*", "accept-encoding": coding})
    assert coded.content == plain.content
    assert (plain.headers.get("content-encoding"), coded.headers["content-encoding"]) == (None, coding)
    assert int(coded.headers["content-length"]) < int(plain.headers["content-length"]) / 2
    assert coded.headers["etag"] == f"W/{plain.headers['etag']}"
    for answer in (plain, coded):
        assert "accept-encoding" in answer.headers["vary"].lower()
        asked = {"accept": "*/*", "accept-encoding": coding, "if-none-match": answer.headers["etag"]}
        again = gazette.get(path, headers=asked)
        assert (again.status_code, again.content) == (304, b"")


def test_pages_of_the_stream_are_coded(gazette: httpx.Client) -> None:
    root = gazette.get("/ldes", headers={"accept": "application/n-quads"}).text
    page = next(word.strip("<>") for word in root.split() if word.startswith("<http://127.0.0.1") and "/ldes/" in word)
    plain = gazette.get(page, headers={"accept": "*/*", "accept-encoding": "identity"})
    coded = gazette.get(page, headers={"accept": "*/*", "accept-encoding": "br"})
    assert coded.content == plain.content
    assert len(plain.content) > 10 * int(coded.headers["content-length"])


def test_a_dump_is_a_file_that_goes_on_where_it_broke_off(gazette: httpx.Client) -> None:
    whole = gazette.get("/dumps/data.nq.gz", headers={"accept": "*/*", "accept-encoding": "br, gzip"})
    assert "content-encoding" not in whole.headers
    rest = gazette.get("/dumps/data.nq.gz", headers={"accept": "*/*", "accept-encoding": "gzip", "range": "bytes=100-"})
    assert (rest.status_code, rest.content) == (206, whole.content[100:])


def test_small_answers_stay_as_they_are(gazette: httpx.Client) -> None:
    assert "content-encoding" not in gazette.get("/robots.txt").headers
    assert gazette.get("/dumps/none").text.startswith("没有这个转储文件")
