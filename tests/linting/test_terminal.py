"""Watching, colours, width, progress and completion, mostly seen in real processes."""

from __future__ import annotations

import io
import os
import pty
import queue
import re
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from lod import cli, rules
from lod.commands import terminal
from lod.commands.watch import Watcher
from lod.model import Diagnostic, Source, Span, Text
from lod.reports import text as text_report
from lod.settings import Resolver

ROOT = Path(cli.__file__).parents[1]
BAD = "安山县人民政府关于防汛的通知\n\n安政发[2023]1号\n\n各单位：\n\n请做好防汛。\n\n安山县人民政府\n\n2023年3月1日\n"
ENVIRONMENT = {
    name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR", "COLUMNS")
} | {"PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8", "TERM": "xterm"}


class Watching:
    """A process that watches; its lines come as they are printed."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-u", "-m", "lod", "lint", "--watch", *arguments],
            cwd=folder,
            env=ENVIRONMENT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
        )
        self.lines: queue.Queue[str] = queue.Queue()
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.put(line)

    def until(self, said: str) -> str:
        """What is printed until a line says so."""
        printed = ""
        while said not in printed:
            printed += self.lines.get(timeout=60)
        return printed

    def interrupt(self) -> int:
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(timeout=30)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text(BAD, encoding="utf-8")
    (tmp_path / "lod.toml").write_text('select = ["NUM"]\n', encoding="utf-8")
    return tmp_path


@pytest.fixture
def watching(folder: Path) -> Iterator[Watching]:
    started = Watching(folder, ".", "--lang", "en")
    yield started
    if started.process.poll() is None:
        started.process.kill()
    started.process.wait()
    started.reader.join()
    assert started.process.stdout is not None
    started.process.stdout.close()


@pytest.mark.slow
def test_a_change_of_a_document_or_of_the_settings_is_seen_and_ctrl_c_ends_it(watching: Watching, folder: Path) -> None:
    assert "a.txt:3:4: NUM002" in watching.until("Watching")
    (folder / "a.txt").write_text(BAD.replace("[2023]", "〔2023〕"), encoding="utf-8")
    assert "No findings." in watching.until("Watching")
    (folder / "b.txt").write_text(BAD, encoding="utf-8")
    assert "b.txt:3:4: NUM002" in watching.until("Watching")
    (folder / "lod.toml").write_text("select = [\n", encoding="utf-8")
    assert "lod.toml" in watching.until("Watching")
    (folder / "lod.toml").write_text('select = ["TTL"]\n', encoding="utf-8")
    assert "No findings." in watching.until("Watching")
    assert watching.interrupt() == 128 + signal.SIGINT
    assert "Traceback" not in "".join(watching.lines.queue)


def test_standard_input_cannot_be_watched(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["lint", "--watch", "-"]) == 2
    assert "cannot be watched" in capsys.readouterr().err


def test_what_a_watch_looks_at(folder: Path) -> None:
    (folder / "own").mkdir()
    (folder / "lod.toml").write_text('rules = ["own"]\n', encoding="utf-8")
    watcher = Watcher([str(folder)], Resolver({}).of_folder(folder))
    seen = ["a.txt", "sub/b.md", "lod.toml", "lod-suppressions.toml", ".gitignore", "own/OWN001.ttl"]
    assert [name for name in seen if not watcher.concerns(str(folder / name))] == []
    assert not any(watcher.concerns(str(folder / name)) for name in ("a.log", "own/notes", "a.txt~"))


def on_a_terminal(folder: Path, *arguments: str, columns: int = 80, **environment: str) -> str:
    """What the command prints on a terminal."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "lod", "lint", "--lang", "en", *arguments, "a.txt"]
    environment = {**ENVIRONMENT, "COLUMNS": str(columns), **environment}
    process = subprocess.Popen(command, cwd=folder, env=environment, stdout=theirs, stderr=subprocess.DEVNULL)
    os.close(theirs)
    printed = b""
    while True:
        try:
            chunk = os.read(ours, 65536)
        except OSError:
            break
        if not chunk:
            break
        printed += chunk
    process.wait()
    os.close(ours)
    return printed.decode().replace("\r\n", "\n")


