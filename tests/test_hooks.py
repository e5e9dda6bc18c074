"""The hooks for pre-commit: understood by the real one, and each an invocation that the command takes."""

from __future__ import annotations

import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from lod import arguments
from lod.cli import HANDLERS

ROOT = Path(__file__).resolve().parent.parent
MANIFEST = ROOT / ".pre-commit-hooks.yaml"
HOOKS = yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))


def test_the_real_pre_commit_takes_the_manifest() -> None:
    command = [sys.executable, "-m", "pre_commit", "validate-manifest", str(MANIFEST)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("hook", HOOKS, ids=[hook["id"] for hook in HOOKS])
def test_each_entry_is_a_command_line(hook: dict[str, str]) -> None:
    program, *line = shlex.split(hook["entry"])
    assert program == "lod"
    arguments.parser(HANDLERS).parse_args([*line, "draft.txt"])
