"""Sentences broken by blank lines, and blank lines that break none."""

from __future__ import annotations

import pytest

from lod.model import Origin, Source, Span, Text
from lod.parser.breaks import breaks

BROKEN = "各乡镇要压实防汛责任，落实二十四小时值班制度，全面落\n\n实群测群防措施，备足物资。"
TURN = BROKEN.index("实群测")


def found(chars: str, *pages: Origin) -> list[str]:
    text = Text(Source("a.txt", "text/plain", b""), chars, pages)
    return [text.slice(Span(part.span.start - 1, part.span.end)) for part in breaks(text, Span(0, len(chars)))]


def test_a_sentence_is_broken() -> None:
    assert found(BROKEN) == ["面落"]


@pytest.mark.parametrize(
    "chars",
    [
        BROKEN.replace("\n\n", "\n"),
        BROKEN.replace("落\n\n", "落。\n\n"),
        "组长：王海\n\n副组长：李明，孙立。",
        "主送：各乡镇人民政府，县直各有关单位办公室\n\n抄送县委办",
    ],
)
def test_nothing_is_broken(chars: str) -> None:
    assert found(chars) == []


def test_a_page_that_the_source_marks_may_turn_in_a_sentence() -> None:
    pages = Origin(Span(0, TURN), "page 1"), Origin(Span(TURN, len(BROKEN)), "page 2")
    assert found(BROKEN, *pages) == []
