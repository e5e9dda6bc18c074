"""Linking without and with authority files: clusters, addresses, citations, alignment, and the draft of a registry."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from lod import linker, parser, registry, vocab
from lod.addresses import addresses
from lod.model import Document, Part, Ref, Source, Span, Text

KNOWN = registry.load()
TASKS = """临江市人民政府关于印发2024年重点任务分解的通知
临政发〔2024〕5号
各区人民政府：
请认真抓好落实。
一、冯千里副市长负责的工作
1. {task}
牵头领导：冯干里、李和平、李平
牵头单位：市教育与体育局
配合单位：市教育和体育局、市（水利）局、市水利局
"""
REPORT = """{place}人民政府工作报告
各位代表：
我代表{place}人民政府，向大会报告工作。
一、2024年工作安排
新建口袋公园12个，改造老旧小区30个以上。完成农村公路改造120公里。
"""


def linked(*texts: str) -> list[Document]:
    found = [Text(Source(f"{at}.txt", "text/plain", b""), chars) for at, chars in enumerate(texts)]
    return linker.link([parser.parse(text) for text in found], KNOWN)


def parts(document: Document, kind: str) -> list[Part]:
    return [part for part in document.root.walk() if part.kind == kind]


def test_spellings_of_an_unknown_unit_are_one_entity() -> None:
    [document] = linked(TASKS.format(task="新建学校2所。"))
    units = {
        entity.label: [form.form for form in entity.forms] for entity in document.entities if entity.kind == "Unit"
    }
    assert units["市教育与体育局"] == ["市教育和体育局"]
    assert units["市（水利）局"] == ["市水利局"]


def test_officials_are_told_apart_but_for_lookalikes_of_a_heading() -> None:
    [document] = linked(TASKS.format(task="新建学校2所。"))
    officials = {e.label: [(f.form, f.kind) for f in e.forms] for e in document.entities if e.kind == "Official"}
    assert officials == {"冯千里": [("冯干里", "gz:misprint")], "李和平": [], "李平": []}


ADDRESSES = [
    ("绛县人民政府关于甲的通知\n绛政发〔2023〕9号\n各乡镇人民政府：\n乙。", "140826/renminzhengfu/jiangzhengfa/2023/9"),
    ("临江市水利局关于甲的通知\n临水发〔2024〕1号\n各县水利局：\n乙。", "220681/shuiliju/linshuifa/2024/1"),
    ("清水市水利局关于甲的通知\n清水发〔2024〕1号\n各县水利局：\n乙。", "x-qingshuishi/shuiliju/qingshuifa/2024/1"),
]


@pytest.mark.parametrize(("chars", "address"), ADDRESSES)
def test_address_of_a_document(chars: str, address: str) -> None:
    [document] = linked(chars)
    assert document.address == address


def test_a_document_without_a_number_is_addressed_by_its_title() -> None:
    chars = "临江市水利局关于甲的通知\n各县水利局：\n乙。\n临江市水利局\n2024年5月6日"
    [document], [spaced] = linked(chars), linked(chars.replace("关于甲的", "关于甲 的"))
    assert document.address.startswith("220681/shuiliju/tongzhi/2024-05-06/")
    assert document.address == spaced.address


def test_citations_find_documents_attachments_and_what_is_not_at_hand() -> None:
    cited = "临江市人民政府关于防汛的通知\n临政发〔2024〕1号\n各区人民政府：\n乙。"
    citing = (
        "临江市水利局关于防汛的通知\n临水发〔2024〕2号\n各县水利局：\n"
        "《防汛预案》已经市政府同意，现印发给你们。按照《通知》（临政发[2024]01号）、《预算法》、《办法》（绛政发〔2020〕3号）落实。\n"
        "附件：防汛的预案\n临江市水利局\n2024年5月6日"
    )
    documents = linked(cited, citing)
    found = [part.get("gz:cited") for part in parts(documents[1], "Citation")]
    annex = addresses(documents[1])[id(parts(documents[1], "Attachment")[0])]
    assert found == [
        Ref(annex),
        Ref(documents[0].address),
        Ref(vocab.cited_address("预算法")),
        Ref("140826/renminzhengfu/jiangzhengfa/2020/3"),
    ]


ALIGNED = [
    ("新建口袋公园12个。", ["新建口袋公园12个"]),
    ("新建口袋公园12个，完成农村公路改造120公里。", ["新建口袋公园12个", "完成农村公路改造120公里"]),
    ("新建口袋公园15个。", []),  # another number is another promise
    ("加强机关文化建设。", []),
]


@pytest.mark.parametrize(("task", "expected"), ALIGNED)
def test_a_task_carries_out_commitments_of_its_area(task: str, expected: list[str]) -> None:
    report, other, tasks = linked(REPORT.format(place="临江市"), REPORT.format(place="绛县"), TASKS.format(task=task))
    [found] = parts(tasks, "Task")
    texts = {
        Ref(at): part.get("gz:text") for part in parts(report, "Commitment") if (at := addresses(report)[id(part)])
    }
    assert [texts[ref] for ref in found.all("gz:implements") if isinstance(ref, Ref)] == expected
    assert parts(other, "Commitment")


def test_the_draft_of_a_registry_is_a_registry(tmp_path: Path) -> None:
    documents = linked(
        TASKS.format(task="新建学校2所。"), TASKS.format(task='改造"甲\\乙"学校。').replace("5号", "6号")
    )
    draft = registry.suggest(documents, KNOWN)
    assert list(ox.parse(draft, format=ox.RdfFormat.TURTLE, base_iri=vocab.BASE))
    assert "a gz:Unit" in draft
    assert "a gz:Official" in draft
    (tmp_path / "draft.ttl").write_text(draft, encoding="utf-8")
    again = registry.suggest(documents, registry.load([tmp_path]))
    assert "a gz:Unit" not in again
    assert "a gz:Official" not in again


def test_the_draft_has_the_forms_of_all_documents() -> None:
    one = "临江市水利局关于甲的通知\n临水发〔2024〕1号\n市教育体育局、{form}：\n乙。"
    draft = registry.suggest(linked(one.format(form="市教育和体育局"), one.format(form="市教育与体育局")), KNOWN)
    assert "市教育和体育局" in draft
    assert "市教育与体育局" in draft


def test_addresses_are_unique_also_where_keys_are_not() -> None:
    keys = ("item_1", "item_1-2", "item_1", "item_1")
    items = tuple(Part("Item", key, Span(at, at + 1)) for at, key in enumerate(keys))
    root = Part("Document", "document", Span(0, 4), parts=items)
    found = addresses(Document(Text(Source("-", "text/plain", b""), "甲乙丙丁"), root, "a/1"))
    assert [found[id(item)].rpartition("/")[2] for item in items] == ["item_1", "item_1-2", "item_1-3", "item_1-4"]
