"""Heads and tails of documents in the layouts that print, web pages and drafts use."""

from __future__ import annotations

import time

import pytest

from lod import parser
from lod.model import Name, Part, Source, Term, Text

BODY = "现将有关事项通知如下，请认真贯彻执行。\n"
ADDRESSED = "各乡镇人民政府，县直各有关单位：\n"
PRINTED = """000012
机密★1年
特急
安山县人民政府文件
安政发〔2023〕5号　　　　签发人：何立
安山县人民政府关于做好防汛工作的请示
清水市人民政府：
汛期将至，现将有关事项请示如下。
（联系人：张明，电话：8123456）
　　　　　　安 山 县 人 民 政 府
　　　　　　2023年3月6日
（联系人：李强，电话：8123457）
抄送：市委办公室，市人大常委会办公室，
市政协办公室。
安山县人民政府办公室　　　　　2023年3月7日印发
"""


def tree(chars: str) -> tuple[Text, Part]:
    text = Text(Source("any.txt", "text/plain", b""), chars)
    return text, parser.parse(text).root


def parts(chars: str) -> list[tuple[str, str]]:
    text, root = tree(chars)
    return [(part.kind, "".join(text.slice(part.span).split())) for part in root.parts]


def one(chars: str, kind: str) -> list[str]:
    return [words for other, words in parts(chars) if other == kind]


def test_a_printed_document_is_read_element_by_element() -> None:
    assert [kind for kind, _ in parts(PRINTED)] == (
        "CopyNumber Secrecy Urgency IssuerMark DocumentNumber SignerLine Title AddresseeLine Paragraph Paragraph "
        "Signature SigningDate ContactNote CopyLine PrintLine"
    ).split()
    _, root = tree(PRINTED)
    assert root.get("dct:title") == "安山县人民政府关于做好防汛工作的请示"
    assert root.get("eli:id_local") == "安政发〔2023〕5号"
    assert [name.printed for part in root.parts for name in part.all("gz:copiedTo") if isinstance(name, Name)] == [
        "市委办公室",
        "市人大常委会办公室",
        "市政协办公室",
    ]
    assert [part.get("gz:signer") for part in root.parts if part.kind == "SignerLine"] == ["何立"]


HEADS = [
    ("安山县人民政府文件\n安政发〔2023〕5号\n", "安山县人民政府关于防汛的通知"),
    ("安山县教育局\n安山县财政局　文件\n安山县民政局\n安教发〔2023〕12号\n", "关于做好资助工作的通知"),
    ("安 山 县 人 民 政 府 文 件\n安政发〔2023〕5号\n", "安山县人民政府关于防汛的通知"),
    ("安山县人民政府办公室\n安政办函〔2023〕5号\n", "安山县人民政府办公室关于商请支持的函"),
    ("安山县人民政府公告\n〔2023〕3号\n", "安山县人民政府关于封山禁火的公告"),
    ("秘密★1年　　特急\n安政发〔2023〕5号\n", "安山县人民政府关于防汛的通知"),
    ("安政发〔2023〕5号\n签发人：何立\n", "安山县人民政府关于防汛的通知"),
    ("内部资料　注意保存\n", "安山县人民政府关于防汛的通知"),
    ("首页 > 信息公开\n2023-03-06 10:00\n字体：小\n", "安山县人民政府关于防汛的通知"),
    ("安山县人民政府通知\n\n", "安山县人民政府关于防汛的通知"),
    ("索引号：0031/2023-01\n发布日期：2023-03-06\n", "安山县人民政府关于防汛的通知"),
]


@pytest.mark.parametrize(("above", "title"), HEADS)
def test_what_stands_above_a_title_is_no_title(above: str, title: str) -> None:
    assert one(above + title + "\n" + ADDRESSED + BODY, "Title") == [title]
    assert one(above + title + "\n" + ADDRESSED + BODY, "AddresseeLine") == ["".join(ADDRESSED.split())]


def test_a_signer_below_the_number_hides_neither_number_nor_addressee() -> None:
    chars = "安山县人民政府关于防汛的请示\n安政呈〔2023〕5号\n签发人：何立\n清水市人民政府：\n" + BODY
    assert [kind for kind, _ in parts(chars)][:4] == ["Title", "DocumentNumber", "SignerLine", "AddresseeLine"]


def test_a_number_below_the_addressees_is_a_number() -> None:
    chars = f"安山县人民政府关于防汛的通知\n{ADDRESSED}安政发〔2023〕5号\n{BODY}"
    assert one(chars, "DocumentNumber") == ["安政发〔2023〕5号"]
    assert [kind for kind, _ in parts(chars)][:3] == ["Title", "AddresseeLine", "DocumentNumber"]


def test_a_second_number_is_that_of_registration() -> None:
    chars = f"安山县人民政府关于防汛的通知\n安政规〔2023〕5号\n统一登记号：安规登字〔2023〕9号\n{ADDRESSED}{BODY}"
    assert one(chars, "RegistrationNumber") == ["统一登记号：安规登字〔2023〕9号"]
    assert tree(chars)[1].get("eli:id_local") == "安政规〔2023〕5号"


