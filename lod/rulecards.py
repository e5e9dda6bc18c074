"""What a rule says, for people and for programs: title, reason, clause and its strength, examples, fix."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lod.model import Example, Rule
from lod.reports.words import SEVERITIES, source
from lod.words import WORDS

LF = "\n"


def line(rule: Rule, lang: str = "zh") -> str:
    """One line for a list: code, severity, title."""
    return f"{rule.code}  {SEVERITIES[lang][rule.severity]}  {rule.title[lang]}"


def card(rule: Rule, lang: str = "zh") -> str:
    """Everything about one rule, as a page of text."""
    colon = "：" if lang == "zh" else ": "
    rows = [f"{name}{colon}{_indented(value)}" for name, value in (*_facts(rule, lang), *_shown(rule, lang))]
    return "\n".join([f"{rule.code}  {rule.title[lang]}", *rows]) + "\n"


def markdown(rule: Rule, lang: str = "zh") -> str:
    """The same words as Markdown, for editors and for the reference."""
    colon = "：" if lang == "zh" else ": "
    facts = [f"- **{name}**{colon}{_escaped(value)}" for name, value in _facts(rule, lang)]
    examples = [f"**{name}**\n\n````text\n{text.strip(LF)}\n````\n" for name, text in _shown(rule, lang)]
    return "\n".join([f"### {rule.code}  {rule.title[lang]}\n", *facts, "", *examples])


def _facts(rule: Rule, lang: str) -> list[tuple[str, str]]:
    words = WORDS[lang]
    safety = {"safe": words["safe"], "unsafe": words["unsafe_fix"]}
    facts = [
        (words["severity"], SEVERITIES[lang][rule.severity]),
        (words["source"], source(rule, lang)),
        (words["mend"], safety[rule.fix.safety] if rule.fix else words["none"]),
        (words["why"], rule.why[lang]),
    ]
    return [*facts, (words["when"], words["preview_rule"])] if rule.preview else facts


def _shown(rule: Rule, lang: str) -> list[tuple[str, str]]:
    return [row for example in rule.examples if not example.binary for row in _example(example, WORDS[lang])]


def _escaped(words: str) -> str:
    return re.sub(r"([\\`*_<>\[\]])", r"\\\1", words)


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
