"""The text report: one finding on one line, below it the quoted text with its place marked, and the clause."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from wcwidth import wcswidth

from lod.model import Diagnostic, Text
from lod.reports.words import SEVERITIES, locator, source

# A paragraph of a gazette is one line of its file; around the fault this much of it is enough to recognise it.
_AROUND = 24
_MOST = 120


def render(diagnostics: Iterable[Diagnostic], lang: str = "zh", texts: Sequence[Text] = ()) -> str:
    """All findings, each as ``file:line:column: CODE [severity] message``; empty without findings.

    >>> render([])
    ''
    """
    return "".join(f"{_entry(diagnostic, lang)}\n" for diagnostic in diagnostics)


def _entry(diagnostic: Diagnostic, lang: str) -> str:
    text, span = diagnostic.text, diagnostic.span
    line, column = text.position(span.start)
    severity = SEVERITIES[lang][diagnostic.severity]
    place = locator(text, span, lang)
    where = f"{text.source.name}:{line}:{column}:{f' ({place})' if place else ''}"
    head = f"{where} {diagnostic.rule.code} [{severity}] {diagnostic.message[lang]}"
    return "\n".join([head, *_quoted(diagnostic, line), f"    {source(diagnostic.rule, lang)}"])


def _quoted(diagnostic: Diagnostic, line: int) -> list[str]:
    text, span = diagnostic.text, diagnostic.span
    start = text.line_starts[line - 1]
    end = text.line_starts[line] - 1 if line < len(text.line_starts) else len(text.chars)
    left, right = (
        max(start, span.start - _AROUND),
        min(end, min(max(span.start + 1, span.end), span.start + _MOST) + _AROUND),
    )
    if not text.chars[start:end].strip():
        return []
    before = ("…" if left > start else "") + _plain(text.chars[left : span.start])
    shown = before + _plain(text.chars[span.start : right]) + ("…" if right < end else "")
    marks = "^" * max(1, _width(text.chars[span.start : min(span.end, right)]))
    return [f"    {shown}", f"    {' ' * _width(before)}{marks}"]


def _plain(chars: str) -> str:
    # Control characters of a hostile file must not reach a terminal.
    return "".join(char if char.isprintable() else " " for char in chars)


def _width(chars: str) -> int:
    return max(0, wcswidth(_plain(chars)))
