"""The copy of a Word draft with findings as comments: anchored exactly, formatting and words as they were."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from lod import cli, readers
from lod.model import Source, Span
from lod.writers.comments import Note, annotated
from tests.test_word import BOX, LIST
from tests.word_files import DOCX, draft, numbered, package, paragraph, parts, run, table

BOLD = "<w:b/>"
DRAFT = (
    paragraph("安山县人民政府关于放假的通知")
    + paragraph("安政发[", run("20", BOLD), "23]1号")
    + paragraph("各乡镇人民政府：")
    + paragraph("总体要求", properties=numbered(1))
    + table(("序号", "名称"), ("1", "值班表"))
    + paragraph("安山县人民政府")
    + paragraph("2024年5月6日")
)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def anchored(content: bytes) -> dict[str, str]:
    """The words between the beginning and the end of each comment, by its first line."""
    document = docx.Document(io.BytesIO(content))
    named = {str(comment.comment_id): comment.paragraphs[0].text for comment in document.comments}
    found: dict[str, str] = {}
    open_: set[str] = set()
    for node in document.element.body.iter():
        if node.tag == f"{W}commentRangeStart":
            open_.add(named[node.get(f"{W}id")])
        elif node.tag == f"{W}commentRangeEnd":
            open_.remove(named[node.get(f"{W}id")])
        elif node.tag == f"{W}t":
            for name in open_:
                found[name] = found.get(name, "") + (node.text or "")
    assert not open_
    references = [node.get(f"{W}id") for node in document.element.body.iter(f"{W}commentReference")]
    assert sorted(references) == sorted(named)
    return found


def with_notes(source: Source, *spans: tuple[int, int]) -> tuple[str, bytes]:
    """What the copy reads as, and its bytes."""
    notes = [Note(Span(start, end), (f"{start}-{end}", "第二段")) for start, end in spans]
    content = annotated(source, notes)
    return readers.read(Source("copy.docx", DOCX, content)).chars, content


def test_comments_stand_at_exactly_their_characters() -> None:
    source = draft(paragraph("安政发[", run("20", BOLD), "23]1号"))
    chars, content = with_notes(source, (3, 4), (8, 9), (0, 11), (3, 9), (5, 7), (4, 4))
    assert chars == "安政发[2023]1号\n"
    assert anchored(content) == {
        "3-4": "[",
        "8-9": "]",
        "0-11": "安政发[2023]1号",
        "3-9": "[2023]",
        "5-7": "02",
        "4-4": "2",
    }
    runs = docx.Document(io.BytesIO(content)).paragraphs[0].runs
    assert "".join(run.text for run in runs if run.bold) == "20"


def test_comments_on_what_word_prints_by_itself() -> None:
    source = draft(paragraph("总则", properties=numbered(1)) + paragraph("") + paragraph("后"), numbering=LIST)
    _, content = with_notes(source, (0, 1), (0, 4), (5, 5), (7, 7))
    assert anchored(content) == {"0-1": "总则", "0-4": "总则", "5-5": "后", "7-7": "后"}


def test_comments_in_tables_links_insertions_and_text_boxes() -> None:
    link = f"<w:hyperlink>{run('网站地址')}</w:hyperlink><w:ins>{run('新增')}</w:ins>"
    box = f"<w:r><w:drawing><wps:txbx>{BOX.format(paragraph('框内'))}</wps:txbx></w:drawing></w:r>"
    source = draft(paragraph(link) + table(("甲乙", "丙")) + paragraph("前", box))
    text = readers.read(source).chars
    assert text == "网站地址新增\n甲乙\t丙\n前\n框内\n"
    chars, content = with_notes(source, (2, 5), (8, 9), (14, 15))
    assert chars == text
    assert anchored(content) == {"2-5": "地址新", "8-9": "乙", "14-15": "框内"}


def test_comments_are_added_to_those_of_others() -> None:
    document = docx.Document()
    words = document.add_paragraph("安政发[2023]1号").runs[0]
    document.add_comment(words, text="请核对", author="王明")
    written = io.BytesIO()
    document.save(written)
    _, content = with_notes(Source("a.docx", DOCX, written.getvalue()), (3, 4))
    comments = list(docx.Document(io.BytesIO(content)).comments)
    assert [(comment.author, comment.text) for comment in comments] == [("王明", "请核对"), ("lod", "3-4\n第二段")]
    assert anchored(content) == {"请核对": "安政发[2023]1号", "3-4": "["}


def test_nothing_else_changes_and_the_same_draft_gives_the_same_copy() -> None:
    source = Source("a.docx", DOCX, package(parts(DRAFT, numbering=LIST) | {"word/media/a.png": bytes(99)}))
    _, content = with_notes(source, (3, 4))
    assert with_notes(source, (3, 4))[1] == content
    old, new = (zipfile.ZipFile(io.BytesIO(content)) for content in (source.content, content))
    added = sorted(set(new.namelist()) - set(old.namelist()))
    assert added == ["word/comments.xml"]
    changed = {name for name in old.namelist() if old.read(name) != new.read(name)}
    assert changed == {"[Content_Types].xml", "word/_rels/document.xml.rels", "word/document.xml"}
    assert annotated(source, []) == source.content


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """The copy that `lod lint --format docx` writes of a draft."""
    path, copy = tmp_path / "draft.docx", tmp_path / "copy.docx"
    path.write_bytes(draft(DRAFT, numbering=LIST).content)
    arguments = ["lint", str(path), "--isolated", "--lang", "zh", "--select", "NUM002", "--format", "docx"]
    assert cli.main([*arguments, "--out", str(copy)]) == 1
    return copy


def test_the_command_writes_a_copy(copied: Path) -> None:
    comments = list(docx.Document(str(copied)).comments)
    assert [comment.author for comment in comments] == ["lod"]
    words = comments[0].text.split("\n")
    assert len(words) == 3
    assert words[2].startswith("NUM002 [")
    assert list(anchored(copied.read_bytes()).values()) == ["[2023]"]


def test_a_folded_finding_lists_its_other_places_in_one_comment(tmp_path: Path) -> None:
    path, copy = tmp_path / "draft.docx", tmp_path / "copy.docx"
    sentences = ("各乡镇要落实责任,加强值守。", "各部门要密切配合,做好保障;及时报送信息。")
    path.write_bytes(draft(DRAFT + "".join(map(paragraph, sentences))).content)
    arguments = ["lint", str(path), "--isolated", "--lang", "zh", "--select", "TYP001", "--format", "docx"]
    assert cli.main([*arguments, "--out", str(copy)]) == 1
    [comment] = docx.Document(str(copy)).comments
    message, *places = comment.text.split("\n")
    assert "共3处" in message
    assert places[:2] == ["另有 2 处：", "第12段：“门要密切配合,做好保障;及”“合,做好保障;及时报送信息”"]
    assert list(anchored(copy.read_bytes()).values()) == [","]


def test_libreoffice_opens_the_copy(copied: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("NO LIBREOFFICE: the copy with comments is not opened by any word processor here")
    profile = f"-env:UserInstallation={(copied.parent / 'profile').as_uri()}"
    for target in ("pdf", "odt"):
        command = [office, profile, "--headless", "--convert-to", target, "--outdir", str(copied.parent), str(copied)]
        subprocess.run(command, check=True, capture_output=True, timeout=180)
    assert copied.with_suffix(".pdf").read_bytes().startswith(b"%PDF")
    content = etree.fromstring(zipfile.ZipFile(copied.with_suffix(".odt")).read("content.xml"))
    notes = list(content.iter("{urn:oasis:names:tc:opendocument:xmlns:office:1.0}annotation"))
    assert len(notes) == 1
    assert "NUM002" in "".join(str(part) for part in notes[0].itertext())


@pytest.mark.parametrize(
    "arguments",
    [
        ["draft.docx"],
        ["draft.docx", "draft.txt", "--out", "copy.docx"],
        ["draft.txt", "--out", "copy.docx"],
        ["draft.docx", "--out", "draft.docx"],
    ],
)
def test_what_the_copy_needs(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    content = draft(DRAFT, numbering=LIST).content
    Path("draft.docx").write_bytes(content)
    Path("draft.txt").write_text("通知\n", encoding="utf-8")
    assert cli.main(["lint", "--isolated", "--select", "NUM002", "--format", "docx", *arguments]) == 2
    assert "copy with comments" in capsys.readouterr().err
    assert Path("draft.docx").read_bytes() == content
    assert not Path("copy.docx").exists()


def test_a_draft_that_cannot_be_read_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, copy = tmp_path / "draft.docx", tmp_path / "copy.docx"
    path.write_bytes(b"PK")
    assert cli.main(["lint", "--isolated", str(path), "--format", "docx", "--out", str(copy)]) == 2
    assert "not a Word document" in capsys.readouterr().err
    assert not copy.exists()


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.data())
def test_any_comments_leave_the_words_as_they_were(data: st.DataObject) -> None:
    source = draft(DRAFT, numbering=LIST)
    before = readers.read(source)
    length = len(before.chars)
    spans = data.draw(st.lists(st.tuples(st.integers(0, length), st.integers(0, length)).map(sorted), max_size=6))
    content = annotated(source, [Note(Span(a, b), (str(n),)) for n, (a, b) in enumerate(spans)])
    after = readers.read(Source("copy.docx", DOCX, content))
    assert after.chars == before.chars
    if not spans:
        return
    found = anchored(content)
    assert len(found) == len(spans)
    solid = [origin.span for origin in before.origins if origin.writable]
    for number, (start, end) in enumerate(spans):
        words = "".join(before.chars[max(start, s.start) : min(end, s.end)] for s in solid if s.end > start)
        assert not words or found[str(number)] == words
