"""`lod lint` as people use it: folders, settings of each folder, suppressions, baselines, exit codes."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from lod import cli
from lod.linting import baseline, suppressions
from lod.linting.judging import Judge
from lod.linting.session import Outcome, Session
from lod.model import ConfigError, Source, Text
from lod.settings import Resolver

BAD = (
    "安山县人民政府关于防汛工作的通知\n\n安政发[2023]1号\n\n县直各有关单位：\n\n"
    "现就防汛工作通知如下。\n\n安山县人民政府\n\n2023年3月1日\n"
)
GOOD = BAD.replace("[2023]", "〔2023〕")
SUPPRESSION = '[[suppress]]\ncode = "NUM002"\nquote = "安政发[2023]1号"\nreason = "原件如此"\n'
Capture = pytest.CaptureFixture[str]


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def process(folder: Path, *arguments: str, text: str | None = None) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own, in a folder."""
    environment = {**os.environ, "LC_ALL": "C.UTF-8", "PYTHONPATH": str(Path(cli.__file__).parents[1])}
    command = [sys.executable, "-m", "lod", "lint", *arguments]
    return subprocess.run(
        command, cwd=folder, env=environment, input=text, capture_output=True, text=True, encoding="utf-8", check=False
    )


def found(capsys: Capture, *arguments: str, code: int = 1) -> list[dict[str, Any]]:
    """The findings of a command that ends with an exit code."""
    assert cli.main(["lint", "--format", "json", *arguments]) == code
    rows: list[dict[str, Any]] = json.loads(capsys.readouterr().out)
    return rows


@pytest.mark.parametrize(
    ("text", "arguments", "code"),
    [
        (GOOD, [], 0),
        (BAD, [], 1),
        (BAD, ["--exit-zero"], 0),
        (BAD, ["--severity", "NUM=warning"], 1),
        (BAD, ["--severity", "NUM=warning", "--fail-on", "error"], 0),
        (BAD, ["--severity", "NUM=warning", "--max-warnings", "1"], 0),
        (BAD, ["--severity", "NUM=warning", "--max-warnings", "0"], 1),
        (BAD, ["--severity", "NUM=off"], 0),
        (BAD, ["--ignore", "NUM"], 0),
        (BAD, ["--extend-ignore", "NUM002"], 0),
        (BAD, ["--profile", "nowhere"], 2),
        (BAD, ["--config", "nowhere.toml"], 2),
        (BAD, ["--select", "QQQ"], 2),
        (BAD, ["missing.txt"], 2),
        (BAD, ["--baseline", "missing.json"], 2),
        (BAD, ["--suppressions", "missing.toml"], 2),
        ("", [], 2),
    ],
)
def test_exit_codes(tmp_path: Path, text: str, arguments: list[str], code: int) -> None:
    write(tmp_path / "a.txt", text)
    rules = [] if "--select" in arguments or not text else ["--select", "NUM"]
    result = process(tmp_path, *rules, *arguments, "a.txt")
    assert result.returncode == code, result.stderr
    assert "Traceback" not in result.stderr


