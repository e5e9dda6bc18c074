"""Names of findings that outlive edits elsewhere in the text: by rule, file and quoted text, never by line."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator

from lod.model import Diagnostic


def fingerprinted(diagnostics: Iterable[Diagnostic]) -> Iterator[tuple[Diagnostic, str]]:
    """Each diagnostic with its fingerprint, 32 hexadecimal digits.

    The same words found again by the same rule in one file are told apart by their number in reading order.

    >>> list(fingerprinted([]))
    []
    """
    seen: Counter[tuple[str, str, str]] = Counter()
    for diagnostic in diagnostics:
        name = diagnostic.text.source.name
        quote = "".join(diagnostic.text.slice(diagnostic.span).split())
        what = (diagnostic.rule.code, name, quote)
        seen[what] += 1
        plain = "\0".join((*what, str(seen[what])))
        yield diagnostic, hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()[:32]
