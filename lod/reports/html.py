"""The HTML report: one page that stands alone, each text with its faults marked and its findings beside it.

No script, no outside request; everything that comes from a text or a rule is escaped. The code of each finding is a
link to it: the Tab key goes from one to the next, and a colleague can be sent its address.
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


@dataclass(frozen=True, slots=True)
class _Part:
    """A text with its name on the page and its findings."""

    name: str
    text: Text
    found: Sequence[Marked]


Mark = tuple[Span, Marked]


def render(diagnostics: Iterable[Diagnostic], lang: str = "zh", texts: Sequence[Text] = ()) -> str:
    """All findings as one HTML page, the texts without any named at its end.

    >>> "No findings." in render([], "en")
    True
    """
    title, style = PAGE[lang]["title"], _STYLE.read_text(encoding="utf-8")
    return (
        f'<!doctype html>\n<html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<style>{style}</style></head>"
        f'<body id="top"><h1>{title}</h1>{fragment(diagnostics, lang, texts)}</body></html>\n'
    )


def fragment(diagnostics: Iterable[Diagnostic], lang: str, texts: Sequence[Text]) -> str:
    """What stands below the title of the page, for a page that has a style of its own.

    >>> fragment([], "en", [])
    '<p class="count">No findings.</p><main></main>'
    """
    marked = [Marked(number, diagnostic) for number, diagnostic in enumerate(diagnostics, 1)]
    by_text: dict[int, list[Marked]] = {id(text): [] for text in texts}
    for one in marked:
        by_text.setdefault(id(one.diagnostic.text), []).append(one)
    known = {id(text): text for text in (*texts, *(one.diagnostic.text for one in marked))}
    parts = [_Part(f"t{number}", known[key], found) for number, (key, found) in enumerate(by_text.items(), 1)]
    index = _index(parts, lang) if len(parts) > 1 else ""
    body = "".join(_section(part, lang, bool(index)) for part in parts)
    return f"{_counts(marked, lang)}{index}<main>{body}</main>"


def _counts(marked: Sequence[Marked], lang: str) -> str:
    if not marked:
        return f'<p class="count">{PAGE[lang]["none"]}</p>'
    told = " · ".join(f"{SEVERITIES[lang][severity]} {count}" for severity, count in _counted(marked).items())
    return f'<p class="count">{told}</p>'


def _counted(marked: Sequence[Marked]) -> dict[str, int]:
    return {severity: sum(one.diagnostic.severity == severity for one in marked) for severity in _RANK}


def _index(parts: Iterable[_Part], lang: str) -> str:
    words = PAGE[lang]
    heads = "".join(f'<th scope="col">{head}</th>' for head in (words["files"], *SEVERITIES[lang].values()))
    rows = "".join(_entry(part) for part in parts)
    table = f"<table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
    return f'<nav aria-label="{words["files"]}">{table}</nav>'


def _entry(part: _Part) -> str:
    counts = "".join(f'<td class="{s}">{count or ""}</td>' for s, count in _counted(part.found).items())
    return f'<tr><th scope="row"><a href="#{part.name}">{_safe(part.text.source.name)}</a></th>{counts}</tr>'


def _section(part: _Part, lang: str, indexed: bool) -> str:
    words = PAGE[lang]
    up = f' <a class="up" href="#top">{words["up"]}</a>' if indexed else ""
    head = f'<section id="{part.name}"><h2>{_safe(part.text.source.name)}{up}</h2>'
    if not part.found:
        return f'{head}<p class="count">{words["none"]}</p></section>'
    return head + "".join(_rows(part, lang)) + "</section>"


def _rows(part: _Part, lang: str) -> Iterator[str]:
    text = part.text
    beside: dict[int, list[Marked]] = {}
    for one in part.found:
        beside.setdefault(text.position(one.diagnostic.span.start)[0], []).append(one)
    marks = _by_line(text, part.found)
    lines = len(text.line_starts)
    near = {n for line in marks for n in range(line - _AROUND, line + _AROUND + 1)}
    last = 0
    for number in range(1, lines + 1):
        if lines > _WHOLE and number not in near:
            continue
        if number > last + 1:
            yield '<div class="row"><span></span><span class="gap">⋯</span></div>'
        last = number
        yield _row(part, number, marks.get(number, []), beside.get(number, []), lang)


def _by_line(text: Text, found: Iterable[Marked]) -> dict[int, list[Mark]]:
    lines: dict[int, list[Mark]] = {}
    for one in found:
        for span in (one.diagnostic.span, *one.diagnostic.also):
            for line in range(text.position(span.start)[0], text.position(span.end)[0] + 1):
                lines.setdefault(line, []).append((span, one))
    return lines


def _row(part: _Part, number: int, marks: Sequence[Mark], found: Sequence[Marked], lang: str) -> str:
    text = part.text
    start = text.line_starts[number - 1]
    end = text.line_starts[number] - 1 if number < len(text.line_starts) else len(text.chars)
    shown = Span(start, min(end, start + _LONGEST))
    words = "".join(_pieces(text, shown, marks)) + ("…" if shown.end < end else "")
    cards = "".join(_card(one, part.name, lang) for one in found)
    aside = f"<aside><ul>{cards}</ul></aside>" if cards else ""
    anchor = f' id="{part.name}l{number}"' if marks else ""
    row = f'<span class="number">{number}</span><div class="printed">{words}</div>{aside}'
    return f'<div class="row"{anchor}>{row}</div>'


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


def _card(one: Marked, part: str, lang: str) -> str:
    diagnostic, rule = one.diagnostic, one.diagnostic.rule
    link = f'<a href="#f{one.number}">{rule.code}</a>'
    told = [f"{link} {SEVERITIES[lang][diagnostic.severity]} · {_safe(diagnostic.message[lang])}"]
    if diagnostic.also:
        told.append(elsewhere(diagnostic, lang, lambda line: f'<a href="#{part}l{line}">{line}</a>'))
    told.append(f'<span class="why">{_safe(source(rule, lang))}</span>')
    if diagnostic.fix:
        told.append(f'<span class="fix">{FIXES[lang][diagnostic.fix.safety]}{_safe(mended(diagnostic))}</span>')
    return (
        f'<li class="{diagnostic.severity}" id="f{one.number}" title="{_safe(rule.why[lang])}">{"<br>".join(told)}</li>'
    )


def _safe(words: str) -> str:
    return escape("".join(char if char.isprintable() or char in "\t　" else "\ufffd" for char in words))
