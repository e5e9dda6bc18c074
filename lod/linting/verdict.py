"""Whether findings make a run fail, and how many of them are told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from lod.model import Diagnostic
from lod.settings import Settings
from lod.settings.schema import SEVERITIES


def fails(found: Iterable[Diagnostic], settings: Settings) -> bool:
    """Whether there is a finding at or above ``fail-on``.

    With ``max-warnings`` warnings do not count for that; more of them than this number fail.

    >>> from pathlib import Path
    >>> from lod.settings import Resolver
    >>> fails([], Resolver({}, isolated=True).of_folder(Path()))
    False
    """
    counts = Counter(diagnostic.severity for diagnostic in found)
    failing = set(SEVERITIES[SEVERITIES.index(settings["fail-on"]) :])
    most = settings["max-warnings"]
    if most is not None:
        failing.discard("warning")
        if counts["warning"] > most:
            return True
    return any(counts[severity] for severity in failing)


def bounded(found: Iterable[Diagnostic], most: int) -> tuple[list[Diagnostic], Counter[tuple[str, str]]]:
    """The first ``most`` (0: all) findings of each rule in each file, and how many are left out by file and code.

    >>> bounded([], 1000)
    ([], Counter())
    """
    counts: Counter[tuple[str, str]] = Counter()
    told = []
    for diagnostic in found:
        where = diagnostic.text.source.name, diagnostic.rule.code
        counts[where] += 1
        if not most or counts[where] <= most:
            told.append(diagnostic)
    return told, Counter({where: count - most for where, count in counts.items() if most and count > most})
