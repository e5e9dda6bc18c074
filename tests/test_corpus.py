"""Real documents of other authorities, read in place: every text gives a graph, and its head is read right."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from lod import graph, linker, parser, readers, registry
from lod.model import Name, Part

# Noted by reading each file: number, type, signing date, addressees, articles printed in the file.
FACTS = {
    "101_dawa_renwu.txt": (None, None, date(2021, 1, 25), 4, 0),
    "112_guofa_2020_6.txt": ("国发〔2020〕6号", "意见", None, 3, 0),
    "115_lufeng.txt": (None, None, date(2024, 11, 20), 3, 2),
    "116_jian_2003.txt": ("吉府发〔2003〕37号", "通知", date(2003, 12, 4), None, 0),
    "117_hebei_ling.txt": ("政府令〔2010〕15号", "规定", date(2010, 12, 25), 0, 1),
    "125_suqian_2008.txt": ("宿政发〔2008〕65号", "通知", date(2008, 6, 4), None, 1),
    "126_jining.txt": ("济政字〔2021〕30号", "意见", None, None, 0),
    "131_linan_89.txt": ("临政办函〔2013〕89号", "通知", date(2013, 10, 10), 0, 0),
    "300_law.md": (None, "办法", None, 0, 19),
}


def tree(path: Path) -> Part:
    return parser.parse(readers.read(readers.open_source(str(path)))).root


@pytest.mark.parametrize("name", sorted(FACTS))
def test_head_and_articles(corpus: Path, name: str) -> None:
    number, kind, day, addressees, articles = FACTS[name]
    root = tree(corpus / name)
    assert root.get("eli:id_local") == number
    assert root.get("gz:typeName") == kind
    assert root.get("eli:date_document") == day
    assert sum(part.kind == "Article" for part in root.walk()) == articles
    if addressees is not None:
        assert len(root.all("gz:addressee")) == addressees


def test_every_text_gives_a_graph(corpus: Path) -> None:
    known = registry.load()
    paths = sorted([*corpus.glob("*.txt"), *corpus.glob("*.md")])
    assert len(paths) > 20
    for path in paths:
        document = parser.parse(readers.read(readers.open_source(str(path))))
        [linked] = linker.link([document], known)
        assert graph.build(linked), path.name


def test_units_without_a_registry_are_named_as_printed(corpus: Path) -> None:
    root = tree(corpus / "123_chongqing_joint_tonggao.txt")
    issuers = [name.printed for name in root.all("eli:passed_by") if isinstance(name, Name)]
    assert issuers == ["重庆市城市管理局", "重庆市公安局", "重庆市生态环境局", "重庆市市场监督管理局"]
