"""How many findings each rule has, in place of the findings themselves."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence

from lod.model import Diagnostic


def render(found: Sequence[Diagnostic], lang: str, format: str) -> str:
    """Counts by rule, the most frequent first: lines of count, code and title, or an array of objects for JSON.

    >>> render([], "en", "json")
    '[]'
    """
    rules = {diagnostic.rule.code: diagnostic.rule for diagnostic in found}
    counts = Counter(diagnostic.rule.code for diagnostic in found)
    ordered = sorted(counts.items(), key=lambda row: (-row[1], row[0]))
    if format == "json":
        rows = [{"code": code, "count": count, "title": rules[code].title[lang]} for code, count in ordered]
        return json.dumps(rows, ensure_ascii=False, indent=2)
    width = len(str(max(counts.values(), default=0)))
    return "".join(f"{count:>{width}}  {code}  {rules[code].title[lang]}\n" for code, count in ordered)
