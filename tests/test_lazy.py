"""Patterns that are compiled when they are first used: all of them can be, and none is before."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module
from pkgutil import walk_packages

import lod
from lod import lazy

PROBE = """
import re._compiler as compiler

compiled, really = [], compiler.compile
compiler.compile = lambda pattern, flags=0: compiled.append(pattern) or really(pattern, flags)
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
