"""What the parser makes of small texts of several places: heads, tails, bodies, tasks, attachments, names, numbers."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date

import pytest

from lod import parser
from lod.model import Name, Part, Source, Term, Text
from lod.parser import citations, clauses, names
from lod.parser.lines import Joined

NOTICE = """临江市水利局关于做好防汛工作的通知
临水发〔2024〕12号
各县（区）水利局，市直有关单位：
{body}
临江市水利局
2024年5月6日
（此件主动公开）
"""


def tree(chars: str) -> tuple[Text, Part]:
    text = Text(Source("any.txt", "text/plain", b""), chars)
    return text, parser.parse(text).root


def joined(chars: str) -> Joined:
    return Joined(chars, tuple(range(len(chars))))


def slices(chars: str, kind: str) -> list[str]:
    """What is printed at each part of a kind, in reading order, without line breaks."""
    text, root = tree(chars)
    return ["".join(text.slice(part.span).split()) for part in root.walk() if part.kind == kind]


def printed(chars: str, property: str) -> list[str]:
    """The names that a property of any part has, each checked against the text at its span."""
    text, root = tree(chars)
    found = [value for part in root.walk() for value in part.all(property) if isinstance(value, Name)]
    assert ["".join(text.slice(name.span).split()) for name in found] == [name.printed for name in found]
    return [name.printed for name in found]


HEADS = [
    (NOTICE, "Title", ["临江市水利局关于做好防汛工作的通知"]),
    (NOTICE, "DocumentNumber", ["临水发〔2024〕12号"]),
    (NOTICE, "AddresseeLine", ["各县（区）水利局，市直有关单位："]),
    (
        "临江市人民政府关于印发防汛\n预案的通知\n临政发[2024]第03号\n请执行。",
        "Title",
        ["临江市人民政府关于印发防汛预案的通知"],
    ),
    (
        "政府工作报告\n——2024年1月9日在人民代表大会上\n各位代表：\n现在报告工作。",
        "Subtitle",
        ["——2024年1月9日在人民代表大会上"],
    ),
    ("政府工作报告\n女士们、先生们：\n现在报告工作。", "Salutation", ["女士们、先生们："]),
    ("临江市水利局关于防汛的通知\n现将有关事项通知如下：\n一、值班", "AddresseeLine", []),
]


@pytest.mark.parametrize(("chars", "kind", "expected"), HEADS)
def test_head(chars: str, kind: str, expected: list[str]) -> None:
    assert slices(chars, kind) == expected


def test_number_is_normal_and_in_parts() -> None:
    _, root = tree("临江市人民政府关于防汛的通知\n临政发[2024]第03 号\n各区人民政府：\n请执行。")
    found = [root.get(key) for key in ("eli:id_local", "gz:agencyCode", "gz:numberYear", "gz:serial")]
    assert found == ["临政发〔2024〕3号", "临政发", 2024, 3]


ISSUERS = [
    ("临江市水利局关于防汛的通知\n临水发〔2024〕1号\n请执行。", ["临江市水利局"]),
    ("临江市财政局　　临江市教育局关于校舍的通知\n临财发〔2024〕1号\n请执行。", ["临江市财政局", "临江市教育局"]),
    ("关于防汛的通知\n临水发〔2024〕1号\n请执行。\n临江市水利局\n2024年5月6日", ["临江市水利局"]),
]


@pytest.mark.parametrize(("chars", "expected"), ISSUERS)
def test_issuers_come_from_the_title_or_the_signature(chars: str, expected: list[str]) -> None:
    assert printed(chars, "eli:passed_by") == expected


@pytest.mark.parametrize(
    ("chars", "expected"),
    [
        ("临江市水利局\n2024年5月6日\n（此件主动公开）", date(2024, 5, 6)),
        ("临江市水利局\n二○二四年五月六日", date(2024, 5, 6)),
        ("临江市水利局\n2024年2月30日", None),
    ],
)
def test_signing_date(chars: str, expected: date | None) -> None:
    _, root = tree(NOTICE.partition("{body}")[0] + "请执行。\n" + chars)
    assert root.get("eli:date_document") == expected
    assert len([part for part in root.parts if part.kind == "SigningDate"]) == 1


@pytest.mark.parametrize(
    ("mark", "term"),
    [
        ("（此件主动公开）", "gz:proactive"),
        ("公开方式：依申请公开", "gz:onRequest"),
        ("（此件不予公开）", "gz:withheld"),
    ],
)
def test_publicity(mark: str, term: str) -> None:
    _, root = tree(NOTICE.replace("（此件主动公开）", mark).replace("{body}", "请执行。"))
    assert root.get("gz:publicity") == Term(term)
    assert root.get("gz:publicityMarking") == mark.strip("（）")


def test_an_organ_in_the_body_is_no_signature() -> None:
    body = "下列单位先行试点。\n临江市水利局\n其余单位随后实施，时间另行通知。"
    assert slices(NOTICE.replace("{body}", body), "Signature") == ["临江市水利局"]
    assert "临江市水利局" in slices(NOTICE.replace("{body}", body), "Paragraph")


def test_headings_have_levels_and_run_in_headings_end_at_their_sentence() -> None:
    body = "一、明确责任\n（一）加强值班。各单位要落实值班制\n度，不得脱岗。\n1. 白班"
    _, root = tree(NOTICE.replace("{body}", body))
    found = [(part.get("gz:level"), part.get("gz:heading")) for part in root.walk() if part.kind == "Heading"]
    assert found == [(1, "明确责任"), (2, "加强值班"), (3, "白班")]
    assert slices(NOTICE.replace("{body}", body), "Paragraph") == ["各单位要落实值班制度，不得脱岗。"]


def test_articles_keep_their_items_and_the_paragraph_after_the_items() -> None:
    chars = (
        "临江市防汛办法\n第一章　总则\n第一条　禁止下列行为：\n（一）倾倒垃圾；\n（二）擅自取土。\n"
        "违反前款的，\n依法处理。\n第二条　略。"
    )
    _, root = tree(chars)
    first, second = (part for part in root.walk() if part.kind == "Article")
    assert [part.kind for part in first.parts] == ["Paragraph", "Item", "Item", "Paragraph"]
    assert first.get("gz:text") == "禁止下列行为：\n（一）倾倒垃圾；\n（二）擅自取土。\n违反前款的，依法处理。"
    assert second.get("gz:ordinal") == 2


LABELS = [
    ("第1条　为了防汛，制定本办法。", "Article", "第1条", 1),
    ("第一条：为了防汛，制定本办法。", "Article", "第一条：", 1),
    ("一.明确责任", "Heading", "一.", 1),
    ("（一）、明确责任", "Heading", "（一）、", 1),
    ("1、2024年6月底前完成演练。", "Heading", "1、", 1),
]


@pytest.mark.parametrize(("line", "kind", "label", "ordinal"), LABELS)
def test_a_label_of_the_wrong_form_is_a_label(line: str, kind: str, label: str, ordinal: int) -> None:
    _, root = tree(f"临江市防汛办法\n{line}\n按要求落实。")
    found = [(part.get("gz:label"), part.get("gz:ordinal")) for part in root.walk() if part.kind == kind]
    assert found == [(label, ordinal)]


@pytest.mark.parametrize(
    "line", ["一、二季度各演练一次。", "二、三产业协同发展。", "1、2号泵站值守。", "一、二等奖各三名。"]
)
def test_numbers_in_a_row_are_no_label(line: str) -> None:
    _, root = tree(NOTICE.replace("{body}", line))
    assert [part.kind for part in root.walk() if part.get("gz:label")] == []


def test_numbers_in_the_cells_of_a_table_are_no_headings() -> None:
    rows = "（六）\n人员结构\t26.每百张病床药师人数\t定量\n27.门诊收入\t定量\n一、\t加强值班"
    _, root = tree(NOTICE.replace("{body}", rows))
    assert [part.get("gz:heading") for part in root.walk() if part.kind == "Heading"] == ["加强值班"]
    paragraphs = slices(NOTICE.replace("{body}", rows), "Paragraph")
    assert paragraphs == ["（六）", "人员结构26.每百张病床药师人数定量", "27.门诊收入定量"]


def test_a_number_alone_in_its_line_belongs_to_the_next() -> None:
    _, root = tree(NOTICE.replace("{body}", "一、\n明确责任\n各单位要落实值班制度。"))
    assert [part.get("gz:heading") for part in root.walk() if part.kind == "Heading"] == ["明确责任"]


def test_an_article_number_in_a_broken_sentence_opens_no_article() -> None:
    chars = "临江市防汛办法\n第一条　违反本办法的，依照防洪法\n第四十条的规定处理。\n第二条　略。"
    assert len(slices(chars, "Article")) == 2


TASKS = """一、秦远副市长分管的工作
主要负责水利工作。
1. 新建堤防12公里。
牵头领导：秦 远 何立
牵头单位：市水利局
配合单位：市财政局,市自然
资源局（市林业局）、各县（区）人民政府。
2. 改造泵站3座。
"""


@pytest.mark.parametrize(
    ("property", "expected"),
    [
        ("gz:sectionOfficial", ["秦远"]),
        ("gz:leadUnit", ["市水利局"]),
        ("gz:cooperatingUnit", ["市财政局", "市自然资源局（市林业局）", "各县（区）人民政府"]),
    ],
)
def test_task_fields(property: str, expected: list[str]) -> None:
    assert printed(TASKS, property) == expected


def test_task_spans_its_fields_and_one_without_fields_is_a_task() -> None:
    first, second = slices(TASKS, "Task")
    assert first.startswith("1.新建堤防")
    assert first.endswith("各县（区）人民政府。")
    assert second == "2.改造泵站3座。"


def test_each_group_gives_its_units_to_the_measures_it_closes() -> None:
    chars = (
        "一、防汛\n1. 加固堤防。各县落实。\n2. 清理河道。各县落实。\n（牵头单位：市水利局，配合单位：市财政局）\n"
        "3. 储备物资。各县落实。\n（牵头单位：市应急管理局）\n（配合单位：市商务局）"
    )
    _, root = tree(chars)
    leads = {}
    for part in (part for part in root.walk() if part.kind == "Measure"):
        units = [*part.all("gz:leadUnit"), *part.all("gz:cooperatingUnit")]
        leads[part.get("gz:ordinal")] = [name.printed for name in units if isinstance(name, Name)]
    assert leads == {1: ["市水利局", "市财政局"], 2: ["市水利局", "市财政局"], 3: ["市应急管理局", "市商务局"]}


def test_listed_attachments_are_printed_after_the_tail() -> None:
    chars = NOTICE.replace("{body}", "请执行。\n附件：1. 值班表\n2. 联系人与\n电话表")
    chars += "附件1\n值班表\n略\n附件2\n联系人与电话表\n略"
    _, root = tree(chars)
    annexes = [part for part in root.parts if part.kind == "Attachment"]
    assert [part.get("gz:ordinal") for part in annexes] == [1, 2]
    assert [part.get("dct:title") for part in annexes] == ["值班表", "联系人与电话表"]
    assert slices(chars, "Attachment") == ["附件1值班表略", "附件2联系人与电话表略"]


def test_an_issued_text_is_an_enclosure() -> None:
    body = "《临江市防汛预案》已经市政府同意，现印发给你们。"
    _, root = tree(NOTICE.replace("{body}", body) + "临江市防汛预案\n一、总则")
    [annex] = [part for part in root.parts if part.kind == "Attachment"]
    assert (annex.get("dct:title"), annex.get("gz:enclosure")) == ("临江市防汛预案", True)
    assert printed(NOTICE.replace("{body}", body), "gz:approvingUnit") == ["市政府"]


def test_attachments_on_a_website_are_not_printed() -> None:
    _, root = tree(NOTICE.replace("{body}", "请执行。\n附件：值班表\n（附件请在市政府网站下载）"))
    [annex] = [part for part in root.parts if part.kind == "Attachment"]
    assert annex.get("gz:availability") == Term("gz:websiteOnly")


CITED = [
    ("根据《防洪法》和《办法》（临政发〔2019〕3 号）", [("防洪法", None), ("办法", "临政发〔2019〕3号")]),
    ("按照国办发[2022]8号要求", [(None, "国办发〔2022〕8号")]),
    ("转发《关于印发〈预案〉的通知》", [("关于印发〈预案〉的通知", None)]),
    ("未闭合的《办法", []),
]


@pytest.mark.parametrize(("chars", "expected"), CITED)
def test_citations(chars: str, expected: list[tuple[str | None, str | None]]) -> None:
    found = list(citations.read(joined(chars)))
    assert [(part.get("gz:citedTitle"), part.get("gz:citedNumber")) for part in found] == expected
    assert [chars[part.span.start : part.span.end] for part in found] == [part.get("nif:anchorOf") for part in found]


def test_clauses_do_not_end_inside_brackets() -> None:
    assert [c.chars for c, _ in clauses.split(joined("推进“放，管，服”改革（含试点，续建），新增2个。"))] == [
        "推进“放，管，服”改革（含试点，续建）",
        "新增2个",
    ]


QUANTITIES = [
    ("地区生产总值增长6%以上", [("地区生产总值", "6", "%", "以上")]),
    ("进出口总额完成 3.2 亿元，同比下降4.1%", [("进出口总额", "3.2", "亿元", None), ("进出口总额", "-4.1", "%", None)]),
    ("深化“131”机制，新建泵站2座", [("泵站", "2", "座", None)]),
]


@pytest.mark.parametrize(("sentence", "expected"), QUANTITIES)
def test_results_of_a_report(sentence: str, expected: list[tuple[str, str, str, str | None]]) -> None:
    chars = f"临江市政府工作报告\n一、2023年工作回顾\n{sentence}。\n"
    text, root = tree(chars)
    found = [part for part in root.walk() if part.kind == "Result"]
    rows = [[part.get(f"gz:{key}") for key in ("indicatorName", "value", "valueUnit", "comparator")] for part in found]
    assert [(name, str(value), unit, mark) for name, value, unit, mark in rows] == expected
    assert [text.slice(part.span) for part in found] == [part.get("nif:anchorOf") for part in found]


LISTS: list[tuple[Callable[[Joined], object], str, list[str]]] = [
    (names.units, "市财政局、市水利局;市教育局，各镇政府。", ["市财政局", "市水利局", "市教育局", "各镇政府"]),
    (names.units, "各省、自治区、直辖市人民政府，各部委", ["各省、自治区、直辖市人民政府", "各部委"]),
    (names.units, "市联社（筹）、市水利局）", ["市联社（筹）", "市水利局"]),
    (names.units, "、，。", []),
    (names.joint, "甲市公安局  甲市司法局", ["甲市公安局", "甲市司法局"]),
    (names.officials, "李和平 王 朔、何立", ["李和平", "王", "朔", "何立"]),
    (names.officials, "王 朔、何立", ["王朔", "何立"]),
]


@pytest.mark.parametrize(("reader", "chars", "expected"), LISTS)
def test_lists_of_names(reader: Callable[[Joined], list[Name]], chars: str, expected: list[str]) -> None:
    found = list(reader(joined(chars)))
    assert [name.printed for name in found] == expected
    assert ["".join(chars[name.span.start : name.span.end].split()) for name in found] == expected


HOSTILE = {
    "brackets": "（" * 50_000,
    "organs without an end": "政" + "局" * 117 + "x",
    "greetings": "各位甲、" * 20_000,
    "spaces in a number": "甲（2023" + " " * 50_000 + "x",
    "unfinished lines": "甲，\n" * 10_000,
    "numbers of a gazette": "甲县人民政府公报\n第1期\n2023年4月1日出版\n" + "甲发〔2023〕1号\n" * 3_000,
    "groups": "1. 甲\n" * 2_000 + "（牵头单位：乙，配合单位：丙）\n" * 1_000,
    "verbs": "甲政府工作报告\n一、2023年工作回顾\n" + "完成" * 20_000 + "x甲乙1个",
    "areas": "1. 甲\n牵头单位：" + "各省、" * 20_000,
}


@pytest.mark.parametrize("chars", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_takes_no_longer_than_its_length(chars: str) -> None:
    # Each of these took minutes when a pattern or a search was quadratic; a second or so is linear on any machine.
    start = time.process_time()
    tree(chars)
    assert time.process_time() - start < 5


def test_trees_stay_shallow() -> None:
    _, root = tree(NOTICE.replace("{body}", "一、甲\n（一）乙\n1. 丙\n（1）丁\n" * 200))

    def depth(part: Part) -> int:
        return 1 + max((depth(child) for child in part.parts), default=0)

    assert depth(root) < 12


def test_numbers_with_points_are_items_of_their_own_level() -> None:
    body = "2.1　组织机构\n2.1.1　指挥部职责\n统一指挥。\n2.1.2　办公室职责\n改造农田\n2.7 万亩以上。"
    _, root = tree(NOTICE.replace("{body}", body))
    assert [part.get("gz:label") for part in root.walk() if part.kind == "Item"] == ["2.1", "2.1.1", "2.1.2"]
