"""Several processes and kept results find what one process finds afresh, and nothing stale."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from lod import caches, cli, linter, packing, resources
from lod.linting import keeping
from lod.linting.judging import Judge, how_many
from lod.model import Source, Text
from lod.settings import Resolver

ROOT = Path(cli.__file__).parents[1]
NOTICE = """安山县人民政府关于{subject}的通知

安政发[2023]{number}号

各乡镇人民政府：

请做好{subject}，并于2023年03月0{number}日前报告。

安山县人民政府

2023年03月0{number}日
"""
SUBJECTS = ("防汛", "防火", "秋收", "春耕", "防汛")
Capture = pytest.CaptureFixture[str]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for number, subject in enumerate(SUBJECTS, 1):
        text = NOTICE.format(subject=subject, number=1 + number % 4)
        (tmp_path / f"{number}.txt").write_text(text, encoding="utf-8")
    gazette = (ROOT / "data" / "gazettes" / "jiangxian-2023-01.txt").read_text(encoding="utf-8")
    (tmp_path / "6-gazette.txt").write_text(gazette, encoding="utf-8")
    (tmp_path / "7-again.txt").write_text(gazette[:9000], encoding="utf-8")
    return tmp_path


@pytest.fixture
def cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = tmp_path_factory.mktemp("cache")
    monkeypatch.setenv(caches.FOLDER, str(place))
    return place


def report(capsys: Capture, *arguments: str) -> str:
    assert cli.main(["lint", "--isolated", "--format", "json", *arguments]) in (0, 1)
    return capsys.readouterr().out


def entries(cache: Path) -> list[Path]:
    return sorted((cache / keeping.KIND).iterdir())


def made(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many texts went through the first or second stage in this process, call by call."""
    from lod.linter.stages import Here

    calls: list[int] = []
    for name in ("alone", "found"):
        whole = getattr(Here, name)

        def counted(self: Here, things: list[object], whole: object = whole) -> object:
            calls.append(len(things))
            return whole(self, things)  # type: ignore[operator]

        monkeypatch.setattr(Here, name, counted)
    return calls


@pytest.mark.slow
def test_jobs_find_what_one_process_finds_in_the_same_order(folder: Path, capsys: Capture) -> None:
    alone = report(capsys, "--no-cache", "--jobs", "1", "--preview", str(folder))
    assert alone.count('"code"') > 40
    assert report(capsys, "--no-cache", "--jobs", "2", "--preview", str(folder)) == alone


def test_a_single_process_is_enough_for_little() -> None:
    small = [Text(Source("a.txt", "text/plain", b""), "字" * 100)] * 50
    assert how_many(0, small) == 1
    assert how_many(8, small) == 8
    assert how_many(8, small[:2]) == 2


