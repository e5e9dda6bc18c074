"""Printed rates and the figures they follow from: 由128增加至160，增长25% · 发现86个，已整改79个，整改率91.9%."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from lod import lazy
from lod.model import Part, Value
from lod.parser.figures import Figure, figures
from lod.parser.lines import Joined

GROWS = "增长|增加|提高|上升|扩大|增幅|升幅|涨幅"
FALLS = "下降|减少|降低|压缩|压减|缩短|精简|缩减|降幅|减幅|回落"
# 增加至160 · 压缩到654
REACHED = lazy.regex(rf"(?:{GROWS}|{FALLS})(?:到|至|为)(?:[0-9]{{4}}年[底末]?的?)?\s*$")
# ，增长25% · ，平均压缩84.27%
CHANGED = lazy.regex(
    rf"(?P<words>[^，。；]{{0,14}}?)(?:(?P<up>{GROWS})|(?P<down>{FALLS}))(?:了|率?为|率?达到?|率)?\s*$"
)
# 比上年增加0.60亿元
DIFFERENCE = lazy.regex(
    r"(?:比|较)(?:上年|去年|上一年|上年同期|去年同期|上年末|同期)(?:(?P<up>增加|多|增收|提高|增长)|(?P<down>减少|少|下降|减收|降低))(?:了)?\s*$"
)
# ，上年为27000元
FORMERLY = lazy.regex(r"[，,（(](?:上年|去年|上年同期|去年同期)(?:同期)?(?:为|是)?\s*$")
# What cannot be checked so: constant prices, terms of comparison, rates that were targets
UNCHECKED = lazy.regex("生产总值|增加值|总产值|不变价|可比|同口径|实际|剔除|扣除|力争|预计|年均|平均每年|环比")
# 整改率 · 按期答复率 · 开工率
RATE = lazy.regex(r"(?P<name>[㐀-鿿]{2,10})率(?:为|达到?|是)?\s*$")
NEGATED = lazy.regex("[不未无没]")
# Where the things counted come in: of these, some are done
ENTERED = lazy.regex(
    "受理|收到|接收|接到|发现|排查|检查|抽检|抽查|交办|转办|登记|签约|立案|收案|承办|摸排|梳理|抽样|送检|检测|监测|征集|查出|评查|申报|参评|参检"
    "|应[㐀-鿿]|共|总计|合计|涉及|任务|计划|下达|确定|录入|收集|征求"
)
# ，占常住人口的20%
SHARE = lazy.regex(
    r"[，,、（(]?(?:约)?占(?:到)?(?P<whole>[^，。；、占0-9]{0,20}?)(?:的)?(?:比重|比例|比)?(?:为|达到?|是)?\s*$"
)
NEAR = 45
NEIGHBOURS = 12

_Ratio = Callable[[Decimal, Decimal], Decimal]


@dataclass(frozen=True, slots=True)
class _Rate:
    stated: Figure
    low: Decimal
    high: Decimal
    middle: Decimal


def read(joined: Joined) -> Iterator[Part]:
    """The rates of a paragraph that follow from other figures of it, each a ``Rate`` with what they imply.

    >>> chars = "规划区面积由128平方公里增加至160平方公里，增长20%"
    >>> [(str(r.get("gz:value")), str(r.get("gz:impliedValue"))) for r in read(Joined(chars, tuple(range(len(chars)))))]
    [('20', '25.0')]
    """
    found = figures(joined.chars)
    number = 0
    for at, stated in enumerate(found):
        if stated.unit != "%" or stated.vague:
            continue
        implied = _implied(joined.chars, found[max(0, at - NEIGHBOURS) : at], stated, found[at + 1 : at + NEIGHBOURS])
        if implied is not None:
            number += 1
            yield _part(joined, implied, f"rate_{number}")


def _implied(chars: str, before: Sequence[Figure], stated: Figure, after: Sequence[Figure]) -> _Rate | None:
    sentence = max(chars.rfind(mark, max(0, stated.start - 400), stated.start) for mark in "。！？")
    near = [f for f in before if f.start > sentence and f.unit != "%"]
    if not near or near[-1].vague:
        return None
    last = near[-1]
    words = chars[last.end : stated.start]
    if len(words) > NEAR or UNCHECKED.search(chars, max(sentence + 1, last.start - 40), stated.start):
        return None
    share = SHARE.search(words)
    if share and share.start() == 0:
        return _share(chars, (*before, *after), near, stated, share["whole"])
    changed = CHANGED.search(words)
    if changed:
        return _changed(chars, near, stated, after, changed)
    named = RATE.search(words)
    return _done(chars, near, stated, named["name"]) if named else None


def _changed(
    chars: str, near: Sequence[Figure], stated: Figure, after: Sequence[Figure], changed: re.Match[str]
) -> _Rate | None:
    last = near[-1]
    sign = -1 if changed["down"] else 1
    difference = DIFFERENCE.search(chars, max(0, last.start - 20), last.start)
    if difference and len(near) > 1 and near[-2].unit == last.unit:
        change = -1 if difference["down"] else 1
        return _of(stated, near[-2], last, lambda now, gap: gap / (now - change * gap)) if change == sign else None
    if REACHED.search(chars, max(0, last.start - 14), last.start) and len(near) > 1:
        first = near[-2]
        if first.unit != last.unit or last.start - first.end > NEAR or first.vague:
            return None
        return _of(stated, first, last, lambda old, new: sign * (new - old) / old)
    formerly = after[0] if after and FORMERLY.fullmatch(chars, stated.end, after[0].start) else None
    if formerly and formerly.unit == last.unit and re.search("(?:比|较)(?:上年|去年)|同比", changed["words"]):
        return _of(stated, formerly, last, lambda old, new: sign * (new - old) / old)
    return None


def _done(chars: str, near: Sequence[Figure], stated: Figure, name: str) -> _Rate | None:
    # 发现86个，已整改79个，整改率91.9%: the thing done is named by the rate
    stem = name[-2:]
    at = len(near) - 1
    # 合格114个、不合格6个，合格率为95%: the rate is of what it names, not of the rest
    while at > 0 and NEGATED.search(_clause(chars, near[at])) and near[at].start - near[at - 1].end < 8:
        at -= 1
    last = near[at]
    if at < 1 or last.scale or stated.start - near[-1].end > 16:
        return None
    clause = _clause(chars, last)
    if stem not in clause or NEGATED.search(clause) or stem in ("增长", "下降"):
        return None
    for base in reversed(near[:at]):
        entered = _clause(chars, base)
        if base.scale or base.unit in ("元", "亩", "米") or last.start - base.end > NEAR:
            continue
        if not ENTERED.search(entered) or base.vague or base.value < last.value:
            return None
        return _of(stated, base, last, lambda whole, part: part / whole)
    return None


def _clause(chars: str, figure: Figure) -> str:
    return re.split("[，,、；;。：:]", chars[max(0, figure.start - 60) : figure.start])[-1]


def _share(chars: str, around: Sequence[Figure], near: Sequence[Figure], stated: Figure, whole: str) -> _Rate | None:
    part = near[-1]
    name = whole.strip().removeprefix("全部").removeprefix("全区").removeprefix("全县").removeprefix("全市")
    base = None
    if len(name) >= 3 and name not in ("总数", "总量", "总人数", "总额"):
        for figure in around:
            lead = re.sub(r"(?:为|达到?|是|共|有|完成)?\s*$", "", chars[max(0, figure.start - 24) : figure.start])
            if figure.unit == part.unit and not figure.vague and lead.endswith(name) and figure.start != part.start:
                base = figure
    else:
        among = chars.rfind("其中", max(0, part.start - 400), part.start)
        same = [f for f in near if f.end <= among and f.unit == part.unit and not f.change and not f.vague]
        base = same[-1] if same and among >= 0 else None
    if base is None or base.value < part.value:
        return None
    return _of(stated, base, part, lambda all_, some: some / all_)


def _of(stated: Figure, first: Figure, second: Figure, ratio: _Ratio) -> _Rate | None:
    """What the rate may be, given how exactly its figures are printed; one unit of its last digit is rounding."""
    ends = [(first.value + x * first.slack, second.value + y * second.slack) for x in (-1, 1) for y in (-1, 1)]
    try:
        values = [100 * ratio(a, b) for a, b in ends]
        middle = 100 * ratio(first.value, second.value)
    except ArithmeticError:
        return None
    return _Rate(stated, min(values) - stated.step, max(values) + stated.step, middle)


def _part(joined: Joined, rate: _Rate, key: str) -> Part:
    digit = Decimal("0.01") if rate.stated.step < Decimal("0.1") else Decimal("0.1")
    values = (
        Value("gz:value", Decimal(rate.stated.number)),
        Value("gz:valueUnit", "%"),
        Value("gz:impliedValue", rate.middle.quantize(digit, ROUND_HALF_UP)),
        Value("gz:isConsistent", rate.low <= rate.stated.value <= rate.high),
        Value("nif:anchorOf", joined.chars[rate.stated.start : rate.stated.end]),
    )
    return Part("Rate", key, joined.span(rate.stated.start, rate.stated.end), values)
