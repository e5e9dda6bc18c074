"""Printed figures: a number with its unit, how exactly it is printed, and what stands before it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from lod import lazy

SCALES = {"千": 1000, "万": 10**4, "百万": 10**6, "千万": 10**7, "亿": 10**8, "万亿": 10**12}
UNITS = (
    "个百分点|个批次|个工作日|%|％|平方公里|平方米|立方米|公里|公斤|公顷|千米|千瓦时|千瓦|工作日|人次|车次|家次|户次|批次|小时|周岁"
    "|元|亩|吨|米|户|家|个|人|名|件|项|宗|次|场|所|座|条|处|起|例|株|份|天|期|部|篇|张|辆|套|笔|册|岁|种|类|支|栋|间|位|级|倍|头|只|台|艘|批|组|票"
    "|千克|平方千米|兆瓦|学时|课时|分(?![钟之别为类级期部布工局会支])|班(?!次)|趟|门|幢|面|盏|口|眼|棵|枚|块|箱|袋|瓶|尾|床|幅|封|轮|卷|架|节|队|团|群|片|段|本(?![市县省区镇乡级报年])"
)
# More blanks than these between a number and its unit are none; a bound keeps long runs of them linear.
FIGURE = lazy.regex(
    r"(?P<before>不少于|不低于|不超过|不高于|超过|突破|至少|超|约|近|力争|达到?|第|每)?\s{0,3}"
    r"(?<![0-9A-Za-z.,\-—~～])(?P<number>[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?)\s{0,3}(?P<over>[余多])?"
    rf"(?P<scale>万亿|千万|百万|亿|万|千)?(?P<more>[余多])?\s{{0,3}}(?P<unit>{UNITS})(?![\-—~～])"
    r"(?:\s{0,3}(?P<after>左右|以上|以下|以内|之内|余))?"
)
VAGUE = ("不少于", "不低于", "不超过", "不高于", "超过", "突破", "至少", "超", "约", "近", "力争")
# 比2022年的28亿元, 由上年的120件: what an amount is compared with
COMPARED = lazy.regex(
    r"(?:(?<![占对])比(?![例重率值])|较)[^，,。；;、到至]{1,16}$|[由从][^，,。；;、到至]{0,8}(?:年|季度|月|[末底初前]|原来)[^，,。；;、到至]{0,6}$"
    "|(?:上年|去年|同期|上季度|上月)[^，,。；;、到至]{0,6}[为是]?$"
)
# 比上年增加0.60亿元, 多收入3件: a difference, not an amount
CHANGE = lazy.regex(r"(?:增加|增长|减少|下降|提高|降低|净增|增收|减收|压减|回落|(?:上年|去年|同期)[多少增减])了?\s*$")


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its unit at its place in a text; `step` is what its last printed digit counts."""

    start: int
    end: int
    value: Decimal
    step: Decimal
    unit: str
    scale: str
    number: str
    vague: bool
    change: bool

    @property
    def slack(self) -> Decimal:
        """How far what was counted may be from what is printed; a number without decimals is exact."""
        return self.step / 2 if "." in self.number else Decimal(0)


def figures(chars: str) -> list[Figure]:
    """The figures of a text, in order; years, days of the month and ordinals are none.

    >>> [(f.number, f.value, f.unit) for f in figures("2024年安排资金1.2亿元，占10.5%")]
    [('1.2', Decimal('120000000.0'), '元'), ('10.5', Decimal('10.5'), '%')]
    """
    return [_figure(chars, match) for match in FIGURE.finditer(chars) if match["before"] != "第"]


def _figure(chars: str, match: re.Match[str]) -> Figure:
    scale = Decimal(SCALES.get(match["scale"] or "", 1))
    number = match["number"]
    decimals = len(number.partition(".")[2])
    vague = match["before"] in VAGUE or bool(match["over"] or match["more"] or match["after"])
    start = match.start("number")
    return Figure(
        start=start,
        end=match.end("unit"),
        value=Decimal(number.replace(",", "")) * scale,
        step=Decimal(1).scaleb(-decimals) * scale,
        unit=match["unit"].replace("％", "%"),
        scale=match["scale"] or "",
        number=number,
        vague=vague,
        change=bool(CHANGE.search(chars, max(0, match.start() - 6), start)),
    )


def compared(chars: str, figure: Figure) -> bool:
    """Whether an amount is only what another one is compared with.

    >>> chars = "进出口总额17.3亿元，比上年的15.9亿元多"
    >>> [figure.number for figure in figures(chars) if compared(chars, figure)]
    ['15.9']
    """
    return COMPARED.search(chars, max(0, figure.start - 20), figure.start) is not None
