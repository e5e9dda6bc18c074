"""Markdown drafts: the marks of the format do not disturb the parser, and every place is one of the source."""

from __future__ import annotations

from pathlib import Path

import pytest

from lod import parser, readers
from lod.model import Part, Source, Text

DRAFT = """---
title: 草稿
author: 秘书科
---

# 安山县财政局关于报送决算的通知

**安财字〔2024〕5号**

各乡镇人民政府：

> 现将有关事项通知如下。

## 一、报送内容

**（一）决算报表。**按[格式](https://example.org)填写。

| 序号 | 名称 |
| --- | :--: |
| 1 | 决算表 |

***

__安山县财政局__

2024年3月15日
"""


def text_of(chars: str) -> Text:
    return readers.read(Source("draft.md", "text/markdown", chars.encode()))


def printed(text: Text, part: Part) -> str:
    return text.slice(part.span)


def test_the_parts_of_a_draft() -> None:
    text = text_of(DRAFT)
    assert text.chars == DRAFT
    root = parser.parse(text).root
    assert [(part.kind, printed(text, part)) for part in root.parts if part.kind != "Heading"] == [
        ("Title", "安山县财政局关于报送决算的通知"),
        ("DocumentNumber", "安财字〔2024〕5号"),
        ("AddresseeLine", "各乡镇人民政府："),
        ("Paragraph", "现将有关事项通知如下。"),
        ("Signature", "安山县财政局"),
        ("SigningDate", "2024年3月15日"),
    ]
    [heading] = [part for part in root.parts if part.kind == "Heading"]
    assert heading.get("gz:label") == "一、"
    assert "---" not in "".join(printed(text, part) for part in heading.walk() if not part.parts)


def test_front_matter_stands_at_the_beginning_only() -> None:
    text = text_of("关于放假的通知\n\n---\n\n各科室：\n\n---\n\n今日放假。\n")
    assert [part.kind for part in parser.parse(text).root.parts] == ["Title", "AddresseeLine", "Paragraph"]


@pytest.mark.parametrize(
    "chars", ["---\n" * 5000, "---\n" + "a: b\n" * 50_000, "> " * 50_000, "**" * 50_000, "|" * 50_000]
)
def test_hostile_markdown_takes_no_time(chars: str) -> None:
    assert parser.parse(text_of(chars)).root.kind == "Document"


@pytest.mark.parametrize(
    ("name", "title", "first"),
    [
        ("301_law.md", "关于职工全年月平均工作时间和工资折算问题的通知", "AddresseeLine"),
        ("302_law.md", "交通警察道路执勤执法工作规范", "Article"),
        ("305_law.md", "公安机关适用继续盘问规定", "Chapter"),
        ("306_law.md", "机动车登记规定", "Chapter"),
    ],
)
def test_laws(corpus: Path, name: str, title: str, first: str) -> None:
    root = parser.parse(readers.read(readers.open_source(str(corpus / name)))).root
    assert root.get("dct:title") == title
    kinds = [part.kind for part in root.parts if part.kind not in ("Title", "DocumentNumber", "EffectClause")]
    assert kinds[0] == first
