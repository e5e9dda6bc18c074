"""Issues given together: a document printed again, numbers given twice, gaps and disorder, whatever the order."""

from __future__ import annotations

from itertools import permutations

import pytest

from lod import linter
from lod.model import Source, Text

HARVEST = ("安山县人民政府关于做好秋收工作的通知", "安政发〔2022〕15号", "秋收在即，请各乡镇组织力量，抓紧抢收。", "")
DUTY = ("安山县人民政府关于加强值班工作的通知", "安政发〔2022〕16号", "请认真落实值班制度，节日期间不得离岗。", "")
RELICS = ("安山县人民政府关于公布文物保护单位的通知", "安政发〔2022〕17号", "现将第五批县级文物保护单位予以公布。", "")
WATER = ("安山县人民政府关于做好节水工作的通知", "安政发〔2022〕18号", "请各乡镇广泛宣传节约用水，严格取水管理。", "")
CORRECTED = (*HARVEST[:3], "本刊上期所刊有误，现予更正，重新刊登。")
ABRIDGED = ("关于做好秋收工作的通知", *HARVEST[1:])
LISTED = "县 政 府 文 件\n\n"


def issue(number: int, total: int, month: int, *documents: tuple[str, str, str, str], year: int = 2022) -> str:
    masthead = f"安山县人民政府公报\n\n{year}年第{number}期（总第{total}期）\n\n安山县人民政府办公室 主管主办\n\n"
    masthead += f"{year}年{month}月1日出版（季刊）\n\n目 录\n\n{LISTED}"
    contents = "".join(f"{title}\n\n{local} ({2 * at + 1})\n\n" for at, (title, local, _, _) in enumerate(documents))
    return masthead + contents + "".join(map(printed, documents))


def printed(document: tuple[str, str, str, str]) -> str:
    title, number, words, remark = document
    note = f"（{remark}此件公开发布）"
    head, tail = f"{title}\n\n{number}\n\n各乡镇人民政府，县直各有关单位：\n\n", "安山县人民政府\n\n2022年6月1日\n\n"
    return f"{head}{words}\n\n{tail}{note}\n\n"


def found(code: str, texts: tuple[str, ...], severity: str = "error") -> list[tuple[int, str]]:
    given = [Text(Source(f"{at}.txt", "text/plain", b""), chars) for at, chars in enumerate(texts)]
    order = {id(text): at for at, text in enumerate(given)}
    told = linter.prepare(select=[code]).compare(given)
    return [(order[id(d.text)], d.text.slice(d.span)) for d in told if d.severity == severity]


THIRD = issue(3, 9, 7, HARVEST, DUTY)


@pytest.mark.parametrize("again", [HARVEST, ABRIDGED])
def test_a_document_printed_again_is_found_in_the_later_issue(again: tuple[str, str, str, str]) -> None:
    later = issue(4, 10, 10, RELICS, again)
    for order in permutations([THIRD, later]):
        assert found("GAZ005", order) == [(order.index(later), again[0])]


def test_each_printing_after_the_first_is_found() -> None:
    fourth, first = issue(4, 10, 10, HARVEST, RELICS), issue(1, 11, 1, WATER, HARVEST, year=2023)
    for order in permutations([THIRD, fourth, first]):
        assert sorted(at for at, _ in found("GAZ005", order)) == sorted(map(order.index, (fourth, first)))


@pytest.mark.parametrize(
    "other",
    [
        issue(4, 10, 10, RELICS, CORRECTED),
        issue(4, 10, 10, RELICS, WATER),
        issue(4, 10, 10, RELICS).replace(LISTED, f"{LISTED}{HARVEST[0]}\n\n{HARVEST[1]} (9)\n\n"),
        THIRD.replace("抓紧抢收", "抓紧收割"),
        printed(HARVEST),
        printed(HARVEST).replace("抓紧抢收", "抓紧收割"),
    ],
    ids=["corrected", "other documents", "only listed", "a draft of the issue", "a single file", "a draft"],
)
def test_what_is_no_second_printing_is_silent(other: str) -> None:
    for order in permutations([THIRD, other]):
        assert found("GAZ005", order) == []
        assert found("GAZ010", order) == []


FOLLOWING = [
    (issue(3, 10, 10, RELICS), "2022年第3期（总第10期）"),
    (issue(4, 9, 10, RELICS), "2022年第4期（总第9期）"),
    (issue(4, 11, 10, RELICS, HARVEST), "2022年第4期（总第11期）"),
    (issue(4, 10, 4, RELICS), "2022年第4期（总第10期）"),
    (issue(1, 9, 1, RELICS, year=2023), "2023年第1期（总第9期）"),
]


@pytest.mark.parametrize(("following", "line"), FOLLOWING, ids=[line for _, line in FOLLOWING])
def test_numbers_that_do_not_go_on_are_found(following: str, line: str) -> None:
    for order in permutations([THIRD, following]):
        assert found("GAZ010", order) == [(order.index(following), line)]


def test_issues_in_order_are_silent_and_a_missing_one_is_a_hint() -> None:
    second, fourth = issue(2, 8, 4, WATER), issue(4, 10, 10, RELICS, HARVEST)
    for order in permutations([second, THIRD, fourth]):
        assert found("GAZ010", order) == []
        assert found("GAZ010", order, "info") == []
    for order in permutations([second, fourth]):
        assert found("GAZ010", order) == []
        assert found("GAZ010", order, "info") == [(order.index(fourth), "2022年第4期（总第10期）")]
