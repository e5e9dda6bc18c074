"""What a terminal allows: colours, its width, and a line that tells how far a long run has come."""

from __future__ import annotations

import os
import re
import shutil
import time
from typing import TextIO

from lod import lazy

# The head line of a finding in the reports for people: place, code, severity.
_HEAD = lazy.regex(r"^(\S.*?:\d+:\d+:(?: \([^)\n]*\))?) ([A-Z]{3}\d{3}) (\[(\w+)\])", re.MULTILINE)
_MARKS = lazy.regex(r"^ +(\^+)$", re.MULTILINE)
_COLOURS = {"error": "31", "错误": "31", "warning": "33", "警告": "33", "info": "36", "提示": "36"}


def coloured(mode: str, stream: TextIO) -> bool:
    """Whether a stream gets colours: as ``--color`` says, else NO_COLOR, else FORCE_COLOR, else if it is a terminal.

    >>> import sys
    >>> coloured("always", sys.stdout), coloured("never", sys.stdout)
    (True, False)
    """
    if mode != "auto":
        return mode == "always"
    if os.environ.get("NO_COLOR"):
        return False
    forced = os.environ.get("FORCE_COLOR", "")
    if forced:
        return forced != "0"
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def painted(report: str) -> str:
    """A report for people with its codes, severities and marks in colour.

    >>> painted("a.txt:1:2: NUM002 [error] …")
    '\\x1b[1ma.txt:1:2:\\x1b[0m \\x1b[31mNUM002 [error]\\x1b[0m …'
    """
    return _MARKS.sub(lambda m: m[0].replace(m[1], f"\x1b[1;31m{m[1]}\x1b[0m"), _HEAD.sub(_head, report))


def width(stream: TextIO) -> int | None:
    """How many columns a stream has; None where it is no terminal and COLUMNS is not set."""
    if not stream.isatty() and not os.environ.get("COLUMNS", "").isdigit():
        return None
    return shutil.get_terminal_size().columns


class Progress:
    """A line on standard error that says how far a run has come, once it takes longer than a moment."""

    def __init__(self, stream: TextIO, words: str, patience: float = 1.0) -> None:
        self._stream = stream
        self._words = words
        self._from = time.monotonic() + patience
        self._shown = False

    def __call__(self, done: int, of: int) -> None:
        """Tells that so many steps of so many are done."""
        now = time.monotonic()
        if now >= self._from:
            self._from = now + 0.1
            self._shown = True
            self._stream.write(f"\r{self._words} {done * 100 // max(of, 1)}%\x1b[K")
            self._stream.flush()

    def end(self) -> None:
        """Takes the line away."""
        if self._shown:
            self._stream.write("\r\x1b[K")
            self._stream.flush()
            self._shown = False


def _head(match: re.Match[str]) -> str:
    colour = _COLOURS.get(match[4], "0")
    return f"\x1b[1m{match[1]}\x1b[0m \x1b[{colour}m{match[2]} {match[3]}\x1b[0m"
