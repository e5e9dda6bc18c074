"""The Word report: a copy of the draft with each finding as a comment beside the words it is about."""

from __future__ import annotations

from collections.abc import Iterable

from lod.model import Diagnostic, Span, Text
from lod.reports.words import PAGE, SEVERITIES, locator, source
from lod.writers.comments import Note, annotated

_AROUND = 6


def render(text: Text, diagnostics: Iterable[Diagnostic], lang: str = "zh") -> bytes:
    """The bytes of the copy of a Word document; the findings of other texts are left out."""
    return annotated(text.source, [_note(diagnostic, lang) for diagnostic in diagnostics if diagnostic.text is text])


def _note(diagnostic: Diagnostic, lang: str) -> Note:
    rule = diagnostic.rule
    code = f"{rule.code} [{SEVERITIES[lang][diagnostic.severity]}]"
    return Note(diagnostic.span, (diagnostic.message[lang], *_others(diagnostic, lang), source(rule, lang), code))


def _others(diagnostic: Diagnostic, lang: str) -> list[str]:
    # Word shows neither numbers of lines nor of paragraphs: the words around a place can be searched for.
    text = diagnostic.text
    places: dict[str, list[str]] = {}
    for span in diagnostic.also:
        line = PAGE[lang]["line"].format(text.position(span.start)[0])
        places.setdefault(locator(text, span, lang) or line, []).append(f"“{_around(text, span)}”")
    told = [f"{place}{PAGE[lang]['colon']}{''.join(quotes)}" for place, quotes in places.items()]
    return [PAGE[lang]["others"].format(len(diagnostic.also)), *told] if told else []


def _around(text: Text, span: Span) -> str:
    line = text.position(span.start)[0]
    begin = max(text.line_starts[line - 1], span.start - _AROUND)
    return text.chars[begin : span.end + _AROUND].partition("\n")[0].strip()
