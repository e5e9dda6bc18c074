"""The hooks for pre-commit: taken by the real one, and each an invocation that the command takes."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest
from pre_commit.clientlib import load_manifest

from lod import arguments
from lod.cli import HANDLERS

HOOKS = load_manifest(str(Path(__file__).resolve().parent.parent / ".pre-commit-hooks.yaml"))


@pytest.mark.parametrize("hook", HOOKS, ids=[hook["id"] for hook in HOOKS])
def test_each_entry_is_a_command_line(hook: dict[str, str]) -> None:
    program, *line = shlex.split(hook["entry"])
    assert program == "lod"
    arguments.parser(HANDLERS).parse_args([*line, "draft.txt"])
