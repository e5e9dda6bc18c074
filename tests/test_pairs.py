"""Pairs of marks over lines, pages and paragraphs."""

from __future__ import annotations

import time

import pytest

from lod.model import Source, Span, Text
from lod.parser.pairs import lone_marks

CASES = [
    ("坚持“安全第一”的方针（含预防）。", ""),
    ("坚持“安全\n\n第一”的方针（含\n预防)。", ""),
    ("修改为：“第三条 甲。\n\n　　“（一）乙；\n\n“（二）丙。”", ""),
    ("做到：1）落实责任；2）备足物资。\na)加强值守", ""),
    ("要做到（含下列两项：\n1）落实责任；\n2）备足物资）。", ""),
    ("it’s a ‘test’", ""),
    ("坚持“安全第一的方针。", "“"),
    ("落实“五包五保“责任制。", "““"),
    ("《防汛条例和《防洪法》", "《"),
    ("县领导小组）定期检查", "）"),
    ("《防汛条例" + "甲" * 500 + "》", "《》"),
    ("安政发〔2024号", "〔"),
]


@pytest.mark.parametrize(("chars", "expected"), CASES)
def test_marks_without_their_other_half(chars: str, expected: str) -> None:
    text = Text(Source("a.txt", "text/plain", b""), chars)
    found = list(lone_marks(text, Span(0, len(chars))))
    assert "".join(text.slice(part.span) for part in found) == expected


@pytest.mark.parametrize("chars", ["“" * 100_000, "（\n1）" * 50_000, "《" * 50_000 + "》" * 50_000])
def test_hostile_marks_take_no_longer_than_their_number(chars: str) -> None:
    begin = time.perf_counter()
    list(lone_marks(Text(Source("a.txt", "text/plain", b""), chars), Span(0, len(chars))))
    assert time.perf_counter() - begin < 5
