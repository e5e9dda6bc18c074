"""Wholes that are spread over years (2024年40公里、2025年50公里) or in shares of a hundred (县承担60%、乡承担40%)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from lod import lazy
from lod.parser import kinds
from lod.parser.figures import Figure

# ，2024年计划完成40公里
OF_YEAR = lazy.regex(
    r"[，,、；;：:]\s*(?:其中[，,：:]?)?(?P<year>20[0-9]{2})年(?P<done>(?:计划|拟|预计|安排|完成|建设|改造|实施|投资|投入|筹措|新建|支付|下达|建成|新增|培训){0,3})"
)
STAGED = lazy.regex("[，,]分[二两三四五2345][年期个批][^，,。；;0-9]{0,10}")
IN_ALL = lazy.regex("总|共|合计|计划|规划|[二两三四五]年")
# 市财政承担60% · 男性占51.2% · 笔试成绩占60%
SHARED = lazy.regex(
    "(?:^|[，,、；;：:和及按])(?:其中[，,：:]?)?(?P<name>[㐀-鿿]{1,12}?)(?P<kind>承担|负担|分担|出资|占)(?:总成绩|总分)?(?:的?比例|比重|权重|比)?(?:为|的)?$"
)
SCORED = lazy.regex("指标|权重|成绩|得分|评分|考核|分值|评价|总分")
REST = lazy.regex("其余|剩余|余下|不足部分|其他|以上|以内|不超过")
POINTS = lazy.regex("百分制(?:[，,]|计分[，,])?其中[，,：:]?")


def by_year(chars: str, total: Figure, following: Sequence[Figure]) -> list[Figure]:
    """The parts of a total in years that follow one another, an empty list where they are not meant to be all of it.

    >>> from lod.parser.figures import figures
    >>> chars = "计划改造公路120公里，分三年实施，2024年完成40公里，2025年完成50公里，2026年完成40公里。"
    >>> total, *following = figures(chars)
    >>> [part.number for part in by_year(chars, total, following)]
    ['40', '50', '40']
    """
    staged = STAGED.match(chars, total.end)
    at, parts, years, verbs = staged.end() if staged else total.end, list[Figure](), list[int](), set[str]()
    for figure in following:
        lead = OF_YEAR.fullmatch(chars, at, figure.start)
        if lead is None or figure.unit != total.unit or figure.vague:
            break
        parts.append(figure)
        years.append(int(lead["year"]))
        verbs.add(lead["done"])
        at = figure.end
    in_order = len(years) > 1 and years == list(range(years[0], years[0] + len(years)))
    lead_words = re.split("[，,、；;。]", chars[max(0, total.start - 20) : total.start])[-1]
    meant = bool(staged) or (len(years) > 2 and IN_ALL.search(lead_words))
    return parts if in_order and meant and len(verbs) == 1 and nearly(total, parts) else []


def nearly(total: Figure, parts: Sequence[Figure]) -> bool:
    """Whether parts make about the whole; what makes much less, or much more, was never meant to be it.

    >>> from lod.parser.figures import figures
    >>> total, *parts = figures("共60名，18名、16名、24名")
    >>> nearly(total, parts)
    True
    """
    return abs(sum(part.value for part in parts) - total.value) * 6 < total.value


def of_hundred(chars: str, found: Sequence[Figure]) -> Iterator[tuple[Figure, list[Figure], bool]]:
    """Shares that together are a hundred per cent or points: the whole, the shares, and whether they are all.

    >>> from lod.parser.figures import figures
    >>> chars = "所需经费由市财政承担60%，区财政承担50%。"
    >>> [(whole.number, [part.number for part in parts]) for whole, parts, _ in of_hundred(chars, figures(chars))]
    [('100', ['60', '50'])]
    """
    at = 0
    while at < len(found):
        parts, names, kind = _shares(chars, found, at)
        at += max(1, len(parts))
        if len(parts) < 2 or (kind == "占" and not _apart(chars, parts[0], names)):
            continue
        whole = _hundred(parts[0].start, parts[-1].end, "%")
        until = re.split("。", chars[parts[-1].end : parts[-1].end + 40])[0]
        if nearly(whole, parts) and not REST.search(until):
            yield whole, parts, bool(kinds.complements(names) == len(names))
    yield from _points(chars, found)


def _points(chars: str, found: Sequence[Figure]) -> Iterator[tuple[Figure, list[Figure], bool]]:
    # 实行百分制，其中目标任务50分、日常工作30分、群众评议20分
    said = POINTS.search(chars)
    if said is None:
        return
    until = chars.find("。", said.end())
    parts = [f for f in found if f.unit == "分" and said.start() < f.start and (until < 0 or f.end <= until)]
    gaps = [chars[a.end : b.start] for a, b in pairwise(parts)]
    whole = _hundred(said.start(), said.start() + 3, "分")
    plain = len(parts) > 2 and all(re.fullmatch("[，,、；;][㐀-鿿]{2,12}", gap) for gap in gaps)
    if plain and not any(part.vague for part in parts) and nearly(whole, parts):
        yield whole, parts, False


def _shares(chars: str, found: Sequence[Figure], first: int) -> tuple[list[Figure], list[str], str]:
    parts: list[Figure] = []
    names: list[str] = []
    kind = ""
    for figure in found[first:]:
        start = parts[-1].end if parts else max(0, figure.start - 20)
        lead = SHARED.search(chars, start, figure.start)
        if (
            figure.unit != "%"
            or figure.vague
            or lead is None
            or (parts and (lead.start() > start or lead["kind"] != kind))
        ):
            break
        parts.append(figure)
        names.append(lead["name"])
        kind = lead["kind"]
    return parts, names, kind


def _apart(chars: str, first: Figure, names: Sequence[str]) -> bool:
    # 男性、女性 are all there are; what scores are made of is meant to be a hundred
    sentence = max(chars.rfind("。", 0, first.start), first.start - 80) + 1
    return kinds.complements(names) == len(names) or bool(SCORED.search(chars, max(0, sentence), first.start))


def _hundred(start: int, end: int, unit: str) -> Figure:
    return Figure(start, end, Decimal(100), Decimal(1), unit, "", "100", False, False)
