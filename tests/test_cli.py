"""The command `lod`: what it prints where, and its exit codes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from lod import __version__, cli

BAD = (
    "绛县人民政府关于防汛工作的通知\n\n绛政发[2023]1号\n\n县直各有关单位：\n\n"
    "现就防汛工作通知如下。\n\n绛县人民政府\n\n2023年3月1日\n"
)
GOOD = BAD.replace("[2023]", "〔2023〕")
Capture = pytest.CaptureFixture[str]


@pytest.fixture
def notice(tmp_path: Path) -> Path:
    path = tmp_path / "notice.txt"
    path.write_text(BAD, encoding="utf-8")
    return path


def run(*arguments: str, text: str | None = None) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "lod", *arguments],
        input=text,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "LANG": "C.UTF-8", "LC_ALL": ""},
        check=False,
    )


def test_version(capsys: Capture) -> None:
    with pytest.raises(SystemExit, match="0"):
        cli.main(["--version"])
    assert capsys.readouterr().out == f"lod {__version__}\n"


def test_lint_reports_and_exits_with_1(notice: Path, capsys: Capture) -> None:
    assert cli.main(["lint", "--select", "NUM002", "--lang", "en", str(notice)]) == 1
    out, err = capsys.readouterr()
    assert out.startswith(f"{notice}:3:4: NUM002 [error] ")
    assert "1 finding(s): 1 error(s)" in err


def test_lint_of_a_clean_text_exits_with_0(notice: Path, capsys: Capture) -> None:
    notice.write_text(GOOD, encoding="utf-8")
    assert cli.main(["lint", "--select", "NUM002", "--lang", "zh", str(notice)]) == 0
    assert capsys.readouterr() == ("", "没有发现问题。\n")


def test_fail_on_sets_what_counts(notice: Path) -> None:
    notice.write_text("关于印发方案的通知\n\n绛政发〔2023〕1号\n", encoding="utf-8")
    found = json.loads(run("lint", "--format", "json", str(notice)).stdout)
    severities = {finding["severity"] for finding in found}
    for limit, counted in (("info", {"info", "warning", "error"}), ("error", {"error"})):
        assert cli.main(["lint", "--fail-on", limit, str(notice)]) == (1 if severities & counted else 0)


def test_lint_json_has_the_keys_of_the_contract(notice: Path, capsys: Capture) -> None:
    cli.main(["lint", "--select", "NUM002", "--format", "json", "--lang", "zh", str(notice)])
    [finding] = json.loads(capsys.readouterr().out)
    place = {
        key: finding[key] for key in ("file", "line", "column", "endLine", "endColumn", "code", "severity", "quote")
    }
    assert place == {
        "file": str(notice),
        "line": 3,
        "column": 4,
        "endLine": 3,
        "endColumn": 10,
        "code": "NUM002",
        "severity": "error",
        "quote": "[2023]",
    }
    assert finding["message"]
    assert "9704" in finding["source"]
    assert finding["fix"]["safety"] == "safe"
    assert [edit["text"] for edit in finding["fix"]["edits"]]


def test_both_engines_report_the_same(notice: Path, capsys: Capture) -> None:
    reports = []
    for engine in ("fast", "pyshacl"):
        cli.main(["lint", "--engine", engine, "--format", "json", str(notice)])
        reports.append(capsys.readouterr().out)
    assert reports[0] == reports[1]
    assert "NUM002" in reports[0]


def test_lint_reads_standard_input() -> None:
    result = run("lint", "--select", "NUM002", "--stdin-filename", "稿.txt", "-", text=BAD)
    assert result.returncode == 1
    assert result.stdout.startswith("稿.txt:3:4: NUM002 ")


def test_fix_writes_the_file_in_its_own_encoding(notice: Path) -> None:
    notice.write_bytes(BAD.replace("\n", "\r\n").encode("gb18030"))
    assert cli.main(["lint", "--select", "NUM002", "--fix", str(notice)]) == 0
    assert notice.read_bytes() == GOOD.replace("\n", "\r\n").encode("gb18030")


def test_fix_of_standard_input_goes_to_standard_output() -> None:
    result = run("lint", "--select", "NUM002", "--fix", "-", text=BAD)
    assert (result.returncode, result.stdout) == (0, GOOD)


def test_diff_shows_and_writes_nothing(notice: Path, capsys: Capture) -> None:
    assert cli.main(["lint", "--select", "NUM002", "--diff", str(notice)]) == 1
    out = capsys.readouterr().out
    assert "-绛政发[2023]1号\n+绛政发〔2023〕1号\n" in out
    assert notice.read_text(encoding="utf-8") == BAD


def test_a_missing_file_exits_with_2_and_one_line(tmp_path: Path) -> None:
    result = run("lint", str(tmp_path / "missing.txt"))
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.startswith("lod: ")
    assert "missing.txt" in result.stderr.splitlines()[0]


@pytest.mark.parametrize(
    ("content", "says"),
    [(b"", "empty"), (b"\x00\x01\x02\xff" * 500, "binary")],
    ids=["empty", "binary"],
)
def test_unreadable_input_is_a_finding_and_exits_with_2(tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "input.txt"
    path.write_bytes(content)
    result = run("lint", "--format", "json", str(path))
    assert result.returncode == 2
    assert "Traceback" not in result.stderr
    [finding] = json.loads(result.stdout)
    assert (finding["file"], finding["line"], finding["code"][:3]) == (str(path), 1, "LNT")
    assert says in finding["message"]


def test_unreadable_input_is_told_even_where_no_rule_tells_it(tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "empty.txt"
    path.touch()
    assert cli.main(["lint", "--select", "NUM002", str(path)]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "empty" in err


def test_a_bad_file_does_not_hide_the_findings_of_another(notice: Path, tmp_path: Path, capsys: Capture) -> None:
    assert cli.main(["lint", "--select", "NUM002", str(tmp_path / "missing.txt"), str(notice)]) == 2
    out, err = capsys.readouterr()
    assert "NUM002" in out
    assert "missing.txt" in err


@pytest.mark.parametrize(
    "text", ["A page in English.\n\nNothing official.\n", "字" * 1_700_000], ids=["english", "5 MB line"]
)
def test_what_is_no_gazette_is_no_traceback(text: str) -> None:
    result = run("lint", "-", text=text)
    assert result.returncode in (0, 1, 2)
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("arguments", [["lint", "--select", "XYZ9", "-"], ["rule", "XYZ9"], ["query", "SELECT {"]])
def test_a_wrong_argument_exits_with_2_and_says_which(arguments: list[str], capsys: Capture) -> None:
    assert cli.main(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("lod: ")
    assert arguments[-1] in err or "XYZ9" in err


def test_rule_tells_clause_and_examples(capsys: Capture) -> None:
    assert cli.main(["rule", "NUM002", "--lang", "en"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("NUM002  Year not enclosed in 〔〕\n")
    assert "GB/T 9704-2012 7.2.5" in out
    assert "Bad: " in out


def test_rules_as_a_list_and_as_json(capsys: Capture) -> None:
    assert cli.main(["rule"]) == 0
    codes = [line.split()[0] for line in capsys.readouterr().out.splitlines()]
    assert cli.main(["rule", "--all", "--format", "json"]) == 0
    cards = json.loads(capsys.readouterr().out)
    assert codes == [card["code"] for card in cards] == sorted(codes)
    assert all(card["why"] and card["clause"] and card["strength"] for card in cards)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_rule_has_a_page_in_both_languages(lang: str, capsys: Capture) -> None:
    assert cli.main(["rule", "--all", "--lang", lang]) == 0
    assert "None" not in capsys.readouterr().out


def test_build_then_query(tmp_path: Path, gazette_path: Path, capsys: Capture) -> None:
    out = tmp_path / "releases"
    assert cli.main(["build", str(gazette_path), "--out", str(out), "--quiet"]) == 0
    built = Path(capsys.readouterr().out.strip())
    assert (built / "manifest.json").is_file()
    assert (out / "data.nq.gz").is_file()
    query = "SELECT (COUNT(DISTINCT ?t) AS ?n) { ?t a gz:Task }"
    assert cli.main(["query", "--release", str(out), "--format", "csv", query]) == 0
    assert capsys.readouterr().out.split() == ["n", "94"]


def test_query_without_a_release_asks_the_bundled_gazette(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    question = tmp_path / "q.rq"
    question.write_text("ASK { ?d eli:id_local '绛政发〔2023〕1号' }", encoding="utf-8")
    assert cli.main(["query", f"@{question}"]) == 0
    assert capsys.readouterr().out == "true\n"


def test_registry_suggest_prints_turtle_for_an_unknown_authority(tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "notice.txt"
    path.write_text(BAD.replace("绛县", "云溪县").replace("绛政发", "云政发"), encoding="utf-8")
    assert cli.main(["registry", "suggest", str(path)]) == 0
    out = capsys.readouterr().out
    assert "云溪县人民政府" in out
    import pyoxigraph as ox

    assert list(ox.parse(out, format=ox.RdfFormat.TURTLE, base_iri="https://example.org/"))


def test_a_closed_pipe_is_no_traceback(gazette_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "lod", "rule", "--all", "--format", "json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    errors = process.stderr.read().decode()
    process.stderr.close()
    assert process.wait(timeout=60) == 128 + signal.SIGPIPE
    assert errors == ""


def test_an_interrupt_ends_quietly(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    def interrupted(options: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setitem(cli.HANDLERS, "rule", interrupted)
    assert cli.main(["rule"]) == 128 + signal.SIGINT
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(("locale", "word"), [("zh_CN.UTF-8", "按公文规则检查文件"), ("C", "check documents")])
def test_help_speaks_the_language_of_the_locale(
    locale: str, word: str, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.setenv("LC_ALL", locale)
    with pytest.raises(SystemExit, match="0"):
        cli.main(["--help"])
    assert word in capsys.readouterr().out


def test_two_drafts_of_one_document_are_judged_apart(notice: Path, tmp_path: Path, capsys: Capture) -> None:
    later = tmp_path / "later.txt"
    later.write_text(f"\n\n{BAD}", encoding="utf-8")
    assert cli.main(["lint", "--select", "NUM002", "--format", "json", str(notice), str(later)]) == 1
    found = [(finding["file"], finding["line"]) for finding in json.loads(capsys.readouterr().out)]
    assert found == [(str(notice), 3), (str(later), 5)]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is full")
def test_a_full_disk_is_one_line_and_exits_with_2() -> None:
    with open("/dev/full", "w") as full:
        ended = subprocess.run([sys.executable, "-m", "lod", "rule"], stdout=full, stderr=subprocess.PIPE, text=True)
    assert ended.returncode == 2
    assert ended.stderr.startswith("lod: The output cannot be written")
    assert ended.stderr.count("\n") == 1


@pytest.mark.parametrize(("closed", "left"), [(1, "stderr"), (2, "stdout")])
def test_a_closed_stream_is_no_traceback(notice: Path, closed: int, left: str) -> None:
    command = [sys.executable, "-m", "lod", "lint", "--format", "text", str(notice)]
    script = f"import os, sys; os.close({closed}); os.execv(sys.executable, sys.argv[1:])"
    ended = subprocess.run([sys.executable, "-c", script, *command], capture_output=True, text=True)
    assert ended.returncode == 1
    written: str = getattr(ended, left)
    assert "Traceback" not in written
    assert ("NUM002" in written) == (left == "stdout")


def test_what_could_not_be_read_is_not_called_clean(tmp_path: Path, capsys: Capture) -> None:
    assert cli.main(["lint", "--lang", "en", str(tmp_path / "gone.txt")]) == 2
    assert "No findings" not in capsys.readouterr().err


@pytest.mark.parametrize("base", ["", "no iri", "javascript:x", "http://example.org", "http://example.org/#"])
def test_a_base_that_is_none_is_refused(notice: Path, tmp_path: Path, base: str, capsys: Capture) -> None:
    assert cli.main(["build", str(notice), "--out", str(tmp_path / "out"), "--base", base]) == 2
    assert "base" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
