"""Totals printed with their parts: 资金3000万元，其中A1600万元、B1400万元 · A86处、B24处，共110处."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from lod import lazy
from lod.model import Part, Value
from lod.parser import apportioned, kinds, spread
from lod.parser.figures import Figure, compared, figures
from lod.parser.lines import Joined

SENTENCE = lazy.regex("[^。！？!?]+")
# 共100个，其中…… · 分为…… · 按类型分，…… · 用于…… · 审结案件中，……
AMONG = lazy.regex(
    r"其中[，,：:]?|(?:具体)?(?P<all>包括|包含|分为|分别为|分别是|按[^，,。；;：:、0-9]{1,10}(?:分|划分|统计|分类)[，,：:])[：:]?"
    r"|(?:主要|分别)?用于(?=[㐀-鿿]{2,14}[0-9])|[分从按][^，,。；;：:、0-9]{1,10}看[，,：:]|(?P<head>[㐀-鿿]{2,4})案?件?中[，,]"
)
# ……，共110处: the parts come first
SUMMED = lazy.regex(
    r"(?:^|[，,、；;])\s*(?:[二两三四五六七八九十]项|以上)?(?:(?:总共|共计|合计|总计|共)(?:为|有|达)?"
    r"(?P<what>(?:获奖|涉及|表彰|安排|核定)?(?:人员|人数|名额|资金|经费|面积|项目|单位|对象|里程|户数))?"
    r"|(?P<noun>[㐀-鿿]{0,4}总(?:投资|面积|额|数|量|人数|里程|长度|金额|经费)(?:为|达)?))\s*$"
)
SHARED = lazy.regex("每|各|人均|平均|均|单价|分别")
OPEN = lazy.regex("等|省略|……|…")
# What is designed and not measured: its figures are exact.
PLANNED = lazy.regex("总投资|总概算|概算投资|总建筑面积")
NEIGHBOURS = 12
REACH = 400


def read(joined: Joined) -> Iterator[Part]:
    """The totals of a paragraph, each a ``Total`` with the sum of its parts.

    >>> chars = "安排资金3000万元，其中工程建设资金1600万元、维修养护资金1300万元。"
    >>> [(str(t.get("gz:value")), str(t.get("gz:partsSum")), t.get("gz:isExhaustive"))
    ...  for t in read(Joined(chars, tuple(range(len(chars)))))]
    [('3000', '2900', False)]
    """
    found = figures(joined.chars)
    if len(found) < 2:
        return
    chars = joined.chars
    every = (
        *_after(chars, found),
        *_before(chars, found),
        *apportioned.read(chars, found),
        *spread.of_hundred(chars, found),
    )
    once = {(total, *parts): (total, parts, exhaustive) for total, parts, exhaustive in reversed(every)}
    for number, (total, parts, exhaustive) in enumerate(reversed(once.values()), 1):
        yield _part(joined, total, parts, exhaustive, f"total_{number}")


def _part(joined: Joined, total: Figure, parts: Sequence[Figure], exhaustive: bool, key: str) -> Part:
    scale = total.value / Decimal(total.number.replace(",", "")) if total.value else Decimal(1)
    planned = bool(PLANNED.search(joined.chars, max(0, total.start - 12), total.start))
    slack = _slack(total, parts, planned)
    values = (
        Value("gz:value", total.value / scale),
        Value("gz:valueUnit", total.scale + total.unit),
        Value("gz:partsSum", _plain(sum((part.value for part in parts), Decimal(0)) / scale)),
        Value("gz:partsCount", len(parts)),
        Value("gz:roundingSlack", _plain(slack / scale)),
        Value("gz:isExhaustive", exhaustive),
        Value("nif:anchorOf", joined.chars[total.start : total.end]),
    )
    return Part("Total", key, joined.span(total.start, total.end), values)


def _slack(total: Figure, parts: Sequence[Figure], planned: bool = False) -> Decimal:
    # 3亿元，其中1.24亿元、1.77亿元: a total that stands before its parts may be rounded more than they are.
    coarse = total.start < parts[0].start and total.step > min(part.step for part in parts)
    own = total.step / 2 if coarse else total.slack
    inexact = sum((part.slack for part in parts), Decimal(0))
    # Of two amounts that are added up before the reader's eyes, one at most is rounded.
    by_eye = planned or total.start > parts[0].start
    return max(own, inexact / 2) if by_eye and len(parts) == 2 else own + inexact


def _plain(number: Decimal) -> Decimal:
    return number.quantize(Decimal("0.0001")).normalize() + 0 if number else Decimal(0)


def _after(chars: str, found: list[Figure]) -> Iterator[tuple[Figure, list[Figure], bool]]:
    for among in AMONG.finditer(chars):
        parts = _listed(chars, among.end(), found)
        loose = apportioned.to_the_end(chars, among.end(), found)
        if len(loose) > len(parts) and (whole := _whole(chars, among, found, loose)) and spread.nearly(whole, loose):
            parts = loose
        if len(parts) < 2:
            continue
        total = _whole(chars, among, found, parts)
        if total is None or total.vague or any(part.vague for part in parts):
            continue
        names = _names(chars, among.end(), parts)
        every = bool(among["all"]) or kinds.closed(names)
        if every or not any(kinds.PEOPLE.search(name) for name in names):
            yield total, parts, every


def _whole(chars: str, among: re.Match[str], found: list[Figure], parts: Sequence[Figure]) -> Figure | None:
    # The nearest amount of the same unit in this sentence, or, where 其中 begins one, in the sentence before.
    reach = max(0, among.start() - REACH)
    start = max(chars.rfind(mark, reach, among.start()) for mark in "。！？")
    if start >= 0 and not chars[start + 1 : among.start()].strip():
        start = max(chars.rfind(mark, reach, start) for mark in "。！？")
    until = bisect_left(found, among.start(), key=lambda f: f.start)
    near = found[max(0, until - NEIGHBOURS) : until]
    before = [
        f for f in near if start < f.start and f.unit == parts[0].unit and not f.change and not compared(chars, f)
    ]
    if among["head"]:
        clause = [f for f in before if among["head"][:2] in chars[max(start, f.start - 8, 0) : f.start]]
        return clause[-1] if clause else None
    return _meant(before, parts)


def _meant(before: Sequence[Figure], parts: Sequence[Figure]) -> Figure | None:
    # 受理7200件，办结6840件，办结率95%。其中，……: what an earlier amount makes without a rest is parts of that one
    total = sum((part.value for part in parts), Decimal(0))
    return next(
        (f for f in reversed(before) if abs(f.value - total) <= _slack(f, parts)), before[-1] if before else None
    )


def _listed(chars: str, start: int, found: list[Figure]) -> list[Figure]:
    """The parts that follow one another from `start`: with 、 between them, or with alike words before each."""
    parts: list[Figure] = []
    names: list[str] = []
    at, loose = start, False
    first = bisect_left(found, start, key=lambda f: f.start)
    for figure in found[first : first + 3 * NEIGHBOURS]:
        if figure.change:
            continue
        if parts and figure.unit != parts[0].unit:
            continue
        between = chars[at : figure.start]
        if re.search("[。！？]", between) or (parts and SUMMED.search(between)):
            break
        name = re.split("[，,；;、]", between)[-1].strip().lstrip("和及")
        gaps = re.findall("^[和及]|[，,；;、]", between)
        if parts and not gaps:
            break
        if not parts and (figure.unit == "%" or gaps):
            break
        uneven = parts and (loose or "、" not in gaps or len(gaps) > 1)
        if uneven and not (_alike(names[0], name) or kinds.purses("资金", (names[0], name))[0]):
            break
        loose = loose or ("、" not in gaps and bool(parts))
        if not name or SHARED.search(name) or "占" in name:
            break
        parts.append(figure)
        names.append(name)
        at = figure.end
    return [] if parts and OPEN.match(chars, parts[-1].end) else parts


def _alike(first: str, other: str) -> bool:
    # 工程建设资金 / 维修养护资金, 第一产业 / 第二产业, 维持 / 撤销
    short = len(first) == len(other) <= 3
    spent = first[:2] == other[:2] in ("用于", "安排", "拨付")  # 用于道路建设1.2亿元，用于水利设施0.8亿元
    return short or spent or first[-2:] == other[-2:]


def _names(chars: str, start: int, parts: Sequence[Figure]) -> list[str]:
    starts = [start, *(part.end for part in parts[:-1])]
    return [chars[begin : part.start] for begin, part in zip(starts, parts, strict=True)]


def _before(chars: str, found: list[Figure]) -> Iterator[tuple[Figure, list[Figure], bool]]:
    for sentence in SENTENCE.finditer(chars):
        begins = bisect_left(found, sentence.start(), key=lambda f: f.start)
        inside = found[begins : bisect_left(found, sentence.end(), key=lambda f: f.start)]
        for at, total in enumerate(inside):
            lead = SUMMED.search(chars, max(sentence.start(), total.start - 12), total.start)
            if lead is None or total.vague:
                continue
            parts = _leading_up(chars, sentence.start(), inside[max(0, at - NEIGHBOURS) : at], total)
            if len(parts) < 2 or any(part.vague for part in parts):
                continue
            said = lead["what"] or lead["noun"]
            if not said or (spread.nearly(total, parts) and (lead["what"] or _of_a_kind(chars, parts))):
                yield total, parts, True


def _of_a_kind(chars: str, parts: Sequence[Figure]) -> bool:
    # 一期工程投资2.4亿元，二期工程投资1.8亿元
    return kinds.ending([re.split("[，,；;、。]", name)[-1] for name in _names(chars, 0, parts)]) != " "


def _leading_up(chars: str, start: int, before: list[Figure], total: Figure) -> list[Figure]:
    same = [f for f in before if f.unit == total.unit]
    if len(same) < 2:
        return []
    names = _names(chars, start, same)
    names[0] = names[0].removeprefix("其中").removeprefix("，") if spread.nearly(total, same) else names[0]
    if any(f.change for f in same) or any(SHARED.search(name) or "其中" in name for name in names):
        return []
    gaps = [chars[a.end : b.start] for a, b in pairwise([*same, total])]
    if any(len(gap) > 30 for gap in gaps):
        return []
    # 现有村120个，今年新建30个、改建20个，共50个: some of the last parts are the sum already
    for first in range(len(same) - 1):
        parts = same[first:]
        if abs(sum((part.value for part in parts), Decimal(0)) - total.value) <= _slack(total, parts):
            return parts
    return same
