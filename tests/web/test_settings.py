"""The settings of the server: who speaks last, what is refused, and that each is a flag, a variable and a key."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from lod import cli
from lod.model import ConfigError
from lod.web import reference
from lod.web.configured import configure, key_of
from lod.web.settings import Settings
from tests.conftest import ROOT

FILE = """
[lint]
preview = true

[serve]
port = 1
workers = 3
query-seconds = 2
trusted-proxies = ["10.0.0.0/8"]
release = "data"
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "lod.toml"
    path.write_text(FILE, encoding="utf-8")
    return path


def test_flag_before_environment_before_file_before_default(file: Path) -> None:
    held = configure({"workers": "5"}, file, {"LOD_SERVE_WORKERS": "4", "LOD_SERVE_PORT": "2"})
    said = {row.key: (row.value, row.origin) for row in held.rows}
    assert said["workers"] == (5, "command line")
    assert said["port"] == (2, "LOD_SERVE_PORT")
    assert said["query-seconds"] == (2.0, f"{file}:8")
    assert said["host"] == ("127.0.0.1", "default")
    assert held.settings.trusted_proxies == ("10.0.0.0/8",)
    assert held.settings.release == str(file.parent / "data")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"LOD_SERVE_PORT": "http"}, "LOD_SERVE_PORT is a whole number"),
        ({"LOD_SERVE_WORKERS": "0"}, "LOD_SERVE_WORKERS is a whole number from 1"),
        ({"LOD_SERVE_WORKERS": "1.5"}, "LOD_SERVE_WORKERS is a whole number"),
        ({"LOD_SERVE_QUERY_SECONDS": "NaN"}, "LOD_SERVE_QUERY_SECONDS is a number"),
        ({"LOD_SERVE_QUERY_SECONDS": "true"}, "LOD_SERVE_QUERY_SECONDS is a number"),
    ],
)
def test_what_cannot_be_set(given: dict[str, str], said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        configure({}, None, given)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("prot = 1", ":2: there is no setting of the server called prot"),
        ('port = "1"', ":2: port is a whole number"),
        ("trusted-proxies = [1]", ":2: trusted-proxies is a list of strings"),
    ],
)
def test_a_file_that_is_wrong_is_told_with_its_line(line: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "lod.toml").write_text(f"[serve]\n{line}\n")
    with pytest.raises(ConfigError, match=said):
        configure({}, tmp_path / "lod.toml", {})


def test_the_linter_takes_the_same_file(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["config", "show", str(file.parent)]) == 0
    assert "preview = true" in capsys.readouterr().out


def test_every_setting_is_a_flag_that_is_shown(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["serve", "--config", str(file), "--show-settings", "--public-url", "https://x.cn/"]) == 0
    shown = capsys.readouterr().out.splitlines()
    assert [line.partition(" = ")[0] for line in shown] == [key_of(row) for row in fields(Settings)]
    assert 'public-url = "https://x.cn/"  # command line' in shown


def test_the_documentation_names_every_setting_as_it_is() -> None:
    page = (ROOT / "docs" / "running.md").read_text(encoding="utf-8")
    assert page == reference.renewed(page), "make docs renews the table"
    assert f"| `{key_of(fields(Settings)[-1])}` |" in page


def test_the_example_of_the_documentation_can_be_read(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "running.md").read_text(encoding="utf-8")
    (tmp_path / "lod.toml").write_text(page.partition("```toml\n")[2].partition("```")[0], encoding="utf-8")
    assert configure({}, tmp_path / "lod.toml", {}).settings.requests_per_minute == 600
