"""Positions of LSP and offsets in code points are inverse to each other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lsprotocol import types as lsp

from lod.lsp.positions import Positions
from lod.model import Source, Text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
@given(chars=st.text("甲𠮷a\n\u2028é", max_size=30))
def test_there_and_back(encoding: str, chars: str) -> None:
    positions = Positions(Text(Source("a", "text/plain", b""), chars), encoding)
    for offset in range(len(chars) + 1):
        assert positions.offset(positions.position(offset)) == offset


@given(line=st.integers(0, 5), character=st.integers(0, 9))
def test_a_position_outside_is_the_nearest_inside(line: int, character: int) -> None:
    chars = "甲𠮷\n乙"
    offset = Positions(Text(Source("a", "text/plain", b""), chars)).offset(lsp.Position(line, character))
    assert 0 <= offset <= len(chars)
