"""What the rules find in the bundled gazette, finding by finding, and how an issue without its faults is silent."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from lod import linter, readers
from lod.model import Diagnostic, Text

ROOT = Path(__file__).resolve().parents[2]
GAZETTE = ROOT / "data" / "gazettes" / "jiangxian-2023-01.txt"
GOLDEN = ROOT / "data" / "golden" / "jiangxian-2023-01.findings"  # one file for each family
Row = tuple[str, int, int, str]


def row(diagnostic: Diagnostic) -> Row:
    line, column = diagnostic.text.position(diagnostic.span.start)
    # A place that runs over a line break is noted by its first line.
    return diagnostic.rule.code, line, column, diagnostic.text.slice(diagnostic.span).partition("\n")[0]


@pytest.fixture(scope="module")
def gazette() -> Text:
    return readers.read(readers.open_source(str(GAZETTE)))


@pytest.fixture(scope="module")
def found(gazette: Text) -> list[Row]:
    return [row(diagnostic) for diagnostic in linter.prepare(preview=True).lint(gazette)]


def golden() -> list[Row]:
    return sorted(row for file in sorted(GOLDEN.glob("*.tsv")) for row in noted(file))


def noted(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        next(rows)
        return [(code, int(line), int(column), quote) for code, line, column, quote in rows]


def test_the_gazette_has_these_findings_and_no_others(found: list[Row]) -> None:
    assert sorted(found) == golden()


def test_every_quote_stands_at_its_line_and_column(gazette: Text) -> None:
    lines = gazette.chars.split("\n")
    assert [r for r in golden() if not lines[r[1] - 1][r[2] - 1 :].startswith(r[3])] == []


def test_counts_are_those_of_the_catalogue(found: list[Row]) -> None:
    counts = Counter(code for code, *_ in found)
    assert {code: counts[code] for code in ("TYP002", "PER001", "OCR001", "ATT004", "ORG005")} == {
        "TYP002": 11,
        "PER001": 19,
        "OCR001": 4,
        "ATT004": 2,
        "ORG005": 1,
    }
    assert not {"NUM002", "PUB001", "DAT002", "TSK001", "GAZ001", "LNT004"} & counts.keys()


MUTATIONS = [
    ("NUM002", "绛政办发〔2023〕3 号", "绛政办发[2023]3 号"),
    ("DAT002", "2023 年 3 月 7 日", "2023 年 03 月 07 日"),
    ("STR001", "各乡（镇）人民政府，绛县开发区管委会，县直各有关单位：\n", ""),
    ("PUB001", "2023年1月30日\n\n（此件公开发布）\n", "2023年1月30日\n"),
    ("TSK001", "牵头单位：县农业农村局\n\n配合单位：县委农村工作领导小组成员单位\n", "牵头单位：县农业农村局\n"),
    ("TTL004", "绛县 2022 年度政务公开工作考核方案\n\n为深入", "绛县 2022 年度政务公开考核方案\n\n为深入"),
    ("QTY004", "当年开工率达88.5%", "当年开工率达78.5%"),
    ("QTY004", "审批时限平均压缩 84.27%", "审批时限平均压缩 48.27%"),
    (
        "GAZ001",
        "绛政办发〔2023〕3号 (44)\n",
        "绛政办发〔2023〕3号 (44)\n\n绛县人民政府办公室关于做好防汛工作的通知\n\n绛政办发〔2023〕4号 (60)\n",
    ),
    (
        "PUB002",
        "绛县人民政府办公室\n\n2023年2月20日\n\n(此件公开发布)",
        "(此件公开发布)\n\n绛县人民政府办公室\n\n2023年2月20日",
    ),
    ("NUM006", "绛县人民政府办公室\n\n2023年2月20日", "绛县人民政府\n\n2023年2月20日"),
    ("ORG005", "配合单位：县财政局、县卫生健康和体育局、", "配合单位：县财政局、县财政局、县卫生健康和体育局、"),
]


@pytest.mark.parametrize(("code", "old", "new"), MUTATIONS, ids=[f"{m[0]}-{n}" for n, m in enumerate(MUTATIONS)])
def test_a_fault_put_into_the_gazette_is_found(gazette: Text, code: str, old: str, new: str) -> None:
    assert old in gazette.chars
    judge = linter.prepare(select=[code])
    changed = Text(gazette.source, gazette.chars.replace(old, new, 1))
    before, after = (sorted(row(d)[3] for d in judge.lint(text)) for text in (gazette, changed))
    assert len(after) > len(before)


REPAIRS = [
    ("STR001", "绛政办发〔2023〕2 号\n", "绛政办发〔2023〕2 号\n\n各乡镇人民政府，县直各有关单位：\n"),
    ("TTL004", "绛县营商环境创新提升行动实施方案\n", "绛县营商环境创新提升行动方案\n"),
    ("NUM006", "绛政办规备字〔2023〕4号\n\n各", "绛政规〔2023〕4号\n\n各"),
    ("OCR001", "千。", "干。"),
    ("PER001", "王大风", "王大凤"),
    ("TYP002", "》、《", "》《"),
    (
        "PUB002",
        "（此件公开发布）\n\n绛县人民政府\n\n2023年1月12日",
        "绛县人民政府\n\n2023年1月12日\n\n（此件公开发布）",
    ),
    ("NRM001", "参照本实施办法执行。\n", "参照本实施办法执行。\n\n第四十七条 本实施办法自2023年4月1日起施行。\n"),
    ("QTY004", "3.16 万户", "3.29 万户"),
    ("ATT004", "（附件详见县政府网站）\n", ""),
]


@pytest.mark.parametrize(("code", "old", "new"), REPAIRS, ids=[repair[0] for repair in REPAIRS])
def test_a_repaired_gazette_is_silent(gazette: Text, code: str, old: str, new: str) -> None:
    assert old in gazette.chars
    assert linter.prepare(select=[code]).lint(Text(gazette.source, gazette.chars.replace(old, new))) == []
