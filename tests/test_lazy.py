"""Patterns that are compiled when they are first used: all of them can be, and none is before."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest

import lod
from lod import caches, lazy, programs

PROBE = """
import re._compiler as compiler

compiled, really = [], compiler._code
compiler._code = lambda parsed, flags: compiled.append(parsed.state.str) or really(parsed, flags)
import lod.linter
print([pattern for pattern in compiled if not pattern.isascii()])
"""


def patterns() -> list[lazy.Regex]:
    modules = [
        import_module(found.name) for found in walk_packages(lod.__path__, "lod.") if "__main__" not in found.name
    ]
    return [value for module in modules for value in vars(module).values() if isinstance(value, lazy.Regex)]


def test_each_pattern_of_the_package_can_be_compiled() -> None:
    found = patterns()
    assert len(found) > 200
    for pattern in found:
        assert lazy.regex(pattern.pattern, pattern.flags).groups == pattern.groups


def test_importing_the_linter_compiles_no_pattern_of_chinese() -> None:
    probe = [sys.executable, "-c", PROBE]
    assert subprocess.run(probe, capture_output=True, text=True, check=True).stdout == "[]\n"


def test_a_pattern_answers_as_the_compiled_one_does() -> None:
    pattern = lazy.regex("(?P<year>[0-9]{4})年")
    assert [match["year"] for match in pattern.finditer("2023年和2024年")] == ["2023", "2024"]
    assert (pattern.sub("", "2023年初"), pattern.groups, pattern.pattern) == ("初", 1, "(?P<year>[0-9]{4})年")


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(caches.FOLDER, str(tmp_path))
    monkeypatch.setattr(lazy, "programs", {})
    return tmp_path / programs.KIND


def test_what_was_compiled_in_one_run_is_not_compiled_in_the_next(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with programs.carried():
        assert lazy.regex("第[0-9]+条").search("第25条")
    monkeypatch.setattr(lazy, "programs", {})
    monkeypatch.setattr(lazy, "_program", None)
    with programs.carried():
        assert lazy.regex("第[0-9]+条").search("第25条")


def test_each_pattern_of_the_package_is_the_same_when_it_was_kept(
    cache: Path, monkeypatch: pytest.MonkeyPatch, gazette_lines: list[str]
) -> None:
    written = [(pattern.pattern, int(pattern.flags)) for pattern in patterns()]
    with programs.carried():
        assert [lazy.regex(*pattern).groups for pattern in written]
    monkeypatch.setattr(lazy, "programs", {})
    sample = "\n".join(gazette_lines)[:2000]
    with programs.carried():
        for pattern in written:
            kept, made = lazy.regex(*pattern), re.compile(*pattern)
            assert (kept.flags, kept.groups, kept.groupindex) == (made.flags, made.groups, made.groupindex)
            assert [match.regs for match in kept.finditer(sample)] == [match.regs for match in made.finditer(sample)]


@pytest.mark.parametrize("content", [b"", b"\x80\x05N.", b"\x80\x05}\x8c\x01aK\x01s.", b"[1, 2]"])
def test_what_is_damaged_is_compiled_again(cache: Path, content: bytes) -> None:
    with programs.carried():
        lazy.regex("第[0-9]+条").search("")
    caches.put(programs.KIND, next(cache.iterdir()).name, content)
    lazy.programs.clear()
    with programs.carried():
        assert lazy.regex("第[0-9]+条").search("第25条")
