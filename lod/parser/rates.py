"""Printed rates and the figures they follow from: 由128增加至160，增长25% · 发现86个，已整改79个，整改率91.9%."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from lod import lazy
from lod.model import Part
from lod.parser import shares
from lod.parser.figures import Figure, figures
from lod.parser.lines import Joined
from lod.parser.ratios import NEAR, Rate, ratio, stated_rate, words_before

GROWS = "增长|增产|增加|提高|上升|扩大|增幅|升幅|涨幅"
FALLS = "下降|减产|减少|降低|压缩|压减|缩短|精简|缩减|降幅|减幅|回落"
# 增加至160 · 压缩到654
REACHED = lazy.regex(rf"(?:{GROWS}|{FALLS})(?:到|至|为)(?:[0-9]{{4}}年[底末]?的?)?\s*$")
# ，增长25% · ，平均压缩84.27%
CHANGED = lazy.regex(
    rf"(?P<words>[^，。；]{{0,14}}?)(?:(?P<up>{GROWS})|(?P<down>{FALLS}))(?:了|率?为|率?达到?|率)?\s*$"
)
# ，提高15个百分点 · ，增加22天, right behind what it changed to
POINTS_CHANGED = lazy.regex(rf"[，,]?(?:同比)?(?:(?P<up>{GROWS})|{FALLS})了?\s*")
AMOUNT_CHANGED = lazy.regex(rf"[，,]?(?:(?P<up>{GROWS}|增收|多)|(?:{FALLS}|减收|少))了?\s*")
# 比上年增加0.60亿元
DIFFERENCE = lazy.regex(
    r"(?:同比|环比|(?:比|较)[^，,。；;、0-9]{0,6}(?:[0-9]{4}年)?[^，,。；;、0-9]{0,6}?(?<=[年期度月末底初]))(?:(?P<up>净?增加?|新增|多|增收|提高|增长)|(?P<down>减少|少|下降|减收|降低))(?:了)?\s*$"
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
# 去年完成……，今年计划完成……
OLD_YEAR = lazy.regex("(?:上年|去年|(20[0-9]{2})年)(?!同期)")
NEW_YEAR = lazy.regex(
    "(?:今年|本年|(20[0-9]{2})年)(?:度)?(?:[计规]划|预计|拟)?(?:完成|实现|达到?|为|投资|投入|安排|实有|有)?$"
)
# What cannot be checked so: constant prices, terms of comparison, rates that were targets
UNCHECKED = lazy.regex(
    "生产总值|增加值|总产值|不变价|可比|同口径|实际(?=[增下]|增速)|剔除|扣除|力争|预计|年均|平均每年"
)
NEIGHBOURS = 12


def read(joined: Joined) -> Iterator[Part]:
    """The rates of a paragraph that follow from other figures of it, each a ``Rate`` with what they imply.

    >>> chars = "规划区面积由128平方公里增加至160平方公里，增长20%"
    >>> [(str(r.get("gz:value")), str(r.get("gz:impliedValue"))) for r in read(Joined(chars, tuple(range(len(chars)))))]
    [('20', '25.0')]
    """
    found = figures(joined.chars)
    yield from shares.structure(joined, found)
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
            yield stated_rate(joined, implied, f"rate_{number}")


def _points(chars: str, before: Sequence[Figure], stated: Figure) -> Rate | None:
    # 由60%提高到75%，提高15个百分点
    if len(before) < 2 or any(f.unit != "%" or f.vague for f in before[-2:]):
        return None
    first, last = before[-2:]
    changed = POINTS_CHANGED.fullmatch(chars, last.end, stated.start)
    compared = _old_and_new(chars, first, last)
    if changed is None or compared is None:
        return None
    sign = 1 if changed["up"] else -1
    return ratio(stated, *compared, lambda old, new: sign * (new - old) / 100)


def _old_and_new(chars: str, first: Figure, last: Figure) -> tuple[Figure, Figure] | None:
    # 320天，比上年的298天 · 由298天增加到320天
    between = chars[first.end : last.start]
    if len(between) > NEAR:
        return None
    if BASE.fullmatch(between):
        return last, first
    return (first, last) if REACHED.search(between) and not re.search("[，。；、]", between) else None


def _gap(chars: str, before: Sequence[Figure], stated: Figure) -> Rate | None:
    # 320天，比上年的298天增加22天 · 由298天增加到320天，增加22天
    if len(before) < 2 or any(f.unit != stated.unit or f.vague or f.change for f in before[-2:]):
        return None
    first, last = before[-2:]
    changed = AMOUNT_CHANGED.fullmatch(chars, last.end, stated.start)
    compared = _old_and_new(chars, first, last)
    if changed is None or compared is None:
        return None
    old, new = compared
    gap = (new.value - old.value) * (1 if changed["up"] else -1)
    slack = first.slack + last.slack + stated.slack
    scale = stated.value / Decimal(stated.number.replace(",", "")) if stated.value else Decimal(1)
    return Rate(stated, gap - slack, gap + slack, gap / scale)


def _implied(chars: str, before: Sequence[Figure], stated: Figure, after: Sequence[Figure]) -> Rate | None:
    sentence = max(chars.rfind(mark, max(0, stated.start - 400), stated.start) for mark in "。！？")
    near = [f for f in before if f.start > sentence and f.unit != "%"]
    if not near or near[-1].vague:
        return None
    last = near[-1]
    words = chars[last.end : stated.start]
    start = max(sentence + 1, last.start - 40, chars.rfind("；", 0, last.start) + 1)
    if len(words) > NEAR or UNCHECKED.search(chars, start, stated.start):
        return None
    if shares.OF_PLAN.fullmatch(words):
        return shares.of_plan(chars, near, stated)
    if words.strip() == "的":
        return shares.of_amount(chars, near, stated)
    share = shares.SHARE.search(words)
    if share and share.start() == 0:
        return shares.share(chars, (*before, *after), near, stated, share["whole"])
    changed = CHANGED.search(words)
    if changed:
        return _changed(chars, near, stated, after, changed)
    named = shares.RATE.search(words)
    return shares.done(chars, near, stated, named["name"]) if named else None


def _changed(
    chars: str, near: Sequence[Figure], stated: Figure, after: Sequence[Figure], changed: re.Match[str]
) -> Rate | None:
    last = near[-1]
    sign = -1 if changed["down"] else 1
    if "环比" in changed["words"] or (
        "同比" in changed["words"] and "环比" in chars[max(0, last.start - 6) : last.start]
    ):
        return None  # another comparison than that of the amounts
    difference = DIFFERENCE.search(chars, max(0, last.start - 20), last.start)
    if difference and len(near) > 1 and near[-2].unit == last.unit:
        change = -1 if difference["down"] else 1
        return ratio(stated, near[-2], last, lambda now, gap: gap / (now - change * gap)) if change == sign else None
    if not changed["words"].strip("，,）)") and (pair := _compared(chars, near, stated, after)):
        return ratio(stated, *pair, lambda old, new: sign * (new - old) / old)
    if (
        len(near) > 1
        and near[-2].unit == last.unit
        and re.fullmatch(f"(?:{f'{FALLS}|减收' if sign < 0 else f'{GROWS}|增收'})了?", chars[near[-2].end : last.start])
    ):
        return ratio(stated, near[-2], last, lambda base, gap: gap / base)  # 比2022年的2500户增加300户，增长12%
    if REACHED.search(chars, max(0, last.start - 14), last.start) and len(near) > 1:
        first = near[-2]
        if first.unit != last.unit or last.start - first.end > NEAR or first.vague:
            return None
        return ratio(stated, first, last, lambda old, new: sign * (new - old) / old)
    gap = after[0] if after and re.match("[，,]", chars[stated.end :]) else None
    if (
        gap
        and gap.unit == last.unit
        and not gap.vague
        and (more := DIFFERENCE.fullmatch(chars, stated.end + 1, gap.start))
    ):
        change = -1 if more["down"] else 1
        return ratio(stated, last, gap, lambda now, by: by / (now - change * by)) if change == sign else None
    formerly = after[0] if after and FORMERLY.fullmatch(chars, stated.end, after[0].start) else None
    if formerly and formerly.unit == last.unit and re.search("(?:比|较)(?:上年|去年)|同比", changed["words"]):
        return ratio(stated, formerly, last, lambda old, new: sign * (new - old) / old)
    return None


def _year_after(chars: str, former: Figure, latter: Figure) -> bool:
    # 去年完成80亿元，今年计划完成88亿元: the same said of two years
    first, second = words_before(chars, former), words_before(chars, latter)
    old, new = OLD_YEAR.match(first), NEW_YEAR.match(second)
    between = chars[former.end : latter.start - len(second)]
    if not old or not new or between not in ("，", "；") or (new[1] and old[1] and int(new[1]) != int(old[1]) + 1):
        return False
    return bool(old[1]) == bool(new[1])


def _compared(
    chars: str, near: Sequence[Figure], stated: Figure, after: Sequence[Figure]
) -> tuple[Figure, Figure] | None:
    base = near[-1]
    now = near[-2] if len(near) > 1 else None
    if now and now.unit == base.unit and not now.vague and _year_after(chars, now, base):
        return now, base
    if now and now.unit == base.unit and not now.vague and BASE.fullmatch(chars, now.end, base.start):
        return base, now
    if not after or after[0].unit != base.unit or not ARRIVED.fullmatch(chars, stated.end, after[0].start):
        return None
    lead = BASE_AT_END.search(words_before(chars, base))
    return (base, after[0]) if lead and not after[0].vague else None
