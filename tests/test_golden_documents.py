"""Small documents of other authorities: the graph of each, byte for byte, in canonical N-Quads.

`make golden` writes the files anew; what changed is then read in the diff before it is committed.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from lod import graph, linker, parser, readers, registry

GOLDEN = Path(__file__).parent.parent / "data" / "golden"
DOCUMENTS = sorted(GOLDEN.glob("*.txt"))


def canonical(path: Path) -> str:
    document = parser.parse(readers.read(readers.open_source(str(path))))
    [linked] = linker.link([document], registry.load())
    return "".join(f"{line} .\n" for line in sorted(str(quad) for quad in graph.build(linked)))


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_graph_is_golden(path: Path) -> None:
    expected = path.with_suffix(".nq")
    found = canonical(path)
    if os.environ.get("LOD_WRITE_GOLDEN"):
        expected.write_text(found, encoding="utf-8")
    missing = sorted(set(expected.read_text(encoding="utf-8").splitlines()) - set(found.splitlines()))
    added = sorted(set(found.splitlines()) - set(expected.read_text(encoding="utf-8").splitlines()))
    assert (missing, added) == ([], [])


def test_there_are_golden_documents() -> None:
    assert len(DOCUMENTS) >= 3
