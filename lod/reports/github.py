"""Workflow commands of GitHub Actions: each finding becomes an annotation beside its line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lod.model import Diagnostic, Text
from lod.reports.words import source

_LEVELS = {"error": "error", "warning": "warning", "info": "notice"}


def render(diagnostics: Iterable[Diagnostic], lang: str = "zh", texts: Sequence[Text] = ()) -> str:
    """All findings as workflow commands; lines and columns count from 1.

    >>> render([])
    ''
    """
    return "".join(f"{_command(diagnostic, lang)}\n" for diagnostic in diagnostics)


def _command(diagnostic: Diagnostic, lang: str) -> str:
    text, span = diagnostic.text, diagnostic.span
    line, column = text.position(span.start)
    end_line, end_column = text.position(span.end)
    fields = {"file": text.source.name, "line": line, "endLine": end_line, "title": diagnostic.rule.code}
    if line == end_line:  # columns are only understood within one line
        fields |= {"col": column, "endColumn": max(column, end_column - 1)}
    told = ",".join(f"{name}={_property(str(value))}" for name, value in fields.items())
    message = f"{diagnostic.message[lang]} {source(diagnostic.rule, lang)}"
    return f"::{_LEVELS[diagnostic.severity]} {told}::{_data(message)}"


def _data(words: str) -> str:
    return words.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(words: str) -> str:
    return _data(words).replace(":", "%3A").replace(",", "%2C")
