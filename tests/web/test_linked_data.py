"""Every name in the data leads somewhere: all addresses of the bundled gazette, in every format, and what points on."""

from __future__ import annotations

import gzip
import re
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle
from pathlib import Path

import httpx
import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from lod import formats, release, vocab
from lod.changes import read_log
from lod.changes.former import former_iris
from lod.release import current
from lod.stores.embedded import open_release
from lod.web.naming import LINT_ONTOLOGY, ONTOLOGY, path_of
from tests.web.conftest import SMALL, running_server

BASE = "https://w3id.org/gongbao/"
DOCUMENT = "140826/renminzhengfu/jiangzhengfa/2023/1"
ISSUE = "140826/renminzhengfu/gongbao/2023/1"
TEXT = f"{ISSUE}/text"


def quads(folder: Path) -> Iterator[Quad]:
    with gzip.open(folder / "data.nq.gz") as file:
        yield from parse(file.read(), RdfFormat.N_QUADS)


@pytest.fixture(scope="module")
def names(folder: Path) -> set[str]:
    """All IRIs of the release that are under the base, or are terms or rules."""
    terms = (term for quad in quads(folder) for term in (*quad.triple, quad.graph_name))
    return {term.value for term in terms if isinstance(term, NamedNode) and path_of(term.value, BASE)}


def test_every_name_answers(gazette: httpx.Client, folder: Path, names: set[str]) -> None:
    subjects = {getattr(quad.subject, "value", "") for quad in quads(folder)}
    places: dict[str, set[str]] = {}
    for name in names:
        places.setdefault((path_of(name, BASE) or "").partition("#")[0], set()).add(name)
    assert len(places) > 2000
    # Each address in one of the formats, by turns.
    for (path, behind), form in zip(sorted(places.items()), cycle(formats.RESOURCE), strict=False):
        answer = gazette.get(f"/{path}", headers={"accept": form.media_type}, follow_redirects=True)
        assert answer.status_code == 200, path
        assert answer.headers["content-type"] == form.content_type
        if form.rdf:
            said = {getattr(quad.subject, "value", "") for quad in parse(answer.content, form.rdf)}
            assert behind & subjects <= said, path


def test_stretches_of_a_text_are_what_was_printed(gazette: httpx.Client, folder: Path) -> None:
    printed = {
        str(quad.subject)[1:-1]: getattr(quad.object, "value", "")
        for quad in quads(folder)
        if quad.predicate.value == vocab.expand("nif:anchorOf") and "#char=" in str(quad.subject)
    }
    assert len(printed) > 500
    for name, words in sorted(printed.items())[::10]:
        answer = gazette.get(name.removeprefix(BASE).replace("#", "?"))
        # A line break inside a name is in the text, not in the name.
        assert (answer.status_code, "".join(answer.text.split())) == (200, "".join(words.split())), name
        assert answer.headers["content-type"] == "text/plain; charset=utf-8"
        assert f'<{name}>; rel="cite-as"' in answer.headers["link"]


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ("char=0,8", 200),
        ("char=8,8", 200),
        ("char=,8", 200),
        ("char=200,", 200),
        ("char=206,206", 200),
        ("char=0,2070", 416),
        ("char=999999999999,", 416),
        ("char=9,8", 400),
        ("char=8", 400),
        ("char=,", 400),
        ("char=", 400),
        ("char=-1,8", 400),
        ("char=%D9%A1,8", 400),
        ("char=1,2&char=3,4", 400),
        ("char=" + "9" * 5000 + ",", 400),
    ],
)
def test_ranges_of_characters(client: httpx.Client, asked: str, status: int) -> None:
    answer = client.get(f"/{TEXT}?{asked}")
    assert answer.status_code == status
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    if status == 200:
        again = client.get(f"/{TEXT}?{asked}", headers={"if-none-match": answer.headers["etag"]})
        assert again.status_code == 304
    else:
        assert re.search("[一-鿿]", answer.text)
        assert re.search("[a-z]{4}", answer.text)


def test_only_texts_have_characters(client: httpx.Client) -> None:
    assert client.get(f"/{DOCUMENT}?char=0,1").status_code == 400
    assert client.get("/140826/nothing/text?char=0,1").status_code == 404


@pytest.mark.parametrize("version", [f"{ONTOLOGY}/0.1.0", f"{LINT_ONTOLOGY}/0.1.0"])
def test_a_version_of_a_vocabulary_is_seen_elsewhere(gazette: httpx.Client, version: str) -> None:
    path = version.removeprefix(BASE)
    for asked in (f"/{path}", f"/{path}.ttl", f"/{path}?format=ttl"):
        answer = gazette.get(asked, headers={"accept": "text/turtle"})
        assert answer.status_code == 303
        followed = gazette.get(answer.headers["location"], headers={"accept": "text/turtle"})
        assert f"<{version}>" in followed.text


def test_names_that_are_services_lead_clients_of_data_on(gazette: httpx.Client) -> None:
    for form in formats.GRAPHS:
        home = gazette.get("/", headers={"accept": form.media_type}, follow_redirects=True)
        assert [one.status_code for one in home.history] == [303]
        assert home.headers["content-type"] == form.content_type
        assert "DataService" in home.text
        rules = gazette.get("/lint", headers={"accept": form.media_type}, follow_redirects=True)
        assert [one.status_code for one in rules.history] == [303]
        assert vocab.expand("lint:Rule") in {
            getattr(quad.subject, "value", "") for quad in parse(rules.content, form.rdf)
        }
    for path in ("/", "/lint"):
        assert gazette.get(path).headers["content-type"] == "text/html; charset=utf-8"


