"""Suppressions: findings that somebody has looked at and lets stand, in a file beside the documents.

A signed document cannot carry comments, so an entry names the rule and quotes the text; lines may move. Entries that
are no longer used, that have expired or that give no reason are themselves findings.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from lod.linting.heeding import enclosing
from lod.model import About, ConfigError, Diagnostic, Edit, Span, Text
from lod.settings import toml
from lod.settings.toml import TomlFile

NAME = "lod-suppressions.toml"
TABLE = "suppress"
_STRINGS = ("code", "quote", "reason", "by", "file", "number")


@dataclass(frozen=True, slots=True)
class Entry:
    """One suppression: a rule's code and the text that it is about; the rest says where, why, who and how long."""

    code: str
    quote: str
    reason: str = ""
    by: str = ""
    file: str = ""
    number: str = ""
    expires: date | None = None

    def is_over(self, today: date) -> bool:
        """Whether its time is over: it holds on its last day."""
        return self.expires is not None and self.expires < today


@dataclass(frozen=True)
class Sidecar:
    """A file of suppressions."""

    file: TomlFile
    entries: tuple[Entry, ...]

    def matching(self, diagnostic: Diagnostic, about: Sequence[About], today: date) -> list[Entry]:
        """The entries that let a diagnostic stand today."""
        return [
            entry
            for entry in self.entries
            if entry.code == diagnostic.rule.code
            and not entry.is_over(today)
            and self.concerns(entry, diagnostic.text.source.name)
            and _numbered(entry, diagnostic.span, about)
            and quotes(entry.quote, diagnostic.text, diagnostic.span)
        ]

    def concerns(self, entry: Entry, name: str) -> bool:
        """Whether an entry is about a file of this name."""
        if not entry.file:
            return True
        folder = os.path.abspath(self.file.path.parent)
        return Path(os.path.relpath(os.path.abspath(name), folder)).match(entry.file)

    def span(self, entry: Entry, item: str) -> Span:
        """Where a value of an entry stands in the file."""
        return self.file.span((TABLE,), item, self._nth(entry))

    def removal(self, entry: Entry) -> Edit | None:
        """The edit that takes an entry out, comments left in place; None where that would change the others."""
        nth, chars, starts = self._nth(entry), self.file.chars, (*self.file.text.line_starts, len(self.file.chars))
        first = self.file.line((TABLE,), nth) - 1
        last = self.file.line((TABLE,), nth + 1) - 1 if nth + 1 < len(self.entries) else len(starts) - 1
        lines = chars[starts[first] : starts[last]].splitlines(keepends=True)
        while lines and _says_nothing(lines[-1]):
            lines.pop()
        begin, end = len(chars[: starts[first]].rstrip("\n")), starts[first] + len("".join(lines))
        span = Span(begin + 1 if begin else starts[first], end)
        left = TomlFile(self.file.path, chars[: span.start] + chars[span.end :])
        others = (*self.entries[:nth], *self.entries[nth + 1 :])
        return Edit(span, "") if _entries(left) == others else None

    def _nth(self, entry: Entry) -> int:
        return next(number for number, other in enumerate(self.entries) if other is entry)


def read(path: Path) -> Sidecar:
    """A file of suppressions. Raises ConfigError, which names file and line, for one that cannot be used."""
    return parse(toml.read(path))


def beside(config: Path | None, name: str) -> Path | None:
    """The file of suppressions beside a configuration; without one, that nearest to the file of this name."""
    folder = Path(os.path.abspath(name)).parent
    folders = [config.parent] if config else [folder, *folder.parents]
    return next((around / NAME for around in folders if (around / NAME).is_file()), None)


def parse(file: TomlFile) -> Sidecar:
    """The suppressions of a TOML file.

    >>> file = TomlFile(Path("s.toml"), '[[suppress]]\\ncode = "NUM002"\\nquote = "[2023]"\\nreason = "原文如此"\\n')
    >>> parse(file).entries[0].quote
    '[2023]'
    """
    unknown = next((name for name in file.data if name != TABLE), None)
    if unknown is not None:
        raise file.wrong((unknown,), f"there is only [[{TABLE}]] in a file of suppressions, not {unknown}")
    tables = file.data.get(TABLE, [])
    if not isinstance(tables, list) or not all(isinstance(table, Mapping) for table in tables):
        raise file.wrong((TABLE,), f"suppressions are written as [[{TABLE}]]")
    return Sidecar(file, tuple(_entry(file, table, nth) for nth, table in enumerate(tables)))


def quotes(quote: str, text: Text, span: Span) -> bool:
    """Whether a quotation, white space aside, stands in a text at a place that holds a span or lies in it.

    >>> from lod.model import Source
    >>> quotes("发 [2023]", Text(Source("a.txt", "text/plain", b""), "安政发[2023]1号"), Span(3, 9))
    True
    """
    chars, offsets = _squeezed(text.chars)
    wanted = re.sub(r"\s", "", quote)
    start = chars.find(wanted)
    while wanted and start >= 0:
        place = Span(offsets[start], offsets[start + len(wanted) - 1] + 1)
        if place.contains(span) or (span.contains(place)):
            return True
        start = chars.find(wanted, start + 1)
    return False


def _says_nothing(line: str) -> bool:
    return not line.strip() or line.lstrip().startswith("#")


def _entries(file: TomlFile) -> tuple[Entry, ...] | None:
    try:
        return parse(file).entries
    except ConfigError:
        return None


@lru_cache(maxsize=4)
def _squeezed(chars: str) -> tuple[str, list[int]]:
    offsets = [offset for offset, char in enumerate(chars) if not char.isspace()]
    return "".join(chars[offset] for offset in offsets), offsets


def _entry(file: TomlFile, table: Mapping[str, Any], nth: int) -> Entry:
    line = file.line((TABLE,), nth)
    for name, value in table.items():
        if name not in (*_STRINGS, "expires"):
            raise toml.wrong_at(file, line, f"a suppression has no {name}; it has {', '.join(_STRINGS)}, expires")
        if name in _STRINGS and not isinstance(value, str):
            raise toml.wrong_at(file, line, f"{name} is a string")
    for name in ("code", "quote"):
        if not table.get(name, "").strip():
            raise toml.wrong_at(file, line, f"a suppression needs a {name}")
    if table.get("file") and not _is_pattern(table["file"]):
        raise toml.wrong_at(file, line, "file is the path of a file, which may hold * and ?")
    expires = table.get("expires")
    if expires is not None and type(expires) is not date:
        raise toml.wrong_at(file, line, "expires is a date without quotes, such as 2026-12-31")
    said = {name: table[name] for name in _STRINGS if name in table}
    return Entry(**{**said, "code": said["code"].strip().upper()}, expires=expires)


def _is_pattern(chars: str) -> bool:
    try:
        Path().match(chars)
    except ValueError:
        return False
    return True


def _numbered(entry: Entry, span: Span, about: Iterable[About]) -> bool:
    if not entry.number:
        return True
    document = enclosing(span, about)
    return document is not None and same_number(entry.number, document.number)


def same_number(one: str, other: str | None) -> bool:
    """Whether two document numbers are the same, however their brackets are written.

    >>> same_number("安政发 [2023] 1号", "安政发〔2023〕1号")
    True
    """
    return re.sub(r"\W", "", one) == re.sub(r"\W", "", other or "")
