"""Places that a text names often and once with a character that is easily taken for the right one.

平纱县 among many of 平沙县, 拓川经济开发区 among 柘川经济开发区. Only a place that heads the name of an organ, or is a
zone, and is printed more than once is evidence; names of GB/T 2260 are places of their own.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from lod import lazy
from lod.linker import additions
from lod.model import Document, Part, Span, Term, Value
from lod.parser.lines import Joined, join
from lod.registry import Registry

ZONE = (
    "(?:(?:经济|高新|高新技术|经济技术|高新技术产业|工业|产业|现代农业|旅游)?(?:开发区|产业园|工业园|示范区|新区)|"
    "水库|社区|大桥|灌区|林场|机场|景区|自然保护区|村|河)"
)
PLACE = lazy.regex(f"(?=([\u4e00-\u9fff]{{2}}(?:[省县市区旗镇乡]|街道|{ZONE})))")
# 平沙县水务局, 平沙县人民政府; 柘川经济开发区
HEADS_ORGAN = lazy.regex(
    f"(?=([\u4e00-\u9fff]{{2}}(?:[省县市区旗镇乡]|街道))(?:人民政府|办事处|[\u4e00-\u9fff]{{2,10}}?局)|([\u4e00-\u9fff]{{2}}{ZONE}))"
)
# Their names are units, whose misprints are told for the whole name.
UNITS = ("AddresseeLine", "Signature", "UnitList", "CopyLine")
PRINTED = frozenset(
    (*additions.LEAVES, *UNITS, "PrintLine", "AttachmentEntry", "Subtitle", "ContentsEntry", "IssuerMark", "Note")
)
OFTEN = 2
SURE = 3  # what only sounds alike needs more
ENTRY = 15  # a line of a list or table is no longer
LABEL = "（()）0123456789.、一二三四五六七八九十 　"
# 中心镇, 重点镇: words that are no names
WORDS = frozenset(
    "中心 重点 特色 示范 先进 典型 贫困 建制 小城 新城 老城 主城 城关 试点 民族 行政 自然 传统 全省 全市 全县".split()
)


def vary(document: Document, registry: Registry) -> Document:
    """The document with a ``gz:NameVariant`` (role ``place``) at a place that seems to be a misprint of another one.

    >>> from lod import parser, registry
    >>> from lod.model import Source, Text
    >>> chars = "平沙县水务局牵头。\\n\\n在平沙县开展。\\n\\n请平沙县落实。\\n\\n报平纱县。"
    >>> found = vary(parser.parse(Text(Source("-", "text/plain", b""), chars)), registry.load())
    >>> [part.get("gz:wording") for part in found.root.walk() if part.kind == "NameVariant"]
    ['平纱县']
    """
    leaves = [(part, join(document.text, part.span)) for part in additions.leaves(document.root, PRINTED)]
    wrong = _wrong([joined.chars for _, joined in leaves], registry)
    if not wrong:
        return document
    found = {id(part): tuple(_variants(joined, wrong)) for part, joined in leaves if part.kind not in UNITS}
    return replace(document, root=additions.hang(document.root, found, "place"))


def _wrong(lines: list[str], registry: Registry) -> dict[str, str]:
    counts = Counter(match[1] for line in lines for match in PLACE.finditer(line))
    organs = {match[1] or match[2] for line in lines for match in HEADS_ORGAN.finditer(line)}
    entries = {line.lstrip(LABEL) for line in lines if len(line) <= ENTRY}
    beginnings = {line[:end] for line in entries for end in range(1, len(line) + 1)}
    return {
        other: place
        for place in sorted(organs)
        if counts[place] >= OFTEN
        for other in _once(place, counts, organs, registry)
        if not registry.area_named(other) and not {place, other} <= beginnings
    }


def _once(place: str, counts: Mapping[str, int], organs: Collection[str], registry: Registry) -> Iterator[str]:
    """The places printed once that differ from one in a character that is easily taken for its own."""
    for at in (0, 1):
        if at == 0 and registry.area_named(place[1:]):  # a county of one character, and what stands before it
            continue
        seen = registry.mistaken(place[at])
        for char in registry.mistaken(place[at], heard=True):
            other = place[:at] + char + place[at + 1 :]
            if counts.get(other) != 1 or other[:2] in WORDS:
                continue
            if other in organs or counts[place] >= SURE or char in seen:
                yield other


def _variants(joined: Joined, wrong: dict[str, str]) -> Iterator[Part]:
    for match in PLACE.finditer(joined.chars):
        right = wrong.get(match[1])
        if right and not _side_by_side(match[1], right, joined.chars):
            span = joined.span(*match.span(1))
            yield _variant(match[1], right, span)


def _variant(printed: str, right: str, span: Span) -> Part:
    values = (
        Value("gz:wording", printed),
        Value("gz:preferredWording", right),
        Value("gz:formKind", Term("gz:misprint")),
        Value("gz:role", "place"),
        Value("gz:occurrences", 1),
    )
    return Part("NameVariant", "misprint", span, values)


def _side_by_side(one: str, other: str, chars: str) -> bool:
    # Two places in one enumeration are two places.
    between = "[^，。；]{0,12}[、和与及][^，。；]{0,12}"
    if re.search(f"{one}{between}{other}|{other}{between}{one}", chars):
        return True
    entry = "(?:^|[、，；：:])%s(?:人民政府|政府)?(?=[、，；和等]|$)"
    return all(re.search(entry % place, chars) for place in (one, other))
