"""`lod completion`: the script with which a shell completes the command, its options and the names of files."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

_FILES, _FOLDERS = ("PATH", "FILE", "SOURCE", "NAME|FILE"), ("DIR",)


def script(parser: argparse.ArgumentParser, shell: str) -> str:
    """The script for a shell: bash, zsh or fish.

    >>> "lod" in script(argparse.ArgumentParser("lod"), "bash")
    True
    """
    import shtab  # only here

    for action in _actions(parser):
        if action.metavar in _FILES:
            action.complete = shtab.FILE  # type: ignore[attr-defined]
        elif action.metavar in _FOLDERS:
            action.complete = shtab.DIRECTORY  # type: ignore[attr-defined]
    return shtab.complete(parser, shell)


def _actions(parser: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    for action in parser._actions:
        yield action
        if isinstance(action, argparse._SubParsersAction):
            for command in dict.fromkeys(action.choices.values()):
                yield from _actions(command)
