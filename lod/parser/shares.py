"""Rates that are parts of a whole: done of what came in, a share, a plan fulfilled, the structure of industries."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from lod import lazy
from lod.model import Part
from lod.parser.figures import Figure
from lod.parser.lines import Joined
from lod.parser.ratios import NEAR, Rate, ratio, stated_rate, words_before

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
    "参训": "实际参加|参训|参加|实到",
    "参加": "实际参加|参加|实到",
    "通达": "通(?!知|报|告)",
    "覆盖": "覆盖|建成|设立",
    "整改到位": "整改",
    "入户": "入户|走访",
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
# What those are of whom some are satisfied
ANSWERED = lazy.regex("办结|办理|答复|回访|测评|评价|评议|征求|调查")
OF_THOSE = lazy.regex("([㐀-鿿]{2,6})(?:总数|总量|总人数|总户数)")
AMONG = lazy.regex("[㐀-鿿]{1,8}中[，,]")
# 36亿元，占年度目标任务40亿元的85%
OF_AMOUNT = lazy.regex("[，,（(]?(?:约|已|仅|只)?(?:占|完成)了?[^，。；、占0-9]{2,20}")
_SHARE = "([0-9]{1,2}(?:[.][0-9]{1,2})?)"
STRUCTURE = lazy.regex(
    f"产业(?:结构|比例|构成)[㐀-鿿]{{0,6}}{_SHARE}\\s?[∶:：]\\s?{_SHARE}\\s?[∶:：]\\s?{_SHARE}(?![0-9.])"
)


def structure(joined: Joined, found: Sequence[Figure]) -> Iterator[Part]:
    """The shares of the three industries in one ratio, each a ``Rate`` of its own.

    >>> from lod.parser.figures import figures
    >>> chars = "第一产业增加值40亿元，第二产业增加值70亿元，第三产业增加值90亿元。三次产业结构比为20∶35∶45"
    >>> joined = Joined(chars, tuple(range(len(chars))))
    >>> [str(rate.get("gz:impliedValue")) for rate in structure(joined, figures(chars))]
    ['20', '35', '45']
    """
    said = STRUCTURE.search(joined.chars)
    if said is None:
        return
    values = [
        [f for f in found if f.unit == "元" and not f.change and f"第{n}产业增加值" in words_before(joined.chars, f)]
        for n in "一二三"
    ]
    if any(len(of) != 1 or of[0].vague for of in values):
        return
    whole = sum((of[0].value for of in values), Decimal(0))
    for n, of in enumerate(values, 1):
        share = 100 * of[0].value / whole if whole else Decimal(0)
        stated = Decimal(said[n])
        step = Decimal(1).scaleb(-len(said[n].partition(".")[2]))
        place = Figure(said.start(n), said.end(n), stated, step, "", "", said[n], False, False)
        yield stated_rate(joined, Rate(place, share - step, share + step, share), f"structure_{n}")


def done(chars: str, near: Sequence[Figure], stated: Figure, name: str) -> Rate | None:
    """What a rate may be that names the thing done: 发现86个，已整改79个，整改率91.9%.

    >>> from lod.parser.figures import figures
    >>> chars = "发现86个，已整改79个，整改率91.9%"
    >>> *near, stated = figures(chars)
    >>> done(chars, near, stated, "整改") is not None
    True
    """
    stem = name[-2:]
    if stem == "镇化":
        return _urban(chars, near, stated)
    named = re.compile(DONE.get(stem, stem))
    at = len(near) - 1
    # 合格114个、不合格6个，合格率为95%: the rate is of what it names, not of the rest
    while at > 0 and _is_other(words_before(chars, near[at]), named) and near[at].start - near[at - 1].end < 8:
        at -= 1
    last = near[at]
    if at < 1 or stated.start - near[-1].end > 16:
        return None
    clause = words_before(chars, last)
    if _is_other(clause, named) or stem in ("增长", "下降"):
        return None
    if stem == "合格" and re.search("优秀|良好|优良", chars[max(0, last.start - NEAR) : stated.start]):
        return None  # what is excellent is up to standard, too
    for base in reversed(near[:at]):
        entered = words_before(chars, base) or (AMONG.match(chars, base.end) and "共") or ""
        if stem == "满意" and ANSWERED.search(entered):
            entered = f"共{entered}"
        if last.start - base.end > NEAR or ((base.scale or last.scale) and base.unit != last.unit):
            continue
        if (base.scale or last.scale or base.unit in ("元", "亩", "米")) and not (
            PLAN.search(entered) or (base.unit in ("人", "户") and "应" in entered)
        ):
            continue
        if not ENTERED.search(entered) or base.vague or base.value < last.value:
            return None
        return ratio(stated, base, last, lambda whole, part: part / whole)
    return None


def _is_other(clause: str, named: re.Pattern[str]) -> bool:
    return bool(NEGATED.search(clause)) or not named.search(clause)


def _urban(chars: str, near: Sequence[Figure], stated: Figure) -> Rate | None:
    # 常住人口420万人，其中城镇人口252万人，城镇化率为60%
    people = [(figure, words) for figure in near if "人口" in (words := words_before(chars, figure))]
    urban = [figure for figure, words in people if "城镇" in words and not figure.vague]
    whole = [figure for figure, words in people if not re.search("城镇|城市|乡村|农村", words) and not figure.vague]
    registered = {"户籍" in words_before(chars, figure) for figure in (stated, *whole[:1])}
    if len(whole) != 1 or len(urban) != 1 or len(registered) > 1 or whole[0].unit != urban[0].unit:
        return None
    return ratio(stated, whole[0], urban[0], lambda all_, some: some / all_)


def of_plan(chars: str, near: Sequence[Figure], stated: Figure) -> Rate | None:
    """What a part of a plan may be: 计划投资10亿元，完成11亿元，占年度计划的110%.

    >>> from lod.parser.figures import figures
    >>> chars = "计划投资10亿元，完成11亿元，占年度计划的110%"
    >>> *near, stated = figures(chars)
    >>> of_plan(chars, near, stated) is not None
    True
    """
    if len(near) < 2 or near[-2].unit != near[-1].unit or near[-2].vague or near[-1].vague:
        return None
    whole, part = near[-2:]
    behind = re.split("[，,。；;]", chars[whole.end : part.start])[0]
    if (
        part.start - whole.end > NEAR
        or not PLAN.search(words_before(chars, whole) + behind)
        or PLAN.search(words_before(chars, part))
    ):
        return None
    return ratio(stated, whole, part, lambda planned, done: done / planned)


def of_amount(chars: str, near: Sequence[Figure], stated: Figure) -> Rate | None:
    """What a share of an amount may be that is printed with it: 到位资金36亿元，占年度目标任务40亿元的90%.

    >>> from lod.parser.figures import figures
    >>> chars = "到位资金36亿元，占年度目标任务40亿元的90%"
    >>> *near, stated = figures(chars)
    >>> of_amount(chars, near, stated) is not None
    True
    """
    if len(near) < 2 or chars[near[-1].end : stated.start].strip() != "的" or near[-2].unit != near[-1].unit:
        return None
    part, whole = near[-2:]
    if part.vague or whole.vague or not OF_AMOUNT.fullmatch(chars, part.end, whole.start):
        return None
    return ratio(stated, whole, part, lambda all_, some: some / all_)


def share(chars: str, around: Sequence[Figure], near: Sequence[Figure], stated: Figure, whole: str) -> Rate | None:
    """What a share of a whole, named by `whole`, may be: 老年人口7.2万人，占常住人口的20%；常住人口36万人.

    >>> from lod.parser.figures import figures
    >>> chars = "老年人口7.2万人，占常住人口的20%；常住人口36万人"
    >>> part, stated, base = figures(chars)
    >>> share(chars, (part, base), (part,), stated, "常住人口") is not None
    True
    """
    part = near[-1]
    if named := OF_THOSE.fullmatch(whole.strip()):  # 抽查500家，发现问题45家，占抽查总数的9%
        same = [f for f in near[:-1] if named[1] in words_before(chars, f) and f.unit == part.unit and not f.vague]
        if len(same) == 1 and same[0].value >= part.value:
            return ratio(stated, same[0], part, lambda all_, some: some / all_)
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
            same = [
                f for f in near[:-1] if f.unit == part.unit and not f.change and WHOLE.search(words_before(chars, f))
            ]
        base = same[-1] if same and (among >= 0 or not name) else None
    if base is None or base.value < part.value:
        return None
    return ratio(stated, base, part, lambda all_, some: some / all_)
