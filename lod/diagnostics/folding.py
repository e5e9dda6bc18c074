"""Findings that a person would tell once: all those of a rule on one page, or in one document without pages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from lod.diagnostics.places import Places
from lod.model import Diagnostic, Edit, Fix, Text

PAGE = "page"


def folded(diagnostics: Sequence[Diagnostic], places: Places) -> list[Diagnostic]:
    """Diagnostics in the order of their places, those of a folding rule put together at the first place.

    The one that is told has the places of the others, the edits of all, and their number as ``{count}``.

    >>> folded([], Places([], {}))
    []
    """
    groups: dict[object, list[Diagnostic]] = {}
    for number, diagnostic in enumerate(diagnostics):
        groups.setdefault(_page(diagnostic, places) if diagnostic.rule.fold else number, []).append(diagnostic)
    return [_together(group) if group[0].rule.fold else group[0] for group in groups.values()]


def _page(diagnostic: Diagnostic, places: Places) -> object:
    text, at = diagnostic.text, diagnostic.span.start
    page = _marked(text, at)
    where = page if page is not None else places.document(text, at)
    return diagnostic.rule.code, id(text), where, diagnostic.severity


def _marked(text: Text, offset: int) -> str | None:
    pages = (origin for origin in text.origins if origin.locator.startswith(PAGE))
    return next((page.locator for page in pages if page.span.start <= offset < page.span.end), None)


def _together(group: Sequence[Diagnostic]) -> Diagnostic:
    first = group[0]
    count = {language: re.sub(r"\{count\}", str(len(group)), words) for language, words in first.message.items()}
    edits = _apart(edit for diagnostic in group if diagnostic.fix for edit in diagnostic.fix.edits)
    fix = Fix(edits, first.rule.fix.safety) if edits and first.rule.fix else None
    also = tuple(diagnostic.span for diagnostic in group[1:])
    return replace(first, message=count, fix=fix, also=also)


def _apart(edits: Iterable[Edit]) -> tuple[Edit, ...]:
    # Two findings may mend the same character; it is mended once.
    taken: list[Edit] = []
    for edit in sorted(edits, key=lambda edit: (edit.span.start, edit.span.end)):
        if not taken or (edit.span.start >= taken[-1].span.end and edit.span.start > taken[-1].span.start):
            taken.append(edit)
    return tuple(taken)
