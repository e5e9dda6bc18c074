"""One loop over the rule files: what a rule says of itself in its examples is true, for every rule and example."""

from __future__ import annotations

import base64
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from lod import linter, rules
from lod.linter import Linter
from lod.linting import hygiene, suppressions
from lod.linting.judging import Judge
from lod.linting.session import Session
from lod.model import Diagnostic, Example, Rule, Source, Text
from lod.settings import Resolver

RULES = rules.load().rules
CASES = [
    pytest.param(rule, example, id=f"{code}-{number}")
    for code, rule in RULES.items()
    for number, example in enumerate(rule.examples, 1)
]
each_example = pytest.mark.parametrize(("rule", "example"), CASES)


@cache
def judge(code: str) -> Linter:
    return linter.prepare(select=[code])


def lint(rule: Rule, content: str | None, binary: bool = False) -> list[Diagnostic]:
    if rule.raised_by in hygiene.PARTS:
        return [d for d in raised(content or "") if d.rule.code == rule.code]
    raw = base64.b64decode(content or "") if binary else (content or "").encode()
    return judge(rule.code).judge([Source("example.txt", "text/plain", raw)])


def raised(content: str) -> list[Diagnostic]:
    """What is told of a configuration, or of suppressions: these are for the bad examples of the rules they name."""
    with TemporaryDirectory() as folder:
        is_sidecar = f"[[{suppressions.TABLE}]]" in content
        path = Path(folder, suppressions.NAME if is_sidecar else "lod.toml")
        path.write_text(content, encoding="utf-8")
        given = {"suppressions": path} if is_sidecar else {}
        settings = Resolver(given, config=None if is_sidecar else path, isolated=is_sidecar)
        named = {entry.code for entry in suppressions.read(path).entries} if is_sidecar else set()
        texts = [
            Text(Source(str(Path(folder, f"{code}-{number}.txt")), "text/plain", b""), example.bad or "")
            for code in (named & RULES.keys()) or {next(iter(RULES))}
            for number, example in enumerate(RULES[code].examples)
        ]
        return list(Session(Judge(settings), [folder]).check(texts).hygiene)


@each_example
def test_a_bad_example_is_found_where_it_says(rule: Rule, example: Example) -> None:
    found = lint(rule, example.bad, example.binary)
    assert {d.rule.code for d in found} == {rule.code}
    assert {d.text.slice(d.span) for d in found} == set(example.marked or [""])


@each_example
def test_a_good_example_is_silent(rule: Rule, example: Example) -> None:
    assert lint(rule, example.good) == []


@each_example
def test_mending_gives_the_fixed_text_and_then_rests(rule: Rule, example: Example) -> None:
    [found, *_] = lint(rule, example.bad, example.binary)
    mended = judge(rule.code).mend(found.text, unsafe=True)
    assert mended == (found.text.chars if example.fixed is None else example.fixed)
    assert (example.fixed is None) == (rule.fix is None)
    assert rule.fix is None or lint(rule, mended) == []


@each_example
def test_messages_are_filled_in_both_languages(rule: Rule, example: Example) -> None:
    for diagnostic in lint(rule, example.bad, example.binary):
        assert diagnostic.message.keys() >= {"zh", "en"}
        assert not any("{" in words for words in diagnostic.message.values())


@each_example
def test_only_a_safe_fix_is_applied_unasked(rule: Rule, example: Example) -> None:
    [found, *_] = lint(rule, example.bad, example.binary)
    safe = rule.fix is not None and rule.fix.safety == "safe"
    assert (judge(rule.code).mend(found.text) != found.text.chars) == safe
