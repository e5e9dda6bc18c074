"""When a text applies and by when something is due: effect clauses, validity clauses, deadlines."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from lod import lazy
from lod.model import Part, Text, Value
from lod.parser import patterns as p
from lod.parser.lines import Joined, join, printed

LEAVES = ("Paragraph", "Item", "Heading")
_PRINTED = re.sub("[?]P<[a-z]>", "?:", f"(?:{p.DATE.pattern}|{p.CN_DATE.pattern})")
_DAY = rf"(?:{_PRINTED}|(?:公布|发布|颁布|印发|下发|签发|通过)之日)"
_APPLIES = "(?:施行|实施|执行|生效|试行|启用)"
# 自2024年3月1日起施行 · 于2023年6月10日起施行 · 自印发之日起满30日后施行 · 从2023年春季学期起执行 ·
# 有效期自2023年5月1日至2028年4月30日;
# 2019年1月1日起施行的《…办法》 is another text
IN_FORCE = lazy.regex(
    rf"(?:[自于从]\s*)?{_DAY}\s*(?:[0-9]{{1,2}}\s*[时点])?\s*(?:起|后|开始)[^，。；]{{0,10}}?{_APPLIES}(?!的)"
    rf"|[自从]\s*(?:20[0-9]{{2}}\s*年|本)[^，。；]{{0,20}}起[^，。；]{{0,6}}?{_APPLIES}(?!的)|自[^，。；]{{1,24}}起施行(?!的)"
    rf"|{_APPLIES}(?:日期|时间)\s*[为是:：]\s*{_DAY}|(?:有效期|{_APPLIES}期)限?[为是：:]?\s*自?\s*{_DAY}"
)
_PERIOD = rf"(?:[0-9]{{1,2}}|[{p.CN[:10]}两]{{1,3}})\s*(?:年|个月)"
# 有效期5年 · 有效期至2028年4月30日 · 试行期2年 · 至2027年12月31日止
VALIDITY = lazy.regex(
    rf"有效期限?[^，。；]{{0,12}}(?:{_PERIOD}|[0-9]\s*[日月])|{_APPLIES}期?限?(?:为)?\s*{_PERIOD}"
    rf"|{_APPLIES}期限?[为是：:]?\s*自?\s*{_PRINTED}\s*起?\s*[至到—-]|至\s*{_PRINTED}\s*(?:止|废止|失效|有效|自动失效)"
)
# The words of the sentence that show it is the text itself, not a permit, whose time is told.
OF_THE_TEXT = lazy.regex(rf"{_APPLIES}|本[{p.HAN}]{{2,8}}有效|(?:印发|发布|公布)之日")
SENTENCE = lazy.regex(r"[^。\n]+")
_MONTH = r"(?:(?P<year>[0-9]{4})\s*年\s*)?(?P<month>[0-9]{1,2})\s*月"
_DUE = rf"(?P<due>{_MONTH}\s*(?:(?P<day>[0-9]{{1,2}})\s*日|(?P<end>底)))\s*(?:之前|以前|前)"
_DO = (
    "(?:完成|报送|上报|报|将|把|向|建成|实现|落实|制定|出台|印发|公布|提交|整改|启动|组织|达到|基本|全面|全部|建立|办理|办结|缴|"
    "完工|通车|投用|交付|开展|拆除|清理|反馈|备案|申报|送|发至|交|函复|函告|回复|答复|复函|告知|提供|办复|补正|公示|验收|投入|竣工|开工|组建|成立|明确|发放|拨付|"
    "核定|修订|修改|汇总|审核|核实|摸排|排查|自查|销号|关停|搬迁|腾退|移交|缴纳|支付|偿还|退还)"
)
# 请于3月10日前 · 务必于2023年6月20日前 · 每年3月底前
OF_SOME_YEAR = ("当年", "次年", "翌年", "该年")  # 应当在当年3月底前: of whatever year it is then
DEMANDED = lazy.regex(rf"(?:请|务必|应当?|须|必须|限|截止|(?P<yearly>每年))(?:时间|日期)?[^，。；：每]{{0,30}}?{_DUE}")
# 2023年6月底前完成整改; 2023年6月底前完成的 is no demand
# 6月底前，各乡镇要完成摸底
STATED = lazy.regex(
    rf"{_DUE}(?:，?(?={_DO}(?!了|的|情况))"
    rf"|，?(?!{_DO}(?:了|的|情况))(?=[^，。；、：]{{2,20}}?(?:[要应须将]|负责|{_DO})(?!了|的|情况)))"
    r"(?![^，。；]{0,20}(?:已|了))"
)
_RANGE = (
    r"(?:(?P<from>[0-9]{4})\s*年\s*)?(?P<since>[0-9]{1,2})\s*月(?:\s*[0-9]{1,2}\s*日)?\s*"
    rf"[至到—－~～-]{{1,2}}\s*(?P<due>{_MONTH}(?:\s*(?P<day>[0-9]{{1,2}})\s*日|(?P<end>底))?)"
)
# Times that are looked back on: 统计时间为2023年1月1日至12月31日
_PAST = "(?<!统计)(?<!核算)(?<!发生)(?<!考核)(?<!评价)(?<!调查)(?<!所属)(?<!数据)"
# （2023年9月至11月） behind 阶段 · 检查时间为7月1日至7月20日
PERIOD = lazy.regex(rf"(?:阶段|步骤|{_PAST}时间|期限|{_PAST}期间)[^，。；（(为：:]{{0,6}}[（(：:为][自从]?\s*{_RANGE}")
# 2024年6月24日至8月31日。节假日照常。 below a heading that says 时间
BARE_PERIOD = lazy.regex(rf"[自从]?\s*{_RANGE}(?:[。；;]|$)")
TIME = lazy.regex(rf"(?:阶段|步骤|{_PAST}时间|期限)$")
# 到2027年底，全县建成… below 总体目标
AIMED = lazy.regex(r"(?:^|[。；]|(?:力争|目标)[是：:，]?)[\s]?到(?P<due>(?P<year>20[0-9]{2})\s*年(?:年?[底末])?)[，,]")
AIM = lazy.regex(r"目标|总体要求")
YEAR = lazy.regex(r"([0-9]{4})\s*年")
LATER = lazy.regex(r"年(?:度)?(?:起|开始)[，,]?$")  # 2020年起，每年1月底前: not yet this year
HALF_A_YEAR = 183
LONGEST_AIM = 12


def clauses(text: Text, parts: Sequence[Part], signed: date | None) -> list[Part]:
    """The parts of a document with its effect clause, validity clause and deadlines as parts of their own.

    Those of an annexed text stand in its ``Attachment``, the others beside `parts`. `signed` is the day of signing:
    3月10日 is a day of that year.

    >>> from lod.model import Source, Span
    >>> chars = "本办法自2023年5月1日起施行，有效期5年。"
    >>> text = Text(Source("-", "text/plain", b""), chars)
    >>> found = clauses(text, [Part("Paragraph", "para_1", Span(0, len(chars)))], None)
    >>> [(part.kind, text.slice(part.span)) for part in found[1:]]
    [('EffectClause', '自2023年5月1日起施行'), ('ValidityClause', '有效期5年')]
    """
    own = [part for part in parts if part.kind != "Attachment"]
    annexes = [part for part in parts if part.kind == "Attachment"]
    kept = [*own, *_said(text, own, signed)]
    for annex in annexes:
        found = [*annex.parts, *_said(text, annex.parts, signed)]
        kept.append(replace(annex, parts=tuple(sorted(found, key=lambda part: part.span.start))))
    return kept


def _said(text: Text, parts: Sequence[Part], signed: date | None) -> Iterator[Part]:
    found = [leaf for part in parts for leaf in part.walk() if _is_leaf(leaf)]
    leaves = [join(text, leaf.span) for leaf in found]
    yield from _first("EffectClause", "effect", IN_FORCE, leaves)
    yield from _first("ValidityClause", "validity", VALIDITY, leaves, OF_THE_TEXT)
    number, aimed = 0, ""
    for at, leaf in enumerate(leaves):
        timed = bool(at) and bool(TIME.search(str(found[at - 1].get("gz:heading") or "")))
        for match in _deadlines(leaf.chars, timed):
            number += 1
            yield printed("Deadline", f"deadline_{number}", leaf.part(*match.span("due")), *_due(match, signed))
        aimed = str(found[at].get("gz:heading") or aimed)
        for match in AIMED.finditer(leaf.chars) if AIM.search(aimed[:LONGEST_AIM]) else ():
            number += 1
            last = Value("gz:date", date(int(match["year"]), 12, 31))
            yield printed("Deadline", f"deadline_{number}", leaf.part(*match.span("due")), last)


def _is_leaf(part: Part) -> bool:
    # A heading is no longer than its own words; an item reaches over what stands below it.
    below = any(child.kind in LEAVES for child in part.parts)
    return part.kind == "Heading" or (part.kind in LEAVES and not below)


def _first(
    kind: str, key: str, pattern: re.Pattern[str], leaves: Sequence[Joined], beside: re.Pattern[str] | None = None
) -> Iterator[Part]:
    for leaf in leaves:
        for sentence in SENTENCE.finditer(leaf.chars):
            match = pattern.search(sentence[0])
            if match and (beside is None or beside.search(sentence[0])):
                at = sentence.start()
                day = p.read_date(match[0]) if kind == "EffectClause" else None
                extra = [Value("gz:date", day)] if day else []
                yield printed(kind, key, leaf.part(at + match.start(), at + match.end()), *extra)
                return


def _deadlines(chars: str, timed: bool) -> list[re.Match[str]]:
    # `timed` says that the heading above is about times.
    demanded = [m for m in DEMANDED.finditer(chars) if not (m["yearly"] and LATER.search(chars, 0, m.start()))]
    others = [m for m in STATED.finditer(chars) if not chars.endswith("每年", 0, m.start())]
    found = {match.start("due"): match for match in [*others, *_periods(chars, timed), *demanded]}
    return [found[at] for at in sorted(found) if not chars.endswith(OF_SOME_YEAR, 0, at)]


def _periods(chars: str, timed: bool) -> Iterator[re.Match[str]]:
    bare = BARE_PERIOD.match(chars) if timed else None
    for match in [*PERIOD.finditer(chars), *([bare] if bare else [])]:
        # January to March without a year may be of any year.
        if match["from"] or match["year"] or match["day"]:
            yield match


def _due(match: re.Match[str], signed: date | None) -> Iterator[Value]:
    said = match.groupdict()
    if said.get("yearly"):
        yield Value("gz:yearly", True)
    printed_year = said["year"] or said.get("from")
    month, day = int(said["month"]), said["day"]
    if not printed_year and set(YEAR.findall(match.string, 0, match.start("due"))) - {
        str(signed.year if signed else "")
    }:
        return  # the sentence is about another year, so nobody can say which 6月底 is meant
    year = int(printed_year) if printed_year else signed.year if signed else 0
    if said.get("from") and not said["year"] and int(said["since"]) > month:
        year += 1  # 2024年11月至2月
    due = _day(year, month, day)
    if due and signed and not printed_year:
        late = 0 if said.get("yearly") else HALF_A_YEAR
        due = _day(year + 1, month, day) if (signed - due).days > late else due
    if due:
        yield Value("gz:date", due)


def _day(year: int, month: int, day: str | None) -> date | None:
    try:
        return date(year, month, int(day) if day else monthrange(year, month)[1])
    except ValueError:
        return None
