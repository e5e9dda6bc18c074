"""A number used by two documents is found, wherever they stand; drafts and reprints of one document are one."""

from __future__ import annotations

from itertools import permutations

import pytest

from lod import linker, linter, parser, registry
from lod.model import Source, Text

HARVEST = """安山县人民政府关于做好秋收工作的通知

安政发〔2022〕15号

各乡镇人民政府，县直各有关单位：

秋收在即，请各乡镇组织力量，抓紧抢收，确保颗粒归仓。

安山县人民政府

2022年9月1日

（此件公开发布）
"""
RELICS = """安山县人民政府关于公布第五批县级文物保护单位的通知

安政发〔2022〕15号

各乡镇人民政府，县直各有关单位：

县人民政府核定了第五批县级文物保护单位，现予公布。请做好保护工作。

安山县人民政府

2022年9月8日

（此件公开发布）
"""
DRAFT = HARVEST.replace("抓紧抢收", "抓紧收割").replace("安山县人民政府关于", "关于", 1)
POSTS = HARVEST.replace("做好秋收工作", "人事任免").replace("秋收在即，请各乡镇组织力量", "任命何立为县水利局局长")
OTHER_POSTS = POSTS.replace("2022年9月1日", "2022年11月8日").replace(
    "任命何立为县水利局局长，抓紧抢收，确保颗粒归仓。",
    "免去张明同志县财政局副局长职务；王强同志任县教育局局长，试用期一年。" * 3,
)


def text(chars: str) -> Text:
    return Text(Source("a.txt", "text/plain", b""), chars)


def found(*texts: str) -> list[tuple[int, str]]:
    given = [text(chars) for chars in texts]
    diagnostics = linter.prepare(select=["NUM007"]).compare(given)
    order = {id(one): number for number, one in enumerate(given)}
    return [(order[id(d.text)], d.text.slice(d.span)) for d in diagnostics]


@pytest.mark.parametrize("order", list(permutations([HARVEST, RELICS])))
def test_two_documents_of_one_number_are_found_at_the_later_one(order: tuple[str, str]) -> None:
    assert found(*order) == [(order.index(RELICS), "安政发〔2022〕15号")]


def test_the_same_title_of_another_day_and_content_is_another_document() -> None:
    assert found(POSTS, OTHER_POSTS) == [(1, "安政发〔2022〕15号")]


@pytest.mark.parametrize("other", [DRAFT, HARVEST, HARVEST.replace("\n\n", "\n"), RELICS.replace("15号", "16号")])
def test_drafts_reprints_and_other_numbers_are_silent(other: str) -> None:
    assert found(HARVEST, other) == []


def test_another_place_has_its_own_numbers() -> None:
    assert found(HARVEST, RELICS.replace("安山县", "望川县")) == []


def test_three_texts_of_two_documents_are_all_judged() -> None:
    assert {at for at, _ in found(HARVEST, RELICS, DRAFT)} == {1}
    given = [text(chars) for chars in (HARVEST, RELICS, DRAFT)]
    groups = linker.link_apart([parser.parse(one) for one in given], registry.load())
    assert sorted(len(group) for group in groups) == [1, 2]


def test_addresses_do_not_depend_on_the_order() -> None:
    def addresses(*texts: str) -> set[tuple[str, str]]:
        linked = linker.link([parser.parse(text(chars)) for chars in texts], registry.load())
        return {(document.text.chars, document.address) for document in linked}

    assert addresses(HARVEST, RELICS) == addresses(RELICS, HARVEST)
    assert len({address for _, address in addresses(HARVEST, RELICS)}) == 2
