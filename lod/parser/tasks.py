"""Tasks and measures: who leads, who co-operates, in whose section (任务分解, 牵头单位, 配合单位)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lod.model import Name, Value
from lod.parser import names
from lod.parser import patterns as p
from lod.parser.blocks import Block
from lod.parser.lines import Joined
from lod.parser.tree import Node

LEADING = ("牵头", "责任", "主要责任")
# 李翔县长负责的工作 · 申东明副县长分管的工作
SECTION_OFFICIAL = re.compile(
    rf"(?P<name>[{p.HAN}]{{2,4}}?)(?P<post>(?:常务副|副|代)?"
    r"(?:省长|市长|州长|盟长|县长|区长|旗长|镇长|乡长|主席|主任|书记|局长|厅长|部长))\s*(?:负责|分管|牵头|主持|领导)"
)
# 县政府办公室协调,全县政府系统各单位负责落实的工作
SHARED = re.compile(
    r"(?P<coordinating>[^，,。]{2,30}?)协调\s*[，,、]\s*(?P<responsible>[^，,。]{2,40}?)(?:负责|分别|共同)*(?:落实|实施|完成)"
)
INNER_FIELD = re.compile(r"(?P<role>牵头|责任|配合|协办|参与)(?:单位|部门)\s*[:：]\s*")


def roles(found: Sequence[Block]) -> list[str]:
    """For each block ``task``, ``measure`` or an empty string.

    A task is a numbered block with 牵头/配合 lines after it; a measure is a numbered block of a group that
    such a list in brackets closes.
    """
    result = ["" for _ in found]
    for at, block in enumerate(found):
        if block.start.kind == "level" and fields_after(found, at) > at + 1:
            result[at] = "task"
    lists = [block.start.level for at, block in enumerate(found) if result[at] == "task"]
    for at, block in enumerate(found):
        # Tasks that have lost their lines, or inherit them, are tasks still where their siblings are.
        if lists and block.start.kind == "level" and block.start.level == lists[0]:
            result[at] = "task"
        if block.start.kind == "group":
            _mark_measures(found, at, result)
    return result


def _mark_measures(found: Sequence[Block], group_at: int, result: list[str]) -> None:
    levels = [block.start.level for block in found[:group_at] if block.start.kind == "level"]
    if not levels:
        return
    deepest = levels[-1]
    for at in range(group_at - 1, -1, -1):
        start = found[at].start
        if start.kind == "group" or (start.kind == "level" and start.level < deepest):
            return
        if start.kind == "level" and start.level == deepest:
            result[at] = "measure"


def fields_after(found: Sequence[Block], at: int) -> int:
    """The index after the 牵头/配合 blocks that follow block `at` (``at + 1`` where there are none)."""
    end = at + 1
    while end < len(found) and found[end].start.kind == "field":
        end += 1
    return end


def task(parent: Node, block: Block, fields: Sequence[Block]) -> None:
    """A task with its leaders and units."""
    ordinal = block.start.ordinal
    node = parent.add(Node("Task", f"task_{ordinal}" if ordinal else parent.next_key("task"), block.joined.whole()))
    node.stretches = True
    node.say("gz:ordinal", ordinal)
    node.say("gz:label", p.squeeze(block.start.label))
    node.say("gz:text", block.words.chars)
    for field in fields:
        match = p.FIELD.match(field.joined.chars)
        if match:
            _assign(node, match["role"], match["what"], field.words)


def _assign(node: Node, role: str, what: str, words: Joined) -> None:
    of_people = what in ("领导", "人")
    lead = role in LEADING
    found = list(names.officials(words) if of_people else names.units(words))
    if of_people:
        property, kind, stem, term = "gz:leadOfficial", "OfficialList", "officials", "leadOfficial"
    else:
        property = "gz:leadUnit" if lead else "gz:cooperatingUnit"
        kind, stem, term = "UnitList", "lead" if lead else "cooperating", "lead" if lead else "cooperating"
    _list(node, kind, stem, term, words, found)
    node.values.extend(Value(property, name) for name in found)


def _list(node: Node, kind: str, stem: str, role: str, words: Joined, found: Sequence[Name]) -> None:
    child = node.add(Node(kind, node.next_key(stem), words.whole()))
    child.say("gz:role", role)
    child.say("nif:anchorOf", words.chars)
    child.values.extend(Value("gz:lists", name) for name in found)


def measure(parent: Node, block: Block, heading_end: int) -> None:
    """A measure of a plan; its units are those of its group, said by `group`."""
    ordinal = block.start.ordinal
    node = parent.add(Node("Measure", f"measure_{ordinal}", block.joined.whole()))
    words = block.joined.part(block.start.words_at, heading_end)
    head = p.squeeze(words.chars.rstrip("。"))
    node.say("gz:ordinal", ordinal)
    node.say("gz:label", p.squeeze(block.start.label))
    node.say("gz:heading", head)
    node.say("gz:text", block.words.chars)
    title = node.add(Node("Heading", "heading", block.joined.span(0, heading_end)))
    title.say("gz:ordinal", ordinal)
    title.say("gz:label", p.squeeze(block.start.label))
    title.say("gz:level", block.start.level)
    title.say("gz:heading", head)
    title.say("gz:text", words.chars)


def group(parent: Node, block: Block) -> None:
    """（牵头单位：…，配合单位：…）: lists of the heading it closes, inherited by each of its measures."""
    chars = block.joined.chars
    found = list(INNER_FIELD.finditer(chars))
    for match, following in zip(found, [*found[1:], None], strict=True):
        end = following.start() if following else len(chars.rstrip("）) 。"))
        words = block.joined.part(match.end(), end)
        listed = list(names.units(words))
        lead = match["role"] in LEADING
        role = "lead" if lead else "cooperating"
        _list(parent, "UnitList", role, role, words, listed)
        values = [Value("gz:leadUnit" if lead else "gz:cooperatingUnit", name) for name in listed]
        parent.values.extend(values)
        for child in parent.children:
            if isinstance(child, Node) and child.kind == "Measure":
                child.values.extend(values)


def section_official(node: Node, words: Joined) -> None:
    """李翔县长负责的工作: the official of a section, with the post the heading names."""
    match = SECTION_OFFICIAL.match(words.chars)
    if match:
        span = words.span(match.start("name"), match.end("name"))
        node.say("gz:sectionOfficial", Name("Official", p.squeeze(match["name"]), span))
        node.say("gz:postTitle", match["post"])


def portfolio(section: Node, paragraph: Node, block: Block) -> None:
    """A paragraph under an official's heading: the portfolio, or the units that share the section's work."""
    if not any(value.property == "gz:sectionOfficial" for value in section.values):
        return
    shared = SHARED.match(block.joined.chars)
    if not shared:
        section.say("gz:portfolio", block.joined.chars)
        return
    for role, property in (("coordinating", "gz:coordinatingUnit"), ("responsible", "gz:responsibleUnit")):
        part = block.joined.part(shared.start(role), shared.end(role))
        section.values.extend(Value(property, name) for name in names.units(part))
    paragraph.say("gz:role", "responsibility")
