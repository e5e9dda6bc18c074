"""Tasks and measures: who leads, who co-operates, in whose section (任务分解, 牵头单位, 配合单位)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import dropwhile, takewhile

from lod import lazy
from lod.model import Name, Term, Value
from lod.parser import names, responsibility
from lod.parser import patterns as p
from lod.parser.blocks import Block
from lod.parser.lines import Joined
from lod.parser.tree import Node

# （牵头单位：…）（配合单位：…） on lines of their own; more lists than these in a row belong to nobody.
MOST_LISTS = 4
# 李翔县长负责的工作 · 申东明副县长分管的工作 · 副县长申东明牵头的任务
SECTION_OFFICIAL = lazy.regex(
    rf"(?:(?P<name>[{p.HAN}]{{2,4}}?)(?:同志)?(?P<post>{p.POST})|(?P<before>{p.POST})(?P<named>[{p.HAN}]{{2,4}}?)(?:同志)?)"
    r"\s*(?:负责|分管|牵头|主持|领导|包联)"
)
# 县政府办公室协调,全县政府系统各单位负责落实的工作
SHARED = lazy.regex(
    r"(?P<coordinating>[^，,。]{2,30}?)协调\s*[，,、]\s*(?P<responsible>[^，,。]{2,40}?)(?:负责|分别|共同)*(?:落实|实施|完成)"
)


def roles(found: Sequence[Block]) -> list[str]:
    """For each block ``task``, ``section``, ``measure``, ``field`` or an empty string.

    A task is a numbered block with fields (牵头单位：…) after it or at its end, or one among such. A section has fields
    too, but its tasks stand below it. A measure is a numbered block of a group that a list in brackets closes.
    """
    result = ["" for _ in found]
    single = _close_one_each(found)
    for at, block in enumerate(found):
        if block.start.kind == "level":
            _mark_fielded(found, at, result, single)
    _mark_siblings(found, result)
    for at, block in enumerate(found):
        if block.start.kind == "group" and not result[at]:
            _mark_measures(found, at, result)
    return result


def _mark_fielded(found: Sequence[Block], at: int, result: list[str], single: bool) -> None:
    end = at + 1
    while end < len(found) and (found[end].start.kind == "field" or (single and found[end].start.kind == "group")):
        result[end] = "field"
        end += 1
    if end > at + 1:
        result[at] = "section" if _opens(found, end, found[at].start.level) else "task"


def _close_one_each(found: Sequence[Block]) -> bool:
    # Whether each list in brackets closes one numbered block: it is then a field of a task, not the end of a group.
    closed = [0]
    for block in found:
        if block.start.kind == "group":
            closed.append(0)
        elif block.start.kind == "level":
            closed[-1] = closed[-1] + 1
    return len(closed) > 2 and all(count == 1 for count in closed[:-1])


def _opens(found: Sequence[Block], at: int, level: int) -> bool:
    # Whether the next numbered block from `at` on stands below `level`: what comes before is then a heading.
    while at < len(found) and found[at].start.kind != "level":
        at += 1
    return at < len(found) and found[at].start.level > level


def _mark_siblings(found: Sequence[Block], result: list[str]) -> None:
    # Tasks that have lost their fields, or inherit them, are tasks still where their siblings are.
    for level in (1, 2, 3, 4):
        runs = list(_runs(found, level))
        held = [_of_tasks(found, run, result) for run in runs]
        for number, run in enumerate(runs):
            if held[number] or (any(held) and _goes_on(found, runs, held, number)) or _assigned(found, run, result):
                for at in run:
                    if not result[at] and not _opens(found, at + 1, level):
                        result[at] = "task"


def _runs(found: Sequence[Block], level: int) -> Iterator[list[int]]:
    # The numbered blocks of one level that stand under one heading.
    run: list[int] = []
    for at, block in enumerate(found):
        if block.start.kind == "level" and block.start.level == level:
            run.append(at)
        elif block.start.kind == "level" and block.start.level < level and run:
            yield run
            run = []
    if run:
        yield run


def _of_tasks(found: Sequence[Block], run: Sequence[int], result: Sequence[str]) -> bool:
    ended = [at for at in run if responsibility.inline(found[at].joined, found[at].start.words_at) is not None]
    return any(result[at] == "task" for at in run) or (len(ended) > 1 and 2 * len(ended) >= len(run))


def _goes_on(found: Sequence[Block], runs: Sequence[Sequence[int]], held: Sequence[bool], number: int) -> bool:
    # 1—5 without fields, then 6—94 with them: numbered through, they are tasks of one list.
    for before, after in ((number - 1, number), (number, number + 1)):
        if before < 0 or after >= len(runs) or not (held[before] or held[after]):
            continue
        last, first = found[runs[before][-1]].start.ordinal, found[runs[after][0]].start.ordinal
        if last is not None and first == last + 1:
            return True
    return False


def _assigned(found: Sequence[Block], run: Sequence[int], result: Sequence[str]) -> bool:
    # Whether the heading or a sentence before or among them says who answers for them all.
    at = run[0] - 1
    while at >= 0 and found[at].start.kind != "level":
        at -= 1
    heading = at >= 0 and found[at].start.level < found[run[0]].start.level
    if heading and (result[at] == "section" or responsibility.bracketed(found[at].joined)):
        return True
    if any(_opens(found, one + 1, found[one].start.level) for one in run):
        return False
    plain = (block for block in found[at + 1 : run[-1] + 2] if block.start.kind == "plain")
    return any(responsibility.sentence(block.joined) for block in plain)


def _mark_measures(found: Sequence[Block], group_at: int, result: list[str]) -> None:
    level = 0
    for at in range(group_at - 1, -1, -1):
        start = found[at].start
        level = level or start.level
        if start.kind == "group" or (start.kind == "level" and start.level < level):
            return
        if start.kind == "level" and start.level == level:
            result[at] = "measure"


def task(parent: Node, block: Block, fields: Sequence[Block]) -> None:
    """Add a task with its leaders and units below `parent`; `fields` are its 牵头/配合 blocks."""
    ordinal = block.start.ordinal
    node = parent.add(Node("Task", f"task_{ordinal}" if ordinal else parent.next_key("task"), block.joined.whole()))
    node.stretches = True
    node.say("gz:ordinal", ordinal)
    node.say("gz:label", p.squeeze(block.start.label))
    end = responsibility.inline(block.joined, block.start.words_at)
    words = block.words if end is None else block.joined.part(block.start.words_at, end)
    node.say("gz:text", words.chars)
    _words(node, block.joined if end is None else block.joined.part(0, end))
    if end is not None:
        inline = responsibility.fields(block.joined.part(end, len(block.joined.chars)))
        node.values.extend(responsibility.state(node, inline))
    for field in fields:
        node.values.extend(responsibility.state(node, responsibility.fields(field.joined)))


def _words(node: Node, joined: Joined) -> None:
    # The printed words of a task or measure, apart from its lists, are a paragraph of it.
    if joined.chars:
        said = node.add(Node("Paragraph", node.next_key("para"), joined.whole()))
        said.say("gz:ordinal", node.counts["para"])
        said.say("gz:text", joined.chars)


def section_fields(section: Node, field: Block) -> None:
    """Say of a section what a 牵头/配合 block below its heading says; its tasks inherit it."""
    section.values.extend(responsibility.state(section, responsibility.fields(field.joined)))


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
    values = responsibility.state(parent, responsibility.fields(block.joined))
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


def section(node: Node, words: Joined) -> None:
    """Say of a heading who answers for the tasks below it; `words` are its words.

    李翔县长负责的工作 names an official, brackets (牵头领导：…，牵头单位：…) name officials and units.
    """
    match = SECTION_OFFICIAL.match(words.chars)
    if match:
        name = "name" if match["name"] else "named"
        node.say("gz:sectionOfficial", Name("Official", p.squeeze(match[name]), words.span(*match.span(name))))
        node.say("gz:postTitle", match["post"] or match["before"])
        return
    said = responsibility.state(node, responsibility.bracketed(words))
    leaders = [value.value for value in said if value.property == "gz:leadOfficial"]
    if len(leaders) == 1:
        node.say("gz:sectionOfficial", leaders[0])
    node.values.extend(said)


def portfolio(section: Node, paragraph: Node, block: Block) -> None:
    """Say of an official's `section` the portfolio, or the units that share its work, as a paragraph under it does.

    A sentence that assigns tasks (以下任务由…牵头) says so of the paragraph itself, and which tasks it speaks of.
    """
    said = responsibility.sentence(block.joined)
    if said:
        before, found = said
        paragraph.values.extend(responsibility.state(paragraph, found))
        paragraph.say("gz:assigns", Term("gz:precedingTasks" if before else "gz:followingTasks"))
        return
    if not any(value.property == "gz:postTitle" for value in section.values):
        return
    shared = SHARED.match(block.joined.chars)
    if not shared:
        section.say("gz:portfolio", block.joined.chars)
        return
    for role, property in (("coordinating", "gz:coordinatingUnit"), ("responsible", "gz:responsibleUnit")):
        part = block.joined.part(shared.start(role), shared.end(role))
        section.values.extend(Value(property, name) for name in names.units(part))
    paragraph.say("gz:role", "responsibility")
