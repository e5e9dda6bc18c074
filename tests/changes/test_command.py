"""`lod changes` and `lod build --keep` on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lod import cli, release

TEXTS = ("first", "second", "third")


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three releases of short texts, the last of which deleted the first."""
    folder = tmp_path_factory.mktemp("command")
    for number, name in enumerate(TEXTS):
        work = f"做好第{number}项工作"
        text = f"关于{work}的通知\n\n各乡镇人民政府：\n\n请认真{work}。\n\n绛县人民政府\n2023年3月{number + 1}日\n"
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
        command = ["build", str(folder / f"{name}.txt"), "--out", str(folder / "out"), "--quiet", "--keep", "2"]
        assert cli.main(command) == 0
    return folder / "out"


def test_only_as_many_releases_are_kept(releases: Path) -> None:
    assert len(list((releases / "releases").iterdir())) == 2


def test_the_log_is_printed(releases: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["changes", "--release", str(releases)]) == 0
    rows = [line.split("\t") for line in capsys.readouterr().out.splitlines()]
    assert [int(row[0]) for row in rows] == list(range(1, len(rows) + 1))
    told = [(row[2], row[5]) for row in rows if len(row) > 5 and "工作" in row[5]]
    names = [f"关于做好第{number}项工作的通知" for number in range(3)]
    assert sorted(told) == sorted([*(("create", name) for name in names), *(("delete", name) for name in names[:2])])


def test_what_came_later_as_json(releases: Path, capsys: pytest.CaptureFixture[str]) -> None:
    last = release.check(release.current(releases))["log"][-1]
    assert (
        cli.main(["changes", "--release", str(releases), "--after", str(last["first"] - 1), "--format", "jsonl"]) == 0
    )
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [row["position"] for row in rows] == list(range(last["first"], last["last"] + 1))
    assert {row["release"] for row in rows} == {last["release"]}


@pytest.mark.parametrize("number", ["0", "-1", "x", "²"])
def test_a_number_of_releases_that_is_none(number: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["build", "x.txt", "--out", "x", "--keep", number])
    assert "--keep" in capsys.readouterr().err