def test_a_broken_configuration_ends_with_2_and_names_file_and_line(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", BAD)
    write(tmp_path / "lod.toml", "preview = true\nfail_on = 'error'\n")
    result = process(tmp_path, "a.txt")
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.startswith(f"lod: {tmp_path / 'lod.toml'}:2: there is no setting called fail_on")


def test_each_folder_has_its_own_settings(tmp_path: Path, capsys: Capture) -> None:
    for name in ("a", "b", "c"):
        write(tmp_path / name / "a.txt", BAD.replace("1号", f"{ord(name)}号"))
    write(tmp_path / "lod.toml", 'select = ["NUM"]\n')
    write(tmp_path / "b" / "lod.toml", 'ignore = ["ALL"]\n')
    write(tmp_path / "c" / "lod.toml", 'select = ["NUM"]\n[severity]\nNUM002 = "info"\n')
    rows = found(capsys, str(tmp_path))
    assert [(Path(row["file"]).parent.name, row["severity"]) for row in rows] == [("a", "error"), ("c", "info")]


def test_own_rules_from_a_folder_of_the_configuration(tmp_path: Path, capsys: Capture) -> None:
    own = (Path(cli.__file__).parents[1] / "shapes" / "NUM" / "NUM002.ttl").read_text(encoding="utf-8")
    write(tmp_path / "own" / "OWN001.ttl", own.replace("NUM002", "OWN001"))
    write(tmp_path / "lod.toml", 'rules = ["own"]\nselect = ["OWN"]\n')
    write(tmp_path / "a.txt", BAD)
    assert [row["code"] for row in found(capsys, str(tmp_path / "a.txt"))] == ["OWN001"]


@pytest.mark.parametrize(
    ("config", "codes"),
    [
        ('[per-file-ignores]\n"*.txt" = ["NUM"]\n', []),
        ('[per-file-ignores]\n"drafts/" = ["NUM"]\n', []),
        ('[per-file-ignores]\n"other/*.txt" = ["NUM"]\n', ["NUM002"]),
        ('[per-type."通知"]\nignore = ["NUM"]\n', []),
        ('[per-type."公告"]\nignore = ["NUM"]\n', ["NUM002"]),
        ('[per-authority."安政发"]\nignore = ["NUM002"]\n', []),
        ('[per-authority."安山县人民政府"]\nseverity = { NUM002 = "off" }\n', []),
        ('[per-authority."清政发"]\nignore = ["NUM002"]\n', ["NUM002"]),
        ('ignore = ["ALL"]\n[per-type."通知"]\nselect = ["NUM002"]\n', ["NUM002"]),
    ],
)
def test_settings_for_files_types_and_authorities(
    tmp_path: Path, capsys: Capture, config: str, codes: list[str]
) -> None:
    path = write(tmp_path / "drafts" / "a.txt", BAD)
    write(tmp_path / "lod.toml", config if 'ignore = ["ALL"]' in config else f'select = ["NUM"]\n{config}')
    rows = found(capsys, str(path), code=1 if codes else 0)
    assert [row["code"] for row in rows] == codes


def test_severity_by_type_only_there(tmp_path: Path, capsys: Capture) -> None:
    path = write(tmp_path / "a.txt", BAD)
    write(tmp_path / "lod.toml", 'select = ["NUM"]\n[per-type."通知"]\nseverity = { NUM = "info" }\n')
    assert [row["severity"] for row in found(capsys, str(path), code=0)] == ["info"]


def test_an_unknown_code_in_the_configuration_is_a_warning_at_its_place(tmp_path: Path, capsys: Capture) -> None:
    path = write(tmp_path / "a.txt", GOOD)
    config = write(tmp_path / "lod.toml", 'extend-ignore = [\n  "NUM999",\n]\n')
    rows = [row for row in found(capsys, str(path)) if row["code"][:3] == "LNT"]
    assert [(row["file"], row["line"], row["column"], row["quote"]) for row in rows] == [
        (str(config), 2, 3, '"NUM999"')
    ]


def test_a_suppressed_finding_is_left_out_wherever_its_line_is(tmp_path: Path, capsys: Capture) -> None:
    path = write(tmp_path / "a.txt", f"\n\n{BAD}")
    write(tmp_path / "lod.toml", 'select = ["NUM", "LNT"]\n')
    write(tmp_path / suppressions.NAME, SUPPRESSION)
    assert found(capsys, str(path), code=0) == []
    write(path, BAD.replace("1号", "2号"))
    assert [row["code"] for row in found(capsys, str(path))] == ["NUM002"]


def test_an_unused_suppression_is_told_only_where_the_whole_folder_was_linted(tmp_path: Path, capsys: Capture) -> None:
    path = write(tmp_path / "a.txt", GOOD)
    sidecar = write(tmp_path / suppressions.NAME, f"# 说明\n\n{SUPPRESSION}")
    assert found(capsys, "--select", "NUM,LNT", str(path), code=0) == []
    [row] = found(capsys, "--select", "NUM,LNT", str(tmp_path))
    assert (row["file"], row["line"], row["quote"]) == (str(sidecar), 4, '"NUM002"')
    assert found(capsys, "--select", "TTL,LNT", str(tmp_path), code=0) == []
    write(sidecar, f'{SUPPRESSION}file = "a.txt"\n')
    assert len(found(capsys, "--select", "NUM,LNT", str(path))) == 1
    write(sidecar, f'{SUPPRESSION}number = "安政发〔2023〕1号"\n')
    assert len(found(capsys, "--select", "NUM,LNT", str(path))) == 1
    write(sidecar, f'{SUPPRESSION}number = "安政发〔2023〕9号"\n')
    assert found(capsys, "--select", "NUM,LNT", str(path), code=0) == []


def check(folder: Path, today: date, *texts: str) -> Outcome:
    judge = Judge(Resolver({"select": ("NUM", "LNT")}))
    named = [Text(Source(str(folder / f"{n}.txt"), "text/plain", b""), text) for n, text in enumerate(texts)]
    return Session(judge, [str(folder)], today).check(named)


def codes(outcome: Outcome) -> list[str]:
    return [diagnostic.rule.code for diagnostic in outcome.diagnostics]


def test_a_suppression_ends_after_its_last_day(tmp_path: Path) -> None:
    write(tmp_path / suppressions.NAME, f"{SUPPRESSION}expires = 2026-06-30\n")
    assert codes(check(tmp_path, date(2026, 6, 30), BAD)) == []
    expired = check(tmp_path, date(2026, 7, 1), BAD)
    assert codes(expired) == ["NUM002", "LNT001"]
    [told] = expired.hygiene
    assert told.text.slice(told.span) == "2026-06-30"
    assert "2026年6月30日" in told.message["zh"]
    assert "2026-06-30" in told.message["en"]


@pytest.mark.parametrize(
    ("line", "left"),
    [
        ('file = "0.txt"', ["1.txt"]),
        ('file = "*.txt"', []),
        ('file = "elsewhere/0.txt"', ["0.txt", "1.txt"]),
        ('number = "安政发 [2023] 1号"', []),
        ('number = "安政发[2024]1号"', ["0.txt", "1.txt"]),
    ],
)
def test_a_suppression_for_one_file_or_number(tmp_path: Path, line: str, left: list[str]) -> None:
    write(tmp_path / suppressions.NAME, f"{SUPPRESSION}{line}\n")
    outcome = check(tmp_path, date(2026, 1, 1), BAD, BAD)
    assert [Path(d.text.source.name).name for case in outcome.cases for d in case.found] == left


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ('[[suppress]]\ncode = "NUM002"\n', 1, "needs a quote"),
        (f'{SUPPRESSION}\n[[suppress]]\nquote = "x"\n', 6, "needs a code"),
        (f'{SUPPRESSION}expires = "2026-01-01"\n', 1, "expires is a date without quotes"),
        (f"{SUPPRESSION}line = 3\n", 1, "a suppression has no line"),
        (f"{SUPPRESSION}by = 3\n", 1, "by is a string"),
        ("[[suppressions]]\n", 1, r"there is only \[\[suppress\]\]"),
        ("[suppress]\n", 1, r"written as \[\[suppress\]\]"),
        ("[[suppress]\n", 1, "no TOML"),
    ],
)
def test_a_wrong_file_of_suppressions_is_told_with_its_line(tmp_path: Path, text: str, line: int, says: str) -> None:
    path = write(tmp_path / suppressions.NAME, text)
    with pytest.raises(ConfigError, match=says) as told:
        suppressions.read(path)
    assert str(told.value).startswith(f"{path}:{line}: ")


