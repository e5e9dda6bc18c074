"""Applies fixes and looks again, until nothing is left to mend or ten rounds have passed.

Two fixes that touch the same characters are not applied together: the second waits for the next round, when the
linter sees what the first one made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from lod.model import Diagnostic, Edit, Fix

ROUNDS = 10


def apply(chars: str, diagnostics: Iterable[Diagnostic], unsafe: bool = False) -> str:
    """A text with the fixes of its diagnostics applied: the safe ones, and on request the unsafe ones.

    >>> apply("发[2023]1号", [])
    '发[2023]1号'
    """
    for edit in sorted(_edits(diagnostics, unsafe), key=lambda e: e.span.start, reverse=True):
        chars = chars[: edit.span.start] + edit.replacement + chars[edit.span.end :]
    return chars


def mend(chars: str, look: Callable[[str], Sequence[Diagnostic]], unsafe: bool = False) -> str:
    """Lint with ``look`` and apply fixes, again and again, at most ten times.

    >>> mend("一段文字", lambda chars: [])
    '一段文字'
    """
    for _ in range(ROUNDS):
        mended = apply(chars, look(chars), unsafe)
        if mended == chars:
            break
        chars = mended
    return chars


def _edits(diagnostics: Iterable[Diagnostic], unsafe: bool) -> list[Edit]:
    taken: list[Edit] = []
    wanted = [d.fix for d in diagnostics if d.fix and (unsafe or d.fix.safety == "safe")]
    for fix in sorted(wanted, key=_start):
        if not any(_clash(edit, other) for edit in fix.edits for other in taken):
            taken.extend(fix.edits)
    return taken


def _start(fix: Fix) -> int:
    return min(edit.span.start for edit in fix.edits)


def _clash(edit: Edit, other: Edit) -> bool:
    if edit.span.start == other.span.start:
        return True
    return edit.span.start < other.span.end and other.span.start < edit.span.end
