"""The Markdown report: a table for each text, for pull requests, job summaries and mail."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from lod import lazy
from lod.model import Diagnostic, Text
from lod.reports.words import PAGE, SEVERITIES, elsewhere, source

_HEADS = {
    "zh": ("位置", "规则", "级别", "问题", "原文", "依据"),
    "en": ("Place", "Rule", "Severity", "Finding", "Text", "Source"),
}
_SPECIAL = lazy.regex(r"([\\`*_{}\[\]<>()#+\-!|~&])")
_LONGEST = 60


def render(diagnostics: Iterable[Diagnostic], lang: str = "zh", texts: Sequence[Text] = ()) -> str:
    """All findings as Markdown, a heading and a table for each text.

    >>> render([], "en")
    '# Lint report\\n\\nNo findings.\\n'
    """
    tables = [_table(name, list(found), lang) for name, found in groupby(diagnostics, _name)]
    return "\n\n".join([f"# {PAGE[lang]['title']}", *(tables or [PAGE[lang]["none"]])]) + "\n"


def _name(diagnostic: Diagnostic) -> str:
    return diagnostic.text.source.name


def _table(name: str, found: Sequence[Diagnostic], lang: str) -> str:
    heads = _HEADS[lang]
    rows = [heads, tuple("---" for _ in heads), *(_row(diagnostic, lang) for diagnostic in found)]
    table = "\n".join("| " + " | ".join(row) + " |" for row in rows)
    return f"## {_escaped(name)}\n\n{table}"


def _row(diagnostic: Diagnostic, lang: str) -> tuple[str, ...]:
    line, column = diagnostic.text.position(diagnostic.span.start)
    rule, quote = diagnostic.rule, diagnostic.text.slice(diagnostic.span)
    quote = quote if len(quote) <= _LONGEST else quote[:_LONGEST] + "…"
    message = " ".join(filter(None, (diagnostic.message[lang], elsewhere(diagnostic, lang))))
    cells = (message, quote, source(rule, lang))
    return f"{line}:{column}", rule.code, SEVERITIES[lang][diagnostic.severity], *map(_escaped, cells)


def _escaped(words: str) -> str:
    return _SPECIAL.sub(r"\\\1", " ".join(words.split()))