def test_who_speaks_to_a_meeting_is_no_addressee() -> None:
    head = "关于安山县预算执行情况的报告\n——2024年1月25日在安山县人民代表大会上\n"
    chars = head + "安山县财政局\n主任、各位副主任、各位委员：\n受县人民政府委托，现将情况报告如下。\n"
    assert one(chars, "AddresseeLine") == []
    assert one(head + "主任、各位副主任、各位委员：\n现在报告。\n", "Salutation") == ["主任、各位副主任、各位委员："]


def test_an_order_keeps_its_title_and_serial() -> None:
    _, root = tree("安山县人民政府令\n第12号\n《安山县供水办法》已经通过，现予公布。\n县长　何立\n2023年3月6日\n")
    assert (root.get("gz:typeName"), root.get("eli:id_local")) == ("令", "安山县人民政府令第12号")
    assert root.all("gz:signedBy") == []


def test_a_heading_of_a_page_and_the_same_title_below_are_one_title() -> None:
    title = "安山县人民政府关于防汛的通知"
    assert one(f"{title}\n{title}\n安政发〔2023〕5号\n{ADDRESSED}{BODY}", "Title") == [title]


@pytest.mark.parametrize(
    ("line", "values"),
    [
        ("〔2023〕5号", [None, 2023, 5]),
        ("2023年第3号", [None, 2023, 3]),
        ("安政发2023年5号", ["安政发", 2023, 5]),
        ("安政发〔2023〕5", ["安政发", 2023, 5]),
        ("安政发〔2023〕　号", [None, None, None]),
    ],
)
def test_numbers_with_a_fault_are_numbers_all_the_same(line: str, values: list[object]) -> None:
    chars = f"安山县人民政府关于防汛的通知\n{line}\n{ADDRESSED}{BODY}"
    _, root = tree(chars)
    assert one(chars, "DocumentNumber") == ["".join(line.split())]
    assert [root.get(key) for key in ("gz:agencyCode", "gz:numberYear", "gz:serial")] == values


def test_the_table_of_a_web_page_says_number_and_publicity() -> None:
    head = "索引号：0031/2023-01\n发文字号：安政发〔2023〕5号\n公开属性：依申请公开\n安山县人民政府关于防汛的通知\n"
    _, root = tree(head + ADDRESSED + BODY + "安山县人民政府\n2023年3月6日\n")
    assert (root.get("eli:id_local"), root.get("gz:publicity")) == ("安政发〔2023〕5号", Term("gz:onRequest"))


@pytest.mark.parametrize(
    "line",
    ["各乡镇人民政府，县直各有关单位", "各乡镇人民政府，县直各有关单位。", "市各委、办、局，各县（区）人民政府；"],
)
def test_addressees_whose_colon_is_missing(line: str) -> None:
    assert one(f"安山县人民政府关于防汛的通知\n安政发〔2023〕5号\n{line}\n{BODY}", "AddresseeLine") == [line]


@pytest.mark.parametrize(
    "day", ["2023-07-12", "2023/7/12", "7月12日", "20230712", "2023年七月十二日", "二0二三年七月十二日"]
)
@pytest.mark.parametrize("between", ["\n", "　　"])
def test_a_day_written_in_another_way_is_a_date_below_a_short_text_too(day: str, between: str) -> None:
    chars = f"安山县人民政府关于防汛的通知\n安政发〔2023〕5号\n{ADDRESSED}{BODY}安山县人民政府{between}{day}\n"
    assert one(chars, "SigningDate") == [day]
    assert one(chars, "Signature") == ["安山县人民政府"]


def test_a_day_in_brackets_closes_the_title_of_a_speech() -> None:
    chars = "在全县农村工作会议上的讲话\n（2024年2月22日）\n安山县县长　高明远\n同志们：\n现在开会。\n"
    assert one(chars, "Title") == ["在全县农村工作会议上的讲话"]
    assert one(chars, "Salutation") == ["同志们："]


def test_collectives_of_one_kind_are_not_split() -> None:
    _, root = tree(f"安山县人民政府关于防汛的通知\n安政发〔2023〕5号\n市各委、办、局，各县人民政府：\n{BODY}")
    found = [name.printed for name in root.all("gz:addressee") if isinstance(name, Name)]
    assert found == ["市各委、办、局", "各县人民政府"]


def test_a_reply_letter_is_a_letter() -> None:
    _, root = tree(f"安山县人民政府关于支持防汛的复函\n安政函〔2023〕5号\n清水市水利局：\n{BODY}")
    assert root.get("gz:typeName") == "函"


