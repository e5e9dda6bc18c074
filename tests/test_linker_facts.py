"""What linking states of names and tasks: drift from the report, tasks that repeat, spellings, misprints."""

from __future__ import annotations

import pytest

from lod import linker, parser, registry
from lod.linker.drift import differences
from lod.linker.misprints import misprints, usual
from lod.linker.spelling import is_short
from lod.model import Document, Part, Source, Term, Text
from lod.parser.lines import Joined

KNOWN = registry.load()

DRIFTS = [
    ("改造老旧小区30个", "改造老旧小区40个", [("30", "40")]),
    ("改造老旧小区30户", "改造老旧小区30个", [("30户", "30个")]),
    ("地区生产总值增长6%", "地区生产总值增长6%左右", [("6%", "6%左右")]),
    ("推动清水县经济开发区管委会污水处理厂建设", "推动清水县经济开发区污水处理厂建设", [("区管委会", "区")]),
    ("打造绿水青山旅游经济示范带", "打造清水河风光带、绿水青山文旅经济示范带", [("旅游", "文旅")]),
]
FAITHFUL = [
    ("严格药品监管", "严格食品药品监管"),
    ("聚焦“十大平台”建设", "二要聚焦“十大平台”建设"),
    ("加快农村污水处理全覆盖", "加快推进农村污水处理全覆盖"),
    ("新建南城幼儿园和体育馆", "新建南城幼儿园"),
    ("粮食面积稳定在50万亩", "确保粮食面积稳定在50万亩"),
    ("修订完善应急预案", "推动文旅融合发展"),
]


def joined(chars: str) -> Joined:
    return Joined(chars, tuple(range(len(chars))))


@pytest.mark.parametrize(("task", "promise", "expected"), DRIFTS)
def test_what_changed_in_a_clause_is_a_drift(task: str, promise: str, expected: list[tuple[str, str]]) -> None:
    assert [(one.joined.chars, one.original) for one in differences(joined(task), promise)] == expected


@pytest.mark.parametrize(("task", "promise"), FAITHFUL)
def test_an_excerpt_is_no_drift(task: str, promise: str) -> None:
    assert differences(joined(task), promise) == []


def linked(*tasks: tuple[str, str]) -> Document:
    lines = [f"{n}. {text}\n牵头单位：{units}" for n, (text, units) in enumerate(tasks, 1)]
    return linker.link([parser.parse(Text(Source("-", "text/plain", b""), "\n".join(lines)))], KNOWN)[0]


def parts(document: Document, kind: str) -> list[Part]:
    return [part for part in document.root.walk() if part.kind == kind]


@pytest.mark.parametrize(
    ("first", "second", "alike"),
    [
        ("推进农村水网改造工程。", "推进农村水网改造工程。", True),
        ("推进农村水网改造工程。", "加快农村水网改造工程建设。", True),
        ("推进农村水网改造一期工程。", "推进农村水网改造二期工程。", False),
        ("推进农村水网改造工程。", "推进农村水网改造二期工程。", False),
        ("改造安峪镇污水处理厂设施。", "改造大交镇污水处理厂设施。", False),
        ("修路。", "修路。", False),
    ],
)
def test_tasks_that_say_the_same_resemble_each_other(first: str, second: str, alike: bool) -> None:
    document = linked((first, "县水利局"), (second, "县水利局"))
    assert [part.get("gz:resembles") is not None for part in parts(document, "Task")] == [False, alike]


SPELLINGS = [
    (["县工业和信息化局", "县工业和信息化局", "县工业信息化局"], [("县工业信息化局", "gz:variantForm")]),
    (["县发展和改革局", "县发展和改革局", "县发展和改革委员会"], [("县发展和改革委员会", "gz:variantForm")]),
    (["县发展和改革局", "县发改局"], [("县发改局", "gz:shortForm")]),
    (["县财政局", "安山县财政局", "县水利局"], []),
    (["各镇人民政府", "各乡镇人民政府"], []),
    (["县财政部门", "县财政局"], []),
]


@pytest.mark.parametrize(("units", "expected"), SPELLINGS)
def test_spellings_that_do_not_go_together_are_told(units: list[str], expected: list[tuple[str, str]]) -> None:
    found = parts(linked(*((f"办第{n}件实事。", unit) for n, unit in enumerate(units))), "NameVariant")
    said = [(part.get("gz:wording"), part.get("gz:formKind")) for part in found]
    assert said == [(wording, Term(kind)) for wording, kind in expected]


@pytest.mark.parametrize(
    ("name", "full", "short"),
    [
        ("卫健局", "卫生健康局", True),
        ("应急局", "应急管理局", True),
        ("融媒中心", "融媒体中心", True),
        ("果业中心", "果业发展中心", False),
        ("自然资源局", "自然资源和规划局", False),
        ("住房和城乡建设局", "住房和城乡建设管理局", False),
        ("水利局", "林业局", False),
    ],
)
def test_short_forms_leave_out_characters_and_not_words(name: str, full: str, short: bool) -> None:
    assert is_short(name, full) is short


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("县人力资源和社会保章局", "县人力资源和社会保障局"),
        ("市水力局", "市水利局"),
        ("县财政局", None),
        ("省人民政府办公厅", None),
        ("县文化与旅游局", None),
        ("县商务局", None),
        ("大河镇人民政府", None),
    ],
)
def test_a_department_is_known_by_its_usual_name(printed: str, meant: str | None) -> None:
    assert usual(printed, KNOWN) == meant


def test_names_of_one_list_are_two_units() -> None:
    counts = {"大河镇人民政府": 3, "太河镇人民政府": 1}
    assert list(misprints(counts, [], KNOWN)) == ["太河镇人民政府"]
    assert misprints(counts, [frozenset(counts)], KNOWN) == {}


def test_a_neighbouring_area_is_no_misprint() -> None:
    counts = {"安山县人民政府": 2, "国家税务总局案山县税务局": 1, "安平县人民政府": 1}
    assert list(misprints(counts, [], KNOWN)) == ["国家税务总局案山县税务局"]