def test_a_suppressed_fault_is_not_mended(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", BAD.replace("2023年3月1日", "2023年03月01日"))
    write(tmp_path / suppressions.NAME, SUPPRESSION)
    assert process(tmp_path, "--select", "NUM,DAT", "--fix", "a.txt").returncode == 0
    assert path.read_text(encoding="utf-8") == BAD


def test_a_baseline_hides_what_was_there_and_tells_what_is_new(tmp_path: Path, capsys: Capture) -> None:
    path = write(tmp_path / "drafts" / "a.txt", BAD)
    known = tmp_path / "baseline.json"
    write_it = ["lint", "--select", "NUM,DAT", "--write-baseline", str(known), str(path)]
    assert cli.main(write_it) == 0
    first = known.read_bytes()
    assert cli.main(write_it) == 0
    assert known.read_bytes() == first
    assert json.loads(first)["findings"] == [{"file": "drafts/a.txt", "code": "NUM002", "quote": "[2023]", "count": 1}]
    capsys.readouterr()
    arguments = ["--select", "NUM,DAT", "--baseline", str(known), str(path)]
    write(path, f"\n\n\n{BAD}")
    assert found(capsys, *arguments, code=0) == []
    write(path, BAD.replace("3月1日", "03月1日"))
    assert [row["code"] for row in found(capsys, *arguments)] == ["DAT002"]
    write(path, GOOD)
    assert cli.main(["lint", "--lang", "en", *arguments]) == 0
    assert "1 entries of the baseline are found no longer" in capsys.readouterr().err


def test_a_baseline_counts(tmp_path: Path) -> None:
    [told] = check(tmp_path, date(2026, 1, 1), BAD).diagnostics
    path = write(tmp_path / "b.json", baseline.text([told, told], tmp_path / "b.json"))
    known = baseline.read(path)
    assert [len(known.new([told] * times)) for times in (1, 2, 3)] == [0, 0, 1]
    assert known.stale([told, told], [told.text.source.name]) == []
    assert known.stale([told], [told.text.source.name]) == [("0.txt", "NUM002", "[2023]")]
    assert known.stale([], [str(tmp_path / "other.txt")]) == []


@pytest.mark.parametrize(
    ("text", "says"),
    [("{", r"b\.json:1: this is no JSON"), ("[]", "is no baseline"), ('{"version": 2, "findings": []}', "version 2")],
)
def test_a_wrong_baseline_is_told(tmp_path: Path, text: str, says: str) -> None:
    write(tmp_path / "b.json", text)
    write(tmp_path / "a.txt", BAD)
    result = process(tmp_path, "--baseline", "b.json", "a.txt")
    assert result.returncode == 2
    assert re.search(says, result.stderr)


def test_statistics_count_by_rule(tmp_path: Path, capsys: Capture) -> None:
    path = write(tmp_path / "a.txt", BAD.replace("2023年3月1日", "2023年03月01日"))
    other = write(tmp_path / "b.txt", BAD.replace("1号", "2号"))
    arguments = ["--statistics", "--select", "NUM002,DAT002", str(path), str(other)]
    assert cli.main(["lint", "--lang", "en", *arguments]) == 1
    rows = [line.split()[:2] for line in capsys.readouterr().out.splitlines()]
    assert rows[0] == ["2", "NUM002"] or rows[0][1] == "DAT002"
    counted = {row["code"]: row["count"] for row in found(capsys, *arguments)}
    assert counted["NUM002"] == 2
    assert {code: str(count) for code, count in counted.items()} == {code: count for count, code in rows}


def test_quiet_and_output(tmp_path: Path, capsys: Capture) -> None:
    path = write(tmp_path / "a.txt", BAD)
    assert cli.main(["lint", "--select", "NUM", "-q", "--output", str(tmp_path / "r.txt"), str(path)]) == 1
    assert capsys.readouterr() == ("", "")
    assert "NUM002" in (tmp_path / "r.txt").read_text(encoding="utf-8")
    assert cli.main(["lint", "--output", str(tmp_path / "no" / "r.txt"), str(path)]) == 2
    assert "cannot be written" in capsys.readouterr().err


def test_after_fixing_the_rest_is_reported_and_counted(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", BAD.replace("县直各有关单位：\n\n", ""))
    result = process(tmp_path, "--select", "NUM002,STR001", "--fix", "--lang", "zh", "a.txt")
    assert result.returncode == 1
    assert "STR001" in result.stdout
    assert "NUM002" not in result.stdout
    assert "已修改 1 处，1 处尚需人工。" in result.stderr
    assert "〔2023〕" in path.read_text(encoding="utf-8")


def test_an_unknown_format_of_the_configuration_is_told(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", BAD)
    write(tmp_path / "lod.toml", '\nformat = "scroll"\n')
    result = process(tmp_path, "a.txt")
    assert result.returncode == 2
    assert "lod.toml:2: there is no format scroll" in result.stderr


def test_the_language_of_the_configuration(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", GOOD)
    write(tmp_path / "lod.toml", 'lang = "zh"\nselect = ["NUM"]\n')
    assert process(tmp_path, "a.txt").stderr == "没有发现问题。\n"
    assert process(tmp_path, "--lang", "en", "a.txt").stderr == "No findings.\n"


def test_settings_of_standard_input_go_by_its_name(tmp_path: Path) -> None:
    write(tmp_path / "sub" / "lod.toml", 'select = ["TTL"]\n')
    write(tmp_path / "lod.toml", 'select = ["NUM"]\n')
    assert process(tmp_path, "-", text=BAD).returncode == 1
    assert process(tmp_path, "-", "--stdin-filename", "sub/a.txt", text=BAD).returncode == 0
