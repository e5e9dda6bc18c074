"""One run of the linter: texts judged, suppressed and known findings left out, settings and suppressions watched."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from lod import fixes
from lod.linting import baseline
from lod.linting.baseline import Baseline
from lod.linting.judging import Case, Judge
from lod.linting.reviewing import Reviewer
from lod.model import Diagnostic, Text
from lod.settings import Settings


@dataclass(frozen=True)
class Outcome:
    """What a run found: by case, about settings and suppressions, and the known findings that are there no longer."""

    cases: Sequence[Case]
    hygiene: Sequence[Diagnostic] = ()
    stale: Sequence[baseline.Key] = ()

    @property
    def diagnostics(self) -> list[Diagnostic]:
        """All of them, in the order in which they are reported."""
        return [*(diagnostic for case in self.cases for diagnostic in case.found), *self.hygiene]


class Session:
    """Checks texts by the settings that are found for their names.

    ``roots`` are the folders that are linted whole. Raises ConfigError and RuleError, which name file and line.

    >>> from lod.model import Source
    >>> from lod.settings import Resolver
    >>> session = Session(Judge(Resolver({"select": ("NUM002",)}, isolated=True)))
    >>> text = Text(Source("a.txt", "text/plain", b""), "安山县人民政府关于防汛的通知\\n安政发[2022]15号\\n")
    >>> [diagnostic.rule.code for diagnostic in session.check([text]).diagnostics], session.mend(text).chars[-13:]
    (['NUM002'], '安政发〔2022〕15号\\n')
    """

    def __init__(self, judge: Judge, roots: Iterable[str] = (), today: date | None = None, known: bool = True) -> None:
        folders = [Path(os.path.abspath(root)) for root in roots if os.path.isdir(root)]
        self._judge = judge
        self._reviewer = Reviewer(judge, folders, today or date.today())
        self._known = known
        self._baselines: dict[Path, Baseline] = {}

    def check(self, texts: Sequence[Text]) -> Outcome:
        """What is found in texts that are judged together."""
        cases = [self._reviewer.review(case) for case in self._judge.judge(texts)]
        stale = [key for case in cases for key in self._stale(case)]
        return Outcome([self._new(case) for case in cases], self._reviewer.hygiene(cases), stale)

    def look(self, text: Text) -> list[Diagnostic]:
        """What is found in one text, without what is told of settings and suppressions."""
        [case] = self._judge.judge([text])
        return list(self._new(self._reviewer.review(case)).found)

    def mend(self, text: Text, unsafe: bool = False) -> Text:
        """The text with the fixes of its findings applied, again and again until nothing is left to mend."""
        return fixes.mend(text, self.look, unsafe)

    def _new(self, case: Case) -> Case:
        known = self._baseline(case.settings)
        return replace(case, found=known.new(case.found)) if known else case

    def _stale(self, case: Case) -> list[baseline.Key]:
        known = self._baseline(case.settings)
        return known.stale(case.found, [case.name]) if known and not case.late else []

    def _baseline(self, settings: Settings) -> Baseline | None:
        path: Path | None = settings["baseline"]
        if path is None or not self._known:
            return None
        if path not in self._baselines:
            self._baselines[path] = baseline.read(path)
        return self._baselines[path]
