"""The Code Quality report of GitLab CI: shown in merge requests, compared by fingerprint."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from lod.model import Diagnostic, Text
from lod.reports.fingerprints import fingerprinted
from lod.reports.words import source

_LEVELS = {"error": "critical", "warning": "minor", "info": "info"}


def render(diagnostics: Iterable[Diagnostic], lang: str = "zh", texts: Sequence[Text] = ()) -> str:
    """All findings as a JSON array of GitLab issues; lines count from 1.

    >>> render([])
    '[]'
    """
    issues = [_issue(diagnostic, name, lang) for diagnostic, name in fingerprinted(diagnostics)]
    return json.dumps(issues, ensure_ascii=False, indent=2)


def _issue(diagnostic: Diagnostic, fingerprint: str, lang: str) -> dict[str, Any]:
    text, span = diagnostic.text, diagnostic.span
    (begin, _), (end, _) = text.position(span.start), text.position(span.end)
    return {
        "type": "issue",
        "description": f"{diagnostic.message[lang]} {source(diagnostic.rule, lang)}",
        "check_name": diagnostic.rule.code,
        "fingerprint": fingerprint,
        "severity": _LEVELS[diagnostic.severity],
        "categories": ["Style"],
        "location": {"path": text.source.name, "lines": {"begin": begin, "end": end}},
    }
