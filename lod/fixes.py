"""Applies fixes and looks again, until nothing is left to mend or ten rounds have passed.

Two fixes that touch the same characters are not applied together: the second waits for the next round, when the
linter sees what the first one made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from lod import writers
from lod.model import Diagnostic, Edit, Fix, Text

ROUNDS = 10


def apply(text: Text, diagnostics: Iterable[Diagnostic], unsafe: bool = False) -> Text:
    """A text with the fixes of its diagnostics applied: the safe ones, and on request the unsafe ones.

    A fix that its format cannot take, as one of an automatic number in Word, is left out.

    >>> from lod.model import Source
    >>> apply(Text(Source("a.txt", "text/plain", b""), "发[2023]1号"), []).chars
    '发[2023]1号'
    """
    edits = _edits(text, diagnostics, unsafe)
    return writers.apply(text, edits) if edits else text


def mend(text: Text, look: Callable[[Text], Sequence[Diagnostic]], unsafe: bool = False) -> Text:
    """Lint with ``look`` and apply fixes, again and again, at most ten times.

    >>> from lod.model import Source
    >>> mend(Text(Source("a.txt", "text/plain", b""), "一段文字"), lambda text: []).chars
    '一段文字'
    """
    for _ in range(ROUNDS):
        mended = apply(text, look(text), unsafe)
        if mended.chars == text.chars:
            break
        text = mended
    return text


def _edits(text: Text, diagnostics: Iterable[Diagnostic], unsafe: bool) -> list[Edit]:
    taken: list[Edit] = []
    wanted = [d.fix for d in diagnostics if d.fix and (unsafe or d.fix.safety == "safe")]
    for fix in sorted(wanted, key=_start):
        clashes = any(_clash(edit, other) for edit in fix.edits for other in taken)
        if not clashes and all(writers.is_possible(text, edit) for edit in fix.edits):
            taken.extend(fix.edits)
    return taken


def _start(fix: Fix) -> int:
    return min(edit.span.start for edit in fix.edits)


def _clash(edit: Edit, other: Edit) -> bool:
    if edit.span.start == other.span.start:
        return True
    return edit.span.start < other.span.end and other.span.start < edit.span.end
