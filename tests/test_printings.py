"""Two printings of one document: one work, two expressions, no node with two places."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from lod import graph, linker, parser, readers, registry, vocab
from lod.model import Document, Source, Text

WEB_PAGE = """绛县人民政府2022年法治政府建设年度报告
绛政发〔2023〕1号
县委、人大常委会：
一、主要举措
（一）学习宣传
绛县人民政府
2023年1月12日
（此件公开发布）
"""


def linked(gazette: Path, reverse: bool) -> list[Document]:
    gazette_text = readers.read(readers.open_source(str(gazette)))
    texts = [gazette_text, Text(Source("page.txt", "text/plain", b""), WEB_PAGE)]
    return linker.link([parser.parse(text) for text in (reversed(texts) if reverse else texts)], registry.load())


def quads(documents: list[Document]) -> set[ox.Quad]:
    return {quad for document in documents for quad in graph.build(document)}


@pytest.mark.parametrize("reverse", [False, True])
def test_a_second_printing_is_an_expression(gazette_path: Path, reverse: bool) -> None:
    store = ox.Store()
    store.extend(quads(linked(gazette_path, reverse)))
    rows = store.query(
        """SELECT ?e ?d ?line { ?e a gz:Expression, eli:LegalExpression ; eli:realizes ?d ; gz:line ?line .
           ?d a gz:Document ; eli:id_local "绛政发〔2023〕1号" ; gz:line 555 }""",
        prefixes=vocab.PREFIXES,
        use_default_graph_as_union=True,
    )
    assert isinstance(rows, ox.QuerySolutions)
    found = [str(row["line"].value) for row in rows if isinstance(row["line"], ox.Literal)]
    assert found == ["1"]


def test_every_node_has_one_place(gazette_path: Path) -> None:
    begins: dict[str, set[str]] = {}
    for quad in quads(linked(gazette_path, False)):
        if quad.predicate.value == vocab.expand("nif:beginIndex"):
            begins.setdefault(str(quad.subject), set()).add(str(quad.object))
    assert [node for node, found in begins.items() if len(found) > 1] == []


def test_the_order_of_sources_does_not_matter(gazette_path: Path) -> None:
    assert quads(linked(gazette_path, False)) == quads(linked(gazette_path, True))
