"""What the pages show, and what a text cannot do to them."""

from __future__ import annotations

import hashlib
import json
from html.parser import HTMLParser
from typing import Any

import httpx
import pytest

DOCUMENT = "/140826/renminzhengfu/jiangzhengfa/2023/1"
ISSUE = "/140826/renminzhengfu/gongbao/2023/1"
PAGES = [
    "/",
    ISSUE,
    f"{ISSUE}/text",
    DOCUMENT,
    f"{DOCUMENT}/art_1",
    f"{DOCUMENT}/task_1",
    "/140826/unit/water",
    "/140826/unit/finance",
    "/140826/official/shen",
    "/ontology",
    "/ontology/Task",
    "/graph/registry",
    "/catalog",
    "/catalog/data",
    "/catalog/sparql",
    f"/catalog{ISSUE}",
    "/ontology/lint",
    "/sparql",
    "/nowhere",
]
VOID = {"meta", "link", "input", "br"}


class Page(HTMLParser):
    """Checks that elements close in order, and collects text, links and identifiers."""

    def __init__(self, written: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.links: list[str] = []
        self.resources: list[str] = []
        self.ids: list[str] = []
        self.data: list[dict[str, Any]] = []
        self.text = ""
        self.feed(written)
        self.close()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attributes}
        assert not [name for name in found if name.startswith("on") or name == "style"], found
        assert tag not in ("style", "iframe", "img"), tag
        # Data for search engines, which no browser runs.
        assert tag != "script" or found == {"type": "application/ld+json"}
        if tag == "a":
            assert "a" not in self.open, "a link inside a link"
            self.links.append(found["href"])
        if tag in ("link", "form"):
            self.resources.append(found.get("href") or found["action"])
        self.ids.extend(value for name, value in found.items() if name == "id")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open[-1:] == ["script"]:
            self.data.append(json.loads(data))
        else:
            self.text += data


def get(client: httpx.Client, path: str, language: str = "zh") -> Page:
    answer = client.get(path, headers={"accept": "text/html", "accept-language": language})
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    return Page(answer.text)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_pages_are_whole_and_ask_nobody_else(client: httpx.Client, path: str, language: str) -> None:
    page = get(client, path, language)
    assert page.open == []
    assert all(address.startswith("/") and not address.startswith("//") for address in page.resources)
    assert len(page.ids) == len(set(page.ids))
    for link in page.links:
        assert link.startswith(("/", "#", "http://", "https://")), link


@pytest.mark.parametrize("path", PAGES[:-1])
def test_every_local_link_leads_somewhere(client: httpx.Client, path: str) -> None:
    page = get(client, path)
    for link in sorted({link.partition("#")[0] for link in page.links if link.startswith("/")}):
        assert client.get(link, headers={"accept": "text/html"}).status_code == 200, link
    inside = {link[1:] for link in page.links if link.startswith("#")}
    assert inside <= set(page.ids)


@pytest.mark.parametrize("path", PAGES)
def test_security_headers(client: httpx.Client, path: str) -> None:
    headers = client.get(path, headers={"accept": "text/html"}).headers
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "script-src" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert {"Accept", "Accept-Language"} <= set(headers["vary"].split(", "))


def test_what_a_text_smuggles_in_is_only_text(client: httpx.Client) -> None:
    for path in (DOCUMENT, "/140826/official/shen", f"{ISSUE}/text"):
        written = client.get(f"{path}.html").text
        assert "<script>" not in written
        assert "<b>应当" not in written
    assert "水务工作<b>应当</b>依法办理" in get(client, DOCUMENT).text
    assert "<script>alert(1)</script>" in get(client, "/140826/official/shen").text
    unit = get(client, "/140826/unit/water")
    assert "javascript:alert(1)" in unit.text
    assert not [link for link in unit.links if "javascript" in link]
    assert "http://water.example/" in unit.links


def test_pages_tell_search_engines_what_they_are_about(client: httpx.Client) -> None:
    [data] = get(client, DOCUMENT).data
    [node, crumbs] = data["@graph"]
    assert data["@context"] == "https://schema.org/"
    assert (node["@type"], node["@id"]) == ("Legislation", f"https://w3id.org/gongbao{DOCUMENT}")
    assert node["url"] == f"{client.base_url}{DOCUMENT}"
    assert node["legislationIdentifier"] == "绛政发〔2023〕1号"
    assert node["legislationPassedBy"]["name"] == "绛县人民政府"
    assert crumbs["itemListElement"][0]["item"] == f"{client.base_url}{ISSUE}"
    kinds = {
        "/140826/official/shen": "Person",
        "/140826/unit/water": "GovernmentOrganization",
        ISSUE: "PublicationIssue",
        f"{DOCUMENT}/art_1": "Legislation",
        "/ontology/Task": "DefinedTerm",
        "/ontology": "DefinedTermSet",
    }
    for path, kind in kinds.items():
        [data] = get(client, path).data
        assert data["@graph"][0]["@type"] == kind, path


