"""Reviewdog's diagnostic format (rdjson): findings and suggested replacements for any code review."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from lod.model import Diagnostic, Span, Text
from lod.reports.words import source

_LEVELS = {"error": "ERROR", "warning": "WARNING", "info": "INFO"}


def render(diagnostics: Iterable[Diagnostic], lang: str = "zh", texts: Sequence[Text] = ()) -> str:
    """All findings as a DiagnosticResult of rdjson.

    Lines count from 1; columns count from 1 in bytes of UTF-8, as this format asks.

    >>> json.loads(render([]))["diagnostics"]
    []
    """
    told = [_diagnostic(diagnostic, lang) for diagnostic in diagnostics]
    return json.dumps({"source": {"name": "lod"}, "diagnostics": told}, ensure_ascii=False, indent=2)


def _diagnostic(diagnostic: Diagnostic, lang: str) -> dict[str, Any]:
    text = diagnostic.text
    told: dict[str, Any] = {
        "message": f"{diagnostic.message[lang]} {source(diagnostic.rule, lang)}",
        "location": {"path": text.source.name, "range": _range(text, diagnostic.span)},
        "severity": _LEVELS[diagnostic.severity],
        "code": {"value": diagnostic.rule.code, "url": diagnostic.rule.iri},
    }
    if diagnostic.fix:
        edits = diagnostic.fix.edits
        told["suggestions"] = [{"range": _range(text, edit.span), "text": edit.replacement} for edit in edits]
    return told


def _range(text: Text, span: Span) -> dict[str, dict[str, int]]:
    return {"start": _point(text, span.start), "end": _point(text, span.end)}


def _point(text: Text, offset: int) -> dict[str, int]:
    line, column = text.position(offset)
    before = text.chars[offset - column + 1 : offset]
    return {"line": line, "column": len(before.encode("utf-8", "surrogatepass")) + 1}
