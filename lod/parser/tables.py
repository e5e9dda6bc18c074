"""Task lists that are tables: a head of column names, then one task a row, cells separated by tabs."""

from __future__ import annotations

from collections.abc import Iterator

from lod import lazy
from lod.parser import patterns as p
from lod.parser import responsibility
from lod.parser.lines import Joined
from lod.parser.tree import Node

NUMBER = lazy.regex(r"序\s*号|编\s*号")
WORK = lazy.regex(r"任务|事项|内容|举措|项目|目标")


def is_head(chars: str) -> bool:
    """Whether a line is the head of a table of tasks: one column says what is to be done, one by whom.

    >>> is_head("序号\\t工作任务\\t牵头单位\\t配合单位"), is_head("序号\\t项目\\t金额")
    (True, False)
    """
    names = chars.split("\t")
    return len(names) > 2 and any(map(_label, names)) and _work_at(names) is not None


def _label(name: str) -> bool:
    return bool(p.FIELD.fullmatch(f"{p.squeeze(name)}："))


def _work_at(names: list[str]) -> int | None:
    fitting = (at for at, name in enumerate(names) if WORK.search(name) and not _label(name))
    return next(fitting, None)


def _cells(joined: Joined) -> Iterator[Joined]:
    start = 0
    for cell in joined.chars.split("\t"):
        yield joined.part(start, start + len(cell))
        start += len(cell) + 1


def row(parent: Node, head: str, joined: Joined) -> None:
    """Add the task of a row below `parent`; `head` is the line with the names of the columns.

    A row with fewer cells than columns (a heading within the table, a note) is a paragraph.
    """
    names, cells = head.split("\t"), list(_cells(joined))
    work = _work_at(names)
    if work is None or len(cells) <= work or not cells[work].chars:
        said = parent.add(Node("Paragraph", parent.next_key("para"), joined.whole()))
        said.say("gz:ordinal", parent.counts["para"])
        said.say("gz:text", joined.chars)
        return
    ordinal = p.numeral(cells[0].chars) if NUMBER.fullmatch(names[0]) else None
    node = parent.add(Node("Task", f"task_{ordinal}" if ordinal else parent.next_key("task"), joined.whole()))
    node.stretches = True
    node.say("gz:ordinal", ordinal)
    node.say("gz:text", cells[work].chars)
    said = node.add(Node("Paragraph", node.next_key("para"), cells[work].whole()))
    said.say("gz:ordinal", 1)
    said.say("gz:text", cells[work].chars)
    for name, cell in zip(names, cells, strict=False):
        match = p.FIELD.fullmatch(f"{p.squeeze(name)}：")
        if match and cell.chars:
            one = responsibility.Assignment(responsibility.role_of(match), cell, cell)
            node.values.extend(responsibility.state(node, [one]))