def test_the_catalogue_is_found_by_search_engines_for_data(client: httpx.Client) -> None:
    [catalogue] = get(client, "/catalog").data
    assert catalogue["@type"] == "DataCatalog"
    whole, issue = catalogue["dataset"]
    for found in (whole, issue):
        assert found["@type"] == "Dataset"
        assert 50 <= len(found["description"]) <= 5000
        assert all(file["contentUrl"].startswith(str(client.base_url)) for file in found["distribution"])
        [alone] = get(client, found["@id"].removeprefix("https://w3id.org/gongbao")).data
        assert alone["@graph"] == [found]
    assert issue["distribution"]
    for file in (*whole["distribution"], *issue["distribution"]):
        content = client.get(file["contentUrl"]).raise_for_status().content
        assert file.get("sha256") in (None, hashlib.sha256(content).hexdigest())
    assert get(client, "/catalog", "en").data[0]["name"] == "Chinese government gazettes as linked data"


def test_home(client: httpx.Client) -> None:
    page = get(client, "/")
    assert "绛县人民政府公报2023年第1期" in page.text
    assert DOCUMENT in page.links
    assert "绛政发〔2023〕1号" in page.text


def test_an_issue_shows_its_contents(client: httpx.Client) -> None:
    page = get(client, ISSUE)
    assert "县政府文件" in page.text
    assert DOCUMENT in page.links


def test_a_document_shows_its_text_with_parts_and_mentions(client: httpx.Client) -> None:
    page = get(client, DOCUMENT)
    for line in (
        "第一条 水务工作",
        "（一）保护水源；",
        "牵头单位：县水务局",
        "配合单位：县财政局、古绛镇人民政府",
        "（此件公开发布）",
    ):
        assert line in page.text
    assert {"art_1", "art_1/item_1", "task_1"} <= set(page.ids)
    assert {"/140826/unit/water", "/140826/unit/finance", f"{DOCUMENT}/art_1", "#art_1"} <= set(page.links)
    assert "绛县人民政府公报\n" not in page.text, "the masthead is no part of the document"


def test_a_unit_shows_tasks_and_partners(client: httpx.Client) -> None:
    page = get(client, "/140826/unit/water")
    assert "水利工程建设。" in page.text
    assert {f"{DOCUMENT}/task_1", "/140826/unit/finance", "/140826/unit/gujiang", "/140826/official/shen"} <= set(
        page.links
    )
    helper = get(client, "/140826/unit/finance")
    assert "配合" in helper.text
    assert "/140826/unit/water" in helper.links


def test_an_official_shows_posts_and_tasks(client: httpx.Client) -> None:
    page = get(client, "/140826/official/shen")
    assert "副县长" in page.text
    assert f"{DOCUMENT}/task_1" in page.links


def test_the_ontology_lists_its_terms(client: httpx.Client) -> None:
    page = get(client, "/ontology")
    assert "/ontology/Task" in page.links
    assert "牵头单位" in get(client, "/ontology/leadUnit").text


def test_language(client: httpx.Client) -> None:
    assert client.get("/").headers["content-language"] == "zh"
    assert client.get("/", headers={"accept-language": "fr, en;q=0.8, zh;q=0.5"}).headers["content-language"] == "en"
    assert client.get("/", headers={"accept-language": "en;q=0, *"}).headers["content-language"] == "zh"
    assert client.get("/?lang=en", headers={"accept-language": "zh"}).headers["content-language"] == "en"
    chosen = get(client, f"{DOCUMENT}?lang=en")
    assert "Text as printed" in chosen.text
    assert "document number" in chosen.text
    assert "/140826/unit/water?lang=en" in chosen.links
    assert f"{DOCUMENT}?lang=zh" in chosen.links


def test_health(client: httpx.Client) -> None:
    assert client.get("/healthz").text == "ok\n"
    assert client.get("/readyz").json()["quads"] > 200


def test_the_style_sheet_is_served(client: httpx.Client) -> None:
    answer = client.get("/static/style.css")
    assert answer.headers["content-type"].startswith("text/css")
    assert "url(" not in answer.text
    assert "@import" not in answer.text


def test_an_address_with_two_slashes_leads_to_no_other_host(client: httpx.Client) -> None:
    answer = client.get(f"{client.base_url}//evil.example/x", headers={"accept": "text/html"})
    assert answer.status_code == 404
    assert "//evil.example" not in answer.text
    assert "/evil.example/x?lang=" in answer.text
