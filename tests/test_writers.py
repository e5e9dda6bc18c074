"""Fixes go back into the file they were found in: the very runs of a Word document, and nothing else."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lod import cli, linter, readers, writers
from lod.model import ConfigError, Edit, Source, Span, Text
from tests.test_word import LIST
from tests.word_files import DOCX, draft, numbered, package, paragraph, parts, run, table

BOLD = "<w:b/>"
HEAD = paragraph("安山县人民政府关于放假的通知")


def edited(source: Source, *edits: tuple[int, int, str]) -> Text:
    text = readers.read(source)
    return writers.apply(text, [Edit(Span(start, end), new) for start, end, new in edits])


def runs_of(text: Text) -> list[tuple[str, bool]]:
    """The runs of the first paragraph: words, and whether they are bold."""
    document = docx.Document(io.BytesIO(writers.content(text)))
    return [(run.text, bool(run.bold)) for run in document.paragraphs[0].runs]


def test_edits_go_into_the_runs_they_came_from() -> None:
    number = paragraph("绛政发[", run("20", BOLD), run("23]1号"))
    text = edited(draft(number), (3, 4, "〔"), (8, 9, "〕"))
    assert text.chars == "绛政发〔2023〕1号\n"
    assert runs_of(text) == [("绛政发〔", False), ("20", True), ("23〕1号", False)]


def test_an_edit_over_several_runs_changes_what_differs() -> None:
    number = paragraph("绛政发", run("[20", BOLD), "23]第0", run("1号", BOLD))
    text = edited(draft(number), (3, 13, "〔2023〕1号"))
    assert runs_of(text) == [("绛政发", False), ("〔20", True), ("23〕", False), ("1号", True)]


def test_insertions_look_like_what_stands_before_them() -> None:
    text = edited(draft(paragraph(run("甲", BOLD), "乙") + HEAD), (1, 1, "、"), (2, 2, "。"))
    assert runs_of(text) == [("甲、", True), ("乙。", False)]
    assert runs_of(edited(draft(paragraph(run("甲", BOLD), "乙")), (0, 0, "前"))) == [("前甲", True), ("乙", False)]


def test_tabs_and_line_breaks_can_go() -> None:
    broken = "<w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t></w:r><w:r><w:tab/></w:r><w:r><w:t>丙</w:t></w:r>"
    assert edited(draft(paragraph(broken)), (1, 2, ""), (3, 4, "")).chars == "甲乙丙\n"
    assert edited(draft(paragraph(broken)), (3, 4, "，")).chars == "甲\n乙，丙\n"


def test_white_space_at_the_ends_of_an_edit_is_kept() -> None:
    text = edited(draft("<w:p><w:r><w:t>甲乙</w:t></w:r></w:p>"), (0, 1, " "))
    assert text.chars == " 乙\n"
    assert b'xml:space="preserve"' in zipfile.ZipFile(io.BytesIO(writers.content(text))).read("word/document.xml")


def test_other_parts_keep_every_byte() -> None:
    picture = bytes(range(256)) * 9
    made = parts(paragraph("绛政发[2023]1号"), styles="", header1=paragraph("页眉"))
    before = package(made | {"word/media/image1.png": picture, "docProps/app.xml": "<Properties/>\r\n"})
    after = writers.content(edited(Source("a.docx", DOCX, before), (3, 4, "〔"), (8, 9, "〕")))
    old, new = (zipfile.ZipFile(io.BytesIO(content)) for content in (before, after))
    assert old.namelist() == new.namelist()
    changed = [name for name in old.namelist() if old.read(name) != new.read(name)]
    assert changed == ["word/document.xml"]
    assert [info.date_time for info in old.infolist()] == [info.date_time for info in new.infolist()]


@pytest.mark.parametrize(
    ("edit", "possible"),
    [
        ((0, 2, "1."), False),  # the automatic number
        ((2, 4, "总结"), True),
        ((0, 4, "一、总结"), True),  # over the number, which stays
        ((0, 0, "第"), False),
        ((4, 5, ""), False),  # the end of a paragraph
        ((3, 4, "则\n二、"), False),
        ((4, 4, "。"), True),
    ],
)
def test_what_cannot_be_edited(edit: tuple[int, int, str], possible: bool) -> None:
    text = readers.read(draft(paragraph("总则", properties=numbered(1)) + paragraph("后"), numbering=LIST))
    assert text.chars == "一、总则\n后\n"
    assert writers.is_possible(text, Edit(Span(edit[0], edit[1]), edit[2])) == possible


def test_fixes_of_a_draft_come_to_rest(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "draft.docx"
    body = HEAD + paragraph("安政发[", run("20", BOLD), "23]1号") + paragraph("各乡镇人民政府：")
    path.write_bytes(draft(body + table(("序号", "安政发[2022]3号"))).content)
    arguments = ["lint", str(path), "--isolated", "--select", "NUM002", "--lang", "en"]
    assert cli.main([*arguments, "--diff"]) == 1
    assert "+安政发〔2023〕1号" in capsys.readouterr().out
    assert cli.main([*arguments, "--fix"]) == 0
    assert "draft.docx: fixed" in capsys.readouterr().err
    mended = path.read_bytes()
    document = docx.Document(io.BytesIO(mended))
    assert [(run.text, bool(run.bold)) for run in document.paragraphs[1].runs] == [
        ("安政发〔", False),
        ("20", True),
        ("23〕1号", False),
    ]
    assert cli.main([*arguments, "--fix"]) == 0
    assert path.read_bytes() == mended


def test_automatic_numbers_are_judged_but_have_no_fix() -> None:
    numbering = LIST.replace("（%2）", "(%2)、")
    body = (
        HEAD + paragraph("压实责任。", properties=numbered(1, 1)) + paragraph("加强值守。", properties=numbered(1, 1))
    )
    text = readers.read(draft(body, numbering=numbering))
    assert "(二)、加强值守。" in text.chars
    judge = linter.prepare(select=["LST003"])
    [found] = judge.lint(text)
    assert found.fix is None
    assert judge.mend(text) == text.chars
    [typed] = judge.lint(Text(Source("a.txt", "text/plain", b""), text.chars))
    assert typed.fix is not None


def test_places_in_reports(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "draft.docx"
    path.write_bytes(draft(HEAD + paragraph("安政发", "[2023]1号")).content)
    arguments = ["lint", str(path), "--isolated", "--select", "NUM002"]
    assert cli.main([*arguments, "--format", "json"]) == 1
    [record] = json.loads(capsys.readouterr().out)
    assert (record["line"], record["column"], record["locator"]) == (2, 4, "paragraph 2, run 2")
    assert cli.main([*arguments, "--lang", "zh"]) == 1
    assert "draft.docx:2:4: (第2段) NUM002" in capsys.readouterr().out


def test_a_page_is_not_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "page.html"
    page = "<p>安山县人民政府关于放假的通知</p><p>安政发[2023]1号</p>"
    path.write_text(page, encoding="utf-8")
    arguments = ["lint", str(path), "--isolated", "--select", "NUM002", "--lang", "en"]
    assert cli.main([*arguments, "--diff"]) == 1
    assert "+安政发〔2023〕1号" in capsys.readouterr().out
    assert cli.main([*arguments, "--fix"]) == 2
    told = capsys.readouterr()
    assert "fixes cannot be written into a file of this format" in told.err
    assert "NUM002" in told.out
    assert path.read_text(encoding="utf-8") == page
    with pytest.raises(ConfigError, match="text/html"):
        writers.content(Text(Source("page.html", "text/html", b""), "甲"))


WORDS = st.sampled_from(["安政发", "[2023]", "1号", "（", " ", "《甲》、《乙》", "2023年03月06日", "，"])
PARAGRAPHS = st.lists(st.lists(WORDS, max_size=4).map(lambda words: paragraph(*words)), min_size=1, max_size=4)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(PARAGRAPHS)
def test_mending_any_draft_comes_to_rest(paragraphs: list[str]) -> None:
    judge = linter.prepare(select=["NUM002", "DAT002", "TYP002"])
    text = readers.read(draft(HEAD + "".join(paragraphs)))
    mended = judge.mend(text)
    plain = judge.mend(Text(Source("a.txt", "text/plain", b""), text.chars))
    assert mended == plain


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.data())
def test_any_possible_edit_makes_the_text_it_says(data: st.DataObject) -> None:
    body = paragraph("总则", run("甲", BOLD), "<w:r><w:t>乙</w:t><w:tab/><w:t>丙</w:t></w:r>", properties=numbered(1))
    text = readers.read(draft(body + paragraph("") + table(("一", "二")), numbering=LIST))
    start = data.draw(st.integers(0, len(text.chars)))
    end = data.draw(st.integers(start, len(text.chars)))
    edit = Edit(Span(start, end), data.draw(st.text("总则甲x、 ", max_size=5)))
    if writers.is_possible(text, edit):
        after = writers.apply(text, [edit])
        assert after.chars == text.chars[:start] + edit.replacement + text.chars[end:]
