"""Which files a run takes up: folders, globs, ignore files, exclusions, each file once."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from lod import cli
from lod.linting import inputs
from lod.settings import Resolver


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in (
        "b.txt",
        "a.md",
        "notes.log",
        "sub/c.TXT",
        "sub/deep/d.txt",
        ".hidden/e.txt",
        "~$lock.txt",
        "old/f.txt",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("安政发〔2023〕1号", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def names(*paths: str, force: bool = False, **given: Any) -> list[str]:
    found, errors = inputs.expand(paths, Resolver(given), force)
    assert errors == []
    return [Path(name).as_posix() for name in found]


def test_a_folder_gives_what_readers_know_in_the_order_of_names(tree: Path) -> None:
    assert names(".") == ["a.md", "b.txt", "old/f.txt", "sub/c.TXT", "sub/deep/d.txt"]
    assert names("sub") == ["sub/c.TXT", "sub/deep/d.txt"]


def test_each_file_once_in_the_order_given(tree: Path) -> None:
    (tree / "link.txt").symlink_to(tree / "b.txt")
    assert names("b.txt", "./b.txt", "sub", str(tree / "b.txt"), "sub/c.TXT", "link.txt") == [
        "b.txt",
        "sub/c.TXT",
        "sub/deep/d.txt",
    ]


def test_globs(tree: Path) -> None:
    assert names("sub/**/*.txt") == ["sub/deep/d.txt"]
    assert names("[ab].*") == ["a.md", "b.txt"]
    (tree / "[x].txt").write_text("x", encoding="utf-8")
    assert names("[x].txt") == ["[x].txt"]


@pytest.mark.parametrize("ignore_file", [".gitignore", ".lodignore"])
def test_ignore_files(tree: Path, ignore_file: str) -> None:
    (tree / ignore_file).write_text("*.txt\n!b.txt\n/old/\n", encoding="utf-8")
    (tree / "sub" / ignore_file).write_text("!d.txt\n", encoding="utf-8")
    assert names(".") == ["a.md", "b.txt", "sub/c.TXT", "sub/deep/d.txt"]
    assert names("old/f.txt") == ["old/f.txt"]


def test_ignore_files_of_the_repository_around_hold(tree: Path) -> None:
    (tree / ".gitignore").write_text("deep/\n", encoding="utf-8")
    assert names("sub") == ["sub/c.TXT", "sub/deep/d.txt"]
    (tree / ".git").mkdir()
    assert names("sub") == ["sub/c.TXT"]


def test_exclusions_hold_in_folders_and_on_request_for_named_files(tree: Path) -> None:
    (tree / "lod.toml").write_text('exclude = ["old/", "sub/*.TXT"]\n', encoding="utf-8")
    assert names(".") == ["a.md", "b.txt", "sub/deep/d.txt"]
    assert names("old/f.txt", "b.txt") == ["old/f.txt", "b.txt"]
    assert names("old/f.txt", "b.txt", force=True) == ["b.txt"]
    assert names("*/*.txt") == []
    assert names(".", exclude=("*.md",)) == ["b.txt", "old/f.txt", "sub/c.TXT", "sub/deep/d.txt"]


@pytest.mark.parametrize(("path", "says"), [("empty", "no document in this folder"), ("*.docm", "no file matches")])
def test_nothing_to_lint_is_told_and_exits_with_2(
    tree: Path, path: str, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tree / "empty" / "sub").mkdir(parents=True)
    (tree / "empty" / "sub" / "x.log").touch()
    assert cli.main(["lint", path]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert says in err


def test_a_nothing_beside_something_hides_no_finding(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tree / "b.txt").write_text("绛县人民政府关于防汛的通知\n绛政发[2023]1号\n", encoding="utf-8")
    (tree / "empty").mkdir()
    assert cli.main(["lint", "--select", "NUM002", "empty", "b.txt"]) == 2
    assert "NUM002" in capsys.readouterr().out


def test_a_folder_that_cannot_be_listed_is_told_beside_the_rest(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    listed = os.scandir

    def scandir(folder: Path) -> object:
        if folder.name == "sub":
            raise PermissionError(13, "Permission denied", str(folder))
        return listed(folder)

    monkeypatch.setattr(os, "scandir", scandir)
    found, [error] = inputs.expand(["."], Resolver({}))
    assert [Path(name).as_posix() for name in found] == ["a.md", "b.txt", "old/f.txt"]
    assert "sub: cannot be read (Permission denied)" in str(error)