def test_a_kept_result_is_the_same_and_costs_no_work(
    folder: Path, cache: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh = report(capsys, "--no-cache", str(folder))
    assert not (cache / keeping.KIND).exists()
    assert report(capsys, str(folder)) == fresh
    calls = made(monkeypatch)
    assert report(capsys, str(folder)) == fresh
    assert calls == []


def test_one_changed_file_alone_is_parsed_again_and_comparisons_stay_right(
    folder: Path, cache: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    report(capsys, str(folder))
    changed = folder / "2.txt"
    changed.write_text(changed.read_text(encoding="utf-8").replace("防火", "防汛"), encoding="utf-8")
    fresh = report(capsys, "--no-cache", str(folder))
    calls = made(monkeypatch)
    assert report(capsys, str(folder)) == fresh
    assert calls[0] == 1
    assert sum(calls) < 2 * len(SUBJECTS)


def test_a_changed_rule_registry_or_setting_makes_results_anew(tmp_path: Path, cache: Path, capsys: Capture) -> None:
    notice = tmp_path / "a.txt"
    notice.write_text(NOTICE.format(subject="防汛", number=1), encoding="utf-8")
    own = tmp_path / "own"
    own.mkdir()
    rule = (resources.path("shapes") / "NUM" / "NUM002.ttl").read_text(encoding="utf-8").replace("NUM002", "OWN001")
    (own / "OWN001.ttl").write_text(rule, encoding="utf-8")
    arguments = ["--select", "OWN,NUM", "--rules", str(own), str(notice)]
    first = report(capsys, *arguments)
    assert '"OWN001"' in first
    (own / "OWN001.ttl").write_text(rule.replace("sh:Violation", "sh:Warning"), encoding="utf-8")
    second = report(capsys, *arguments)
    assert second == first.replace('"error"', '"warning"', 1) or second.count('"warning"') == 1
    assert '"OWN001"' not in report(capsys, "--ignore", "OWN", *arguments)
    before = len(entries(cache))
    authority = tmp_path / "registry"
    authority.mkdir()
    report(capsys, "--registry", str(authority), *arguments)
    (authority / "own.ttl").write_text("# nothing\n", encoding="utf-8")
    report(capsys, "--registry", str(authority), *arguments)
    assert len(entries(cache)) == before + 1


@pytest.mark.parametrize("damage", [b"", b"x" * 100, b"whole"])
def test_a_damaged_entry_is_made_again(tmp_path: Path, cache: Path, capsys: Capture, damage: bytes) -> None:
    notice = tmp_path / "a.txt"
    notice.write_text(NOTICE.format(subject="防汛", number=1), encoding="utf-8")
    fresh = report(capsys, str(notice))
    [entry] = entries(cache)
    if damage == b"whole":  # with a right digest, but no result
        caches.put(keeping.KIND, entry.name, b"no result")
    else:
        entry.write_bytes(damage)
    assert report(capsys, str(notice)) == fresh
    assert entry.stat().st_size > 100


def test_bytes_from_a_cache_make_nothing_but_results() -> None:
    import pickle

    with pytest.raises(packing.NotPacked, match="no type of a result"):
        packing.unpack(pickle.dumps(os.system), [])
    with pytest.raises(packing.NotPacked):
        packing.unpack(b"\x80", [])


def test_a_result_survives_packing_and_points_into_its_text() -> None:
    text = Text(Source("a.txt", "text/plain", b""), NOTICE.format(subject="防汛", number=1))
    judgement = linter.prepare(["NUM", "DAT"]).examine([text])
    assert judgement.diagnostics
    again = packing.unpack(packing.pack(judgement, [text]), [text])
    assert again == judgement
    assert all(diagnostic.text is text for diagnostic in again.diagnostics)


def test_the_cache_stays_within_its_size(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(6):
        caches.put("results", str(number), bytes(1000))
        os.utime(cache / "results" / str(number), (number, number))
    caches.touch("results", "0")
    caches.trim("results", 3500)
    assert [entry.name for entry in entries(cache)] == ["0", "4", "5"]


def test_a_cache_that_cannot_be_written_does_no_harm(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    (tmp_path / "a.txt").write_text(NOTICE.format(subject="防汛", number=1), encoding="utf-8")
    command = [sys.executable, "-m", "lod", "lint", "--cache-dir", str(tmp_path / "file"), "a.txt"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    ended = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, check=False)
    assert ended.returncode == 1
    assert b"Traceback" not in ended.stderr


def test_several_writers_at_once_find_the_same(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(NOTICE.format(subject="防汛", number=1), encoding="utf-8")
    command = [sys.executable, "-m", "lod", "lint", "--format", "json", "--cache-dir", "cache", "a.txt"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    running = [
        subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        for _ in range(3)
    ]
    assert len({process.communicate()[0] for process in running}) == 1
    assert {process.returncode for process in running} == {1}


def test_a_text_mended_in_memory_is_not_taken_for_its_file(cache: Path) -> None:
    judge = Judge(Resolver({"select": ("NUM002",)}, isolated=True), cache=True)
    source = Source("a.txt", "text/plain", b"as it lies on the disk")
    faulty = Text(source, NOTICE.format(subject="防汛", number=1))
    mended = Text(source, faulty.chars.replace("[2023]", "〔2023〕"))
    assert [len(case.found) for text in (faulty, mended) for case in judge.judge([text])] == [1, 0]
