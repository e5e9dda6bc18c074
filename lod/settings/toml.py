"""TOML files that people write, with the line of each key: a complaint about a setting says where it stands.

`tomllib` tells the line of broken syntax only. The lines of keys are looked up in the text when somebody asks.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from lod import lazy
from lod.model import ConfigError, Source, Span, Text

_KEY = r"""(?:"[^"\n]*"|'[^'\n]*'|[A-Za-z0-9_-]+)"""
_DOTTED = rf"{_KEY}(?:[ \t]*\.[ \t]*{_KEY})*"
_HEADER = lazy.regex(rf"^[ \t]*\[\[?[ \t]*({_DOTTED})[ \t]*\]")
_PAIR = lazy.regex(rf"^[ \t]*({_DOTTED})[ \t]*=")
_LINE = lazy.regex(r"\(at line (\d+)")


@dataclass(frozen=True)
class TomlFile:
    """A TOML file: its path, its text, and what it says.

    >>> file = TomlFile(Path("lod.toml"), 'preview = true\\n[severity]\\nNUM = "off"\\n')
    >>> file.data["severity"], file.line(("severity", "NUM"))
    ({'NUM': 'off'}, 3)
    """

    path: Path
    chars: str
    content: bytes = b""

    @cached_property
    def data(self) -> Mapping[str, Any]:
        """The tables of the file. Raises ConfigError that names file and line."""
        if "=" not in self.chars and "[" not in self.chars:
            return {}  # comments only, like the profile that holds by default: nothing has to be parsed
        import tomllib

        try:
            return tomllib.loads(self.chars)
        except tomllib.TOMLDecodeError as error:
            line = _LINE.search(str(error))
            place = f"{self.path}:{line[1]}" if line else str(self.path)
            raise ConfigError(f"{place}: this is no TOML: {error}.") from error
        except (RecursionError, ValueError) as error:  # ValueError: a number of thousands of digits
            raise ConfigError(f"{self.path}: this is too deep or too long for a file of settings.") from error

    @cached_property
    def text(self) -> Text:
        """The file as a text, for findings that point into it."""
        return Text(Source(self.name, "application/toml", self.content or self.chars.encode()), self.chars)

    @cached_property
    def name(self) -> str:
        """What the file is called in reports: below the current folder from there on, as documents are."""
        try:
            return str(self.path.resolve().relative_to(Path.cwd()))
        except (OSError, ValueError):
            return str(self.path)

    def line(self, path: Sequence[str], nth: int = 0) -> int:
        """The line of a key; where it cannot be found (an inline table) that of the table around it, at worst 1.

        ``nth`` counts the tables of an array (``[[name]]``) that have this path.
        """
        for length in range(len(path), 0, -1):
            lines = self._lines.get(tuple(path[:length]), [])
            if lines:
                return lines[min(nth, len(lines) - 1)]
        return 1

    def span(self, path: Sequence[str], item: str, nth: int = 0) -> Span:
        """Where a string stands at a key or below it, quotes included; else the beginning of the key's line."""
        start = self.text.line_starts[self.line(path, nth) - 1]
        found = re.compile(rf"""["']?{re.escape(item)}["']?""", re.IGNORECASE).search(self.chars, start)
        return Span(found.start(), found.end()) if found else Span(start, start)

    def wrong(self, path: Sequence[str], what: str) -> ConfigError:
        """The error that says what is wrong with a key."""
        return wrong_at(self, self.line(path), what)

    @cached_property
    def _lines(self) -> Mapping[tuple[str, ...], list[int]]:
        found: dict[tuple[str, ...], list[int]] = {}
        table: tuple[str, ...] = ()
        for number, line in enumerate(self.chars.split("\n"), 1):
            if header := _HEADER.match(line):
                table = _names(header[1])
                found.setdefault(table, []).append(number)
            elif pair := _PAIR.match(line):
                found.setdefault((*table, *_names(pair[1])), []).append(number)
        return found


def wrong_at(file: TomlFile, line: int, what: str) -> ConfigError:
    """The error that says what is wrong at a line of a file."""
    return ConfigError(f"{file.path}:{line}: {what}.")


def read(path: Path) -> TomlFile:
    """A TOML file. Raises ConfigError where it cannot be read."""
    try:
        content = path.read_bytes()
        return TomlFile(path, content.decode("utf-8-sig").replace("\r\n", "\n"), content)
    except OSError as error:
        raise ConfigError(f"{path} cannot be read: {error.strerror or error}.") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path} is not UTF-8 (at byte {error.start}).") from error


def _names(dotted: str) -> tuple[str, ...]:
    return tuple(name.strip("\"'") for name in re.findall(_KEY, dotted))
