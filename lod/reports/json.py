"""The JSON report: an array of objects whose keys are part of the contract."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from lod.model import Diagnostic, Edit, Span, Text
from lod.reports.words import source


def render(diagnostics: Iterable[Diagnostic], lang: str = "zh", texts: Sequence[Text] = ()) -> str:
    """All findings as a JSON array; lines and columns count from 1 in code points, ends are exclusive.

    >>> render([])
    '[]'
    """
    return json.dumps([record(diagnostic, lang) for diagnostic in diagnostics], ensure_ascii=False, indent=2)


def record(diagnostic: Diagnostic, lang: str = "zh") -> dict[str, Any]:
    """One finding as an object of the JSON report."""
    return {
        "file": diagnostic.text.source.name,
        **_place(diagnostic.text, diagnostic.span),
        **({"locator": locator} if (locator := diagnostic.text.locator(diagnostic.span)) else {}),
        "code": diagnostic.rule.code,
        "severity": diagnostic.severity,
        "message": diagnostic.message[lang],
        "quote": diagnostic.text.slice(diagnostic.span),
        "source": source(diagnostic.rule, lang),
        "fix": _fix(diagnostic),
    }


def _place(text: Text, span: Span) -> dict[str, int]:
    line, column = text.position(span.start)
    end_line, end_column = text.position(span.end)
    return {"line": line, "column": column, "endLine": end_line, "endColumn": end_column}


def _fix(diagnostic: Diagnostic) -> dict[str, Any] | None:
    if diagnostic.fix is None:
        return None
    return {"safety": diagnostic.fix.safety, "edits": [_edit(diagnostic.text, edit) for edit in diagnostic.fix.edits]}


def _edit(text: Text, edit: Edit) -> dict[str, Any]:
    return {**_place(text, edit.span), "text": edit.replacement}
