"""What a developer asks of the graph: `questions/*.rq`, each beside the answer that a reader of the text would give.

The first ten are the competency questions that the graph was designed for. They use only the vocabulary of the
contract, on the union of all graphs, as `lod query` and the server answer them.
"""

from __future__ import annotations

import json
from pathlib import Path

import pyoxigraph as ox
import pytest

from tests.golden import ask, plain

QUESTIONS = sorted((Path(__file__).parent / "questions").glob("*.rq"))


@pytest.mark.parametrize("path", QUESTIONS, ids=lambda path: path.stem)
def test_question(gazette_store: ox.Store, path: Path) -> None:
    rows = ask(gazette_store, path.read_text(encoding="utf-8"))
    names = list(dict.fromkeys(name for row in rows for name in row))
    expected = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    assert expected, "a question without an answer tests nothing"
    found = [tuple(row[name] for name in names if name in row) for row in rows]
    assert sorted(map(_comparable, found)) == sorted(map(_comparable, expected))


def _comparable(row: tuple[str | None, ...] | list[str | None]) -> list[str]:
    return [plain(value) for value in row if value is not None]
