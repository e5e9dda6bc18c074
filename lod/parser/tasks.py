"""Tasks and measures: who leads, who co-operates, in whose section (任务分解, 牵头单位, 配合单位)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import dropwhile, takewhile

from lod.model import Name, Value
from lod.parser import names
from lod.parser import patterns as p
from lod.parser.blocks import Block
from lod.parser.lines import Joined
from lod.parser.tree import Node

LEADING = ("牵头", "责任", "主要责任")
# （牵头单位：…）（配合单位：…） on lines of their own; more lists than these in a row belong to nobody.
MOST_LISTS = 4
# 李翔县长负责的工作 · 申东明副县长分管的工作
SECTION_OFFICIAL = re.compile(
    rf"(?P<name>[{p.HAN}]{{2,4}}?)(?P<post>(?:常务副|副|代)?"
    r"(?:省长|市长|州长|盟长|县长|区长|旗长|镇长|乡长|主席|主任|书记|局长|厅长|部长))\s*(?:负责|分管|牵头|主持|领导)"
)
# 县政府办公室协调,全县政府系统各单位负责落实的工作
SHARED = re.compile(
    r"(?P<coordinating>[^，,。]{2,30}?)协调\s*[，,、]\s*(?P<responsible>[^，,。]{2,40}?)(?:负责|分别|共同)*(?:落实|实施|完成)"
)
# 牵头单位：… inside the brackets of a group
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
    level = 0
    for at in range(group_at - 1, -1, -1):
        start = found[at].start
        level = level or start.level
        if start.kind == "group" or (start.kind == "level" and start.level < level):
            return
        if start.kind == "level" and start.level == level:
            result[at] = "measure"


def fields_after(found: Sequence[Block], at: int) -> int:
    """The 0-based index after the 牵头/配合 blocks that follow block `at` (``at + 1`` where there are none)."""
    end = at + 1
    while end < len(found) and found[end].start.kind == "field":
        end += 1
    return end


def task(parent: Node, block: Block, fields: Sequence[Block]) -> None:
    """Add a task with its leaders and units below `parent`; `fields` are its 牵头/配合 blocks."""
    ordinal = block.start.ordinal
    node = parent.add(Node("Task", f"task_{ordinal}" if ordinal else parent.next_key("task"), block.joined.whole()))
    node.stretches = True
    node.say("gz:ordinal", ordinal)
    node.say("gz:label", p.squeeze(block.start.label))
    node.say("gz:text", block.words.chars)
    _words(node, block.joined)
    for field in fields:
        match = p.FIELD.match(field.joined.chars)
        if match:
            _assign(node, match["role"], match["what"], field)


def _words(node: Node, joined: Joined) -> None:
    # The printed words of a task or measure, apart from its lists, are a paragraph of it.
    if joined.chars:
        said = node.add(Node("Paragraph", node.next_key("para"), joined.whole()))
        said.say("gz:ordinal", node.counts["para"])
        said.say("gz:text", joined.chars)


def _assign(node: Node, role: str, what: str, field: Block) -> None:
    if what in ("领导", "人"):
        found = list(names.officials(field.words))
        _list(node, "OfficialList", "officials", "leadOfficial", field.joined, found)
        node.values.extend(Value("gz:leadOfficial", name) for name in found)
    else:
        node.values.extend(_units(node, role, field.words, field.joined))


def _units(node: Node, role: str, words: Joined, line: Joined) -> list[Value]:
    found = list(names.units(words))
    stem = "lead" if role in LEADING else "cooperating"
    _list(node, "UnitList", stem, stem, line, found)
    return [Value(f"gz:{stem}Unit", name) for name in found]


def _list(node: Node, kind: str, stem: str, role: str, line: Joined, found: Sequence[Name]) -> None:
    child = node.add(Node(kind, node.next_key(stem), line.whole()))
    child.say("gz:role", role)
    child.say("nif:anchorOf", line.chars)
    child.values.extend(Value("gz:lists", name) for name in found)


def measure(parent: Node, block: Block, heading_end: int) -> None:
    """Add a measure of a plan below `parent`; its units are those of its group, said by `group`.

    `heading_end` is the 0-based index of the joined block after its heading.
    """
    ordinal, label = block.start.ordinal, p.squeeze(block.start.label)
    node = parent.add(Node("Measure", f"measure_{ordinal}", block.joined.whole()))
    words = block.joined.part(block.start.words_at, heading_end)
    head = p.squeeze(words.chars.rstrip("。"))
    node.say("gz:ordinal", ordinal)
    node.say("gz:label", label)
    node.say("gz:heading", head)
    node.say("gz:text", block.words.chars)
    title = node.add(Node("Heading", "heading", block.joined.span(0, heading_end)))
    title.say("gz:ordinal", ordinal)
    title.say("gz:label", label)
    title.say("gz:level", block.start.level)
    title.say("gz:heading", head)
    title.say("gz:text", words.chars)
    _words(node, block.joined.part(heading_end, len(block.joined.chars)))


def group(parent: Node, block: Block) -> None:
    """（牵头单位：…，配合单位：…）: lists of the heading it closes, inherited by the measures before it."""
    measures = _measures_before(parent)
    chars = block.joined.chars
    found = list(INNER_FIELD.finditer(chars))
    for match, following in zip(found, [*found[1:], None], strict=True):
        end = following.start() if following else len(chars.rstrip("）) 。"))
        values = _units(
            parent, match["role"], block.joined.part(match.end(), end), block.joined.part(match.start(), end)
        )
        for node in (parent, *measures):
            node.values.extend(values)


def _measures_before(parent: Node) -> list[Node]:
    # Those that an earlier group closed are not this one's; a few groups in a row close the same measures.
    if all(map(_is_list, parent.children[-MOST_LISTS - 1 :])):
        return []
    unclosed = dropwhile(_is_list, reversed(parent.children))
    return [node for node in takewhile(lambda node: not _is_list(node), unclosed) if node.kind == "Measure"]


def _is_list(node: Node) -> bool:
    return node.kind == "UnitList"


def section_official(node: Node, words: Joined) -> None:
    """李翔县长负责的工作: say of a heading the official whose section it opens, and the post; `words` are its words."""
    match = SECTION_OFFICIAL.match(words.chars)
    if match:
        span = words.span(match.start("name"), match.end("name"))
        node.say("gz:sectionOfficial", Name("Official", p.squeeze(match["name"]), span))
        node.say("gz:postTitle", match["post"])


def portfolio(section: Node, paragraph: Node, block: Block) -> None:
    """Say of an official's `section` the portfolio, or the units that share its work, as a paragraph under it does."""
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
