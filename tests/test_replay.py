"""An answer is given again only where nothing that it came from has changed, and then at once."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from lod import replay, resources

ROOT = Path(__file__).resolve().parent.parent
NOTICE = "安山县人民政府关于防汛的通知\n\n安政发[2022]15号\n\n各乡镇人民政府：\n\n请做好防汛。\n"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Runs the command as a process of its own, in a folder with one draft that is some seconds old."""
    aged(tmp_path / "draft.txt", NOTICE)

    def command(*arguments: str, **environment: str) -> tuple[int, str, str]:
        own = {"PYTHONPATH": str(ROOT), "LOD_CACHE_DIR": str(tmp_path / "cache"), "PATH": os.environ["PATH"]}
        line = [sys.executable, "-m", "lod", "lint", *(arguments or ("draft.txt",))]
        done = subprocess.run(line, cwd=tmp_path, env=own | environment, capture_output=True, timeout=60, check=False)
        return done.returncode, done.stdout.decode(), done.stderr.decode()

    return command


def aged(path: Path, chars: str) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(chars, encoding="utf-8")
    os.utime(path, (time.time() - 9, time.time() - 9))


def answers(folder: Path) -> int:
    kept = folder / "cache" / replay.KIND
    return len(list(kept.iterdir())) if kept.is_dir() else 0


def test_an_answer_is_given_again_to_the_letter(run: Run, tmp_path: Path) -> None:
    first = run()
    assert answers(tmp_path) == 1
    assert first[0] == 1
    assert "NUM002" in first[1]
    [kept] = (tmp_path / "cache" / replay.KIND).iterdir()
    kept.write_bytes(forged(kept.read_bytes()))
    assert run() == (first[0], first[1].replace("NUM002", "NUM999"), first[2])


def forged(entry: bytes) -> bytes:
    # Shows that the answer comes out of the cache, which nothing but its words could tell.
    from hashlib import sha256

    code, files, words = entry[32:].split(b"\0\0", 2)
    content = b"\0\0".join([code, files, words.replace(b"NUM002", b"NUM999")])
    return sha256(content).digest() + content


CHANGES: dict[str, Callable[[Path], object]] = {
    "the draft": lambda folder: aged(folder / "draft.txt", NOTICE.replace("[2022]", "〔2022〕")),
    "a configuration beside it": lambda folder: aged(folder / "lod.toml", 'ignore = ["NUM002"]\n'),
    "a file of suppressions": lambda folder: aged(
        folder / "lod-suppressions.toml",
        '[[suppress]]\ncode = "NUM002"\nquote = "[2022]"\nreason = "原文如此"\n',
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_seen(run: Run, tmp_path: Path, change: str) -> None:
    assert "NUM002" in run()[1]
    CHANGES[change](tmp_path)
    assert "NUM002" not in run()[1]


def test_a_change_in_a_folder_of_rules_is_seen(run: Run, tmp_path: Path) -> None:
    aged(tmp_path / "lod.toml", 'rules = ["own"]\n')
    (tmp_path / "own").mkdir()
    assert "[error]" in run()[1]
    shutil.copy(resources.path("shapes") / "NUM" / "NUM002.ttl", tmp_path / "own")
    own = tmp_path / "own" / "NUM002.ttl"
    own.write_text(own.read_text(encoding="utf-8").replace("sh:severity sh:Violation", "sh:severity sh:Info"))
    assert "[info]" in run()[1]


@pytest.mark.parametrize(
    ("arguments", "environment"),
    [(("draft.txt", "--lang", "zh"), {}), ((), {"LANG": "zh_CN.UTF-8"})],
)
def test_another_question_has_another_answer(run: Run, arguments: tuple[str, ...], environment: dict[str, str]) -> None:
    assert "[error]" in run()[1]
    assert "[错误]" in run(*arguments, **environment)[1]


@pytest.mark.parametrize("arguments", [("draft.txt", "--no-cache"), ("draft.txt", "--diff"), (".",)])
def test_what_is_more_than_an_answer_is_not_kept(run: Run, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    run(*arguments)
    assert answers(tmp_path) == 0


def test_a_draft_that_has_just_been_written_is_read_again(run: Run, tmp_path: Path) -> None:
    # Its time of change could hide a second change in the same moment.
    later = time.time() + 60
    os.utime(tmp_path / "draft.txt", (later, later))
    run()
    assert answers(tmp_path) == 0


def test_a_damaged_answer_is_made_again(run: Run, tmp_path: Path) -> None:
    first = run()
    [kept] = (tmp_path / "cache" / replay.KIND).iterdir()
    kept.write_bytes(kept.read_bytes()[:-3])
    assert run() == first


@pytest.mark.slow
def test_the_same_page_again_costs_at_most_five_times_bare_python(run: Run) -> None:
    run()

    def best(command: Callable[[], object]) -> float:
        times = []
        for _ in range(9):
            started = time.perf_counter()
            command()
            times.append(time.perf_counter() - started)
        return min(times)

    bare = best(lambda: subprocess.run([sys.executable, "-c", "pass"], check=True))
    assert best(run) <= 5 * bare
