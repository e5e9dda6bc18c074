"""Targets and results as numbers: what is measured, value, unit, comparator, whether amount or growth."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from lod import lazy
from lod.model import Part, Term, Value
from lod.parser import clauses, indicators
from lod.parser.lines import Joined

MEASURE = (
    "个百分点|个批次|个工作日|%|％|平方公里|平方米|立方米|公里|公斤|公顷|千米|工作日|人次|车次|家次|批次|小时|"
    "元|亩|吨|米|户|家|个|人|名|件|项|宗|次|场|所|座|条|处|起|例|株|份|天|期|部|篇|张|辆|套|笔|册|岁|种|类|支|栋|间|位|级|分"
)
# 不少于3场 · 3.16 万户 · 5 万余亩 · 20 余万元 · 7% 左右; no dates, ranges (0-6岁), names of roads (G241)
QUANTITY = lazy.regex(
    r"(?:(?P<before>不少于|不低于|不超过|不高于|超过|突破|至少|超|约|近)\s*)?"
    r"(?<![0-9A-Za-z.\-·第—~～])(?P<number>[0-9]+(?:\.[0-9]+)?)(?:\s*(?P<over>余|多))?"
    r"(?:\s*(?P<scale>万亿|亿|万|千))?(?P<more>余|多)?\s*"
    rf"(?P<unit>{MEASURE}|(?=左右|以上))(?![\-—~～])(?:\s*(?P<after>左右|以上|以下|以内|之内|余))?"
)
# 4条旅游公路: a measure word is followed by what it counts
COUNTED = lazy.regex("[户家个人名件项宗次场所座条处起例株份部篇张辆套笔册位]")
CARRIED = lazy.regex("增长|下降")
FALLS = lazy.regex("下降|减少|降低|回落")
SENTENCE_END = "。；;！"


@dataclass(frozen=True, slots=True)
class _Found:
    name: str
    match: re.Match[str]
    growth: str
    period: str | None


def read(joined: Joined, kind: str, year: int | None) -> Iterator[Part]:
    """Indicators of a stretch of text, as parts of `kind` (``Target``, ``HeadlineTarget``, ``Result``).

    A clause that only says a growth rate (同比增长4.6%) is about the indicator of the clause before it. An amount and
    its growth are two indicators; a fall is a negative value.

    >>> chars = "地区生产总值完成86.34亿元，同比增长4.6%"
    >>> [(p.get("gz:indicatorName"), str(p.get("gz:value")), p.get("gz:valueUnit"))
    ...  for p in read(Joined(chars, tuple(range(len(chars)))), "Result", 2022)]
    [('地区生产总值', '86.34', '亿元'), ('地区生产总值', '4.6', '%')]
    """
    stem = "result" if kind == "Result" else "target"
    subject, number = "", 0
    for clause, mark in clauses.split(joined):
        found = list(_in_clause(clause, subject))
        for item in found:
            number += 1
            yield _part(clause, item, kind, f"{stem}_{number}", year)
        subject = found[0].name if found and mark not in SENTENCE_END else ""


def _in_clause(clause: Joined, subject: str) -> Iterator[_Found]:
    chars = clause.chars
    matches = list(_outside_quotes(chars))
    names = _two_kinds(chars, matches, subject)
    start, verb_first = 0, ""
    for at, match in enumerate(matches):
        following = matches[at + 1] if at + 1 < len(matches) else None
        if at and matches[at - 1].end() == match.start():
            continue  # 5个20亿元以上项目: the second number qualifies what the first counts
        adjacent = following is not None and following.start() == match.end()
        after = chars[match.end() : following.start() if following and not adjacent else None]
        before = chars[start : match.start()].rstrip()
        if at and "、" in before:
            before = before.rpartition("、")[2]
        if verb_first and before.strip(" 和及") in ("", "提升"):
            before = ""  # 改造1所养老中心、2所康养中心: the verb before the first number governs the second
        counted = COUNTED.fullmatch(match["unit"]) is not None
        name = names[at] if names else indicators.name(before, after, subject, counted)
        verb_first = name if name == indicators.following(after) else ""
        if len(name) > 1 and not _qualifies(after, name):
            growth = indicators.GROWTH.search(before)
            rate = growth[0] if growth else _carried(chars, start, names)
            yield _Found(name, match, rate, indicators.period(before))
            subject = name
        start = match.end()


def _qualifies(after: str, name: str) -> bool:
    # 年销售收入500万元以上的农产品加工企业: no indicator of its own; 总投资1.5亿元的项目 is one.
    return after.lstrip().startswith("的") and "投资" not in name


def _carried(chars: str, end: int, names: list[str]) -> str:
    # In 同比增长6.4%、6.7% the second rate is a growth too.
    growth = CARRIED.search(chars, 0, end) if names else None
    return growth[0] if growth else ""


def _two_kinds(chars: str, matches: list[re.Match[str]], subject: str) -> list[str]:
    # 城乡居民可支配收入分别完成33524元、13622元: one name for each of two numbers.
    if len(matches) != 2 or chars[matches[0].end() : matches[1].start()] != "、":
        return []
    return indicators.both_kinds(indicators.name(chars[: matches[0].start()], "", subject), subject)


def _outside_quotes(chars: str) -> Iterator[re.Match[str]]:
    # “131”工作机制 has no number in it; only what stands between two matches is searched for quotation marks.
    quoted, at = False, 0
    for match in QUANTITY.finditer(chars):
        between = chars[at : match.start("number")]
        opened, closed = between.rfind("“"), between.rfind("”")
        quoted = quoted if opened == closed else opened > closed
        at = match.start("number")
        if not quoted:
            yield match


def _part(clause: Joined, found: _Found, kind: str, key: str, year: int | None) -> Part:
    match = found.match
    number = Decimal(match["number"])
    basis = "gz:amount"
    if found.growth:
        basis = "gz:netGrowth" if "净" in found.growth else "gz:growth"
    values = [
        Value("gz:indicatorName", found.name),
        Value("gz:value", -number if FALLS.search(found.growth) else number),
        Value("gz:valueUnit", (match["scale"] or "") + match["unit"].replace("％", "%")),
        Value("gz:basis", Term(basis)),
        Value("nif:anchorOf", match[0]),
    ]
    comparator = match["after"] or match["before"] or match["over"] or match["more"]
    if comparator:
        values.append(Value("gz:comparator", comparator))
    if found.period:
        values.append(Value("gz:period", found.period))
    if year:
        values.append(Value("gz:year", year))
    return Part(kind, key, clause.span(*match.span()), tuple(values))
