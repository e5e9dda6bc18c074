"""The bundled gazette as the server shows it."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import httpx
import pytest
from pyoxigraph import NamedNode, QuerySolutions, RdfFormat, parse

from lod import readers, vocab
from lod.stores.embedded import EmbeddedStore, open_release

DOCUMENT = "/140826/renminzhengfu/jiangzhengfa/2023/1"
TASKS = "/140826/renminzhengfu/jiangzhengbanfa/2023/1"


@pytest.fixture(scope="module")
def store(folder: Path) -> EmbeddedStore:
    return open_release(folder)


class Printed(HTMLParser):
    """The text of a page's printed part, without the signs in its margin."""

    def __init__(self, written: str) -> None:
        super().__init__()
        self.depth = 0
        self.margin = False
        self.text = ""
        self.feed(written)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        kind = dict(attributes).get("class")
        self.margin = kind == "pin"
        if tag == "div" and (self.depth or kind == "printed"):
            self.depth += 1

    def handle_endtag(self, tag: str) -> None:
        self.margin = False
        if tag == "div" and self.depth:
            self.depth -= 1

    def handle_data(self, data: str) -> None:
        if self.depth and not self.margin:
            self.text += data


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def documents(store: EmbeddedStore) -> list[tuple[str, int, int]]:
    found = store.query(
        "SELECT ?node ?begin ?end { ?node a gz:Document ; nif:beginIndex ?begin ; nif:endIndex ?end }",
        prefixes=vocab.PREFIXES,
    )
    assert isinstance(found, QuerySolutions)
    return [
        (row["node"].value.removeprefix(store.base), int(row["begin"].value), int(row["end"].value)) for row in found
    ]


def test_each_document_page_shows_its_text_from_first_to_last_character(
    gazette: httpx.Client, store: EmbeddedStore, gazette_path: Path
) -> None:
    chars = readers.read(readers.open_source(str(gazette_path))).chars
    found = documents(store)
    assert len(found) == 7
    for path, begin, end in found:
        page = gazette.get(f"/{path}")
        assert squeezed(Printed(page.text).text) == squeezed(chars[begin:end])


def test_a_document_answers_turtle(gazette: httpx.Client) -> None:
    answer = gazette.get(DOCUMENT, headers={"accept": "text/turtle"})
    statements = {
        (quad.predicate.value, getattr(quad.object, "value", "")) for quad in parse(answer.content, RdfFormat.TURTLE)
    }
    assert (vocab.expand("eli:id_local"), "绛政发〔2023〕1号") in statements


def test_every_task_can_be_linked_to(gazette: httpx.Client) -> None:
    page = gazette.get(TASKS).text
    anchors = re.findall(r'id="(annex_1/task_\d+)"', page)
    assert len(set(anchors)) == 94
    assert gazette.get(f"{TASKS}/{anchors[-1]}").status_code == 200


def test_a_document_shows_what_the_rules_found_at_its_place(gazette: httpx.Client) -> None:
    page = gazette.get(TASKS).text
    assert "校核发现" in page
    marked = re.findall(r'class="QualityAnnotation" id="(finding/PER001[^"]*)" ?', page)
    assert marked
    assert all(f'href="#{anchor}"' in page for anchor in marked)
    assert gazette.get(f"/{marked[0]}").status_code == 200


def test_a_unit_shows_the_tasks_it_leads(gazette: httpx.Client) -> None:
    answer = gazette.get(
        "/sparql",
        params={
            "query": 'SELECT ?s { ?s <http://www.w3.org/2004/02/skos/core#prefLabel> "县水务局"@zh }',
            "format": "csv",
        },
    )
    unit = answer.text.split()[1].removeprefix(vocab.BASE)
    page = gazette.get(f"/{unit}").text
    led = page.partition("<h2>牵头 <small>5</small></h2>")[2].partition("<h2>配合")[0]
    assert re.findall(r'<span class="number">(\d+)</span>', led) == ["64", "65", "66", "67", "68"]


def test_the_issue_lists_its_contents_with_pages(gazette: httpx.Client) -> None:
    page = gazette.get("/140826/renminzhengfu/gongbao/2023/1").text
    assert re.findall(r'class="page"[^>]*>第(\d+)页', page) == ["1", "9", "16", "23", "31", "43", "44"]


def test_a_rule_answers_at_its_own_address(gazette: httpx.Client) -> None:
    answer = gazette.get("/rules/NUM002", headers={"accept": "application/n-triples"})
    rule = NamedNode("https://w3id.org/gongbao/rules/NUM002")
    said = {(quad.predicate.value, str(quad.object)) for quad in parse(answer.content, RdfFormat.N_TRIPLES)}
    assert (vocab.expand("dct:source"), '"GB/T 9704-2012 7.2.5"') in said
    assert rule.value in answer.text
    assert "〔2023〕" in answer.text  # its examples live behind its #
    page = gazette.get("/rules/NUM002")
    assert "年份未用六角括号" in page.text
