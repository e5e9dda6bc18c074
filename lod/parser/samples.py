"""A list named by its first: 对东陵市等4个市予以表扬, and below it 设区的市：东陵市、南浦市."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate

from lod import lazy
from lod.model import Part, Text
from lod.parser import patterns as p
from lod.parser import rows
from lod.parser.lines import join
from lod.parser.rows import Line
from lod.parser.tallies import OPEN_END, counted, integer

AND_OTHERS = lazy.regex(rf"(?<=[㐀-鿿A-Za-z0-9）”》])等(?P<count>(?P<number>[0-9]{{1,3}}|[{p.CN}两]{{1,3}})[㐀-鿿])")
LISTED = lazy.regex("(?:^|[：:])(?P<names>[^，；：:。]{4,600})[。；;]?$")
# 1. 东陵市水务局 · 东陵市水务局（10分)
NAME = lazy.regex(r"[㐀-鿿A-Za-z0-9“”·]{3,40}(?=$|[\s　（(])")
# 侯建业　县市场监督管理局 · 县市场监督管理局（5分）
PLAIN_NAME = lazy.regex(r"[㐀-鿿][ 　]+[㐀-鿿](?=$|[\s　（(])|[㐀-鿿A-Za-z0-9“”·]{2,40}(?=$|[\s　（(])")
APART = lazy.regex("(?<![㐀-鿿])([㐀-鿿])[ 　]+([㐀-鿿])(?![㐀-鿿])")  # 徐　宏
TITLE_RUN = lazy.regex("(?:《[^《》]{2,60}》(?:[、和及]|以及)?){2,40}(?!等)")
LABEL = lazy.regex(rf"^(?:[{p.CN}]{{1,3}}、|[（(][{p.CN}0-9]{{1,3}}[）)]|[0-9]{{1,3}}(?:[.．、]|[ 　\t]))\s*")
LONGEST = 40
FEW = 4  # names before 等
MOST = 20  # lists that begin alike or follow one another
WINDOW = 300  # lines of a list


def read(text: Text, root: Part) -> Iterator[tuple[Part, Part]]:
    """The ``Enumeration`` of each 甲等N个 whose list, beginning with 甲, stands below it; with the part that says so.

    >>> from lod.model import Source, Span
    >>> chars = "对东陵市等3个市予以表扬。\\n设区的市：东陵市、南浦市。"
    >>> parts = (Part("Paragraph", "p1", Span(0, 13)), Part("Paragraph", "p2", Span(14, 27)))
    >>> root = Part("Document", "d", Span(0, 27), (), parts)
    >>> [(e.get("gz:declaredCount"), e.get("gz:listedCount"))
    ...  for _, e in read(Text(Source("-", "text/plain", b""), chars), root)]
    [(3, 2)]
    """
    for work in [part for part in root.walk() if part.kind == "Document"] or [root]:
        lines = list(rows.read(text, work))
        lists = _by_beginning(lines)
        for at, line in enumerate(lines if lists else ()):
            joined = join(text, line.span)
            for match in AND_OTHERS.finditer(joined.chars):
                declared = integer(match["number"])
                before = joined.chars[max(0, match.start() - LONGEST) : match.start()]
                below = [counts for where, counts in _named(before, lists) if where > at]
                if declared > 1 and below and not any(declared in counts for counts in below):
                    place = joined.span(*match.span("count"))
                    key = f"count_e{place.start}"
                    yield line.part, counted(place, match["count"], declared, below[0][0], False, key)


def _named(before: str, lists: Mapping[str, Sequence[tuple[int, list[int]]]]) -> Iterator[tuple[int, list[int]]]:
    # The lists whose first names the words before 等 end with.
    before = before.removesuffix("》")
    for start in range(len(before)):
        yield from lists.get(before[start:], ())


def _by_beginning(lines: Sequence[Line]) -> dict[str, list[tuple[int, list[int]]]]:
    # By the first name of a list, and by its first few: where it begins and how much it lists.
    found: dict[str, list[tuple[int, list[int]]]] = {}
    for at, names, counts in _lists(lines):
        for few in accumulate(names[:FEW], lambda one, other: f"{one}、{other}"):
            found.setdefault(few, [])[MOST:] = [(at, counts)]
    return found


def _lists(lines: Sequence[Line]) -> Iterator[tuple[int, list[str], list[int]]]:
    """Where a list begins, its names, and how many things it lists: by itself, and with each list that follows it."""
    inline = {at: names for at, line in enumerate(lines) if (names := _inline(line))}
    for at, names in inline.items():
        following = [names]
        while at + len(following) in inline and len(following) < MOST:
            following.append(inline[at + len(following)])
        yield at, names, list(accumulate(len(one) for one in following))
    for at, line in enumerate(lines):
        titles = _titles(line)
        if titles:
            yield at, titles, [len(titles)]
    begun = 0
    for at in range(len(lines)):
        names = _plain(lines, at) if at >= begun else []
        begun = max(begun, at + len(names))
        if len(names) > 1:
            cells = [cell for line in lines[at:begun] for cell in APART.sub(r"\1\2", line.chars).split()]
            several = all(len(cell) < 5 for cell in cells)  # 侯建业　方志远　尚文: several names in one line
            yield at, names, [len(names), len(cells) if several else len(names)]
    for at, line in enumerate(lines):
        if line.ordinal == 1 and (name := _single(line)):
            yield at, [name], list(_runs(lines, at))


def _titles(line: Line) -> list[str]:
    # 《甲》《乙》《丙》已经县人民政府同意
    run = TITLE_RUN.search(line.chars)
    return re.findall("《([^《》]*)》", run[0]) if run else []


def _plain(lines: Sequence[Line], at: int) -> list[str]:
    # The names, one a line without labels, that begin at a line; none where it is not plain that they end.
    names: list[str] = []
    for line in lines[at : at + WINDOW]:
        found = None if line.label or line.kind in ("Title", "Heading") else PLAIN_NAME.match(line.chars)
        if found is None or re.search("[，。；：:]", line.chars) or len(line.chars) > 60:
            ended = line.label or line.kind != "Paragraph" or re.search("[。：:]$|^附", line.chars)
            return names if ended else []
        names.append(re.sub(r"[\s　]", "", found[0]))
    return names


def _inline(line: Line) -> list[str]:
    listed = LISTED.search(LABEL.sub("", line.chars))
    if listed is None or "、" not in listed["names"] or OPEN_END.search(line.chars):
        return []
    *names, last = re.sub(r"[（(][^（）()]*[）)]", "", listed["names"]).split("、")
    return [*names, *re.split("(?<=[㐀-鿿]{2})(?:以及|[和及])(?=[㐀-鿿]{2})", last)]


def _single(line: Line) -> str:
    found = NAME.match(line.chars, match.end()) if (match := LABEL.match(line.chars)) else None
    return found[0] if found and not re.search("[，。；：:、]", line.chars[found.end() :]) else ""


def _runs(lines: Sequence[Line], at: int) -> Iterator[int]:
    # How many have been listed wherever the numbering is interrupted or begins anew.
    total = 0
    last = lines[at].ordinal - 1
    for line in lines[at : at + WINDOW]:
        if line.label != lines[at].label or not _single(line):
            yield total
        elif line.ordinal in (1, last + 1):
            if line.ordinal == 1 and total:
                yield total
            total, last = total + 1, line.ordinal
        else:
            break
    yield total
