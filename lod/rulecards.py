"""What a rule says, for people and for programs: title, reason, clause and its strength, examples, fix."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lod.model import Example, Rule
from lod.reports.words import SEVERITIES, source
from lod.words import WORDS


def line(rule: Rule, lang: str = "zh") -> str:
    """One line for a list: code, severity, title."""
    return f"{rule.code}  {SEVERITIES[lang][rule.severity]}  {rule.title[lang]}"


def card(rule: Rule, lang: str = "zh") -> str:
    """Everything about one rule, as a page of text."""
    words = WORDS[lang]
    safety = {"safe": words["safe"], "unsafe": words["unsafe_fix"]}
    facts = [
        (words["severity"], SEVERITIES[lang][rule.severity]),
        (words["source"], source(rule, lang)),
        (words["mend"], safety[rule.fix.safety] if rule.fix else words["none"]),
        (words["why"], rule.why[lang]),
    ]
    examples = [row for example in rule.examples for row in _example(example, words)]
    rows = [f"{name}{'：' if lang == 'zh' else ': '}{_indented(value)}" for name, value in [*facts, *examples]]
    return "\n".join([f"{rule.code}  {rule.title[lang]}", *rows]) + "\n"


def record(rule: Rule, lang: str = "zh") -> dict[str, Any]:
    """Everything about one rule, as an object of JSON."""
    return {
        "code": rule.code,
        "iri": rule.iri,
        "family": rule.family,
        "title": rule.title[lang],
        "why": rule.why[lang],
        "severity": rule.severity,
        "clause": rule.clause,
        "strength": rule.strength,
        "source": source(rule, lang),
        "since": rule.since,
        "preview": rule.preview,
        "fix": rule.fix.safety if rule.fix else None,
        "examples": [{"bad": e.bad, "good": e.good, "fixed": e.fixed} for e in rule.examples],
    }


def _example(example: Example, words: dict[str, str]) -> Iterator[tuple[str, str]]:
    for name, text in (("bad", example.bad), ("good", example.good), ("fixed_text", example.fixed)):
        if text is not None:
            yield words[name], text


def _indented(text: str) -> str:
    lines = text.strip("\n").split("\n")
    return lines[0] if len(lines) == 1 else "".join(f"\n    {line}".rstrip() for line in lines)
