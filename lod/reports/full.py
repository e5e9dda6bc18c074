"""The full report: the text report, and for each finding why the rule is there and what its fix would write."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lod.model import Diagnostic, Text
from lod.reports import text as short
from lod.reports.words import FIXES, REASON


def render(
    diagnostics: Iterable[Diagnostic], lang: str = "zh", texts: Sequence[Text] = (), width: int | None = None
) -> str:
    """All findings with their reasons and fixes, a blank line between them; empty without findings.

    >>> render([])
    ''
    """
    return "\n".join(_entry(diagnostic, lang, width) for diagnostic in diagnostics)


def _entry(diagnostic: Diagnostic, lang: str, width: int | None) -> str:
    told = [short.render([diagnostic], lang, (), width), f"    {REASON[lang]}{diagnostic.rule.why[lang]}\n"]
    if diagnostic.fix:
        told.append(f"    {FIXES[lang][diagnostic.fix.safety]}{mended(diagnostic)}\n")
    return "".join(told)


def mended(diagnostic: Diagnostic, around: int = 12, most: int = 60) -> str:
    """What stands at a finding's place once its first edits are made, with `around` characters beside them."""
    assert diagnostic.fix is not None
    edits = sorted(diagnostic.fix.edits, key=lambda edit: edit.span.start)
    begin = edits[0].span.start
    shown = [edit for edit in edits if edit.span.end <= begin + most]
    chars, at, told = diagnostic.text.chars, max(0, begin - around), []
    for edit in shown:
        told += [chars[at : edit.span.start], edit.replacement]
        at = edit.span.end
    told.append(chars[at : at + around])
    return "…" + " ".join("".join(told).split()) + "…"
