"""Counts declared in words and what is listed with them: （共10名） and the names below, 一是……二是……."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lod import lazy
from lod.model import Part, Text
from lod.parser import columns, rows, tallies
from lod.parser.lines import Joined, join
from lod.parser.rows import Line
from lod.parser.tallies import COUNTER, INLINE, NUMBER, OPEN_END, enumeration, integer, number_of

# 以下4项： · 下列五种情形之一的 is none
ANNOUNCED = lazy.regex(
    rf"(?:以下|下列|如下)(?:主要)?(?P<number>{NUMBER})(?:大|个)?(?:{COUNTER})[㐀-鿿]{{0,8}}[：:]$"
    rf"|(?:以下|下列)(?P<second>{NUMBER})(?:大|个)?(?:{COUNTER})[㐀-鿿]{{0,8}}(?:组成|内容|要求|措施)?[。：:]$"
    rf"|(?:下设|设立|成立|组建|分为|分成|划分为|包括|设置?|分)(?P<third>{NUMBER})(?:大|个)?(?P<kind>[㐀-鿿]{{0,8}}(?:{COUNTER}|组|步骤|环节))[：:。]$"
)
# （共10名） · （3件） at the end of a heading or title, or on a line of its own
BRACKETED = lazy.regex(rf"[（(]\s*(?:总?共计?|合计)?\s*(?P<number>{NUMBER})\s*(?:{COUNTER})\s*[）)]$")
# 二级古树3株
TRAILING = lazy.regex(rf"[㐀-鿿](?P<number>[0-9]{{1,3}})(?:{COUNTER})$")
# 办好10件民生实事：一是……
_FIRST = r"[：:。](?:\*\*)?(?:一是|（一）|①|1\.|（1）)"
ORDERED = lazy.regex(
    rf"(?P<number>{NUMBER})(?:大|个)?(?:{COUNTER})[㐀-鿿]{{0,10}}{_FIRST}"
    rf"|(?<=[以下如][下列])(?P<second>{NUMBER})(?:大|个)?(?:{COUNTER})[㐀-鿿]{{0,10}}的，[㐀-鿿]{{2,12}}{_FIRST}"
)
RUNS = (
    tuple(f"{n}是" for n in "一二三四五六七八九十"),
    tuple(f"（{n}）" for n in "一二三四五六七八九十"),
    tuple("①②③④⑤⑥⑦⑧⑨⑩"),
    tuple(f"（{n}）" for n in range(1, 11)),
    tuple(rf"(?<![0-9.]){n}\.(?![0-9])" for n in range(1, 11)),
)
# 成立3个督查组 · 第一督查组：大梁镇
GROUPS = lazy.regex(
    rf"(?:成立|组建|设立|组成|派出|分成|分为|下设|抽调[^，。；]{{0,24}}组成)了?(?P<number>{NUMBER})个(?P<kind>[㐀-鿿]{{0,8}}?组)"
)
GROUP = lazy.regex(rf"第(?P<n>{NUMBER})(?P<kind>[㐀-鿿]{{0,8}}?组)(?=[：:（(　 ]|$)")
LONGEST = 300
TABLE_HEAD = lazy.regex("^序号")
# 张　三: a name set apart; several names of three or four characters in a row are several
NAMES = lazy.regex(r"[㐀-鿿·]{2,4}(?:[\s　]+[㐀-鿿·]{2,4}){2,}")


def over_lines(text: Text, root: Part) -> Iterator[tuple[Part, Part]]:
    """What a line declares and the lines below it list, and totals over lines, with the part whose line it is.

    >>> from lod.model import Source, Span
    >>> chars = "主要包括以下3项：\\n（一）甲；\\n（二）乙。"
    >>> parts = tuple(Part("Paragraph", f"p{n}", Span(a, b)) for n, (a, b) in enumerate(((0, 9), (10, 15), (16, 21))))
    >>> root = Part("Document", "d", Span(0, 21), (), parts)
    >>> [(e.get("gz:declaredCount"), e.get("gz:listedCount"))
    ...  for _, e in over_lines(Text(Source("-", "text/plain", b""), chars), root)]
    [(3, 2)]
    """
    lines = list(rows.read(text, root))
    for at, line in enumerate(lines):
        for match, number in _declared(line):
            kind = match.groupdict().get("kind")
            listed = _below(lines, at, line, number, ("组" if kind.endswith("组") else kind[-2:]) if kind else "")
            if listed is not None:
                yield line.part, enumeration(join(text, line.span), match, number, listed, False, "enumeration")
        for part in columns.read(text, lines, at):
            yield line.part, part
    yield from (*_trailing(text, lines), *_groups(text, lines))


def within(joined: Joined) -> Iterator[Part]:
    """What a paragraph declares and lists itself, as ``Enumeration`` parts.

    >>> chars = "灾害分为特大型、大型、中型、小型五级。"
    >>> [(e.get("gz:declaredCount"), e.get("gz:listedCount")) for e in within(Joined(chars, tuple(range(len(chars)))))]
    [(5, 4)]
    """
    yield from (*tallies.read(joined), *_ordered(joined))


def _ordered(joined: Joined) -> Iterator[Part]:
    for match in ORDERED.finditer(joined.chars):
        declared = integer(match["number"] or match["second"])
        rest = joined.chars[match.start() : match.start() + 4000]
        for run in RUNS:
            listed, at = 0, match.end() - match.start() - 4
            while listed < len(run) and (found := re.compile(run[listed]).search(rest, at)):
                listed, at = listed + 1, found.end()
            if 1 < listed < len(run) or (listed == len(run) and declared <= len(run)):
                yield enumeration(joined, match, declared, listed, False, f"count_o{match.start()}")
                break


def _declared(line: Line) -> Iterator[tuple[re.Match[str], int]]:
    for pattern in (ANNOUNCED, BRACKETED):
        match = pattern.search(line.chars)
        if match and not (pattern is BRACKETED and len(line.chars) > 60):
            groups = match.groupdict()
            number = integer(groups["number"] or groups.get("second") or groups.get("third") or "")
            if number > 1 and not re.search("或|之一", match[0]):
                yield match, number


def _below(lines: Sequence[Line], at: int, line: Line, declared: int, kind: str = "") -> int | None:
    """How many lines the list below a line has, or none where it is not plain what belongs to it."""
    rest = lines[at + 1 : at + LONGEST]
    if rest and TABLE_HEAD.match(rest[0].chars):
        rest = rest[1:]
    if not rest:
        return None
    first = rest[0]
    if first.ordinal == 1 and first.label != line.label:
        items: list[Line] = []
        for other in rest:
            if other.label == first.label and other.ordinal == len(items) + 1:
                items.append(other)
            elif other.label in (first.label, line.label or "none") or other.kind == "Title":
                break
        if kind and not all(kind in item.chars for item in items):
            return None
        own = [_own_count(item) for item in items]
        return sum(own) if all(own) else _run_on(rest, items) or len(items)
    if kind or first.label or line.chars[-1:] not in "）)":
        return None
    return _in_line(first.chars, declared) or _unlabelled(rest)


def _run_on(rest: Sequence[Line], items: Sequence[Line]) -> int:
    # （共12项） above headings 一、二、三、 whose tasks are numbered 1 to 12 across them
    for label in ("bracketed", "digit", "enclosed"):
        ordinals = [line.ordinal for line in rest if line.label == label]
        if label != items[0].label and len(ordinals) > len(items) and ordinals == list(range(1, len(ordinals) + 1)):
            return len(ordinals)
    return 0


def _in_line(chars: str, declared: int) -> int | None:
    # 石门镇、南浦镇、北塘镇, all in one line
    if "、" not in chars or re.search("[，；：:。]", chars[:-1]) or OPEN_END.search(chars):
        return None
    return number_of(chars, declared)


def _own_count(item: Line) -> int:
    match = BRACKETED.search(item.chars) or INLINE.search(item.chars)
    return integer(match["number"]) if match else 0


def _unlabelled(rest: Sequence[Line]) -> int | None:
    # Names below （共10名）, one a line with post or unit behind, until the shape of the lines changes
    listed = 0
    for other in rest:
        if other.label or other.kind in ("Title", "Heading") or re.search("[。；：:]", other.chars):
            break
        if len(other.chars) > 45 or "、" in other.chars:
            return None
        listed += len(other.chars.split()) if NAMES.fullmatch(other.chars) else 1
    return listed or None


def _trailing(text: Text, lines: Sequence[Line]) -> Iterator[tuple[Part, Part]]:
    # Headings like 二级古树3株, where another heading of the same kind counts its items so and is right
    counted: dict[str, list[tuple[Line, re.Match[str], int, int]]] = {}
    for at, line in enumerate(lines):
        match = TRAILING.search(line.chars) if line.label and len(line.chars) < 30 else None
        listed = _below(lines, at, line, integer(match["number"])) if match else None
        if match and listed:
            counted.setdefault(line.label, []).append((line, match, integer(match["number"]), listed))
    for several in counted.values():
        if len(several) > 1 and any(number == listed for _, _, number, listed in several):
            for line, match, number, listed in several:
                yield line.part, enumeration(join(text, line.span), match, number, listed, False, "enumeration")


def _groups(text: Text, lines: Sequence[Line]) -> Iterator[tuple[Part, Part]]:
    for at, line in enumerate(lines):
        joined = join(text, line.span)
        for match in GROUPS.finditer(joined.chars):
            listed = 0
            for other in lines[at + 1 : at + LONGEST]:
                head = GROUP.match(other.chars)
                same = head and head["kind"][-2:] in (match["kind"][-2:], "组")
                listed += bool(head and same and integer(head["n"]) == listed + 1)
            if listed > 1:
                yield (
                    line.part,
                    enumeration(joined, match, integer(match["number"]), listed, False, f"groups_{match.start()}"),
                )
