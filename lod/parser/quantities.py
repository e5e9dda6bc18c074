"""Targets and results as numbers: what is measured, value, unit, comparator, whether amount or growth."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from lod.model import Part, Term, Value
from lod.parser import clauses
from lod.parser import patterns as p
from lod.parser.lines import Joined

MEASURE = (
    "个百分点|个批次|%|％|平方公里|平方米|立方米|公里|公斤|公顷|千米|工作日|个工作日|人次|车次|家次|批次|小时|"
    "元|亩|吨|米|户|家|个|人|名|件|项|宗|次|场|所|座|条|处|起|例|株|份|天|期|部|篇|张|辆|套|笔|册|吨|岁|种|类|支|栋|间|位|级|分"
)
QUANTITY = re.compile(
    r"(?P<before>不少于|不低于|不超过|不高于|超过|突破|至少|超|约|近)?\s*"
    r"(?<![0-9A-Za-z.\-·第—~～])(?P<number>[0-9]+(?:\.[0-9]+)?)\s*(?P<scale>万亿|亿|万|千)?(?P<more>余|多)?\s*"
    rf"(?P<unit>{MEASURE}|(?=左右|以上))(?![0-9\-—~～])\s*(?P<after>左右|以上|以下|以内|之内|余)?"
)
GROWTH = re.compile(
    r"(?:同比|比上年|较上年|环比)?(?:增长|净增长?|增速|提高|增加|上升|下降|减少|降低|回落)(?:了|为|达到|达)?$"
)
FALLS = re.compile("下降|减少|降低|回落")
# 总量力争突破, 复工率一季度前达到: what stands between an indicator and its number
LINK = re.compile(
    r"(?:分别|力争|确保|完成|达到|达|实现|为|有|共|突破|超过|稳定在|控制在|保持在|压缩到|压减到|发展至|高|上升至|增加到|[一二三四]季度前?|年底前?|了)+$"
)
LINK_VERB = re.compile("(?:完成|达到|达|实现|为|突破|超过)+$")
LEADING = re.compile(
    r"^(?:其中|累计|全县|全市|全省|我县|我市|我省|全年|今年|去年|[0-9]{4}\s*年|年底前?|力争|确保|争取|已|共计|共|要|并|带动|同时|预计|现|又|再|择优|将"
    r"|大力|积极|继续|全面|加快|有序|扎实|深入|稳步|着力|首次|成功|持续|重点)+"
)
VERB = re.compile(
    r"^(?:改造提升|改造建设|提升改造|改造|改扩建|新培育|新建成|新建(?!项目)|建成|建设|新增|完成|实现|培育|认定|取得|实施|打造|退出|盘活|遴选|提升|改善|筹建|"
    r"签约引进|引进|邀请|争取|发放|办理|开展|组织|破获|侦破|检查|摘牌|孵化|创建|举办|召开|配备|下达|推进|推动|打通|开工(?!率)|做好|开放|为企业|减免)+了?"
)
# Words that only say when; the indicator is the one before.
# 为全县各类救助对象累计发放救助资金: the indicator begins after the verb.
RUN_UP = re.compile(r"^.{2,}(?:累计(?:发放)?|(?<!公)共(?:计|认定|办理|培养了?|涉及|受理|开展)|发放|推动(?=总))(?=..)")
WHEN = re.compile(r"(?:上半年|下半年|[一二三四]季度|年底|年末|全年)前?$")
# 4条旅游公路: a measure word is followed by what it counts.
COUNTED = re.compile("[户家个人名件项宗次场所座条处起例株份部篇张辆套笔册位]")
GENERIC = ("总量", "总数", "总额")
# A name that begins so is a torn sentence, not an indicator.
TORN = re.compile(
    r"^(?:对|为|给|与|把|以|在|由|通过|利用|目前|先后|截[止至]|基础|用|去年|无$|率$|线)|还给|公布了|配备了"
)
UNTIL = re.compile("[、和及（(，,]|以及|作为|全面完成|建成开放|达标|完成挂牌|正加速|进行|印发|联合|共培养|[“《的]")


@dataclass(frozen=True, slots=True)
class _Found:
    name: str
    match: re.Match[str]
    growth: str


def read(joined: Joined, kind: str, year: int | None) -> Iterator[Part]:
    """Indicators of a stretch of text, as parts of `kind` (``Target``, ``HeadlineTarget``, ``Result``).

    A clause that only says a growth rate (同比增长4.6%) is about the indicator of the clause before it.

    >>> chars = "地区生产总值完成86.34亿元，同比增长4.6%"
    >>> [(p.get("gz:indicatorName"), str(p.get("gz:value")), p.get("gz:valueUnit"))
    ...  for p in read(Joined(chars, tuple(range(len(chars)))), "Result", 2022)]
    [('地区生产总值', '86.34', '亿元'), ('地区生产总值', '4.6', '%')]
    """
    subject = ""
    number = 0
    for clause, mark in clauses.split(joined):
        found = list(_in_clause(clause, subject))
        for item in found:
            number += 1
            stem = "result" if kind == "Result" else "target"
            yield _part(clause, item, kind, f"{stem}_{number}", year)
        subject = found[0].name if found else ""
        if mark in ("。", "；", ";", "！"):
            subject = ""


def _in_clause(clause: Joined, subject: str) -> Iterator[_Found]:
    matches = [m for m in QUANTITY.finditer(clause.chars) if not _inside_quotes(clause.chars, m.start("number"))]
    names = _distributed(clause.chars, matches, subject)
    start, followed = 0, ""
    for at, match in enumerate(matches):
        before = clause.chars[start : match.start()]
        after = clause.chars[match.end() : matches[at + 1].start() if at + 1 < len(matches) else None]
        growth = GROWTH.search(before)
        if followed and p.squeeze(before).strip("、和及，提升") == followed:
            before = ""  # 改造1所养老中心、2所康养中心: the verb before the first number governs the second
        name = names[at] if names else _name(before, after, subject, COUNTED.fullmatch(match["unit"]) is not None)
        followed = name if name == _following(after) else ""
        if len(name) > 1 and not TORN.search(name):
            yield _Found(name, match, growth[0] if growth else _carried(clause.chars[:start], names))
        start = match.end()


def _carried(before: str, names: list[str]) -> str:
    """In 同比增长6.4%、6.7% the second rate is a growth too."""
    if not names:
        return ""
    growth = re.search("增长|下降", before)
    return growth[0] if growth else ""


def _distributed(chars: str, matches: list[re.Match[str]], subject: str) -> list[str]:
    """城乡居民可支配收入分别完成33524元、13622元: one name for each of two numbers."""
    if len(matches) != 2 or chars[matches[0].end() : matches[1].start()] != "、":
        return []
    name = _name(chars[: matches[0].start()], "", subject)
    bare = re.sub("^(?:城镇|农村|城乡)", "", name)
    both = name.startswith("城乡") or (bool(subject) and name.startswith("城镇"))
    return [f"城镇{bare}", f"农村{bare}"] if both else []


def _name(before: str, after: str, subject: str, counted: bool = False) -> str:
    if counted and (following := _following(after)):
        return following
    printed = clauses.LEAD_IN.sub("", before).strip("、，,。* ")
    words = GROWTH.sub("", printed)
    growing = words != printed
    if WHEN.match(LINK_VERB.sub("", words)):
        return subject
    words = LEADING.sub("", LINK.sub("", words.strip()).strip())
    if growing and not words:
        return subject
    bare = VERB.sub("", RUN_UP.sub("", words))
    if not bare:
        return _following(after) or p.squeeze(words)
    name = p.squeeze(bare).strip("、，,的从和了* ")
    return f"{subject.removesuffix(name)}{name}" if name in GENERIC else name


def _following(after: str) -> str:
    words = p.squeeze(UNTIL.split(after.strip())[0].strip("的 *"))
    return "" if words.startswith("等") else words


def _inside_quotes(chars: str, at: int) -> bool:
    return chars.rfind("“", 0, at) > chars.rfind("”", 0, at)


def _part(clause: Joined, found: _Found, kind: str, key: str, year: int | None) -> Part:
    match = found.match
    value = Decimal(match["number"])
    if FALLS.search(found.growth):
        value = -value
    basis = "gz:amount"
    if found.growth:
        basis = "gz:netGrowth" if "净" in found.growth else "gz:growth"
    values = [
        Value("gz:indicatorName", found.name),
        Value("gz:value", value),
        Value("gz:valueUnit", (match["scale"] or "") + match["unit"].replace("％", "%")),
        Value("gz:basis", Term(basis)),
        Value("nif:anchorOf", match[0].strip()),
    ]
    comparator = match["after"] or match["before"] or match["more"]
    if comparator:
        values.append(Value("gz:comparator", comparator))
    if year:
        values.append(Value("gz:year", year))
    return Part(kind, key, clause.span(match.start(), match.end()), tuple(values))
