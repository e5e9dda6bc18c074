"""What a text says in its own words that it is about (现就……有关事项通知如下), beside what its title says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rapidfuzz.distance import LCSseq

from lod import lazy
from lod.model import Part, Value
from lod.parser import patterns as p
from lod.parser.lines import Joined, printed

# 关于做好防汛工作的通知 · 关于进一步加强防汛工作的实施意见
OF_TITLE = lazy.regex(
    r"关于(?P<subject>[^，。；]{4,120}?)(?:的(?:实施|指导|若干|紧急|补充)*|实施)(?:通知|意见|通告|公告|决定|通报|请示|报告|函)$"
)
_MATTER = r"(?:的?(?:有关|相关|具体)(?:事项|事宜|问题|工作|要求|情况|内容)|的?(?:事项|事宜|问题))"
# 现就做好防汛工作有关事项通知如下 · 现就加强防汛工作提出如下意见
STATED = lazy.regex(
    rf"(?:^|[，。；])\s*现(?:就|对)(?!有关|相关|具体)(?P<subject>[^，。；：《》“”]{{2,80}}?){_MATTER}{{0,2}}"
    r"(?:(?:通知|通告|公告|通报|报告|请示|函告|决定)(?:给你们)?如下|(?:提出|制定|作出)?(?:以下|如下))"
)
# 市应急管理局决定在全市开展安全检查。
DECIDED = lazy.regex(
    r"(?:^|[，。；])[^，。；：《》“”]{0,24}?决定(?:[于在从自][^，。；：《》“”]{1,24}?)?(?:组织)?"
    r"(?P<subject>(?:开展|举办|召开|举行)[^，。；：《》“”]{4,60})[，。；]"
)
VERB = lazy.regex(
    "(?:进一步|切实|认真|扎实|全面|深入|持续|全力|依法|集中|统筹|着力|组织|做好|抓好|搞好|加强|强化|开展|推进|实施|举办|召开|举行|规范|落实|"
    "促进|加快|启动|贯彻|学习|宣传|完成)+"
)
# 2024年度 · 今年 · 全市 · 我县, of which one may stand for another
UNSAID = lazy.regex(
    r"[0-9]{4}\s*年度?|[今明本]年度?|[全我本][省市县区州镇]|有关|相关|上述|该项?|[^\u4e00-\u9fffA-Za-z]+"
)
# 防汛工作 · 防汛活动
GENERAL = lazy.regex("(?:工作|活动|行动|事项|事宜)+$")
YEAR = lazy.regex(r"[0-9]{4}(?=\s*年)")
LEAST_SHARED = 2


def stated(title: str, leaves: Iterable[Joined]) -> Iterator[Part]:
    """The first clause of a text that says what it is about, and whether that is what its title says.

    >>> said = Joined("为保安全，现就做好秋收工作有关事项通知如下：", tuple(range(23)))
    >>> [(part.get("nif:anchorOf"), part.get("gz:isConsistent")) for part in stated("关于做好防汛工作的通知", [said])]
    [('做好秋收工作', False)]
    """
    titled = OF_TITLE.search(title)
    if not titled:
        return
    for leaf in leaves:
        clause = STATED.search(leaf.chars) or DECIDED.search(leaf.chars)
        if clause:
            consistent = not is_other(titled["subject"], clause["subject"])
            values = (Value("gz:titleSubject", titled["subject"]), Value("gz:isConsistent", consistent))
            yield printed("SubjectClause", "subject", leaf.part(*clause.span("subject")), *values)
            return


def is_other(titled: str, said: str) -> bool:
    """Whether two subjects are two: one thing stands in one where another stands in the other, or the years differ.

    Words that only one of them has, other verbs at their head and 全市 for 我市 make no difference.

    >>> is_other("做好2024年秋收工作", "进一步抓好全市秋粮收获工作"), is_other("开展粉尘企业检查", "开展有限空间检查")
    (False, True)
    """
    years = {*YEAR.findall(titled)}, {*YEAR.findall(said)}
    if all(len(found) == 1 for found in years) and years[0] != years[1]:
        return True
    (verb, one), (its_verb, other) = _bare(titled), _bare(said)
    begin = _shared(one, other)
    one, other = one[begin:], other[begin:]
    end = _shared(one[::-1], other[::-1])
    one, other = one[: len(one) - end], other[: len(other) - end]
    shorter = min(len(one), len(other))
    frame = begin + end >= LEAST_SHARED or bool(verb and verb == its_verb)
    return frame and shorter > 0 and 2 * LCSseq.similarity(one, other) < shorter


def _bare(subject: str) -> tuple[str, str]:
    bare = UNSAID.sub("", p.comparable(subject))
    verb = VERB.match(bare)
    at = verb.end() if verb else 0
    return bare[:at], GENERAL.sub("", bare[at:])


def _shared(one: str, other: str) -> int:
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
