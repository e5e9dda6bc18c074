"""Every resource at its own address, in five formats."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, parse

from lod import formats, release, vocab
from tests.web.conftest import running_server

BASE = "https://w3id.org/gongbao/"
DOCUMENT = "140826/renminzhengfu/jiangzhengfa/2023/1"
RESOURCES = [
    DOCUMENT,
    f"{DOCUMENT}/art_1/item_1",
    f"{DOCUMENT}/task_1",
    f"{DOCUMENT}/graph",
    "140826/renminzhengfu/gongbao/2023/1",
    "140826/renminzhengfu/gongbao/2023/1/contents/1",
    "140826/renminzhengfu/gongbao/2023/1/text",
    "140826/unit/water",
    "140826/official/shen",
    "140826/post/vice",
    "graph/registry",
    "ontology/Task",
    "ontology/leadUnit",
]
NUMBER = Triple(NamedNode(BASE + DOCUMENT), NamedNode(vocab.expand("eli:id_local")), Literal("绛政发〔2023〕1号"))


def triples(answer: httpx.Response, form: formats.Format) -> set[Triple]:
    assert answer.headers["content-type"] == form.content_type
    return {quad.triple for quad in parse(answer.content, form.rdf)}


@pytest.mark.parametrize("path", RESOURCES)
def test_every_resource_has_every_format_in_three_ways(client: httpx.Client, path: str) -> None:
    described = [
        [
            client.get(f"/{path}", headers={"accept": form.media_type}),
            client.get(f"/{path}.{form.suffix}"),
            client.get(f"/{path}", params={"format": form.suffix}, headers={"accept": "text/html"}),
        ]
        for form in formats.GRAPHS
    ]
    sets = [
        triples(answer, form)
        for form, answers in zip(formats.GRAPHS, described, strict=True)
        for answer in answers
        if answer.status_code == 200
    ]
    assert len(sets) == 12
    assert sets[0]
    assert all(found == sets[0] for found in sets)
    addresses = (f"/{path}", f"/{path}.html", f"/{path}?format=html")
    pages = [client.get(address, headers={"accept": "text/html"}) for address in addresses]
    assert {page.status_code for page in pages} == {200}
    # The pages differ only in the link to their other language.
    assert len({page.text.partition("<main")[2] for page in pages}) == 1


def test_a_document_says_its_number(client: httpx.Client) -> None:
    assert NUMBER in triples(client.get(f"/{DOCUMENT}.ttl"), formats.TURTLE)


def test_the_host_does_not_matter(client: httpx.Client) -> None:
    answer = client.get(f"/{DOCUMENT}", headers={"host": "data.example.org", "accept": "text/turtle"})
    assert NUMBER in triples(answer, formats.TURTLE)


def test_a_text_brings_the_mentions_behind_its_hash(client: httpx.Client) -> None:
    found = triples(client.get("/140826/renminzhengfu/gongbao/2023/1/text.nt"), formats.N_TRIPLES)
    assert any("#char=" in str(triple.subject) for triple in found)


def test_the_ontology_is_whole(client: httpx.Client) -> None:
    found = triples(client.get("/ontology.ttl"), formats.TURTLE)
    assert {vocab.expand("gz:Task"), vocab.expand("gz:leadUnit")} <= {str(triple.subject)[1:-1] for triple in found}


def test_json_ld_is_compact(client: httpx.Client) -> None:
    answer = client.get(f"/{DOCUMENT}", headers={"accept": "application/json"}).json()
    assert answer["@context"]["eli"] == vocab.PREFIXES["eli"]
    assert answer["@graph"][0]["eli:id_local"] == [{"@value": "绛政发〔2023〕1号"}]


@pytest.mark.parametrize("form", formats.RESOURCE)
def test_unknown_resources_are_404_in_every_format(client: httpx.Client, form: formats.Format) -> None:
    for answer in (
        client.get("/140826/nothing", headers={"accept": form.media_type}),
        client.get(f"/140826/nothing.{form.suffix}"),
        client.get("/140826/nothing", params={"format": form.suffix}),
    ):
        assert answer.status_code == 404
        assert answer.headers["content-type"] == form.content_type
        if form.rdf:
            assert not list(parse(answer.content, form.rdf))


@pytest.mark.parametrize(
    "path", ['a"b', "a b", "a%00b", "a%0Ab", "%E7%BB%9B", "a/../b", "..%2F..%2Fetc/passwd", "<x>", "a%ZZ"]
)
def test_strange_addresses_are_404(client: httpx.Client, path: str) -> None:
    assert client.get(f"/140826/{path}", headers={"accept": "text/turtle"}).status_code == 404


def test_formats_that_are_not_offered(client: httpx.Client) -> None:
    refused = client.get(f"/{DOCUMENT}", params={"format": "docx"})
    assert refused.status_code == 400
    assert "ttl (text/turtle)" in refused.text
    assert client.get(f"/{DOCUMENT}", headers={"accept": "image/png"}).status_code == 406


def test_plus_signs_in_format(client: httpx.Client) -> None:
    assert client.get(f"/{DOCUMENT}?format=application/ld+json").headers["content-type"] == "application/ld+json"


def test_head_is_get_without_the_body(client: httpx.Client) -> None:
    for path in ("/", f"/{DOCUMENT}.ttl", f"/{DOCUMENT}", "/140826/nothing", "/healthz"):
        head, get = (client.request(method, path, headers={"accept-encoding": ""}) for method in ("HEAD", "GET"))
        assert head.status_code == get.status_code
        assert head.content == b""
        assert head.headers["content-length"] == str(len(get.content))
        assert head.headers["content-type"] == get.headers["content-type"]


def test_options_and_other_methods(client: httpx.Client) -> None:
    answer = client.options(f"/{DOCUMENT}")
    assert answer.status_code == 204
    assert answer.headers["allow"] == "GET, HEAD, OPTIONS"
    assert answer.headers["access-control-allow-origin"] == "*"
    refused = client.delete(f"/{DOCUMENT}")
    assert refused.status_code == 405
    assert "GET" in refused.headers["allow"]


def test_entity_tags(client: httpx.Client) -> None:
    tags = set()
    for headers in ({"accept": "text/turtle"}, {"accept": "application/n-triples"}, {"accept-language": "en"}, {}):
        first = client.get(f"/{DOCUMENT}", headers=headers)
        tags.add(first.headers["etag"])
        again = client.get(f"/{DOCUMENT}", headers=headers | {"if-none-match": f'"x", {first.headers["etag"]}'})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["vary"] == first.headers["vary"] == "Accept, Accept-Language, Accept-Encoding"
    assert len(tags) == 4


def test_links_lead_to_every_format(client: httpx.Client) -> None:
    answer = client.get(f"/{DOCUMENT}", headers={"accept": "text/turtle"})
    assert answer.headers["content-location"] == f"/{DOCUMENT}.ttl"
    links = {link["url"]: link["rel"] for link in answer.links.values()}
    assert f'<{BASE}{DOCUMENT}>; rel="describes"' in answer.headers["link"]
    assert links
    for form in formats.RESOURCE:
        assert f'</{DOCUMENT}.{form.suffix}>; rel="alternate"; type="{form.media_type}"' in answer.headers["link"]


def test_turtle_has_only_prefixes_in_use(client: httpx.Client) -> None:
    written = client.get("/140826/post/vice.ttl").text
    assert "@prefix skos:" in written
    assert "@prefix nif:" not in written
    assert list(parse(written, RdfFormat.TURTLE))


def test_addresses_beyond_ascii_and_with_two_slashes(tmp_path: Path) -> None:
    base = "http://例子.example/"
    label = NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
    names = {"单位/水": "/%E5%8D%95%E4%BD%8D/%E6%B0%B4", "/evil.example/x": "/%2Fevil.example/x"}
    quads = [Quad(NamedNode(base + name), label, Literal("甲"), NamedNode(base + "g")) for name in names]
    release.write_quads(quads, tmp_path / "out", base)
    with running_server(tmp_path / "out", tmp_path / "log") as (_, address):
        for name, place in names.items():
            answer = httpx.get(address + place, headers={"accept": "text/html"})
            assert answer.status_code == 200, name
            assert answer.headers["content-location"] == f"{place}.html"
            assert quote(f"{base}{name}", safe=":/") in answer.headers["link"]
            assert f'href="{place}.ttl"' in answer.text
            assert 'href="//' not in answer.text
