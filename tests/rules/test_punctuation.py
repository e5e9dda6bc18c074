"""Mending the punctuation of a whole gazette changes punctuation and nothing else, and once is enough."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from lod import linter, readers
from lod.model import Text

GAZETTE = Path(__file__).resolve().parents[2] / "data" / "gazettes" / "jiangxian-2023-01.txt"
MARKS = re.compile(r"[\s,;:!?.()，；：！？。（）]")


@pytest.fixture(scope="module")
def gazette() -> Text:
    return readers.read(readers.open_source(str(GAZETTE)))


@pytest.mark.parametrize("code", ["TYP001", "TYP004", "LST003", "LST007"])
def test_mending_widths_leaves_every_word_number_and_address(gazette: Text, code: str) -> None:
    judge = linter.prepare(select=[code])
    mended = judge.mend(gazette)
    assert MARKS.sub("", mended) == MARKS.sub("", gazette.chars)
    for kept in (r"[0-9][0-9.,:]*[0-9]", r"https?://\S+", r"[0-9]{4}-[0-9]{7}"):
        assert re.findall(kept, mended) == re.findall(kept, gazette.chars)
    assert judge.mend(Text(gazette.source, mended)) == mended
