"""Task lists of many shapes: where the fields stand, what a task inherits, and what is no task at all."""

from __future__ import annotations

import pytest

from lod import linker, parser, registry
from lod.model import Name, Part, Ref, Source, Text

ROWS = {
    "lines": "1. 新建学校2所。\n牵头单位：县教育局\n配合单位：县财政局\n2. 改造操场。\n牵头单位：县教育局\n",
    "one line": "1. 新建学校2所。\n责任单位：县教育局；配合单位：县财政局；完成时限：2024年12月底前\n2. 改造操场。\n",
    "brackets": "1. 新建学校2所。（牵头单位：县教育局；配合单位：县财政局）\n2. 改造操场。（责任单位：县体育局）\n",
    "closed": "1. 新建学校2所。\n（责任单位：县教育局，配合单位：县财政局）\n2. 改造操场。\n（责任单位：体局）",
    "run on": "1. 新建学校2所。责任单位：县教育局；配合单位：县财政局\n2. 改造操场。责任单位：县体育局\n",
}


def tasks(chars: str) -> list[Part]:
    [document] = linker.link([parser.parse(Text(Source("-", "text/plain", b""), chars))], registry.load())
    return [part for part in document.root.walk() if part.kind == "Task"]


def named(task: Part, property: str) -> list[str]:
    return [name.printed for name in task.all(property) if isinstance(name, Name)]


@pytest.mark.parametrize("rows", ROWS.values(), ids=ROWS)
def test_fields_are_read_wherever_they_stand(rows: str) -> None:
    [first, second] = tasks("安山县重点工作任务分解方案\n\n" + rows)
    assert (first.get("gz:text"), second.get("gz:text")) == ("新建学校2所。", "改造操场。")
    assert named(first, "gz:leadUnit") == ["县教育局"]
    assert named(first, "gz:cooperatingUnit") == ["县财政局"]


INHERITED = {
    "heading": "一、教育（牵头单位：县教育局）\n1. 新建学校。\n2. 改造操场。\n",
    "prose": "一、教育（县教育局牵头，县财政局配合）\n1. 新建学校。\n2. 改造操场。\n",
    "lines": "一、教育\n牵头单位：县教育局\n1. 新建学校。\n2. 改造操场。\n",
    "before": "一、教育\n以下任务由县教育局牵头。\n1. 新建学校。\n2. 改造操场。\n",
    "after": "一、教育\n1. 新建学校。\n2. 改造操场。\n以上任务由县教育局负责。\n",
    "official": "一、教育\n以下工作由张安副县长负责。\n1. 新建学校。\n2. 改造操场。\n",
}


@pytest.mark.parametrize("section", INHERITED.values(), ids=INHERITED)
def test_what_is_said_of_all_is_inherited(section: str) -> None:
    found = tasks("安山县重点工作任务分解方案\n\n" + section + "二、交通\n3. 修路。\n责任单位：县交通局\n")
    assert [task.get("gz:ordinal") for task in found] == [1, 2, 3]
    assert [isinstance(task.get("gz:inheritedFrom"), Ref) for task in found] == [True, True, False]


def test_requirements_after_the_tasks_are_no_tasks() -> None:
    found = tasks("一、任务\n1. 修路。\n责任单位：县交通局\n2. 架桥。\n二、要求\n1. 加强领导。\n2. 强化考核。\n")
    assert [task.get("gz:text") for task in found] == ["修路。", "架桥。"]


def test_a_single_bracket_makes_no_task_list() -> None:
    assert tasks("一、加强领导。各单位要重视。（责任单位：县政府办）\n二、强化考核。\n三、广泛宣传。\n") == []


def test_nobody_is_an_answer_and_a_deadline_is_no_unit() -> None:
    [task] = tasks("1. 修路。\n责任单位：县交通局；配合单位：无\n完成时限：10月底前\n")
    assert named(task, "gz:cooperatingUnit") == []
    assert task.get("gz:deadline") == "10月底前"
    assert [part.get("gz:role") for part in task.parts if part.kind == "UnitList"] == ["lead", "cooperating"]


@pytest.mark.parametrize("printed", ["张安", "副县长张安", "张安同志", "张安副县长"])
def test_a_post_is_no_part_of_a_name(printed: str) -> None:
    [task] = tasks(f"1. 修路。\n责任领导：{printed}\n责任单位：县交通局\n")
    assert named(task, "gz:leadOfficial") == ["张安"]


TABLE = (
    "安山县民生实事任务清单\n\n序号\t实事内容\t牵头单位\t配合单位\t完成时限\n"
    "1\t新建幼儿园3所\t县教育局\t县财政局\t8月底\n2\t改造老旧小区15个\t\t县财政局、县审计局\t11月底\n\n注：以上时限均为2024年。\n"
)


def test_the_rows_of_a_table_are_tasks() -> None:
    first, second = tasks(TABLE)
    assert (first.get("gz:ordinal"), first.get("gz:text")) == (1, "新建幼儿园3所")
    assert (named(first, "gz:leadUnit"), first.get("gz:deadline")) == (["县教育局"], "8月底")
    assert (named(second, "gz:leadUnit"), named(second, "gz:cooperatingUnit")) == ([], ["县财政局", "县审计局"])


def test_a_table_without_responsible_units_has_no_tasks() -> None:
    assert tasks("投资计划表\n\n序号\t项目\t金额\n1\t新建幼儿园\t300\n") == []
