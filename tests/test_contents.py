"""Contents pages as different gazettes set them: leaders, numbers in brackets or beside the title, columns of one."""

from __future__ import annotations

import pytest

from lod import linker, parser, registry
from lod.model import Ref, Source, Text

BODY = """
宁海市人民政府
关于加强古树名木保护工作的通知
宁政发〔2023〕8号
各区人民政府：
请保护古树名木。
宁海市人民政府
2023年5月6日
"""
ENTRIES = (
    "宁海市人民政府关于加强古树名木保护工作的通知\n（宁政发〔2023〕8号）……………………（1）",
    "宁海市人民政府关于加强古树名木保护工作的通知（宁政发〔2023〕8号）………………（1）",
    "宁海市人民政府关于加强古树名木保护工作的通知 宁政发〔2023〕8号 (1)",
    "宁海市人民政府关于加强古树名木保护工作的通知………………1",
)


@pytest.mark.parametrize("entry", ENTRIES)
def test_entry_is_read_and_leads_to_its_document(entry: str) -> None:
    chars = f"宁海市人民政府公报\n2023年第2期\n目　录\n市政府文件\n{entry}\n{BODY}"
    [document] = linker.link([parser.parse(Text(Source("a.txt", "text/plain", b""), chars))], registry.load())
    [found] = [part for part in document.root.parts if part.kind == "ContentsEntry"]
    [printed] = [part for part in document.root.parts if part.kind == "Document"]
    assert found.get("dct:title") == printed.get("dct:title") == "宁海市人民政府关于加强古树名木保护工作的通知"
    assert (found.get("gz:column"), found.get("gz:page")) == ("市政府文件", 1)
    assert found.get("gz:entryFor") == Ref(str(printed.get("gz:address")))
