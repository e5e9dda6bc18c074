"""What the README shows is there and runs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from lod import cli

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_command_is_documented_and_no_other() -> None:
    assert set(re.findall(r"^lod ([\w-]+)", README, re.MULTILINE)) == set(cli.HANDLERS)


def test_the_python_example_runs(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    [example] = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    monkeypatch.chdir(ROOT)
    exec(compile(example, "README.md", "exec"), {})
    assert re.search(r"^263 1 NUM006 ", capsys.readouterr().out, re.MULTILINE)


def test_the_query_of_the_example_answers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    [query] = re.findall(r"lod query '(.*?)'", README, re.DOTALL)
    assert cli.main(["query", "--format", "csv", query]) == 0
    assert [row.split(",")[0] for row in capsys.readouterr().out.split("\n")[1:-1]] == ["64", "65", "66", "67", "68"]


@pytest.mark.parametrize(
    "page", sorted(ROOT.glob("*.md")) + sorted((ROOT / "docs").rglob("*.md")), ids=lambda p: p.name
)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8"))
    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_make_targets_of_the_readme_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = set(re.findall(r"make (\w+)", README))
    assert named >= {"serve", "test"}
    assert named <= set(re.findall(r"^(\w+):", makefile, re.MULTILINE))
