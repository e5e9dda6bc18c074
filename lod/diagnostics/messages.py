"""The message of a finding: the template of its rule filled, with days as the reader's language writes them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from lod.model import Finding, Rule

_VARIABLE = re.compile(r"\{[?$]\w+\}")
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")


def message(finding: Finding, rule: Rule, values: Mapping[str, str]) -> dict[str, str]:
    """What the engine reported, sorted by language: engines give messages without their language tags."""
    for template in rule.messages:
        said = {language: _said(words, finding.messages, language) for language, words in template.items()}
        if all(said.values()):
            return {language: filled(words or "", values) for language, words in said.items()}
    return {language: filled(words, values) for language, words in rule.messages[0].items()}


def filled(words: str, values: Mapping[str, str]) -> str:
    """A template with its placeholders filled; those without a value stay.

    >>> filled("{quote}：{?other}", {"quote": "甲"})
    '甲：{?other}'
    """
    return re.sub(r"\{[?$]?(\w+)\}", lambda name: values.get(name[1], name[0]), words)


def day(value: str, language: str) -> str:
    """A day of the data as a language writes it; other values stay.

    >>> day("2024-03-05", "zh"), day("2024-03-05", "en"), day("3月", "zh")
    ('2024年3月5日', '2024-03-05', '3月')
    """
    match = _DAY.fullmatch(value) if language == "zh" else None
    return f"{match[1]}年{int(match[2])}月{int(match[3])}日" if match else value


def _said(template: str, messages: Sequence[str], language: str) -> str | None:
    first, *parts = _VARIABLE.split(template)
    pattern = "(.*)".join(re.escape(part) for part in (first, *parts))
    match = next((match for words in messages if (match := re.fullmatch(pattern, words, re.DOTALL))), None)
    if match is None:
        return None
    said = first
    for value, part in zip(match.groups(), parts, strict=True):
        # Between quotation marks stands what was printed, and as it was printed.
        said += (value if said.endswith("“") else day(value, language)) + part
    return said
