"""Fixes: safe ones unasked, clashing ones one after the other, and an end where a fix never rests."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lod import fixes, linter, rules
from lod.model import Diagnostic, Edit, Fix, Source, Span, Text

RULE = rules.load().rules["NUM002"]


def text(chars: str) -> Text:
    return Text(Source("a.txt", "text/plain", b""), chars)


def diagnostic(*edits: tuple[int, int, str], safety: str = "safe") -> Diagnostic:
    made = tuple(Edit(Span(start, end), new) for start, end, new in edits)
    return Diagnostic(RULE, text(""), Span(0, 0), {}, "error", Fix(made, safety))


@pytest.mark.parametrize(
    ("found", "unsafe", "expected"),
    [
        ([], False, "甲乙丙丁"),
        ([diagnostic((1, 2, "B"))], False, "甲B丙丁"),
        ([diagnostic((1, 2, "B"), safety="unsafe")], False, "甲乙丙丁"),
        ([diagnostic((1, 2, "B"), safety="unsafe")], True, "甲B丙丁"),
        ([diagnostic((3, 4, "D")), diagnostic((0, 1, "AA"))], False, "AA乙丙D"),
        ([diagnostic((0, 2, "")), diagnostic((1, 3, "X"))], False, "丙丁"),
        ([diagnostic((1, 1, "X")), diagnostic((1, 1, "Y"))], False, "甲X乙丙丁"),
        ([diagnostic((0, 1, ""), (3, 4, ""))], False, "乙丙"),
    ],
)
def test_edits_are_applied_without_touching_each_other(found: list[Diagnostic], unsafe: bool, expected: str) -> None:
    assert fixes.apply(text("甲乙丙丁"), found, unsafe).chars == expected


def test_fixes_are_applied_again_until_nothing_is_left() -> None:
    mended = fixes.mend(text("aaaa"), lambda text: [diagnostic((0, 1, "b"))] if "a" in text.chars[:1] else [])
    assert mended.chars == "baaa"


def test_a_fix_that_never_rests_ends_after_ten_rounds() -> None:
    assert fixes.mend(text(""), lambda _: [diagnostic((0, 0, "x"))]).chars == "x" * fixes.ROUNDS


BRACKETS = st.sampled_from(
    [*"[]()（）【】〔〕", "2023", "1", "号", "安政发", "\n", " ", "《甲》、", "《乙》", "年03月06日", "，"]
)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.lists(BRACKETS, max_size=14).map("".join))
def test_mending_anything_comes_to_rest(chars: str) -> None:
    judge = linter.prepare(select=["NUM002", "DAT002", "TYP002"])
    source = Source("a.txt", "text/plain", b"")
    mended = judge.mend(Text(source, chars))
    assert judge.mend(Text(source, mended)) == mended
    assert [d for d in judge.lint(Text(source, mended)) if d.fix] == []
