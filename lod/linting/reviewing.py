"""What somebody has already looked at: suppressed findings are left out, and suppressions are watched over."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

from lod.linting import heeding, hygiene, suppressions
from lod.linting.hygiene import Notice
from lod.linting.judging import Case, Judge
from lod.linting.suppressions import Entry, Sidecar
from lod.model import Diagnostic
from lod.settings import Settings, unknown_codes


class Reviewer:
    """Applies files of suppressions and tells what is wrong with them and with the settings.

    ``roots`` are the folders that were linted whole: only then can a suppression that names no file be called unused.
    """

    def __init__(self, judge: Judge, roots: Sequence[Path], today: date) -> None:
        self._judge = judge
        self._roots = roots
        self._today = today
        self._sidecars: dict[Path, Sidecar] = {}
        self._used: list[Entry] = []

    def review(self, case: Case) -> Case:
        """The case without the findings that a suppression lets stand."""
        sidecar = self._sidecar(case)
        if sidecar is None:
            return case
        matching = [(d, sidecar.matching(d, case.about, self._today)) for d in case.found]
        self._used += [entry for _, entries in matching for entry in entries]
        return replace(case, found=[diagnostic for diagnostic, entries in matching if not entries])

    def hygiene(self, cases: Sequence[Case]) -> list[Diagnostic]:
        """What is told of the settings and suppressions of cases that have been reviewed."""
        found: dict[tuple[str, str, int], Diagnostic] = {}
        for settings in {id(case.settings): case.settings for case in cases}.values():
            unknown = unknown_codes(settings, partial(self._judge.codes, settings))
            for told in self._told(hygiene.of_settings(unknown), settings):
                found.setdefault((told.text.source.name, told.rule.code, told.span.start), told)
        return [*found.values(), *self._of_sidecars(cases)]

    def _of_sidecars(self, cases: Sequence[Case]) -> Iterable[Diagnostic]:
        groups: dict[Path, list[Case]] = {}
        for case in cases:
            sidecar = self._sidecar(case)
            if sidecar is not None:
                groups.setdefault(sidecar.file.path, []).append(case)
        for path, group in groups.items():
            sidecar, settings = self._sidecars[path], group[0].settings
            judged = [entry for entry in sidecar.entries if self._covered(sidecar, entry, group)]
            codes = self._judge.codes(settings)
            yield from self._told(hygiene.of_sidecar(sidecar, self._used, judged, codes, self._today), settings)

    def _told(self, notices: Sequence[Notice], settings: Settings) -> list[Diagnostic]:
        raised = [notice.diagnostic(self._judge.ruleset(settings)) for notice in notices]
        return heeding.heed([diagnostic for diagnostic in raised if diagnostic], "", (), settings)

    def _covered(self, sidecar: Sidecar, entry: Entry, cases: Sequence[Case]) -> bool:
        """Whether this run would have met the text of an entry, with its rule on, and judged it to the end."""
        if entry.file:
            concerned = [case for case in cases if sidecar.concerns(entry, case.name)]
        elif entry.number:
            concerned = [c for c in cases if any(suppressions.same_number(entry.number, a.number) for a in c.about)]
        else:
            folder = Path(os.path.abspath(sidecar.file.path.parent))
            concerned = list(cases) if any(folder.is_relative_to(root) for root in self._roots) else []
        return all(not c.late for c in concerned) and any(self._on(entry, c.settings) for c in concerned)

    def _on(self, entry: Entry, settings: Settings) -> bool:
        rule = self._judge.ruleset(settings).rules.get(entry.code)
        return rule is not None and settings.wants(rule)

    def _sidecar(self, case: Case) -> Sidecar | None:
        path = case.settings["suppressions"] or suppressions.beside(case.settings.file, case.name)
        if path is not None and path not in self._sidecars:
            self._sidecars[path] = suppressions.read(path)
        return self._sidecars[path] if path is not None else None
