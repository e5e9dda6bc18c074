"""What the server tells about itself: its log on standard error, and a line for each request on standard output.

As JSON, one object a line, or as text for people. A stranger's characters never end a line or colour a terminal. What
was asked is in the log only where the operator wants it: a query can be as private as a letter.
"""

from __future__ import annotations

import asyncio
import json
import logging
import sys
from datetime import UTC, datetime
from typing import Any, TextIO

from lod.words import harmless

QUERY = "lod.query"  # where an endpoint leaves the text of a query in the scope of a request
HELD = 0.25  # seconds that lines wait for others, because each write costs as much as a small answer
MOST = 1000  # lines that wait at most
_write = json.JSONEncoder(ensure_ascii=False).encode


def start_log(form: str) -> None:
    """Sends the log of the process to standard error in a form, ``json`` or ``text``."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonFormatter() if form == "json" else TextFormatter())
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)


class JsonFormatter(logging.Formatter):
    """A record as one JSON object, with the traceback where there is one."""

    def format(self, record: logging.LogRecord) -> str:
        """One line."""
        told = {
            "time": moment(record.created),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            told["exception"] = self.formatException(record.exc_info)
        return _write(told)


class TextFormatter(logging.Formatter):
    """A record for people; below it the traceback, where there is one."""

    def format(self, record: logging.LogRecord) -> str:
        """One line, or more with a traceback."""
        line = f"{moment(record.created)} {record.levelname.lower()}: {harmless(record.getMessage())}"
        return f"{line}\n{self.formatException(record.exc_info)}" if record.exc_info else line


def moment(seconds: float) -> str:
    """A time as the log writes it.

    >>> moment(0.25)
    '1970-01-01T00:00:00.250Z'
    """
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


class AccessLog:
    """Writes a line for each request, several lines at a time."""

    def __init__(self, form: str, file: TextIO | None = None) -> None:
        self._json = form == "json"
        self._file = file or sys.stdout
        self._lines: list[str] = []

    def write(self, told: dict[str, Any]) -> None:
        """Tells of a request; its line is written within a quarter of a second."""
        if not self._lines:
            asyncio.get_running_loop().call_later(HELD, self.flush)
        self._lines.append(_write(told) if self._json else _as_text(told))
        if len(self._lines) >= MOST:
            self.flush()

    def flush(self) -> None:
        """Writes what waits; where nobody reads any more, requests are answered all the same."""
        lines, self._lines = self._lines, []
        try:
            self._file.write("".join(f"{line}\n" for line in lines))
            self._file.flush()
        except (OSError, ValueError):
            logging.getLogger(__name__).warning("The access log cannot be written")


def _as_text(told: dict[str, Any]) -> str:
    more = "".join(f" {key}={harmless(str(told[key]))}" for key in ("search", "query") if key in told)
    return f"{told['time']} {told['client']} {told['method']} {harmless(told['path'])} {told['status']} \
{told['bytes']} bytes {told['ms']} ms{more}"
