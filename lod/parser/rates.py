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
    r"(?:同比|环比|(?:比|较)[^，,。；;、0-9]{0,6}(?:[0-9]{4}年)?[^，,。；;、0-9]{0,6}?(?<=[年期度月末底]))(?:(?P<up>增加|多|增收|提高|增长)|(?P<down>减少|少|下降|减收|降低))(?:了)?\s*$"
)
# ，上年为27000元
FORMERLY = lazy.regex(r"[，,（(](?:上年|去年|上年同期|去年同期)(?:同期)?(?:为|是)?\s*$")
# ，比2022年的28亿元 · （上年为27000元 · 由上年的26520件: what stands between an amount and what it is compared with
_BASE = (
    r"[，,（(]?\s*(?:同比|环比)?(?:(?:比|较|由|从)[^，,。；;、0-9]{0,6}(?:[0-9]{4}年)?[^，,。；;、0-9]{0,8}?(?<=[年期度月末底前的])[的为是（(]{0,2}\s*"
    r"|(?:上年|去年|上年同期|去年同期|上季度|上月)(?:同期)?[为是]?\s*)"
)
BASE = lazy.regex(_BASE)
BASE_AT_END = lazy.regex(f"{_BASE}$")
# ，达到33.6亿元
ARRIVED = lazy.regex(r"[，,]?\s*(?:达到?|增加?到|增至|增加至|减少?到|减至|降到|降至|为)\s*")
# What cannot be checked so: constant prices, terms of comparison, rates that were targets
UNCHECKED = lazy.regex(
    "生产总值|增加值|总产值|不变价|可比|同口径|实际(?=[增下]|增速)|剔除|扣除|力争|预计|年均|平均每年"
)
# 整改率 · 按期答复率 · 开工率
RATE = lazy.regex(r"(?P<name>[㐀-鿿]{2,10})率(?:为|达到?|是)?\s*$")
# What the thing done is called, where not by the rate itself: 收回1140份，回收率95%
DONE = {
    "回收": "收回|回收",
    "到会": "实到|到会|出席",
    "出席": "出席|实到|到会",
    "参会": "参会|实到|参加",
    "完成": "完成|建成|完工|竣工",
    "竣工": "竣工|完工|建成",
    "办结": "办结|办理完毕|答复",
    "办复": "办复|答复|办结",
    "答复": "答复|办复|办结",
    "合格": "合格|达标",
    "参与": "参与|参加",
    "处置": "处置|处理",
    "整改": "整改|销号",
    "销号": "销号|整改",
}
NEGATED = lazy.regex("[不未无没]")
# Where the things counted come in: of these, some are done
ENTERED = lazy.regex(
    "受理|收到|接收|接到|发现|排查|检查|抽检|抽查|交办|转办|登记|签约|立案|收案|承办|摸排|梳理|抽样|送检|检测|监测|征集|查出|评查|申报|参评|参检|制定|出台|印发|派发|发放|推送|报名|参赛|参保|上报|查处|投放|招聘|采集"
    "|应[㐀-鿿]|共|总计|合计|涉及|任务|计划|下达|确定|录入|收集|征求"
)
# ，占常住人口的20%
SHARE = lazy.regex(
    r"[，,、（(]?(?:约)?占(?:到)?(?P<whole>[^，。；、占0-9]{0,20}?)(?:的)?(?:比重|比例|比)?(?:为|达到?|是)?\s*$"
)
# ，完成年度计划的110%: part of what was planned
OF_PLAN = lazy.regex(
    r"[，,（(]\s*(?:已|仅|只)?(?:占|完成|达到?|为)了?(?:全年|年度|年初|总|预定|既定|下达)?的?(?:目标|计划|任务)(?:任务|目标|数|量|总数|总量)?的?\s*$"
)
PLAN = lazy.regex("计划|任务|目标|指标")
WHOLE = lazy.regex("共|总|合计|受理|收到")
_SHARE = "([0-9]{1,2}(?:[.][0-9]{1,2})?)"
STRUCTURE = lazy.regex(
    f"产业(?:结构|比例|构成)[㐀-鿿]{{0,6}}{_SHARE}\\s?[∶:：]\\s?{_SHARE}\\s?[∶:：]\\s?{_SHARE}(?![0-9.])"
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
    yield from _structure(joined, found)
    number = 0
    for at, stated in enumerate(found):
        if stated.vague:
            continue
        near = found[max(0, at - NEIGHBOURS) : at]
        if stated.unit == "%":
            implied = _implied(joined.chars, near, stated, found[at + 1 : at + NEIGHBOURS])
        elif stated.unit == "个百分点":
            implied = _points(joined.chars, near, stated)
        else:
            implied = _gap(joined.chars, near, stated) if stated.change else None
        if implied is not None:
            number += 1
            yield _part(joined, implied, f"rate_{number}")


def _structure(joined: Joined, found: Sequence[Figure]) -> Iterator[Part]:
    # 第一产业增加值40亿元，第二产业增加值70亿元，第三产业增加值90亿元。三次产业结构比为20∶35∶45
    said = STRUCTURE.search(joined.chars)
    values = [
        [f for f in found if f.unit == "元" and not f.change and f"第{n}产业增加值" in _clause(joined.chars, f)]
        for n in "一二三"
    ]
    if said is None or any(len(of) != 1 or of[0].vague for of in values):
        return
    whole = sum((of[0].value for of in values), Decimal(0))
    for n, of in enumerate(values, 1):
        share = 100 * of[0].value / whole if whole else Decimal(0)
        stated = Decimal(said[n])
        step = Decimal(1).scaleb(-len(said[n].partition(".")[2]))
        place = Figure(said.start(n), said.end(n), stated, step, "", "", said[n], False, False)
        yield _part(joined, _Rate(place, share - step, share + step, share), f"structure_{n}")


def _points(chars: str, before: Sequence[Figure], stated: Figure) -> _Rate | None:
    # 由60%提高到75%，提高15个百分点
    if len(before) < 2 or any(f.unit != "%" or f.vague for f in before[-2:]):
        return None
    first, last = before[-2:]
    changed = re.compile(rf"[，,]?(?:同比)?(?:(?P<up>{GROWS})|{FALLS})了?\s*").fullmatch(chars, last.end, stated.start)
    if changed is None or last.start - first.end > NEAR:
        return None
    sign = 1 if changed["up"] else -1
    if BASE.fullmatch(chars, first.end, last.start):
        first, last = last, first
    elif not REACHED.search(chars, first.end, last.start) or re.search("[，。；、]", chars[first.end : last.start]):
        return None
    return _of(stated, first, last, lambda old, new: sign * (new - old) / 100)


def _gap(chars: str, before: Sequence[Figure], stated: Figure) -> _Rate | None:
    # 320天，比上年的298天增加22天 · 由298天增加到320天，增加22天
    if len(before) < 2 or any(f.unit != stated.unit or f.vague or f.change for f in before[-2:]):
        return None
    first, last = before[-2:]
    changed = re.compile(rf"[，,]?(?:(?P<up>{GROWS}|增收|多)|(?:{FALLS}|减收|少))了?\s*").fullmatch(
        chars, last.end, stated.start
    )
    between = chars[first.end : last.start]
    if changed is None or len(between) > NEAR:
        return None
    if BASE.fullmatch(between):
        first, last = last, first
    elif not REACHED.search(between) or re.search("[，。；、]", between):
        return None
    gap = (last.value - first.value) * (1 if changed["up"] else -1)
    slack = first.slack + last.slack + stated.slack
    scale = stated.value / Decimal(stated.number.replace(",", "")) if stated.value else Decimal(1)
    return _Rate(stated, gap - slack, gap + slack, gap / scale)


def _implied(chars: str, before: Sequence[Figure], stated: Figure, after: Sequence[Figure]) -> _Rate | None:
    sentence = max(chars.rfind(mark, max(0, stated.start - 400), stated.start) for mark in "。！？")
    near = [f for f in before if f.start > sentence and f.unit != "%"]
    if not near or near[-1].vague:
        return None
    last = near[-1]
    words = chars[last.end : stated.start]
    start = max(sentence + 1, last.start - 40, chars.rfind("；", 0, last.start) + 1)
    if len(words) > NEAR or UNCHECKED.search(chars, start, stated.start):
        return None
    if OF_PLAN.fullmatch(words):
        return _of_plan(chars, near, stated)
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
    if "环比" in changed["words"] or (
        "同比" in changed["words"] and "环比" in chars[max(0, last.start - 6) : last.start]
    ):
        return None  # another comparison than that of the amounts
    difference = DIFFERENCE.search(chars, max(0, last.start - 20), last.start)
    if difference and len(near) > 1 and near[-2].unit == last.unit:
        change = -1 if difference["down"] else 1
        return _of(stated, near[-2], last, lambda now, gap: gap / (now - change * gap)) if change == sign else None
    if not changed["words"].strip("，,）)") and (pair := _compared(chars, near, stated, after)):
        return _of(stated, *pair, lambda old, new: sign * (new - old) / old)
    if (
        len(near) > 1
        and near[-2].unit == last.unit
        and re.fullmatch(f"(?:{f'{FALLS}|减收' if sign < 0 else f'{GROWS}|增收'})了?", chars[near[-2].end : last.start])
    ):
        return _of(stated, near[-2], last, lambda base, gap: gap / base)  # 比2022年的2500户增加300户，增长12%
    if REACHED.search(chars, max(0, last.start - 14), last.start) and len(near) > 1:
        first = near[-2]
        if first.unit != last.unit or last.start - first.end > NEAR or first.vague:
            return None
        return _of(stated, first, last, lambda old, new: sign * (new - old) / old)
    gap = after[0] if after and re.match("[，,]", chars[stated.end :]) else None
    if (
        gap
        and gap.unit == last.unit
        and not gap.vague
        and (more := DIFFERENCE.fullmatch(chars, stated.end + 1, gap.start))
    ):
        change = -1 if more["down"] else 1
        return _of(stated, last, gap, lambda now, by: by / (now - change * by)) if change == sign else None
    formerly = after[0] if after and FORMERLY.fullmatch(chars, stated.end, after[0].start) else None
    if formerly and formerly.unit == last.unit and re.search("(?:比|较)(?:上年|去年)|同比", changed["words"]):
        return _of(stated, formerly, last, lambda old, new: sign * (new - old) / old)
    return None


def _compared(
    chars: str, near: Sequence[Figure], stated: Figure, after: Sequence[Figure]
) -> tuple[Figure, Figure] | None:
    base = near[-1]
    now = near[-2] if len(near) > 1 else None
    if now and now.unit == base.unit and not now.vague and BASE.fullmatch(chars, now.end, base.start):
        return base, now
    if not after or after[0].unit != base.unit or not ARRIVED.fullmatch(chars, stated.end, after[0].start):
        return None
    lead = BASE_AT_END.search(_clause(chars, base))
    return (base, after[0]) if lead and not after[0].vague else None


def _done(chars: str, near: Sequence[Figure], stated: Figure, name: str) -> _Rate | None:
    # 发现86个，已整改79个，整改率91.9%: the thing done is named by the rate
    stem = name[-2:]
    if stem == "镇化":
        return _urban(chars, near, stated)
    named = re.compile(DONE.get(stem, stem))
    at = len(near) - 1
    # 合格114个、不合格6个，合格率为95%: the rate is of what it names, not of the rest
    while at > 0 and _is_other(_clause(chars, near[at]), named) and near[at].start - near[at - 1].end < 8:
        at -= 1
    last = near[at]
    if at < 1 or stated.start - near[-1].end > 16:
        return None
    clause = _clause(chars, last)
    if _is_other(clause, named) or stem in ("增长", "下降"):
        return None
    if stem == "合格" and re.search("优秀|良好|优良", chars[max(0, last.start - NEAR) : stated.start]):
        return None  # what is excellent is up to standard, too
    for base in reversed(near[:at]):
        entered = _clause(chars, base)
        if last.start - base.end > NEAR or ((base.scale or last.scale) and base.unit != last.unit):
            continue
        if (base.scale or last.scale or base.unit in ("元", "亩", "米")) and not PLAN.search(entered):
            continue
        if not ENTERED.search(entered) or base.vague or base.value < last.value:
            return None
        return _of(stated, base, last, lambda whole, part: part / whole)
    return None


def _is_other(clause: str, named: re.Pattern[str]) -> bool:
    return bool(NEGATED.search(clause)) or not named.search(clause)


def _urban(chars: str, near: Sequence[Figure], stated: Figure) -> _Rate | None:
    # 常住人口420万人，其中城镇人口252万人，城镇化率为60%
    people = [(figure, words) for figure in near if "人口" in (words := _clause(chars, figure))]
    urban = [figure for figure, words in people if "城镇" in words and not figure.vague]
    whole = [figure for figure, words in people if not re.search("城镇|城市|乡村|农村", words) and not figure.vague]
    registered = {"户籍" in _clause(chars, figure) for figure in (stated, *whole[:1])}
    if len(whole) != 1 or len(urban) != 1 or len(registered) > 1 or whole[0].unit != urban[0].unit:
        return None
    return _of(stated, whole[0], urban[0], lambda all_, some: some / all_)


def _of_plan(chars: str, near: Sequence[Figure], stated: Figure) -> _Rate | None:
    if len(near) < 2 or near[-2].unit != near[-1].unit or near[-2].vague or near[-1].vague:
        return None
    whole, part = near[-2:]
    behind = re.split("[，,。；;]", chars[whole.end : part.start])[0]
    if (
        part.start - whole.end > NEAR
        or not PLAN.search(_clause(chars, whole) + behind)
        or PLAN.search(_clause(chars, part))
    ):
        return None
    return _of(stated, whole, part, lambda planned, done: done / planned)


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
        if among < 0:  # 受理诉求28640件，咨询类15230件，占53.2%
            same = [f for f in near[:-1] if f.unit == part.unit and not f.change and WHOLE.search(_clause(chars, f))]
        base = same[-1] if same and (among >= 0 or not name) else None
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
    if rate.stated.unit not in ("%", "个百分点"):
        digit = Decimal(1).scaleb(-len(rate.stated.number.partition(".")[2]))
    values = (
        Value("gz:value", Decimal(rate.stated.number.replace(",", ""))),
        Value("gz:valueUnit", rate.stated.scale + rate.stated.unit),
        Value("gz:impliedValue", rate.middle.quantize(digit, ROUND_HALF_UP)),
        Value("gz:isConsistent", rate.low <= rate.stated.value <= rate.high),
        Value("nif:anchorOf", joined.chars[rate.stated.start : rate.stated.end]),
    )
    return Part("Rate", key, joined.span(rate.stated.start, rate.stated.end), values)
