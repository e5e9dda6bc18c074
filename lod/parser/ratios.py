"""What a printed rate may be by the figures it follows from, given how exactly they are printed."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from lod.model import Part, Value
from lod.parser.figures import Figure
from lod.parser.lines import Joined

NEAR = 45  # characters between two figures that belong together
Ratio = Callable[[Decimal, Decimal], Decimal]


@dataclass(frozen=True, slots=True)
class Rate:
    """A printed rate, the least and the most that it may be by its figures, and what they make."""

    stated: Figure
    low: Decimal
    high: Decimal
    middle: Decimal


def ratio(stated: Figure, first: Figure, second: Figure, of: Ratio) -> Rate | None:
    """What the rate may be, given how exactly its figures are printed; one unit of its last digit is rounding.

    >>> from lod.parser.figures import figures
    >>> part, whole, stated = figures("已整改79个，共86个，整改率91.9%")
    >>> found = ratio(stated, whole, part, lambda all_, some: some / all_)
    >>> found is not None and found.low < stated.value < found.high
    True
    """
    ends = [(first.value + x * first.slack, second.value + y * second.slack) for x in (-1, 1) for y in (-1, 1)]
    try:
        values = [100 * of(a, b) for a, b in ends]
        middle = 100 * of(first.value, second.value)
    except ArithmeticError:
        return None
    return Rate(stated, min(values) - stated.step, max(values) + stated.step, middle)


def stated_rate(joined: Joined, rate: Rate, key: str) -> Part:
    """The ``Rate`` of the graph: what is printed, what follows from its figures, and whether the two agree.

    >>> from lod.parser.figures import figures
    >>> joined = Joined("占25%", (0, 1, 2, 3))
    >>> [stated] = figures(joined.chars)
    >>> stated_rate(joined, Rate(stated, Decimal(19), Decimal(21), Decimal(20)), "rate_1").get("gz:isConsistent")
    False
    """
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


def words_before(chars: str, figure: Figure) -> str:
    """The words of its clause that stand before a figure.

    >>> from lod.parser.figures import figures
    >>> words_before("发现86个，已整改79个", figures("发现86个，已整改79个")[1])
    '已整改'
    """
    return re.split("[，,、；;。：:]", chars[max(0, figure.start - 60) : figure.start])[-1]
