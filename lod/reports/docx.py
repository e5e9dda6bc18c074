"""The Word report: a copy of the draft with each finding as a comment beside the words it is about."""

from __future__ import annotations

from collections.abc import Iterable

from lod.model import Diagnostic, Text
from lod.reports.words import SEVERITIES, source
from lod.writers.comments import Note, annotated


def render(text: Text, diagnostics: Iterable[Diagnostic], lang: str = "zh") -> bytes:
    """The bytes of the copy of a Word document; the findings of other texts are left out."""
    return annotated(text.source, [_note(diagnostic, lang) for diagnostic in diagnostics if diagnostic.text is text])


def _note(diagnostic: Diagnostic, lang: str) -> Note:
    rule = diagnostic.rule
    code = f"{rule.code} [{SEVERITIES[lang][diagnostic.severity]}]"
    return Note(diagnostic.span, (diagnostic.message[lang], source(rule, lang), code))
