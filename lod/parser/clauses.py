"""Clauses: the pieces of a sentence between its marks, and those of a report that promise something."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lod import lazy
from lod.parser import patterns as p
from lod.parser.lines import Joined

MARKS = "，,；;。！？!?：:"
SENTENCE_MARKS = "。！？!?"
OPENING, CLOSING = "（(“‘《", "）)”’》"
ADDRESS = lazy.regex("各位代表|同志们")
HEADLINE = lazy.regex("(?:预期)?目标(?:是|为|如下)?$")
LEAD_IN = lazy.regex(r"^(?:\*\*)?[一二三四五六七八九十]{1,2}(?:要|是)(?:\*\*)?|^[*\s]+")
HAN = lazy.regex(f"[{p.HAN}]")
SHORTEST_PROMISE = 4


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause; `headline` says that it stands in the sentence of the expected targets (预期目标)."""

    joined: Joined
    headline: bool = False


def split(joined: Joined) -> Iterator[tuple[Joined, str]]:
    """Clauses with the mark that ends them; marks in brackets and quotation marks do not count.

    >>> [c.chars for c, _ in split(Joined("完善“引、育，用”机制，新增1个。", tuple(range(17))))]
    ['完善“引、育，用”机制', '新增1个']
    """
    start = depth = 0
    for at, char in enumerate(joined.chars):
        depth += (char in OPENING) - (char in CLOSING)
        if char in MARKS and depth <= 0:
            yield joined.part(start, at), char
            start, depth = at + 1, 0
    if start < len(joined.chars):
        yield joined.part(start, len(joined.chars)), ""


def promises(joined: Joined) -> Iterator[Clause]:
    """The clauses of a paragraph of the plan that can be carried out.

    An address (各位代表，…) is none until its colon; neither is what leads in to a list.

    >>> [clause.joined.chars for clause in promises(Joined("今年要：新建公园2个，改造道路。", tuple(range(16))))]
    ['新建公园2个', '改造道路']
    """
    addressed = bool(ADDRESS.match(joined.chars))
    headline = False
    for clause, mark in split(joined):
        if mark and mark in "：:":
            addressed = False
            headline = bool(HEADLINE.search(clause.chars))
            continue
        bare = _bare(clause)
        if not addressed and len(HAN.findall(bare.chars)) >= SHORTEST_PROMISE:
            yield Clause(bare, headline)
        if mark in SENTENCE_MARKS:
            headline = False


def _bare(clause: Joined) -> Joined:
    end = len(clause.chars)
    start = end - len(LEAD_IN.sub("", LEAD_IN.sub("", clause.chars)))
    while end > start and clause.chars[end - 1] in "* ":
        end -= 1
    return clause.part(start, end)
