"""The HTML report: one page that stands alone, each text with its faults marked and its findings beside it.

No script, no outside request; everything that comes from a text or a rule is escaped.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from lod.model import Diagnostic, Span, Text
from lod.reports.full import mended
from lod.reports.words import FIXES, PAGE, SEVERITIES, elsewhere, source

_STYLE = Path(__file__).with_name("report.css")
_RANK = {"error": 0, "warning": 1, "info": 2}
_AROUND = 2  # lines shown before and after a line with a finding in a long text
_WHOLE = 400  # texts of up to so many lines are shown whole
_LONGEST = 4000  # characters of one line that are shown


@dataclass(frozen=True, slots=True)
class Marked:
    """A finding with its number on the page."""

    number: int
    diagnostic: Diagnostic


Mark = tuple[Span, Marked]


def render(diagnostics: Iterable[Diagnostic], lang: str = "zh", texts: Sequence[Text] = ()) -> str:
    """All findings as one HTML page, the texts without any named at its end.

    >>> "No findings." in render([], "en")
    True
    """
    marked = [Marked(number, diagnostic) for number, diagnostic in enumerate(diagnostics, 1)]
    by_text: dict[int, list[Marked]] = {id(text): [] for text in texts}
    for one in marked:
        by_text.setdefault(id(one.diagnostic.text), []).append(one)
    known = {id(text): text for text in (*texts, *(one.diagnostic.text for one in marked))}
    body = "".join(_section(known[key], found, lang) for key, found in by_text.items())
    title, style = PAGE[lang]["title"], _STYLE.read_text(encoding="utf-8")
    return (
        f'<!doctype html>\n<html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<style>{style}</style></head>"
        f"<body><h1>{title}</h1>{_counts(marked, lang)}{body}</body></html>\n"
    )


def _counts(marked: Sequence[Marked], lang: str) -> str:
    if not marked:
        return f'<p class="count">{PAGE[lang]["none"]}</p>'
    counts = {severity: sum(one.diagnostic.severity == severity for one in marked) for severity in _RANK}
    told = " · ".join(f"{SEVERITIES[lang][severity]} {count}" for severity, count in counts.items())
    return f'<p class="count">{told}</p>'


def _section(text: Text, found: Sequence[Marked], lang: str) -> str:
    head = f"<section><h2>{_safe(text.source.name)}</h2>"
    if not found:
        return f'{head}<p class="count">{PAGE[lang]["none"]}</p></section>'
    return head + "".join(_rows(text, found, lang)) + "</section>"


def _rows(text: Text, found: Sequence[Marked], lang: str) -> Iterator[str]:
    beside: dict[int, list[Marked]] = {}
    for one in found:
        beside.setdefault(text.position(one.diagnostic.span.start)[0], []).append(one)
    marks = _by_line(text, found)
    lines = len(text.line_starts)
    near = {n for line in marks for n in range(line - _AROUND, line + _AROUND + 1)}
    last = 0
    for number in range(1, lines + 1):
        if lines > _WHOLE and number not in near:
            continue
        if number > last + 1:
            yield '<div class="row"><span></span><span class="gap">⋯</span></div>'
        last = number
        yield _row(text, number, marks.get(number, []), beside.get(number, []), lang)


def _by_line(text: Text, found: Iterable[Marked]) -> dict[int, list[Mark]]:
    lines: dict[int, list[Mark]] = {}
    for one in found:
        for span in (one.diagnostic.span, *one.diagnostic.also):
            for line in range(text.position(span.start)[0], text.position(span.end)[0] + 1):
                lines.setdefault(line, []).append((span, one))
    return lines


def _row(text: Text, number: int, marks: Sequence[Mark], found: Sequence[Marked], lang: str) -> str:
    start = text.line_starts[number - 1]
    end = text.line_starts[number] - 1 if number < len(text.line_starts) else len(text.chars)
    shown = Span(start, min(end, start + _LONGEST))
    words = "".join(_pieces(text, shown, marks)) + ("…" if shown.end < end else "")
    cards = "".join(_card(one, lang) for one in found)
    aside = f"<aside><ul>{cards}</ul></aside>" if cards else ""
    return f'<div class="row"><span class="number">{number}</span><div class="printed">{words}</div>{aside}</div>'


def _pieces(text: Text, line: Span, marks: Sequence[Mark]) -> Iterator[str]:
    # Marks may overlap: each stretch between two borders takes the class of the gravest that covers it.
    here = [(s, one) for s, one in marks if s.start <= line.end and s.end >= line.start]
    inside = [(s, one) for s, one in here if s.length]
    borders = {line.start, line.end, *(b for s, _ in here for b in (s.start, s.end) if line.start <= b <= line.end)}
    edges = sorted(borders)
    for left, right in zip(edges, edges[1:] or edges, strict=False):
        for span, one in here:
            if not span.length and span.start == left:
                yield _mark("", one, empty=True)
        covering = [one for span, one in inside if span.start <= left and right <= span.end]
        piece = _safe(text.chars[left:right])
        yield _mark(piece, min(covering, key=_gravity)) if covering and piece else piece


def _gravity(one: Marked) -> tuple[int, int]:
    return _RANK[one.diagnostic.severity], one.number


def _mark(piece: str, one: Marked, empty: bool = False) -> str:
    diagnostic = one.diagnostic
    extra = " empty" if empty else ""
    return f'<mark class="{diagnostic.severity}{extra}" title="{diagnostic.rule.code}">{piece}</mark>'


def _card(one: Marked, lang: str) -> str:
    diagnostic, rule = one.diagnostic, one.diagnostic.rule
    told = [f"<b>{rule.code}</b> {SEVERITIES[lang][diagnostic.severity]} · {_safe(diagnostic.message[lang])}"]
    if diagnostic.also:
        told.append(elsewhere(diagnostic, lang))
    told.append(f'<span class="why">{_safe(source(rule, lang))}</span>')
    if diagnostic.fix:
        told.append(f'<span class="fix">{FIXES[lang][diagnostic.fix.safety]}{_safe(mended(diagnostic))}</span>')
    return (
        f'<li class="{diagnostic.severity}" id="f{one.number}" title="{_safe(rule.why[lang])}">{"<br>".join(told)}</li>'
    )


def _safe(words: str) -> str:
    return escape("".join(char if char.isprintable() or char in "\t　" else "\ufffd" for char in words))
