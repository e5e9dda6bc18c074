"""Reports: the text that people read and the JSON that programs read, to the letter."""

from __future__ import annotations

import json

import pytest

from lod import linter, rules
from lod.model import Diagnostic, Source, Span, Text
from lod.reports import json as json_report
from lod.reports import text as text_report
from lod.reports.words import STRENGTHS

CHARS = "安山县人民政府关于防汛的通知\n\n安政发[2022]15号\n\n各乡镇人民政府：\n\n请做好防汛。\n"
FOUND = linter.prepare(select=["NUM002"]).lint(Text(Source("a.txt", "text/plain", b""), CHARS))

TEXT_ZH = """a.txt:3:4: NUM002 [错误] 发文字号的年份应当用六角括号“〔〕”括入，此处为“[2022]”。
    安政发[2022]15号
          ^^^^^^
    GB/T 9704-2012 7.2.5（标准）
"""
TEXT_EN = """a.txt:3:4: NUM002 [error] The year of a document number is enclosed in 〔〕; this is “[2022]”.
    安政发[2022]15号
          ^^^^^^
    GB/T 9704-2012 7.2.5 (standard)
"""


@pytest.mark.parametrize(("lang", "expected"), [("zh", TEXT_ZH), ("en", TEXT_EN)])
def test_text(lang: str, expected: str) -> None:
    assert text_report.render(FOUND, lang) == expected


def test_json() -> None:
    assert json.loads(json_report.render(FOUND)) == [
        {
            "file": "a.txt",
            "line": 3,
            "column": 4,
            "endLine": 3,
            "endColumn": 10,
            "code": "NUM002",
            "severity": "error",
            "message": "发文字号的年份应当用六角括号“〔〕”括入，此处为“[2022]”。",
            "quote": "[2022]",
            "source": "GB/T 9704-2012 7.2.5（标准）",
            "fix": {
                "safety": "safe",
                "edits": [
                    {"line": 3, "column": 4, "endLine": 3, "endColumn": 5, "text": "〔"},
                    {"line": 3, "column": 9, "endLine": 3, "endColumn": 10, "text": "〕"},
                ],
            },
        }
    ]


def at(chars: str, start: int, end: int) -> Diagnostic:
    text = Text(Source("a.txt", "text/plain", b""), chars)
    return Diagnostic(rules.load().rules["TYP002"], text, Span(start, end), {"zh": "讯"}, "warning")


@pytest.mark.parametrize(
    ("found", "shown"),
    [
        (at("", 0, 0), []),
        (at("甲" * 60, 30, 31), ["…" + "甲" * 24 + "甲" + "甲" * 24 + "…", " " * 49 + "^^"]),
        (at("一行\n又一行", 1, 5), ["一行", "  ^^"]),
        (at("a\x1b[31mb", 1, 2), ["a [31mb", " ^"]),
        (at("甲𠮷乙", 1, 2), ["甲𠮷乙", "  ^^"]),
        (at("末", 1, 1), ["末", "  ^"]),
    ],
)
def test_the_place_is_marked_under_the_quoted_line(found: Diagnostic, shown: list[str]) -> None:
    lines = text_report.render([found]).split("\n")[1:-2]
    assert lines == ["    " + line for line in shown]


def test_a_finding_without_fix_says_null() -> None:
    assert json_report.record(at("甲、乙", 1, 2))["fix"] is None


def test_every_strength_of_a_rule_has_a_word() -> None:
    said = {rule.strength for rule in rules.load().rules.values()}
    assert said <= STRENGTHS["zh"].keys() == STRENGTHS["en"].keys()
