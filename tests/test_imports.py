"""What a command costs at start: the heavy packages it must not import, seen in a fresh interpreter."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = ("rdflib", "pyshacl", "fastapi", "starlette", "uvicorn", "pypinyin", "jinja2", "lxml", "docx")
PROBE = """
import contextlib, io, sys
{code}
print(*sorted({{name.partition(".")[0] for name in sys.modules}} & set({heavy!r})))
"""


def imported_by(code: str) -> set[str]:
    probe = PROBE.format(code=code, heavy=HEAVY)
    result = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    return set(result.stdout.split("\n")[-2].split())


def test_importing_the_package_imports_nothing_of_others() -> None:
    code = "before = set(sys.modules); import lod; assert 'pyoxigraph' not in sys.modules"
    assert imported_by(code) == set()


@pytest.mark.parametrize("arguments", [["rule", "NUM002"], ["--version"]])
def test_small_commands_stay_small(arguments: list[str]) -> None:
    code = f"""
import lod.cli
with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):
    lod.cli.main({arguments!r})
"""
    assert imported_by(code) == set()


def test_lint_imports_no_heavy_package(gazette_path: Path) -> None:
    code = f"""
import lod.cli
with contextlib.redirect_stdout(io.StringIO()) as out, contextlib.redirect_stderr(io.StringIO()):
    assert lod.cli.main(["lint", {str(gazette_path)!r}]) == 1
assert "NUM006" in out.getvalue()
"""
    assert imported_by(code) == set()


def test_the_probe_sees_a_heavy_import() -> None:
    assert "rdflib" in imported_by("import rdflib")
