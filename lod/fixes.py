"""Applies fixes and looks again, until nothing is left to mend or ten rounds have passed.

Two fixes that touch the same characters are not applied together: the second waits for the next round, when the
linter sees what the first one made.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence

from lod import writers
from lod.model import Diagnostic, Edit, Fix, Span, Text

ROUNDS = 10


def apply(text: Text, diagnostics: Iterable[Diagnostic], unsafe: bool = False) -> Text:
    """A text with the fixes of its diagnostics applied: the safe ones, and on request the unsafe ones.

    A fix that its format cannot take, as one of an automatic number in Word, is left out.

    >>> from lod.model import Source
    >>> apply(Text(Source("a.txt", "text/plain", b""), "发[2023]1号"), []).chars
    '发[2023]1号'
    """
    chosen = edits(text, diagnostics, unsafe)
    return writers.apply(text, chosen) if chosen else text


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


def edits(text: Text, diagnostics: Iterable[Diagnostic], unsafe: bool = False) -> list[Edit]:
    """The edits of the fixes that can be made at once, in the order of their places.

    Where two fixes would touch the same characters it is the first one's; a fix that the format of the text cannot
    take is left out.

    >>> from lod.model import Source
    >>> edits(Text(Source("a.txt", "text/plain", b""), ""), [])
    []
    """
    taken: list[Edit] = []
    starts: list[int] = []  # of those taken
    wanted = [d.fix for d in diagnostics if d.fix and (unsafe or d.fix.safety == "safe")]
    for fix in sorted(wanted, key=_start):
        clashes = any(_clash(edit.span, taken, starts) for edit in fix.edits)
        if not clashes and all(writers.is_possible(text, edit) for edit in fix.edits):
            for edit in fix.edits:
                at = bisect_left(starts, edit.span.start)
                starts.insert(at, edit.span.start)
                taken.insert(at, edit)
    return taken


def _start(fix: Fix) -> int:
    return min(edit.span.start for edit in fix.edits)


def _clash(span: Span, taken: Sequence[Edit], starts: Sequence[int]) -> bool:
    # Those taken do not overlap, so only the neighbours can be in the way.
    at = bisect_left(starts, span.start)
    before = taken[at - 1].span if at else None
    after = taken[at].span if at < len(taken) else None
    return bool(
        (before and before.end > span.start) or (after and (after.start == span.start or after.start < span.end))
    )
