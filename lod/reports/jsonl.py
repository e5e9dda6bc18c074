"""The JSON Lines report: the objects of the JSON report, one on each line, for streams and logs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from lod.model import Diagnostic, Text
from lod.reports.json import record


def render(diagnostics: Iterable[Diagnostic], lang: str = "zh", texts: Sequence[Text] = ()) -> str:
    """All findings, one JSON object on each line.

    >>> render([])
    ''
    """
    return "".join(json.dumps(record(diagnostic, lang), ensure_ascii=False) + "\n" for diagnostic in diagnostics)
