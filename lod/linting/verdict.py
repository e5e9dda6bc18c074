"""Whether findings make a run fail."""

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