def relations(answer: httpx.Response) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for target, relation in re.findall(r'<([^>]*)>; rel="([^"]*)"', answer.headers["link"]):
        found.setdefault(relation, []).append(target)
    return found


def test_a_resource_points_to_what_machines_look_for(client: httpx.Client) -> None:
    links = relations(client.get(f"/{DOCUMENT}", headers={"accept": "text/html"}))
    assert links["cite-as"] == [BASE + DOCUMENT]
    assert links["license"] == ["https://creativecommons.org/publicdomain/zero/1.0/"]
    assert links["author"] == [f"{BASE}140826/unit/county"]
    assert links["collection"] == [f"/{ISSUE}"]
    assert {"https://schema.org/AboutPage", vocab.expand("gz:Document")} <= set(links["type"])
    assert links["describedby"] == [f"/{DOCUMENT}.{form.suffix}" for form in formats.GRAPHS]
    assert f"/{TEXT}?char=26,206" in links["item"]
    for target in (*links["describedby"], *links["item"], *links["alternate"], *links["collection"]):
        assert client.get(target).status_code == 200, target
    data = relations(client.get(f"/{DOCUMENT}.ttl"))
    assert f"/{DOCUMENT}" in data["describes"]
    assert "describedby" not in data


def test_unchanged_since(client: httpx.Client) -> None:
    for path in (f"/{DOCUMENT}", f"/{DOCUMENT}.ttl", f"/{TEXT}?char=0,8"):
        built = client.get(path).headers["last-modified"]
        assert client.get(path, headers={"if-modified-since": built}).status_code == 304


def test_what_an_earlier_release_had_is_gone(tmp_path: Path) -> None:
    every = [*parse(path=SMALL)]
    lost = {f"{BASE}{DOCUMENT}/graph", f"{BASE}140826/post/vice"}
    kept = [quad for quad in every if not {getattr(quad.graph_name, "value", ""), str(quad.subject)[1:-1]} & lost]
    out = tmp_path / "out"
    release.write_quads(every, out)
    release.write_quads(kept, out)
    with running_server(out, tmp_path / "log") as (_, address):
        for path in (DOCUMENT, f"{DOCUMENT}/graph", f"{DOCUMENT}/art_1", "140826/post/vice"):
            for form in formats.RESOURCE:
                for suffix, accept in ((f".{form.suffix}", "*/*"), ("", form.media_type)):
                    answer = httpx.get(f"{address}/{path}{suffix}", headers={"accept": accept})
                    assert answer.status_code == 410, path
                    assert answer.headers["content-type"] == form.content_type
        assert "已撤下" in httpx.get(f"{address}/{DOCUMENT}.html").text
        assert httpx.get(f"{address}/{DOCUMENT}/art_2").status_code == 404
        assert httpx.get(f"{address}/140826/unit/county").status_code == 200
    folder = current(out)
    former = former_iris(read_log(folder, open_release(folder).manifest))
    assert f"{BASE}{DOCUMENT}/graph" in former
    assert f"{BASE}{TEXT}#char=154,158" in former


def test_below_a_path_of_a_proxy(small_release: Path, tmp_path: Path) -> None:
    with running_server(small_release, tmp_path / "log", public_url="https://data.example.cn/a/b/") as (_, address):
        for path in (DOCUMENT, "", "ontology/Task", TEXT, "sparql", "lint", "nothing"):
            answer = httpx.get(f"{address}/{path}", headers={"accept": "text/html"})
            links = re.findall(r'(?:href|action)="(/[^"]*)"', answer.text)
            assert links
            assert all(link.startswith("/a/b/") for link in links), path
        answer = httpx.get(f"{address}/{DOCUMENT}.ttl")
        assert answer.headers["content-location"] == f"/a/b/{DOCUMENT}.ttl"
        local = [target for targets in relations(answer).values() for target in targets if target.startswith("/")]
        assert local
        assert all(target.startswith("/a/b/") for target in local)


def test_large_answers_are_written_once_and_hold_up_nobody(gazette: httpx.Client) -> None:
    address = str(gazette.base_url)
    large = [f"/graph/rules.{form.suffix}" for form in formats.GRAPHS] * 3
    with ThreadPoolExecutor(len(large)) as pool:
        waiting = [pool.submit(httpx.get, address + path, timeout=60) for path in large]
        times = []
        while not all(one.done() for one in waiting):
            began = time.perf_counter()
            assert gazette.get(f"/{DOCUMENT}/nothing.ttl").status_code == 404
            times.append(time.perf_counter() - began)
        answers = [one.result() for one in waiting]
    assert {answer.status_code for answer in answers} == {200}
    assert all(again.content == first.content for first, again in zip(answers, answers[4:], strict=False))
    assert sorted(times)[len(times) // 2] < 1
    began = time.perf_counter()
    assert gazette.get(large[0]).content == answers[0].content
    assert time.perf_counter() - began < 1
