"""Keeps what `lod lint` answers, with everything that the answer came from, so that it may be given again."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import TextIO

from lod import replay, resources
from lod.linting import keeping, suppressions
from lod.settings import Resolver, Settings
from lod.settings.layers import NAMES

# An answer to one of these is not all that the command does.
_DOES_MORE = (
    "fix",
    "unsafe_fixes",
    "diff",
    "watch",
    "output",
    "write_baseline",
    "add_suppressions",
    "force_exclude",
    "cache_dir",
    "out",
)


# What could not be read or judged to the end this time may be the next time.
_COMPLETE = (0, 1)


class _Heard:
    """A stream that writes on to another and remembers what it wrote."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream
        self.words: list[str] = []

    def write(self, words: str) -> int:
        self.words.append(words)
        return self.stream.write(words)

    def __getattr__(self, name: str) -> object:
        return getattr(self.stream, name)


def kept(options: argparse.Namespace, resolver: Resolver, answer: Callable[[], int]) -> int:
    """The exit code of ``answer``, which prints the report; what it prints is kept for the next time."""
    arguments = sys.argv[1:]
    if not replay.is_possible(arguments) or not _is_only_an_answer(options):
        return answer()
    since = time.time()
    out, err = _Heard(sys.stdout), _Heard(sys.stderr)
    with redirect_stdout(out), redirect_stderr(err):  # type: ignore[type-var]
        code = answer()
    if code in _COMPLETE and all(resolver.of_file(Path(path))["cache"] for path in options.paths):
        files = _consulted(options.paths, resolver)
        replay.keep(arguments, code, files, "".join(out.words), "".join(err.words), since)
    return code


def _is_only_an_answer(options: argparse.Namespace) -> bool:
    given = vars(options)
    return not any(given.get(name) for name in _DOES_MORE) and all(os.path.isfile(path) for path in options.paths)


def _consulted(paths: Iterable[str], resolver: Resolver) -> Iterator[str]:
    folders = [resources.path(name) for name in ("shapes", "registry", "ontology", "profiles")]
    program = Path(__file__).resolve().parents[1]
    for path in paths:
        settings = resolver.of_file(Path(path))
        folders += [*settings["rules"], *settings["registry"]]
        yield from (path, *_around(path), *_of_settings(settings))
    yield from map(str, keeping.tree([program, *folders]))


def _around(path: str) -> Iterator[str]:
    # Each of these would be read if it were there.
    for folder in Path(os.path.abspath(path)).parents:
        yield from (str(folder / name) for name in (*NAMES, suppressions.NAME))


def _of_settings(settings: Settings) -> Iterator[str]:
    named: Sequence[Path | None] = [settings["baseline"], settings["suppressions"]]
    named = [*named, *(layer.file.path for layer in settings.layers if layer.file)]
    for file in named:
        if file:
            yield str(file)
            yield str(file.parent / suppressions.NAME)
