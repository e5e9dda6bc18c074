"""What a number measures: the name of an indicator from the words around its quantity.

The name is cut out of the sentence, never made up: before the number without verbs and adverbs (完成农村危房改造38户 ->
农村危房改造), or after a measure word (建设1所特殊教育学校 -> 特殊教育学校).
"""

from __future__ import annotations

import re

from lod import lazy
from lod.parser import clauses
from lod.parser.patterns import squeeze

# 同比增长 · 净增 · 增速
GROWTH = lazy.regex(
    r"(?:同比|比上年|较上年|环比)?(?:增长|净增长?|增速|提高|增加|上升|下降|减少|降低|回落)(?:了|为|达到|达)?$"
)
# 一季度前超过 · 上半年: says when, and names nothing
PERIOD = lazy.regex(r"(?:上半年|下半年|[一二三四]季度|年底|年末)前?")
# 总量力争突破: what stands between an indicator and its number
LINK = lazy.regex(
    r"(?:分别|力争|确保|完成|达到|达|实现|为|有|共|突破|超过|稳定在|控制在|保持在|压缩到|压减到|发展至|高|上升至|增加到|了){1,8}$"
)
LEADING = lazy.regex(
    r"^(?:其中|累计|全县|全市|全省|我县|我市|我省|全年|今年|去年|[0-9]{4}\s*年|年底前?|力争|确保|争取|已|共计|共|要|并|带动|同时"
    r"|预计|现|又|再|择优|将|大力|积极|继续|全面|加快|有序|扎实|深入|稳步|着力|首次|成功|持续|重点)+"
)
VERB = lazy.regex(
    r"^(?:改造提升|改造建设|提升改造|改造|改扩建|新培育|新建成|新建(?!项目)|建成|建设|新增|完成(?!率)|实现|培育|认定|取得|实施|打造|退出|盘活"
    r"|遴选|提升|改善|筹建|签约引进|引进|邀请|争取|发放|办理|开展|组织|破获|侦破|检查|摘牌|孵化|创建|举办|召开|配备|下达|推进|推动|打通"
    r"|开工(?!率)|做好|开放|为企业|减免|撰写|讲授|制定|出具|提供)+了?"
)
# 为全县各类救助对象累计发放救助资金: the indicator begins after the last of these verbs
RUN_UP = lazy.regex(
    r"^.{2,}(?:累计(?:发放)?|(?<!公)共(?:计|认定|办理|培养了?|涉及|受理|开展)|发放|开展|提供|出具|推动(?=总))(?=..)"
)
# 总量 and 完成率 say what of the indicator before them is measured
GENERIC = ("总量", "总数", "总额", "完成率")
# A name that begins so is a torn sentence, not an indicator
TORN = lazy.regex(
    r"^(?:对|为|给|与|把|以|在|由|通过|利用|目前|先后|截[止至]|基础|用|去年|线|等)|^[无率]$|还给|公布了|配备了|^[省市县国]家?级$"
)
# Where a name after a measure word ends: 50个村庄作为…, 10件民生实事全面完成
UNTIL = lazy.regex("[、和及（(，,]|以及|作为|全面完成|建成开放|达标|完成挂牌|正加速|进行|印发|联合|共|[“《的]")
NEGATED = lazy.regex(r"(?:无|没有|未|未有|零)\s*$")


def name(before: str, after: str, subject: str, counted: bool = False) -> str:
    """The name of what a quantity measures, or an empty string where the words do not say.

    `before` and `after` are the words of the clause around it, `subject` the indicator named last, `counted` whether
    the unit is a measure word (个, 所, 家) after which the thing counted may follow.

    >>> name("力争新增", "创新创业孵化基地", "", counted=True), name("总量力争突破", "", "市场主体")
    ('创新创业孵化基地', '市场主体总量')
    """
    if NEGATED.search(before):
        return ""
    words = clauses.LEAD_IN.sub("", before).strip("、，,。* ")
    attributive = words.endswith("的") or counted
    if attributive and (named := following(after)):
        return named
    found = _before(words, after, subject)
    return "" if TORN.search(found) else found


def _before(words: str, after: str, subject: str) -> str:
    bare = LINK.sub("", PERIOD.sub("", GROWTH.sub("", words)).strip()).strip()
    bare = LEADING.sub("", bare)
    if not bare:
        # 同比增长4.6%, 上半年超过80%, 共79.88万元: about the indicator named last
        return subject if words else following(after)
    found = squeeze(VERB.sub("", RUN_UP.sub("", bare))).strip("、，,的从和了* ")
    if found in GENERIC:
        return f"{subject.removesuffix(found)}{found}"
    return found or following(after) or squeeze(bare)


def following(after: str) -> str:
    """The thing counted after a measure word.

    >>> following("80-150个托位的示范性公办综合托育机构"), following("等改革任务")
    ('示范性公办综合托育机构', '')
    """
    words = after.strip()
    qualified = re.match(r"[0-9][^，,。的]*的", words)
    words = squeeze(UNTIL.split(words[qualified.end() :] if qualified else words)[0].strip("* "))
    return "" if words.startswith("等") else words


def period(before: str) -> str | None:
    """The part of the year that a target is for, as printed.

    >>> period("新建项目开工率一季度前"), period("地区生产总值")
    ('一季度前', None)
    """
    found = PERIOD.search(before)
    return found[0] if found else None


def both_kinds(printed: str, subject: str) -> list[str]:
    """城乡居民可支配收入: the two indicators of two numbers in a row; an empty list for any other name.

    >>> both_kinds("城乡居民可支配收入", "")
    ['城镇居民可支配收入', '农村居民可支配收入']
    """
    bare = re.sub("^(?:城镇|农村|城乡)", "", printed)
    both = printed.startswith("城乡") or (bool(subject) and printed.startswith("城镇"))
    return [f"城镇{bare}", f"农村{bare}"] if both else []
