"""The text report: one finding on one line, below it the quoted text with its place marked, and the clause."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from unicodedata import combining, east_asian_width

from lod.model import Diagnostic, Text
from lod.reports.words import SEVERITIES, elsewhere, locator, source
from lod.words import harmless

# A paragraph of a gazette is one line of its file; around the fault this much of it is enough to recognise it.
_AROUND = 24
_MOST = 120
_INDENT = "    "
_LEAST = 30


def render(
    diagnostics: Iterable[Diagnostic], lang: str = "zh", texts: Sequence[Text] = (), width: int | None = None
) -> str:
    """All findings, each as ``file:line:column: CODE [severity] message``; empty without findings.

    Quoted lines are cut to ``width`` columns, if it is given.

    >>> render([])
    ''
    """
    return "".join(f"{_entry(diagnostic, lang, width)}\n" for diagnostic in diagnostics)


def _entry(diagnostic: Diagnostic, lang: str, width: int | None) -> str:
    text, span = diagnostic.text, diagnostic.span
    line, column = text.position(span.start)
    severity = SEVERITIES[lang][diagnostic.severity]
    place = locator(text, span, lang)
    where = f"{harmless(text.source.name)}:{line}:{column}:{f' ({place})' if place else ''}"
    head = f"{where} {diagnostic.rule.code} [{severity}] {harmless(diagnostic.message[lang])}"
    others = [f"{_INDENT}{elsewhere(diagnostic, lang)}"] if diagnostic.also else []
    return "\n".join([head, *_quoted(diagnostic, line, width), *others, f"{_INDENT}{source(diagnostic.rule, lang)}"])


def _quoted(diagnostic: Diagnostic, line: int, width: int | None) -> list[str]:
    text, span = diagnostic.text, diagnostic.span
    start = text.line_starts[line - 1]
    end = text.line_starts[line] - 1 if line < len(text.line_starts) else len(text.chars)
    if not text.chars[start:end].strip():
        return []
    marked = text.chars[span.start : min(end, max(span.start, span.end), span.start + _MOST)]
    before, after = (
        text.chars[max(start, span.start - _AROUND) : span.start],
        text.chars[span.start + len(marked) : end],
    )
    after = after[:_AROUND] if marked else after[: _AROUND + 1]
    if width is not None:
        marked, before, after = _fitted(marked, before, after, max(width, _LEAST) - len(_INDENT) - 2)
    left = "…" if span.start - len(before) > start else ""
    right = "…" if span.start + len(marked) + len(after) < end else ""
    shown = _plain(f"{left}{before}{marked}{after}{right}")
    return [f"{_INDENT}{shown}", f"{_INDENT}{' ' * _width(left + before)}{'^' * max(1, _width(marked))}"]


def _fitted(marked: str, before: str, after: str, columns: int) -> tuple[str, str, str]:
    """The marked text with as much around it as there is room for, more of it before than after."""
    marked = _cut(marked, columns)
    room = columns - _width(marked)
    before = _cut(before[::-1], max(room * 2 // 3, room - _width(after)))[::-1]
    return marked, before, _cut(after, room - _width(before))


def _cut(chars: str, columns: int) -> str:
    taken = 0
    for number, char in enumerate(chars):
        taken += _width(char)
        if taken > columns:
            return chars[:number]
    return chars


def _plain(chars: str) -> str:
    # Control characters of a hostile file must not reach a terminal.
    return "".join(char if char.isprintable() else " " for char in chars)


def _width(chars: str) -> int:
    return sum(_columns(char) for char in _plain(chars))


def _columns(char: str) -> int:
    if combining(char):
        return 0
    return 2 if east_asian_width(char) in "WF" else 1