def test_a_terminal_gets_colours_unless_it_says_no(folder: Path) -> None:
    assert "\x1b[31mNUM002 [error]\x1b[0m" in on_a_terminal(folder)
    assert "\x1b" not in on_a_terminal(folder, NO_COLOR="1")
    assert "\x1b" not in on_a_terminal(folder, TERM="dumb")
    assert "\x1b" not in on_a_terminal(folder, "--color", "never")
    assert "\x1b" not in on_a_terminal(folder, "--format", "json")


@pytest.mark.parametrize(
    ("arguments", "environment", "coloured"),
    [
        ([], {}, False),
        (["--color", "always"], {}, True),
        ([], {"FORCE_COLOR": "1"}, True),
        ([], {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        (["--color", "always"], {"NO_COLOR": "1"}, True),
    ],
)
def test_a_pipe_gets_colours_only_on_request(
    folder: Path, arguments: list[str], environment: dict[str, str], coloured: bool
) -> None:
    command = [sys.executable, "-m", "lod", "lint", *arguments, "a.txt"]
    ended = subprocess.run(command, cwd=folder, env={**ENVIRONMENT, **environment}, capture_output=True, check=False)
    assert (b"\x1b[" in ended.stdout) == coloured
    assert b"\x1b" not in ended.stderr


@pytest.mark.parametrize("span", [Span(0, 1), Span(90, 96), Span(50, 170), Span(190, 200), Span(120, 120)])
@pytest.mark.parametrize("width", [40, 61, 100])
def test_quoted_lines_fit_the_terminal(span: Span, width: int) -> None:
    text = Text(Source("a.txt", "text/plain", b""), "依照" * 40 + "No. [2023]" + "等文件" * 40)
    found = Diagnostic(rules.load().rules["NUM002"], text, span, {"en": "told"}, "error")
    _, quoted, marks, _ = text_report.render([found], "en", (), width).rstrip().split("\n")
    assert columns(quoted) <= width
    assert marks.index("^") <= width
    assert len(marks) <= width
    at = next(n for n in range(len(quoted)) if columns(quoted[:n]) == marks.index("^"))
    assert quoted[at] == text.chars[span.start]


def columns(line: str) -> int:
    return sum(2 if ord(char) > 0x2E80 else 1 for char in line)


def test_progress_is_told_once_it_takes_long_and_taken_away() -> None:
    stream = io.StringIO()
    quick = terminal.Progress(stream, "linting")
    quick(1, 2)
    quick.end()
    assert stream.getvalue() == ""
    slow = terminal.Progress(stream, "linting", patience=0)
    slow(1, 2)
    slow.end()
    assert stream.getvalue() == "\rlinting 50%\x1b[K\r\x1b[K"


def test_no_progress_reaches_a_pipe(folder: Path) -> None:
    command = [sys.executable, "-m", "lod", "lint", "--lang", "en", "."]
    ended = subprocess.run(command, cwd=folder, env=ENVIRONMENT, capture_output=True, text=True, check=False)
    assert ended.stderr == "1 file(s), 1 finding(s): 1 error(s), 0 warning(s), 0 info\n"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_knows_commands_options_and_formats(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["completion", shell]) == 0
    script = capsys.readouterr().out
    for word in (*cli.HANDLERS, "extend-select", "sarif"):
        assert word in script


@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash on this machine")
def test_bash_loads_the_script_and_completes() -> None:
    script = subprocess.run(
        [sys.executable, "-m", "lod", "completion", "bash"], env=ENVIRONMENT, capture_output=True, text=True, check=True
    ).stdout
    asked = 'COMP_WORDS=(lod lint --sta); COMP_CWORD=2; _shtab_lod; echo "${COMPREPLY[@]}"'
    ended = subprocess.run(["bash", "-c", f"{script}\n{asked}"], capture_output=True, text=True, check=False)
    assert ended.stderr == ""
    assert re.findall(r"\S+", ended.stdout) == ["--statistics"]
