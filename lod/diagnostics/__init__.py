"""Findings to diagnostics: at their place, in the reader's language, with their fix.

SHACL decides; a rule's ``lint:locate`` narrows to columns, on text joined over line and page breaks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

import pyoxigraph as ox

from lod import writers
from lod.diagnostics.edits import complete, edits
from lod.diagnostics.folding import folded
from lod.diagnostics.messages import filled, message
from lod.diagnostics.places import Place, Places
from lod.engines.corpus import lexical
from lod.model import Diagnostic, Finding, Fix, Rule, Span, Text
from lod.parser.lines import Joined, join
from lod.rules import RuleSet
from lod.rules.reader import SEVERITIES

__all__ = ["diagnose", "raised", "severity"]


def diagnose(
    findings: Sequence[Finding], quads: Iterable[ox.Quad], texts: Mapping[str, Text], ruleset: RuleSet
) -> list[Diagnostic]:
    """Each finding at its place, in the order of the texts (by the IRI of their ``nif:Context``) and of places.

    A rule that locates several faults in one node gives a diagnostic for each. The same fault found through two
    nodes (an article and its paragraph) is told once.

    >>> from lod import rules
    >>> diagnose([], [], {}, rules.load())
    []
    """
    if not findings:
        return []
    places = Places(quads, texts)
    order = {context: number for number, context in enumerate(texts)}
    told: dict[tuple[int, int, int, str, str], Diagnostic] = {}
    for finding in findings:
        rule = ruleset.rules[finding.rule]
        for context, diagnostic in _located(finding, rule, places):
            span = diagnostic.span
            told.setdefault((order[context], span.start, span.end, rule.code, diagnostic.message["zh"]), diagnostic)
    return folded([told[key] for key in sorted(told)], places)


def raised(rule: Rule, text: Text, extra: Mapping[str, str]) -> Diagnostic:
    """The diagnostic of a rule that a part of the linter raises itself, at the beginning of the text.

    ``extra`` fills the placeholders ``{name}`` of the message.
    """
    words = {language: filled(told, extra) for language, told in rule.messages[0].items()}
    return Diagnostic(rule, text, Span(0, 0), words, rule.severity, None, extra)


def severity(rule: Rule, finding: Finding) -> str:
    """``error``, ``warning`` or ``info``, as the shape that found it says."""
    return SEVERITIES.get(finding.severity, rule.severity)


def _located(finding: Finding, rule: Rule, places: Places) -> Iterator[tuple[str, Diagnostic]]:
    place = _place(finding, rule, places)
    if place is None:
        return
    text = places.texts[place.context]
    joined = join(text, place.span)
    values = {**dict(finding.bindings), "value": lexical(finding.value or ""), "focus": lexical(finding.focus)}
    for match in _matches(rule, joined, _printed(finding, joined)):
        span = joined.span(match.start(), match.end()) if joined.chars else place.span
        right = {"right": rule.words[match[0]]} if match[0] in rule.words else {}
        fix = _fix(rule, finding, places, joined, match, {**values, **right})
        if fix and not all(writers.is_possible(text, edit) for edit in fix.edits):
            fix = None  # the file cannot take it there, as a Word document in the numbers that it makes itself
        words = message(finding, rule, {"quote": match[0], "value": values["value"], **right})
        extra = {"focus": finding.focus, "value": finding.value or "", "path": finding.path or ""}
        yield place.context, Diagnostic(rule, text, span, words, severity(rule, finding), fix, extra)


def _place(finding: Finding, rule: Rule, places: Places) -> Place | None:
    node = finding.value if finding.value and places.of(finding.value) else finding.focus
    place = places.beside(node, rule.anchor) if rule.anchor.classes else None
    if place or (place := places.shown(node)):
        return place
    # Nothing says where: the beginning of the first text is better than a finding that no one sees.
    return next((Place(context, Span(0, 0)) for context in places.texts), None)


def _printed(finding: Finding, joined: Joined) -> Span | None:
    """Where the value of a finding stands in the text of its node, if it is a part of that text."""
    if not finding.value or not finding.value.startswith('"'):
        return None
    printed = lexical(finding.value)
    start = joined.chars.find(printed)
    whole = start < 0 or len(printed) == len(joined.chars) or not printed
    return None if whole else Span(start, start + len(printed))


def _matches(rule: Rule, joined: Joined, printed: Span | None) -> list[re.Match[str]]:
    everything = re.compile("(?s).*")
    if rule.locate is None:
        span = printed or Span(0, len(joined.chars))
        return [m for m in [everything.match(joined.chars, span.start, span.end)] if m]
    matches = [m for m in re.finditer(rule.locate, joined.chars) if m[0]]
    near = [m for m in matches if printed and _overlap(m, printed)]
    if rule.confirm:
        return near if printed else matches
    return near or matches or [m for m in [everything.match(joined.chars)] if m]


def _fix(
    rule: Rule, finding: Finding, places: Places, joined: Joined, match: re.Match[str], values: Mapping[str, str]
) -> Fix | None:
    if rule.fix is None:
        return None
    if rule.fix.pattern is not None:
        # What must change may be more than what is at fault: with a name in a list goes its separator.
        whole = places.of(finding.focus)
        if whole is None:
            return None
        fault = joined.span(match.start(), match.end())
        joined = join(places.texts[whole.context], whole.span)
        candidates = re.finditer(rule.fix.pattern, joined.chars)
        touching = [m for m in candidates if m[0] and _touches(joined.span(m.start(), m.end()), fault)]
        if not touching:
            return None
        match = touching[0]
    if not complete(match, rule.fix.replace, values):
        return None
    changes = edits(joined, match, rule.fix.replace, values)
    return Fix(changes, rule.fix.safety) if changes else None


def _overlap(match: re.Match[str], span: Span) -> bool:
    return match.start() < span.end and span.start < match.end()


def _touches(span: Span, other: Span) -> bool:
    return span.start < other.end and other.start < span.end
