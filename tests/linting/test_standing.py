"""Suppressions written at one go, and taken out again when nothing needs them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from lod import cli
from lod.linting import standing, suppressions
from lod.model import Source, Span, Text
from lod.settings.toml import TomlFile

BAD = "安山县人民政府关于防汛工作的通知\n\n安政发[2023]1号\n\n各乡镇人民政府：\n\n请做好防汛工作。\n"
USED = '[[suppress]]\ncode = "NUM002"\nquote = "安政发[2023]1号"\nreason = "原件如此"\n'
UNUSED = '[[suppress]]\ncode = "NUM002"\nquote = "安政发[2022]9号"\nreason = "原件如此"\n'


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "drafts").mkdir()
    (tmp_path / "drafts" / "a[1].txt").write_text(BAD, encoding="utf-8")
    return tmp_path


def lint(*arguments: str) -> int:
    return cli.main(["lint", "--select", "NUM,LNT", "--lang", "zh", "--no-cache", *arguments])


def test_what_is_found_is_written_once_and_stands_from_then_on(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert lint("drafts", "--add-suppressions", "--reason", "原件“如此”\\") == 0
    sidecar = folder / "drafts" / suppressions.NAME
    written = sidecar.read_text(encoding="utf-8")
    [entry] = suppressions.read(sidecar).entries
    assert (entry.code, entry.quote, entry.reason, entry.file) == ("NUM002", "[2023]", "原件“如此”\\", "a[[]1].txt")
    assert "已写入 1 条豁免" in capsys.readouterr().err
    assert lint("drafts") == 0
    assert lint("drafts", "--add-suppressions") == 0
    assert sidecar.read_text(encoding="utf-8") == written
    (folder / "drafts" / "b.txt").write_text(BAD, encoding="utf-8")
    assert lint("drafts") == 1


def test_without_a_reason_each_entry_is_asked_for_one(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert lint("drafts", "--add-suppressions") == 0
    assert lint("drafts") == 1
    assert "LNT002" in capsys.readouterr().out


def test_entries_go_to_the_end_of_the_file_beside_the_configuration(folder: Path) -> None:
    (folder / "lod.toml").write_text("preview = false\n", encoding="utf-8")
    before = f"\ufeff# 说明\n{UNUSED}".replace("\n", "\r\n").encode()
    (folder / suppressions.NAME).write_bytes(before)
    assert lint("drafts/a[1].txt", "--add-suppressions") == 0
    assert (folder / suppressions.NAME).read_bytes().startswith(before.rstrip())
    assert [entry.file for entry in suppressions.read(folder / suppressions.NAME).entries] == ["", "drafts/a[[]1].txt"]


def test_standard_input_has_no_file_of_suppressions(folder: Path) -> None:
    assert lint("-", "--add-suppressions") == 2
    assert not (folder / suppressions.NAME).exists()


@pytest.mark.parametrize(
    ("chars", "marked", "quote"),
    [
        ("甲,乙,丙。\n甲,丁。", ",丁", ",丁"),
        ("甲,乙,丙。\n戊己庚辛壬癸,丁。", "乙,", "乙,"),
        ("请落实责任,加强值守,报送信息。", "值守,", "值守,"),
        ("同上,同上,同上", "同上", "同上,同上,"),
        ("甲" * 60, "甲" * 50, "甲" * 40),
        ("上半句\n\n下半句", "半句\n\n下", "半句下"),
    ],
)
def test_as_much_is_quoted_as_tells_the_place(chars: str, marked: str, quote: str) -> None:
    text = Text(Source("a.txt", "text/plain", b""), chars)
    start = chars.index(marked)
    span = Span(start, start + len(marked))
    assert standing.quotation(text, span) == quote
    assert suppressions.quotes(quote, text, span)


def test_what_is_missing_is_quoted_by_its_neighbours() -> None:
    text = Text(Source("a.txt", "text/plain", b""), "请落实。\n\n\n2023年3月1日\n")
    quote = standing.quotation(text, Span(5, 5))
    assert quote == "请落实。2023"
    assert suppressions.quotes(quote, text, Span(5, 5))


def test_an_unused_suppression_is_taken_out_and_all_else_stays(folder: Path) -> None:
    sidecar = folder / "drafts" / suppressions.NAME
    sidecar.write_bytes(f"# 首\n{UNUSED}\n# 次\n{USED}\n{UNUSED}\n{UNUSED}# 末\n".replace("\n", "\r\n").encode())
    assert lint("drafts", "--diff") == 1
    assert lint("drafts", "--fix") == 0
    assert sidecar.read_bytes().decode() == f"# 首\n\n# 次\n{USED}# 末\n".replace("\n", "\r\n")


@pytest.mark.parametrize(
    "chars",
    [
        'suppress = [{code = "NUM002", quote = "甲"}, {code = "NUM002", quote = "乙"}]\n',
        f'[[suppress]]\ncode = "NUM002"\nquote = """\n[[suppress]]\n甲"""\n{USED}',
    ],
)
def test_an_entry_that_cannot_be_cut_out_alone_stays(chars: str) -> None:
    sidecar = suppressions.parse(TomlFile(Path("s.toml"), chars))
    assert sidecar.removal(sidecar.entries[0]) is None


def test_a_file_that_takes_no_entries_is_left_alone(folder: Path) -> None:
    sidecar = folder / "drafts" / suppressions.NAME
    sidecar.write_text("suppress = []\n", encoding="utf-8")
    assert lint("drafts", "--add-suppressions") == 2
    assert sidecar.read_text(encoding="utf-8") == "suppress = []\n"
    assert os.listdir(folder) == ["drafts"]
