"""Pages of government sites: what is read of them, and what is not."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lod import parser, readers
from lod.model import Name, Part, ReadError, Source

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted((ROOT / "tests" / "data" / "pages").glob("*.html"))
GOLDEN = ROOT / "data" / "golden" / "state-council-pages.tsv"
NOTICE = "<p>安山县财政局关于放假的通知</p><p>各科室：</p><p>今日放假。</p>"


def chars_of(page: str | bytes) -> str:
    content = page if isinstance(page, bytes) else page.encode()
    return readers.read(Source("page.html", "text/html", content)).chars


def tree(path: Path) -> Part:
    return parser.parse(readers.read(readers.open_source(str(path)))).root


def field(root: Part, label: str) -> Part:
    table = next(part for part in root.parts if part.kind == "MetadataTable")
    return next(part for part in table.parts if part.get("gz:label") == label)


def part(root: Part, kind: str) -> Part:
    return next(part for part in root.parts if part.kind == kind)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_layouts_of_sites(path: Path) -> None:
    assert chars_of(path.read_bytes()) == path.with_suffix(".txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_page_parses_as_its_text_does(path: Path) -> None:
    printed = [(node.kind, node.key, node.span) for node in tree(path).walk()]
    assert printed == [(node.kind, node.key, node.span) for node in tree(path.with_suffix(".txt")).walk()]
    assert {"Title", "SigningDate", "Signature"} <= {kind for kind, _, _ in printed}


def golden() -> list[dict[str, str]]:
    with GOLDEN.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


@pytest.mark.parametrize("row", golden(), ids=lambda row: row["file"][:3])
def test_pages_of_the_state_council(corpus: Path, row: dict[str, str]) -> None:
    root = tree(corpus / row["file"])
    assert root.get("dct:title") == row["title"]
    assert root.get("eli:id_local") == row["number"]
    assert root.get("eli:date_document") == date.fromisoformat(row["signed"])
    assert root.get("eli:date_publication") == date.fromisoformat(row["published"])
    assert part(root, "AddresseeLine").get("nif:anchorOf") == row["addressees"]
    issuers = [name.printed for name in root.all("eli:passed_by") if isinstance(name, Name)]
    assert issuers == row["issuer"].split("、")
    assert field(root, "成文日期").get("gz:date") == date.fromisoformat(row["signed in the table"])
    assert field(root, "发文字号").get("eli:id_local") == row["number"]
    assert field(root, "标题").get("gz:text") == row["title"]
    titles = [node for node in root.parts if node.kind == "Title"]
    assert len(titles) == 1


def test_a_table_of_the_content_is_read_row_by_row(corpus: Path) -> None:
    lines = chars_of((corpus / "019_gwy_000014349201900004.html").read_bytes()).split("\n")
    assert "一级指标\t二级指标\t三级指标\t指标性质\t指标说明" in lines
    assert "指标来源：医院填报。" in lines  # the second paragraph of a cell


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-8-sig", "utf-16"])
def test_encodings_without_a_declaration(encoding: str) -> None:
    assert chars_of(NOTICE.encode(encoding)).split("\n")[1] == "各科室："


@pytest.mark.parametrize(("declared", "encoding"), [("gb2312", "gb18030"), ("GBK", "gb18030"), ("big5", "big5")])
def test_declared_encodings(declared: str, encoding: str) -> None:
    page = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}"><p>通知如下㎡</p>'
    page = page.replace("㎡", "" if encoding == "big5" else "㎡")
    assert chars_of(page.encode(encoding)).startswith("通知如下")


def test_a_page_that_is_wrong_about_its_encoding() -> None:
    assert chars_of(b'<meta charset="utf-8">' + NOTICE.encode("gb18030")) == chars_of(NOTICE)


@pytest.mark.parametrize(
    "page",
    [
        '<meta charset="utf-8"><meta name="ArticleTitle" content="关于放假的通知">',
        "<html><head><script src=app.js></script></head><body><div id=app></div><noscript>请启用脚本</noscript></body>",
        "<script>var text = '关于放假的通知'</script><p>加载中……</p>",
        "<frameset><frame src=a.html></frameset>",
        "<!-- 关于放假的通知 -->",
    ],
)
def test_a_page_without_text_says_so(page: str) -> None:
    with pytest.raises(ReadError, match="the page holds no text of its own"):
        chars_of(page)


def test_nothing_is_fetched_or_expanded(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("秘密", encoding="utf-8")
    page = f'<!DOCTYPE html [<!ENTITY x SYSTEM "{secret.as_uri()}"><!ENTITY y "展开">]>{NOTICE}<p>&x;&y;</p>'
    chars = chars_of(page)
    assert "各科室：" in chars
    assert "秘密" not in chars
    assert "展开\n" not in chars


def test_a_page_nested_too_deeply_says_so() -> None:
    with pytest.raises(ReadError, match="too deeply"):
        chars_of("<div>" * 100_000 + NOTICE)


@pytest.mark.parametrize(
    "page",
    [
        "<div class=article>" + "<p>各科室：通知正文</p>" * 20_000,
        "<div class=article>各科室：通知正文" * 900,
        "<div class=title><table><tr><td>索引号：文号：标题：" * 200 + NOTICE,
        "<p>" + "\n " * 200_000 + "通知",
        "<div class=article>通知</div>" * 10_000,
        "<p>通知" + "a \n" * 200_000,
        "<p>通知<p>字号" + "\xa0" * 50_000,
    ],
    ids=["long", "containers", "titles", "spaces", "many containers", "words", "blanks"],
)
def test_hostile_pages_take_no_time(page: str) -> None:
    assert "通知" in chars_of(page)


@settings(max_examples=200, derandomize=True, deadline=None)
@given(st.text(alphabet=st.sampled_from("<>/pdivtrol&; =\"'\t\n通知：　\x00\ufffe\ud800#!-"), max_size=200))
def test_no_page_breaks_the_reader(page: str) -> None:
    content = page.encode("utf-8", "surrogatepass")
    try:
        text = readers.read(Source("page.html", "text/html", content))
    except ReadError:
        return
    assert parser.parse(text).root.span.end <= len(text.chars)
