"""Suppressions for all that is found now, written at one go; their reasons are for people to add.

An entry quotes as much as tells its place from others in the text, so that the same fault elsewhere is still found.
"""

from __future__ import annotations

import glob
import json
import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from lod.linting.suppressions import NAME, TABLE, Entry, beside, parse, quotes
from lod.model import Diagnostic, Span, Text
from lod.settings.toml import TomlFile

_STEP = 4
_LONGEST = 40
_WRITTEN = ("code", "quote", "reason", "file")


def home(config: Path | None, name: str, roots: Iterable[Path]) -> Path:
    """The file of suppressions for a file: one that there is, else beside the configuration or in the linted folder."""
    found = beside(config, name)
    if found or config:
        return found or Path(config or "").parent / NAME
    folder = Path(os.path.abspath(name)).parent
    return next((root for root in roots if folder.is_relative_to(root)), folder) / NAME


def entries(found: Iterable[Diagnostic], path: Path, reason: str = "") -> list[Entry]:
    """Entries that let diagnostics stand, for a file at ``path``; a place where nothing can be quoted has none."""
    made = []
    for diagnostic in found:
        quote = quotation(diagnostic.text, diagnostic.span)
        if quotes(quote, diagnostic.text, diagnostic.span):
            file = os.path.relpath(os.path.abspath(diagnostic.text.source.name), os.path.abspath(path.parent))
            named = glob.escape(Path(file).as_posix())
            made.append(Entry(diagnostic.rule.code, quote, reason, file=named))
    return list(dict.fromkeys(made))


def appended(content: bytes, path: Path, made: Iterable[Entry]) -> bytes:
    """A file of suppressions with entries at its end. Raises ConfigError where it cannot take them.

    >>> print(appended(b"", Path("s.toml"), [Entry("NUM002", "[2023]")]).decode(), end="")
    [[suppress]]
    code = "NUM002"
    quote = "[2023]"
    reason = ""
    """
    before = f"{content.decode('utf-8').rstrip()}\n\n" if content.strip() else ""
    chars = before + "\n".join(f"{block}\n" for block in map(_written, made))
    parse(TomlFile(path, chars.removeprefix("\ufeff").replace("\r\n", "\n")))
    return chars.encode()


def quotation(text: Text, span: Span) -> str:
    """What an entry quotes for a place: the marked words, with those around where the same words stand elsewhere.

    >>> from lod.model import Source
    >>> text = Text(Source("a.txt", "text/plain", b""), "各乡镇,各部门要落实责任,加强值守。")
    >>> quotation(text, Span(12, 13)), quotation(text, Span(14, 16))
    ('落实责任,加强值守', '强值')
    """
    span = _inked(text.chars, span)
    quote = _joined(text.slice(span))
    if len(quote) > _LONGEST:
        return quote[:_LONGEST]
    everything = re.sub(r"\s", "", text.chars)
    begin = text.chars.rfind("\n", 0, span.start) + 1
    end = text.chars.find("\n", span.end) if "\n" in text.chars[span.end :] else len(text.chars)
    while everything.count(re.sub(r"\s", "", quote)) > 1 and span != Span(begin, end):
        span = Span(max(begin, span.start - _STEP), min(end, span.end + _STEP))
        quote = _joined(text.slice(span))
    return quote


def _inked(chars: str, span: Span) -> Span:
    # What is missing is told where nothing is printed: it stands between the words before and after.
    if chars[span.start : span.end].strip():
        return span
    before, after = len(chars[: span.start].rstrip()), len(chars) - len(chars[span.end :].lstrip())
    return Span(max(0, before - _STEP), min(len(chars), after + _STEP))


def _joined(chars: str) -> str:
    return re.sub(r"\s*\n\s*", "", chars).strip()


def _written(entry: Entry) -> str:
    return "\n".join([f"[[{TABLE}]]", *_pairs(entry)])


def _pairs(entry: Entry) -> Iterator[str]:
    for name in _WRITTEN:
        value = getattr(entry, name)
        if value or name == "reason":
            yield f"{name} = {json.dumps(value, ensure_ascii=False)}".replace("\x7f", "\\u007f")
