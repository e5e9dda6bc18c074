"""Rules that compare issues of one gazette given in one call."""

from __future__ import annotations

import pytest

from lod import linter
from lod.model import Source

ISSUE = """安山县人民政府公报

{statement}

安山县人民政府办公室 主管主办

{day}出版（季刊）

目 录

县政府文件

安山县人民政府关于做好{what}工作的通知

安政发〔{year}〕{serial}号 (1)

安山县人民政府关于做好{what}工作的通知

安政发〔{year}〕{serial}号

各乡镇人民政府：

请认真做好{what}工作。

安山县人民政府

{year}年1月{serial}日

（此件公开发布）
"""
FIRST = ISSUE.format(statement="2022年第4期（总第8期）", day="2022年12月1日", what="秋收", year=2022, serial=5)


@pytest.mark.parametrize(
    ("statement", "day", "severities"),
    [
        ("2023年第1期（总第9期）", "2023年3月1日", []),
        ("2023年第1期（总第10期）", "2023年3月1日", ["error"]),
        ("2023年第1期（总第8期）", "2023年3月1日", ["error"]),
        ("2023年第2期（总第10期）", "2023年6月1日", []),
        ("2022年第5期（总第10期）", "2022年12月20日", ["error"]),
        ("2022年第6期（总第10期）", "2022年12月20日", ["info"]),
    ],
)
def test_numbers_go_on_from_issue_to_issue(statement: str, day: str, severities: list[str]) -> None:
    second = ISSUE.format(statement=statement, day=day, what="防汛", year=day[:4], serial=6)
    sources = [Source(name, "text/plain", text.encode()) for name, text in (("a.txt", FIRST), ("b.txt", second))]
    found = linter.prepare(select=["GAZ010"]).judge(sources)
    assert [d.severity for d in found] == severities
    assert all(d.text.slice(d.span) == statement for d in found)
