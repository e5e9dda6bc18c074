"""Lists of names of units and officials, split as a reader would.

Names keep the span in which they are printed; brackets inside a name, as in 各乡（镇）人民政府, belong to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lod import lazy
from lod.model import Name
from lod.parser.lines import Joined
from lod.parser.patterns import HAN, ORGAN_END, POST, squeeze

SEPARATORS = "、，,；;"
# 各省、自治区、直辖市人民政府, but not a hundred areas in a row
LONGEST_SHARED = 60
SHARES_ORGAN = lazy.regex("各(?:省|市|州|盟|地|县|区|旗|乡|镇|街道)")
# 市各委、办 + 局
KINDS_OF_ORGANS = lazy.regex("[\u4e00-\u9fff]{0,8}各(?:[部委办局厅室院行社]、?){1,8}")
ONE_KIND = lazy.regex("[部委办局厅室院行社](?=[、，,；;：:]|$)")
ORGAN_LAST = lazy.regex(rf"(?:{ORGAN_END}|政府|单位|部门|机构|院校|企业)(?:[（(][^（）()]*[）)])?$")
BETWEEN_WORDS = lazy.regex(rf"(?<=[{HAN}])\s+(?=[{HAN}])")
CLOSING = "）)"
# 副县长张安 · 张安同志 · 张安副县长
PERSON = lazy.regex(rf"(?:(?P<post>{POST})\s*)?(?P<name>[{HAN}]{{2,4}}?)\s*(?P<after>{POST}|同志)?")
EDGE = " 　。.：:；;，,、*"


def units(joined: Joined) -> Iterator[Name]:
    """The units of a list, in order; 各省、自治区、直辖市人民政府 is one.

    >>> chars = "县财政局、各乡（镇、街道）政府，县水务局。"
    >>> [name.printed for name in units(Joined(chars, tuple(range(len(chars)))))]
    ['县财政局', '各乡（镇、街道）政府', '县水务局']
    """
    start = depth = 0
    for at, char in enumerate(joined.chars + "、"):
        depth += (char in "（(") - (char in "）)")
        last = at == len(joined.chars)
        if last or (depth <= 0 and char in SEPARATORS and not (char == "、" and _goes_on(joined, start, at))):
            yield from _unit(joined, start, at)
            start, depth = at + 1, 0


def _goes_on(joined: Joined, start: int, end: int) -> bool:
    # 各省、自治区、…: the organ that these areas share comes last. 市各委、办、局 is one.
    if end - start > LONGEST_SHARED:
        return False
    piece = joined.chars[start:end].strip()
    if KINDS_OF_ORGANS.fullmatch(piece) and ONE_KIND.match(joined.chars, end + 1):
        return True
    return bool(SHARES_ORGAN.match(piece)) and not ORGAN_LAST.search(piece)


def joint(joined: Joined) -> Iterator[Name]:
    """The organs that issue or sign together; spaces alone may stand between them (GB/T 9704-2012 7.3.5.1).

    >>> [name.printed for name in joint(Joined("甲市财政局　乙市教育局", tuple(range(11))))]
    ['甲市财政局', '乙市教育局']
    """
    chars = BETWEEN_WORDS.sub(lambda spaces: "、" * len(spaces[0]), joined.chars)
    start = 0
    for at in range(1, len(chars) + 1):
        if at == len(chars) or _next_organ(joined, start, at):
            yield from units(Joined(chars[start:at], joined.offsets[start:at]))
            start = at


def _next_organ(joined: Joined, start: int, at: int) -> bool:
    # An organ a line, each beginning with the same place; 办公室 on a line of its own goes on.
    chars, broken = joined.chars, joined.offsets[at] > joined.offsets[at - 1] + 1
    return broken and chars.startswith(chars[start : start + 2], at) and bool(ORGAN_LAST.search(chars[start:at]))


def officials(joined: Joined) -> Iterator[Name]:
    """The officials of a list: 程海龙 张瑞轩 are two, 崔 滨 is one with a name spaced out; posts are left out.

    >>> [name.printed for name in officials(Joined("程海龙 张瑞轩、崔 滨", tuple(range(11))))]
    ['程海龙', '张瑞轩', '崔滨']
    """
    for name in units(joined):
        piece = joined.part(joined.index(name.span.start), joined.index(name.span.end - 1) + 1)
        words = piece.chars.split()
        if len(words) < 2 or all(len(word) == 1 for word in words) or re.fullmatch(POST, words[0]):
            yield _official(piece)
            continue
        for match in re.finditer(r"\S+", piece.chars):
            yield _official(piece.part(*match.span()))


def _official(piece: Joined) -> Name:
    match = PERSON.fullmatch(piece.chars)
    if match and (match["post"] or match["after"]):
        return Name("Official", match["name"], piece.span(*match.span("name")))
    return Name("Official", squeeze(piece.chars), piece.whole())


def is_person(printed: str) -> bool:
    """Whether a name is that of a person, told by a post or 同志 beside it.

    >>> is_person("副县长张安"), is_person("张安同志"), is_person("县教育局")
    (True, True, False)
    """
    match = PERSON.fullmatch(printed)
    return bool(match and (match["post"] or match["after"]))


def _unit(joined: Joined, start: int, end: int) -> Iterator[Name]:
    chars = joined.chars[start:end]
    # A closing bracket belongs to the name that has the opening one: 县联社（筹）, but 县财政局）.
    edge = EDGE if "（" in chars or "(" in chars else EDGE + CLOSING
    left = len(chars) - len(chars.lstrip(edge))
    right = len(chars.rstrip(edge))
    if right > left:
        yield Name("Unit", squeeze(chars[left:right]), joined.span(start + left, start + right))
