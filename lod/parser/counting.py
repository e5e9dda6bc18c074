"""Counts declared in words and what is listed with them: （共10名） and the names below, 一是……二是……."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lod import lazy
from lod.model import Part, Text, Value
from lod.parser import columns, rows
from lod.parser import patterns as p
from lod.parser.lines import Joined, join
from lod.parser.rows import Line

NUMBER = f"[0-9]{{1,3}}|[{p.CN}]{{1,3}}"
COUNTER = "[个项件条种类点家名人位株处所座部份篇宗起例批级款]|方面|阶段"
# 以下4项： · 下列五种情形之一的 is none
ANNOUNCED = lazy.regex(
    rf"(?:以下|下列|如下)(?:主要)?(?P<number>{NUMBER})(?:大|个)?(?:{COUNTER})[㐀-鿿]{{0,8}}[：:]$"
    rf"|(?:以下|下列)(?P<second>{NUMBER})(?:大|个)?(?:{COUNTER})[㐀-鿿]{{0,8}}(?:组成|内容|要求|措施)?[。：:]$"
)
# （共10名） · （3件） at the end of a heading or title, or on a line of its own
BRACKETED = lazy.regex(rf"[（(]\s*(?:总?共计?|合计)?\s*(?P<number>{NUMBER})\s*(?:{COUNTER})\s*[）)]$")
# 二级古树3株
TRAILING = lazy.regex(rf"[㐀-鿿](?P<number>[0-9]{{1,3}})(?:{COUNTER})$")
# 传统技艺（2项）：甲、乙
INLINE = lazy.regex(rf"[（(](?:共)?(?P<number>{NUMBER})(?:{COUNTER})[）)][：:](?P<list>[^。；;]{{1,400}})[。；;]?$")
# 办好10件民生实事：一是……
ORDERED = lazy.regex(
    rf"(?P<number>{NUMBER})(?:大|个)?(?:{COUNTER})[㐀-鿿]{{0,10}}[：:。](?:\*\*)?(?:一是|（一）|①|1\.|（1）)"
)
RUNS = (
    tuple(f"{n}是" for n in "一二三四五六七八九十"),
    tuple(f"（{n}）" for n in "一二三四五六七八九十"),
    tuple("①②③④⑤⑥⑦⑧⑨⑩"),
)
# 《甲》《乙》等3个预案 · 甲局、乙局、丙局3个部门 · 特大型、大型、中型、小型四级
TITLES = lazy.regex(
    rf"(?P<list>(?:《[^《》]{{2,60}}》[、和及]?(?:以及)?){{2,40}})(?P<open>等)?(?P<number>{NUMBER})(?:{COUNTER})"
)
BODIES = lazy.regex(
    rf"(?P<list>(?:[㐀-鿿]{{2,16}}、){{1,20}}[㐀-鿿]{{2,24}}?)(?P<open>等)?(?P<number>{NUMBER})"
    "(?:(?:个|家)(?:部门|单位)|个(?:乡镇|镇街|镇|乡|街道))"
)
BODY = lazy.regex("(?:局|委员会|办公室|中心|厅|镇|乡|街道)(?:和|及|以及|$)")
LEVELS = lazy.regex(
    rf"(?:分为|划分为|设为?|包括)(?P<list>(?:[㐀-鿿]{{1,8}}(?:（[^（）]{{1,12}}）)?、){{1,8}}[㐀-鿿]{{1,7}}?(?:（[^（）]{{1,12}}）)?)"
    rf"(?P<number>[{p.CN}][个大]?)(?:级|类|种|等|档|个等级)"
)
LONGEST = 300
OPEN_END = lazy.regex("等|……|…|省略|略）")
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
            listed = _below(lines, at, line, number)
            if listed is not None:
                yield line.part, _part(join(text, line.span), match, number, listed, False, "enumeration")
        for part in columns.read(text, lines, at):
            yield line.part, part
    yield from _trailing(text, lines)


def within(joined: Joined) -> Iterator[Part]:
    """What a paragraph declares and lists itself, as ``Enumeration`` parts.

    >>> chars = "灾害分为特大型、大型、中型、小型五级。"
    >>> [(e.get("gz:declaredCount"), e.get("gz:listedCount")) for e in within(Joined(chars, tuple(range(len(chars)))))]
    [(5, 4)]
    """
    yield from (*_inline(joined), *_titles(joined), *_ordered(joined))


def _inline(joined: Joined) -> Iterator[Part]:
    chars = joined.chars
    for match in INLINE.finditer(chars):
        names = re.sub("（[^（）]*）|《[^《》]*》", "甲", match["list"])
        if not OPEN_END.search(names) and "，" not in names:
            listed = _number_of(names, _int(match["number"]))
            yield _part(joined, match, _int(match["number"]), listed, False, f"count_i{match.start()}")
    for match in LEVELS.finditer(chars):
        listed = re.sub("（[^（）]*）", "", match["list"]).count("、") + 1
        number = _int(match["number"].rstrip("个大"))
        yield _part(joined, match, number, listed, False, f"count_l{match.start()}")


def _titles(joined: Joined) -> Iterator[Part]:
    for match in TITLES.finditer(joined.chars):
        listed = match["list"].count("《")
        number = _int(match["number"])
        # 《甲》《乙》等12件 names some of them; who names nearly all of them means all
        some = bool(match["open"]) and (listed < 4 or number - listed > 2)
        yield _part(joined, match, number, listed, some and listed <= number, f"count_t{match.start()}")
    for match in BODIES.finditer(joined.chars):
        if not all(BODY.search(name) for name in match["list"].split("、")):
            continue
        number = _int(match["number"])
        listed = _number_of(match["list"], number, "(?<=[局会室心厅镇乡道])")
        some = bool(match["open"]) and listed <= number
        yield _part(joined, match, number, listed, some, f"count_b{match.start()}")


def _ordered(joined: Joined) -> Iterator[Part]:
    for match in ORDERED.finditer(joined.chars):
        rest = joined.chars[match.end("number") : match.end("number") + 4000]
        for run in RUNS:
            listed = 0
            at = rest.find(run[0])
            while at >= 0 and listed < len(run):
                listed += 1
                at = rest.find(run[listed], at) if listed < len(run) else -1
            if 1 < listed < len(run) or (listed == len(run) and _int(match["number"]) <= len(run)):
                yield _part(joined, match, _int(match["number"]), listed, False, f"count_o{match.start()}")
                break


def _declared(line: Line) -> Iterator[tuple[re.Match[str], int]]:
    for pattern in (ANNOUNCED, BRACKETED):
        match = pattern.search(line.chars)
        if match and not (pattern is BRACKETED and len(line.chars) > 60):
            groups = match.groupdict()
            number = _int(groups["number"] or groups.get("second") or "")
            if number > 1 and not re.search("或|之一", match[0]):
                yield match, number


def _below(lines: Sequence[Line], at: int, line: Line, declared: int) -> int | None:
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
        own = [_own_count(item) for item in items]
        return sum(own) if all(own) else len(items)
    if first.label or line.chars[-1:] not in "）)":
        return None
    return _in_line(first.chars, declared) or _unlabelled(rest)


def _in_line(chars: str, declared: int) -> int | None:
    # 石门镇、南浦镇、北塘镇, all in one line
    if "、" not in chars or re.search("[，；：:。]", chars[:-1]) or OPEN_END.search(chars):
        return None
    return _number_of(chars, declared)


def _number_of(names: str, declared: int, after: str = "") -> int:
    # 工业和信息化局 is one body, 甲和乙 are two: what was declared decides where both can be meant.
    # 和 stands before the last of a list only, between two words: 安和苑、静湖苑 are two.
    least = names.count("、") + 1
    last = names.rpartition("、")[2]
    most = least + len(re.findall(f"(?<=[㐀-鿿）》]{{2}}){after}(?:以及|[和及])(?=[㐀-鿿《“]{{2}})", last))
    return declared if least <= declared <= most else least


def _own_count(item: Line) -> int:
    match = BRACKETED.search(item.chars) or INLINE.search(item.chars)
    return _int(match["number"]) if match else 0


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
        listed = _below(lines, at, line, _int(match["number"])) if match else None
        if match and listed:
            counted.setdefault(line.label, []).append((line, match, _int(match["number"]), listed))
    for several in counted.values():
        if len(several) > 1 and any(number == listed for _, _, number, listed in several):
            for line, match, number, listed in several:
                yield line.part, _part(join(text, line.span), match, number, listed, False, "enumeration")


def _int(printed: str) -> int:
    return (p.numeral(printed.replace("两", "二")) if printed else 0) or 0


def _part(joined: Joined, match: re.Match[str], declared: int, listed: int, is_open: bool, key: str) -> Part:
    start, end = _place(joined, match)
    values = (
        Value("gz:declaredCount", declared),
        Value("gz:listedCount", listed),
        Value("gz:isOpen", is_open),
        Value("nif:anchorOf", joined.chars[start:end]),
    )
    return Part("Enumeration", key, joined.span(start, end), values)


def _place(joined: Joined, match: re.Match[str]) -> tuple[int, int]:
    # The number and its measure word; a match in a stripped line begins a little earlier than in the joined one
    name = next(n for n in ("number", "second") if match.groupdict().get(n))
    shift = joined.chars.find(match.string) if match.string != joined.chars else 0
    start = match.start(name) + max(shift, 0)
    unit = re.compile(rf"[个家](?:方面|阶段)?|大|{COUNTER}").match(joined.chars, match.end(name) + max(shift, 0))
    return start, unit.end() if unit else match.end(name) + max(shift, 0)
