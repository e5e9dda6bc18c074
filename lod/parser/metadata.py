"""The table of metadata that a government page prints beside a document: 索引号, 发文机关, 成文日期, 发文字号 …

It says of the document what the text itself says once more, so that the two can be compared; it is no part of the head.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from lod import lazy
from lod.model import Part, Span, Value
from lod.parser import patterns as p
from lod.parser.lines import Line
from lod.parser.numbers import number_values
from lod.parser.tail import publicity

# What a run of rows may begin with when it has fewer than three fields.
OF_A_PAGE = ("索引号", "发布时间", "发布日期", "公开日期", "公开时间", "信息来源")
LABELS = (
    *OF_A_PAGE,
    *"主题分类 组配分类 体裁分类 信息分类 分类 发文机关 发文机构 制发机关 发布机关 发布机构 发布单位 公开机构".split(),
    *"成文日期 生成日期 发文日期 印发日期 生效日期 实施日期 失效日期 废止日期 成文时间".split(),
    *"生效时间 废止时间 失效时间".split(),
    *"标题 名称 文件名称 信息名称 发文字号 文号 文件编号 统一登记号 规范性文件编号 公文种类".split(),
    *"主题词 关键词 有效性 时效性 效力状态 是否有效 有效期".split(),
    *"公开属性 公开方式 公开形式 公开类别 公开范围 公开时限".split(),
    *"来源 作者 浏览次数 阅读次数 点击数 访问量 责任编辑 内容概述 信息索取号".split(),
)
_SPACED = "|".join(r"[^\S\t]{0,6}".join(label) for label in sorted(LABELS, key=len, reverse=True))
# 索 引 号：000014349/2018-00222 · 发文机关: 国务院, at the head of a line or after a space
FIELD = lazy.regex(rf"(?<!\S)(?:【|\[)?(?P<label>{_SPACED})(?:】|\])?\s{{0,4}}[:：]")
DAY = lazy.regex(r"(?P<y>[0-9]{4})[-/.](?P<m>[0-9]{1,2})[-/.](?P<d>[0-9]{1,2})(?![0-9])")
PUBLICITY = ("公开属性", "公开方式", "公开形式", "公开类别")
NUMBERS = ("发文字号", "文号")
PUBLISHED = ("发布日期", "发布时间", "公开日期", "公开时间")
HEAD_LINES = 12
FEWEST = 3
LONGEST_VALUE = 300


def split_metadata(lines: Sequence[Line]) -> tuple[Part | None, list[Line]]:
    """The table in the first lines of a text as a part, None where there is none, and the lines without it.

    >>> rows = ["索 引 号：1/2023-1\\t发文机关：安山县人民政府", "发文字号：安政发〔2023〕1号", "关于放假的通知"]
    >>> lines = [Line(Span(at * 50, at * 50 + len(row)), row, False) for at, row in enumerate(rows)]
    >>> table, rest = split_metadata(lines)
    >>> [(field.get("gz:label"), field.get("gz:text")) for field in table.parts], [line.chars for line in rest]
    ([('索引号', '1/2023-1'), ('发文机关', '安山县人民政府'), ('发文字号', '安政发〔2023〕1号')], ['关于放假的通知'])
    """
    for start, first in enumerate(lines[:HEAD_LINES]):
        if not _label(first):
            continue
        end = start + 1
        while end < len(lines) and (_label(lines[end]) or _only_value(lines[end - 1], lines[end])):
            end += 1
        fields = list(_fields(lines[start:end]))
        if len(fields) >= FEWEST or fields[0].get("gz:label") in OF_A_PAGE:
            span = Span(first.span.start, lines[end - 1].span.end)
            return Part("MetadataTable", "metadata", span, parts=tuple(fields)), [*lines[:start], *lines[end:]]
    return None, list(lines)


def with_metadata(document: Part, table: Part) -> Part:
    """A document with the table beside it: its day of publication, and its number where the text prints none.

    >>> number = Part("MetadataField", "field_1", Span(0, 9), (Value("eli:id_local", "安政发〔2023〕1号"),))
    >>> table = Part("MetadataTable", "metadata", Span(0, 9), parts=(number,))
    >>> with_metadata(Part("Document", "document", Span(10, 20)), table).get("eli:id_local")
    '安政发〔2023〕1号'
    """
    values = list(document.values)
    said = {value.property for value in values}
    for field in table.parts:
        if field.get("eli:id_local") and "eli:id_local" not in said:
            values += [v for v in field.values if v.property not in ("gz:label", "gz:text", "nif:anchorOf")]
        day = field.get("gz:date")
        if isinstance(day, date) and field.get("gz:label") in PUBLISHED:
            values.append(Value("eli:date_publication", day))
        if field.get("gz:label") in PUBLICITY and "gz:publicityMarking" not in said:
            values += publicity(str(field.get("gz:text") or ""))
        said = {value.property for value in values}
    parts = sorted((*document.parts, table), key=lambda part: part.span.start)
    span = Span(min(document.span.start, table.span.start), max(document.span.end, table.span.end))
    return replace(document, span=span, values=tuple(values), parts=tuple(parts))


def _label(line: Line) -> re.Match[str] | None:
    return FIELD.match(line.chars)


def _only_value(before: Line, line: Line) -> bool:
    # 索引号： on one line, its value on the next.
    found = list(FIELD.finditer(before.chars))
    bare = bool(found) and not before.chars[found[-1].end() :].strip()
    return bare and not line.after_blank and len(line.chars) <= LONGEST_VALUE and not line.chars.endswith(("：", "。"))


def _fields(lines: Sequence[Line]) -> Iterator[Part]:
    number = 0
    for line, following in pairwise([*lines, None]):
        assert line is not None
        found = list(FIELD.finditer(line.chars))
        for at, match in enumerate(found):
            number += 1
            end = found[at + 1].start() if at + 1 < len(found) else len(line.chars)
            value = line.chars[match.end() : end].strip()
            stop = line.span.start + len(line.chars[:end].rstrip())
            if not value and at + 1 == len(found) and following and not _label(following):
                value, stop = following.chars, following.span.end
            yield _field(number, p.squeeze(match["label"]), value, Span(line.span.start + match.start(), stop))


def _field(number: int, label: str, value: str, span: Span) -> Part:
    values = [Value("gz:label", label)]
    if value:
        values.append(Value("gz:text", value))
    if label in NUMBERS:
        values += number_values(value)
    day = _day(value) if label.endswith(("日期", "时间")) else None
    if day:
        values.append(Value("gz:date", day))
    return Part("MetadataField", f"field_{number}", span, tuple(values))


def _day(value: str) -> date | None:
    numeric = DAY.search(value)
    if numeric is None:
        return p.read_date(value)
    try:
        return date(int(numeric["y"]), int(numeric["m"]), int(numeric["d"]))
    except ValueError:
        return None
