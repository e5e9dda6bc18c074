"""Findings about settings and suppressions: codes that no rule has, suppressions that are unused or give no reason.

They point into the file that a person wrote, at the line in question. Which rule tells what is said in the rule files.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from lod.linting.suppressions import Entry, Sidecar
from lod.model import Diagnostic, Edit, Fix, Span, Text
from lod.settings import Unknown

if TYPE_CHECKING:
    from lod.rules import RuleSet

CODE, SUPPRESSION, REASON = PARTS = ("Code", "Suppression", "SuppressionReason")


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to be told by the rule for a part (``lint:raisedBy``), at a place of a file."""

    part: str
    text: Text
    span: Span
    extra: Mapping[str, str]
    edit: Edit | None = None

    def diagnostic(self, ruleset: RuleSet) -> Diagnostic | None:
        """The diagnostic, or None where no rule tells it."""
        from lod import diagnostics  # most runs have nothing to tell of settings

        rule = ruleset.raised_by(self.part)
        if rule is None:
            return None
        fix = Fix((self.edit,), "safe") if self.edit else None
        return replace(diagnostics.raised(rule, self.text, self.extra), span=self.span, fix=fix)


def of_settings(unknown: Iterable[Unknown]) -> list[Notice]:
    """What is told of codes in configuration files that no rule has."""
    notices = []
    for one in unknown:
        file = one.layer.file
        if file is not None:
            span = file.span(one.layer.key(one.path), one.code)
            notices.append(Notice(CODE, file.text, span, {"code": one.code}))
    return notices


def of_sidecar(
    sidecar: Sidecar, used: Collection[Entry], judged: Collection[Entry], codes: Collection[str], today: date
) -> list[Notice]:
    """What is told of suppressions, in the order of the file.

    ``used`` are the entries that let a finding stand, ``judged`` those that this run would have used if their text
    still gave the finding: of others nobody knows.
    """
    notices = []
    for entry in sidecar.entries:
        if entry.code not in codes:
            notices.append(_notice(CODE, sidecar, entry, entry.code, {"code": entry.code}))
        elif entry.expires and entry.is_over(today):
            expired = entry.expires.isoformat()
            notices.append(_notice(SUPPRESSION, sidecar, entry, expired, _why(entry, expired)))
        elif entry in judged and entry not in used:
            unused = _notice(SUPPRESSION, sidecar, entry, entry.code, _why(entry))
            notices.append(replace(unused, edit=sidecar.removal(entry)))
        if not entry.reason.strip():
            notices.append(_notice(REASON, sidecar, entry, entry.code, {"code": entry.code}))
    return notices


def _notice(part: str, sidecar: Sidecar, entry: Entry, item: str, extra: Mapping[str, str]) -> Notice:
    return Notice(part, sidecar.file.text, sidecar.span(entry, item), extra)


def _why(entry: Entry, expired: str = "") -> dict[str, str]:
    if expired:
        from lod.diagnostics.messages import day  # most runs have nothing to tell of settings

        return {"code": entry.code, "zh": f"已于{day(expired, 'zh')}到期", "en": f"expired on {expired}"}
    return {"code": entry.code, "zh": "没有对应的问题", "en": "has no finding any more"}
