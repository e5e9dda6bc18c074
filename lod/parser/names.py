"""Lists of names of units and officials, split as a reader would."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lod.model import Name
from lod.parser.lines import Joined
from lod.parser.patterns import ORGAN_END, squeeze

SEPARATORS = "、，,；;"
SHARES_ORGAN = re.compile("各(?:省|市|州|盟|地|县|区|旗|乡|镇|街道)")
ORGAN_LAST = re.compile(rf"(?:{ORGAN_END}|政府|单位|部门|机构|院校|企业)(?:[（(][^（）()]*[）)])?$")
EDGE = " 　。.：:；;，,、）)*"


def units(joined: Joined) -> Iterator[Name]:
    """The units of a list such as 县财政局、县水务局，各镇人民政府; 各省、自治区、直辖市人民政府 is one."""
    start = depth = 0
    for at, char in enumerate(joined.chars + "、"):
        depth += (char in "（(") - (char in "）)")
        last = at == len(joined.chars)
        if last or (depth <= 0 and char in SEPARATORS and not (char == "、" and _goes_on(joined.chars[start:at]))):
            yield from _name("Unit", joined, start, at)
            start, depth = at + 1, 0


def _goes_on(piece: str) -> bool:
    """各省、自治区、…: the organ that these areas share comes last."""
    return bool(SHARES_ORGAN.match(piece.strip())) and not ORGAN_LAST.search(piece.strip())


def officials(joined: Joined) -> Iterator[Name]:
    """The officials of a list: 程海龙 张瑞轩 are two, 崔 滨 is one whose name is spaced out."""
    for name in units(joined):
        piece = joined.part(joined.index(name.span.start), joined.index(name.span.end - 1) + 1)
        words = piece.chars.split()
        if len(words) < 2 or all(len(word) == 1 for word in words):
            yield Name("Official", squeeze(piece.chars), name.span)
            continue
        for match in re.finditer(r"\S+", piece.chars):
            yield Name("Official", match[0], piece.span(match.start(), match.end()))


def _name(kind: str, joined: Joined, start: int, end: int) -> Iterator[Name]:
    closed = joined.chars[start:end].count("（") + joined.chars[start:end].count("(")
    edge = EDGE if not closed else EDGE.replace("）", "").replace(")", "")
    chars = joined.chars[start:end]
    left = len(chars) - len(chars.lstrip(edge))
    right = len(chars.rstrip(edge))
    if right > left:
        yield Name(kind, squeeze(chars[left:right]), joined.span(start + left, start + right))