TAILS = [
    ("安山县人民政府办公室　2023年3月6日\n", ["安山县人民政府办公室"], ["2023年3月6日"]),
    ("安 山 县 人 民 政 府\n二〇二三年三月六日\n", ["安山县人民政府"], ["二〇二三年三月六日"]),
    ("安山县财政局　　安山县教育局\n2023年3月6日\n", ["安山县财政局安山县教育局"], ["2023年3月6日"]),
    ("安山县财政局\n安山县教育局\n2023年3月6日\n", ["安山县财政局", "安山县教育局"], ["2023年3月6日"]),
    ("安山县人民政府办公室　2023-03-06\n", ["安山县人民政府办公室"], ["2023-03-06"]),
    ("安山县人民政府（印章）\n2023.3.6\n", ["安山县人民政府（印章）"], ["2023.3.6"]),
    ("安山县人民政府\n2023年　月　日\n", ["安山县人民政府"], ["2023年月日"]),
    ("安山县创建工作专班\n2023年3月6日\n", ["安山县创建工作专班"], ["2023年3月6日"]),
]


@pytest.mark.parametrize(("tail", "signatures", "dates"), TAILS)
def test_signature_and_date(tail: str, signatures: list[str], dates: list[str]) -> None:
    chars = f"安山县人民政府关于防汛的通知\n安政发〔2023〕5号\n{ADDRESSED}{BODY}{tail}（此件公开发布）\n"
    assert one(chars, "Signature") == signatures
    assert one(chars, "SigningDate") == dates
    assert one(chars, "PublicityNote") == ["（此件公开发布）"]


BELOW = [
    ("（联系人：张明，电话：8123456）\n", "ContactNote"),
    ("（此件发至各村）\n", "Note"),
    ("（本文有删减）\n", "AbridgementNote"),
    ("抄送：县委办公室。\n", "CopyLine"),
    ("安山县人民政府办公室　　2023年3月6日印发\n", "PrintLine"),
    ("公开方式：主动公开\n", "PublicityNote"),
]


@pytest.mark.parametrize(("line", "kind"), BELOW)
def test_nothing_below_a_date_is_an_attachment_but_attachments(line: str, kind: str) -> None:
    chars = f"安山县人民政府关于防汛的通知\n安政发〔2023〕5号\n{ADDRESSED}{BODY}安山县人民政府\n2023年3月6日\n{line}"
    assert parts(chars)[-1] == (kind, "".join(line.split()))
    assert one(chars, "Attachment") == []


def test_the_colophon_closes_a_document_after_its_attachments() -> None:
    chars = (
        f"安山县人民政府关于防汛的通知\n安政发〔2023〕5号\n{ADDRESSED}{BODY}附件：值班表\n安山县人民政府\n2023年3月6日\n"
        "附件\n值班表\n一、白班\n抄送：县委办公室。\n安山县人民政府办公室　　2023年3月6日印发\n"
    )
    assert [kind for kind, _ in parts(chars)][-3:] == ["Attachment", "CopyLine", "PrintLine"]
    assert one(chars, "Attachment") == ["附件值班表一、白班"]


def test_a_publicity_note_may_close_the_whole_document() -> None:
    chars = (
        f"安山县人民政府关于印发安山县节水办法的通知\n安政规〔2023〕5号\n{ADDRESSED}《安山县节水办法》已经同意，现印发给你们。\n"
        "安山县人民政府\n2023年3月6日\n安山县节水办法\n第一条　为节约用水，制定本办法。\n（此件公开发布）\n"
    )
    assert [kind for kind, _ in parts(chars)][-2:] == ["Attachment", "PublicityNote"]
    assert tree(chars)[1].get("gz:publicity") == Term("gz:proactive")


def test_minutes_are_dated_above_their_text() -> None:
    chars = (
        "安山县人民政府常务会议纪要\n〔2023〕5号\n安山县人民政府办公室　　2023年3月6日\n"
        "2023年3月5日，县长何立主持召开会议。\n一、听取汇报\n分送：县委常委，副县长。\n"
    )
    kinds = [kind for kind, _ in parts(chars)]
    assert kinds == ["Title", "DocumentNumber", "Signature", "SigningDate", "Paragraph", "Heading", "CopyLine"]


def test_minutes_with_a_printed_head_keep_their_own_title() -> None:
    chars = (
        "安山县人民政府办公室会议纪要\n〔2023〕8号\n安山县人民政府办公室　　2023年3月6日\n关于研究供水问题的会议纪要\n"
        "2023年3月3日，副县长何立主持召开会议。\n一、加快建设\n"
    )
    kinds = [kind for kind, _ in parts(chars)]
    assert kinds == "IssuerMark DocumentNumber Signature SigningDate Title Paragraph Heading".split()
    assert one(chars, "Title") == ["关于研究供水问题的会议纪要"]


HOSTILE = (
    "安山县人民政府" * 4_000,
    "安 " * 20_000,
    "签发人：" * 4_000,
    "抄送：县委办公室，\n" * 2_000,
    "（" * 20_000,
    "安山县人民政府\n" * 4_000,
    "2023年 " * 4_000,
    "秘密★" * 10_000,
)


@pytest.mark.parametrize("chars", HOSTILE, ids=[chars[:6].strip() for chars in HOSTILE])
def test_hostile_heads_and_tails_are_read_in_time(chars: str) -> None:
    before = time.perf_counter()
    tree(f"{chars}\n{chars}\n2023年3月6日\n{chars}")
    assert time.perf_counter() - before < 8
