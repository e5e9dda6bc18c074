"""Notes of attachments in the forms that offices write, and references inside a text."""

from __future__ import annotations

from pathlib import Path

import pytest

from lod import linker, parser, registry
from lod.model import ConfigError, Part, Source, Text
from lod.parser import citations
from lod.parser.lines import Joined

NOTICE = """临江市水利局关于做好防汛工作的通知
临水发〔2024〕12号
各县（区）水利局，市直有关单位：
请认真执行。
{note}
临江市水利局
2024年5月6日
（此件主动公开）
"""
ARTICLES = """临江市河道管理办法
第一条　为了保护河道，制定本办法。
第二条　本条第一款、本办法第一条第二款和《防洪法》第三条、第四条，以及民法典第五条。
第三条　依照第一条、第九条处理；依照该条例第七条处理。
"""


def parts(chars: str, kind: str) -> list[Part]:
    root = parser.parse(Text(Source("any.txt", "text/plain", b""), chars)).root
    return [part for part in root.walk() if part.kind == kind]


def printed(chars: str, kind: str) -> list[str]:
    return ["".join(chars[part.span.start : part.span.end].split()) for part in parts(chars, kind)]


TWO = [("值班表", 1), ("电话表", 2)]
NOTES = [
    ("附件：1. 值班表\n　　　2. 电话表", TWO),
    ("附件1：值班表\n附件2：电话表", TWO),
    ("附件：\n1.值班表\n2.电话表", TWO),
    ("附件：1. 值班表；2. 电话表", TWO),
    ("附件：1.值班表  2.电话表", TWO),
    ("附件：1. 值班表（2023年）", [("值班表（2023年）", 1)]),
    ("附 件：值班表\n电话表", TWO),
    ("附件 1. 值班表\n2. 电话表", TWO),
    ("附：值班表", TWO[:1]),
    ("附件：值班表。", TWO[:1]),
    (
        "附件：临江市重大水利工程建设项目管理办法实施细则任务\n分解表",
        [("临江市重大水利工程建设项目管理办法实施细则任务分解表", 1)],
    ),
]


@pytest.mark.parametrize(("note", "expected"), NOTES)
def test_a_note_lists_its_attachments(note: str, expected: list[tuple[str, int]]) -> None:
    found = parts(NOTICE.format(note=note), "AttachmentEntry")
    assert [(part.get("dct:title"), part.get("gz:ordinal")) for part in found] == expected


@pytest.mark.parametrize("head", ["附件1\n值班表", "附件1：值班表", "附件 1 值班表", "附件1：\n值班表"])
def test_the_text_of_an_attachment_begins_with_its_number_and_title(head: str) -> None:
    chars = NOTICE.format(note="附件：1. 值班表\n2. 电话表") + f"{head}\n略\n附件2\n电话表\n略\n"
    assert [part.get("dct:title") for part in parts(chars, "Attachment")] == ["值班表", "电话表"]
    assert [part.get("gz:enclosure") for part in parts(chars, "Attachment")] == [False, False]


def test_a_note_below_the_date_is_a_note_all_the_same() -> None:
    chars = NOTICE.format(note="") + "附件：1. 值班表\n2. 电话表\n附件1\n值班表\n略\n"
    assert printed(chars, "AttachmentNote") == ["附件：1.值班表"]
    assert {part.get("dct:title") for part in parts(chars, "Attachment")} == {"值班表", "电话表"}


def test_a_note_between_date_and_publicity_note_is_a_note_all_the_same() -> None:
    chars = NOTICE.format(note="").replace("（此件", "附件：1. 值班表\n2. 电话表\n（此件")
    assert printed(chars, "AttachmentNote") == ["附件：1.值班表"]
    assert printed(chars, "PublicityNote") == ["（此件主动公开）"]


def test_a_text_refers_to_its_attachments() -> None:
    chars = "按附件1、2和附件3办理（详见附件）。\n《办法》附件4、附件一并报送，附件1份。"
    assert printed(f"一、要求\n{chars}", "AttachmentReference") == ["附件1", "2", "附件3", "见附件"]


def test_articles_refer_to_articles_of_their_own_text() -> None:
    found = [(p.get("gz:ordinal"), p.get("gz:paragraphOrdinal")) for p in parts(ARTICLES, "ArticleReference")]
    assert found == [(2, 1), (1, 2), (1, None), (9, None)]
    assert printed(ARTICLES, "SelfReference") == ["本办法", "本办法"]


NUMBERED = [
    ("《通知》（以下简称《要点》，国办发〔2022〕8号）", "国办发〔2022〕8号"),
    ("《通知》精神（国办发〔2022〕8号）", "国办发〔2022〕8号"),
    ("按照国办发〔2022〕8号文件《通知》", "国办发〔2022〕8号"),
    ("《通知》（国办发(2022)8号）", "国办发〔2022〕8号"),
]


@pytest.mark.parametrize(("chars", "number"), NUMBERED)
def test_a_citation_has_its_number_beside_its_title(chars: str, number: str) -> None:
    found = list(citations.read(Joined(chars, tuple(range(len(chars))))))
    assert [(part.get("gz:citedTitle"), part.get("gz:citedNumber")) for part in found] == [("通知", number)]


def linked(chars: str) -> list[Part]:
    document = parser.parse(Text(Source("any.txt", "text/plain", b""), chars))
    [found] = linker.link([document], registry.load())
    return list(found.root.walk())


def test_a_title_without_number_means_the_one_cited_before() -> None:
    words = "按照《关于防汛工作的意见》（清政发〔2021〕9号），请执行。《关于防汛工作的意见》另有规定的除外。"
    found = [part.get("gz:cited") for part in linked(f"一、要求\n{words}\n") if part.kind == "Citation"]
    assert len(found) == 2
    assert len(set(found)) == 1


ISSUE = """清水市人民政府公报

2023年第1期（总第21期）

目 录

清水市人民政府2022年法治政府建设情况报告 (1)

清水市人民政府2022年法制政府建设情况报告

市委、市人大常委会：

现将有关情况报告如下。

清水市人民政府

2023年1月9日
"""


def test_an_entry_of_the_contents_finds_a_document_whose_title_it_misprints() -> None:
    assert [bool(part.get("gz:entryFor")) for part in linked(ISSUE) if part.kind == "ContentsEntry"] == [True]


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ('dct:source "公报"', "dct:title"),
        ('dct:title "办法"@zh ; dct:source "公报" ; gz:repealedOn "2012年7月"', "which is none"),
    ],
)
def test_an_entry_for_an_instrument_that_rules_cannot_use_is_told(tmp_path: Path, entry: str, said: str) -> None:
    head = "@prefix gz: <https://w3id.org/gongbao#> .\n@prefix dct: <http://purl.org/dc/terms/> .\n"
    (tmp_path / "instruments.ttl").write_text(f"{head}<instrument/a> a gz:Instrument ; {entry} .\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=said):
        registry.load([tmp_path])
