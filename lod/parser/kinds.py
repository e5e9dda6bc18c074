"""Kinds that are all there are of something: 第一、第二、第三产业 · 地上、地下 · 合格、不合格."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lod import lazy

CLOSED = tuple(
    tuple(lazy.regex(word) for word in words)
    for words in (
        ("第一产业", "第二产业", "第三产业"),
        ("城镇|城市", "乡村|农村"),
        ("男", "女"),
        ("新建|新开工", "续建|结转"),
        ("国家级", "省级", "市级", "县级"),
        ("小学", "初中", "高中"),
        ("一等", "二等", "三等"),
        ("一级", "二级", "三级"),
        ("地上", "地下"),
        ("室内", "室外"),
        ("线上", "线下"),
        ("公办", "民办"),
        ("实到|出席|到会", "请假|缺席|未到"),
        ("赞成|同意", "反对", "弃权"),
        ("汉族", "少数民族"),
        ("办结", "正在办理|在办|未办结"),
        ("已整改|(?:完成|立行)整改|立整|整改(?:到位|完成|完毕)", "正在整改|整改中|未整改|限期整改|尚未"),
        ("有效", "无效"),
        ("专任教师", "教辅|行政|其他|工勤"),
        ("采纳|(?<!未)采纳", "部分采纳", "未采纳|不采纳"),
        ("税收", "非税"),
        ("继续有效|保留", "修改|修订", "废止|失效"),
        ("其他|其它|其余",),
    )
)
NEGATION = lazy.regex("[不未非]")
# A project is paid from several purses; what it raises itself is the rest.
PURSE = lazy.regex(
    "上级|专项|乡镇|筹集|整合|自筹|自有|贷款|补助|补贴|债券|配套|拨款|拨付|资本金|财政|社会资本|捐赠|出资|中央|省级|市级|县级"
)
THE_REST = lazy.regex("自筹|自有")
# 改造道路70条、硬化道路60条: what was done to things is no kind of them
ACT = lazy.regex(
    "改造|硬化|新建|改建|扩建|维修|拆除|整治|完成|培训|发放|检查|排查|查处|整改|立案|办结|审结|结案|移送|新增|引进|实施|开展|提升|修复|绿化|亮化|治理"
    "|建设|建成|创建|认定|评选|配备|购置|取缔|关停|责令|约谈"
)
# 女党员、35岁以下党员、大专以上学历党员: one of them may be counted thrice
PEOPLE = lazy.regex("女|岁以|学历|职称|本科|大专|少数民族|残疾")
FUNDS = lazy.regex("投资|资金|经费|费用")


def closed(names: Sequence[str]) -> bool:
    """Whether nothing is missing among named parts.

    >>> closed(["合格", "不合格"]), closed(["学校", "医院"])
    (True, False)
    """
    return _opposed(names) or any(all(any(word.search(name) for name in names) for word in words) for words in CLOSED)


def complements(names: Sequence[str]) -> int:
    """How many of the first names together are all kinds of something, 0 where they are not.

    >>> complements(["，地上", "、地下", "，占地"]), complements(["，立案", "，办结"])
    (2, 0)
    """
    for count in (2, 3, 4):
        first = names[:count]
        if len(first) == count and (
            (count == 2 and _opposed(first))
            or any(len(words) == count and all(_one(word, first) for word in words) for words in CLOSED)
        ):
            return count
    return 0


def alike(names: Sequence[str]) -> bool:
    """Whether names that follow one another are of one kind: two words that end alike, or more.

    >>> alike(["：化工企业", "、矿山企业"]), alike(["，立案", "、移送起诉"])
    (True, False)
    """
    bare = [name.lstrip("，,、；;：:") for name in names]
    if len(bare) < 2 or len(set(bare)) < len(bare) or not all(re.fullmatch("[㐀-鿿“”]{2,12}", name) for name in bare):
        return False
    if any(ACT.match(name) for name in bare):
        return False
    same = len({name[-2:] for name in bare}) == 1 and len({name[:2] for name in bare}) == len(bare)
    return same or (
        len({name[-1] for name in bare}) == 1 and len({len(name) for name in bare}) == 1 and len(bare[0]) > 2
    )


def even(names: Sequence[str]) -> bool:
    """Whether three names or more that follow one another are as long and say what things are, not what was done.

    >>> even(["，生猪", "，肉牛", "，蛋鸡"]), even(["，立案", "，移送", "，约谈"])
    (True, False)
    """
    bare = [name.lstrip("，,、；;：:") for name in names]
    return (
        len(set(bare)) == len(bare) > 2
        and len({len(name) for name in bare}) == 1
        and all(re.fullmatch("[㐀-鿿]{2,6}", name) and not ACT.search(name) for name in bare)
    )


def ending(names: Sequence[str]) -> str:
    """What all names end in, at least two characters; a blank where they do not.

    >>> ending(["，公共充电桩", "、专用充电桩"])
    '充电桩'
    """
    first, *others = names or ("",)
    length = 0
    while length < len(first) and all(name[-length - 1 :] == first[-length - 1 :] for name in others):
        length += 1
    return first[-length:] if length > 1 else " "


def purses(whole: str, names: Sequence[str]) -> tuple[bool, bool]:
    """Whether parts are what a sum of money, named by `whole`, comes from; and whether they are all of it.

    >>> purses("项目总投资", ["由公司自筹", "申请银行贷款"])
    (True, True)
    """
    paid = len(names) > 1 and bool(FUNDS.search(whole)) and all(PURSE.search(name) for name in names)
    return paid, paid and any(THE_REST.search(name) for name in names)


def _one(word: re.Pattern[str], names: Sequence[str]) -> bool:
    return sum(bool(word.search(name)) for name in names) == 1


def _opposed(names: Sequence[str]) -> bool:
    # 合格 and 不合格, 达标 and 未达标
    bare = {re.sub("^[㐀-鿿]{1,6}中[，,]|[，,、；;：:（(的为有已]", "", name) for name in names}
    return any(NEGATION.sub("", name, count=1) in bare - {name} for name in bare if NEGATION.search(name))
