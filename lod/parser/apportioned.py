"""Parts that follow their total without 其中: 总投资1.2亿元，自筹0.8亿元，贷款0.4亿元 · 12件（修改10件、废止2件）."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from lod import lazy
from lod.parser import kinds, spread
from lod.parser.figures import Figure

NO_PART = lazy.regex("每|各|均|单价|分别|占|其中|比|较|超|[。！？]")
# What is counted at another time, or taken away again, is no part: 已到位0.8亿元, 新设50户、注销15户
OTHER_TIME = lazy.regex("已|累计|到位|完成(?!率)|支付|年|月|季|计划|拟|减|扣|注销|退|出库|入库|支出|收入|结余|结转")
OPEN = lazy.regex("等|省略|……|…|以上|左右")
# ，中央、省、县分别为1800万元、1000万元、800万元
RESPECTIVELY = lazy.regex("[，,；;：:](?P<names>[㐀-鿿]{1,12}(?:、[㐀-鿿]{1,12}){1,7})(?:资金|投资)?分别(?:为|是|有)?")
# ，甲 · 小区中，甲
APART = lazy.regex("[，,、；;：:]|[㐀-鿿]{1,6}中[，,]")
WHOLE = lazy.regex("[总共]|合计|[：:]$")
BRACKETED = lazy.regex("[（(][^（）()]{4,200}[）)]")
# What a part is called after 其中, and what may be counted twice: 女党员、35岁以下党员
LISTED = lazy.regex("[，,、；;：:和及]?([㐀-鿿“”]{2,16})")
OVERLAPS = lazy.regex(
    "女|岁|学历|职称|本科|硕士|党员|少数民族|困难|残疾|民间|规模以上|规上|高新技术|上市|重点|以上|高级|骨干|首次"
)
# What may stand before the name of a whole that its parts repeat: 新建充电桩400个，公共充电桩260个、专用充电桩140个
COUNTED = lazy.regex(
    "(?:全[省市县区镇乡校院]|[我本][省市县区]|现有|新建|新增|改造|建设|完成|安排|配备|购置|设置|设立|计划|拟|将|已|有)*"
)
ENDS = lazy.regex("[。；;]|$")
LONGEST_GAP, MOST = 30, 8


def read(chars: str, found: Sequence[Figure]) -> Iterator[tuple[Figure, list[Figure], bool]]:
    """Each total, its parts, and whether they are all of it.

    >>> from lod.parser.figures import figures
    >>> chars = "总建筑面积2.4万平方米，地上1.9万平方米、地下0.6万平方米。"
    >>> [(total.number, [part.number for part in parts], every) for total, parts, every in read(chars, figures(chars))]
    [('2.4', ['1.9', '0.6'], True)]
    """
    for at, total in enumerate(found):
        if not total.vague and not total.change:
            following = found[at + 1 : at + 1 + MOST]
            yield from (
                _bracketed(chars, total, following)
                or _respectively(chars, total, following)
                or _in_line(chars, total, following)
            )


def _in_line(chars: str, total: Figure, following: Sequence[Figure]) -> list[tuple[Figure, list[Figure], bool]]:
    if years := spread.by_year(chars, total, following):
        return [(total, years, True)]
    parts, names = _run(chars, total, following)
    count = kinds.complements(names)
    if count:
        return [(total, parts[:count], True)]
    if any(OTHER_TIME.search(name) for name in names):
        return []
    if spread.nearly(total, parts) and _meant(chars, total, parts[-1:], names):
        return [(total, parts, kinds.closed(names))]
    paid, every = kinds.purses(chars[max(0, total.start - 12) : total.start], names)
    whole = re.search("总|共|合计|需", chars[max(0, total.start - 12) : total.start])
    return [(total, parts, every)] if paid and whole else []


def _respectively(chars: str, total: Figure, following: Sequence[Figure]) -> list[tuple[Figure, list[Figure], bool]]:
    said = RESPECTIVELY.match(chars, total.end)
    if said is None or NO_PART.search(said["names"]) or OTHER_TIME.search(said["names"]):
        return []
    parts = list(following[: said["names"].count("、") + 1])
    ends = [said.end(), *(part.end for part in parts)]
    apart = [chars[end : part.start] for end, part in zip(ends, parts, strict=False)]
    if any(part.unit != total.unit or part.vague or part.change for part in parts) or set(apart[1:]) - {"、", "和"}:
        return []
    return [(total, parts, True)] if not apart[0] and spread.nearly(total, parts) else []


def _lead(chars: str, total: Figure) -> str:
    # The words of its clause before a total, and the colon behind it
    return (
        re.split("[，,、；;。]", chars[max(0, total.start - 12) : total.start])[-1] + chars[total.end : total.end + 1]
    )


def _meant(chars: str, total: Figure, last: Sequence[Figure], names: Sequence[str]) -> bool:
    # 共142家，生猪78家，肉牛25家，蛋鸡39家。 · 充电桩400个，公共充电桩260个、专用充电桩140个
    lead = _lead(chars, total)
    name = lead.rstrip("，,：:")
    same = name.endswith(kinds.ending(names)) and COUNTED.fullmatch(name.removesuffix(kinds.ending(names)))
    if kinds.alike(names) and WHOLE.search(lead):
        return True
    if any(OVERLAPS.search(name) for name in names):
        return False
    if kinds.alike(names) and same:
        return True
    ends = not last or ENDS.match(chars, last[0].end)
    return bool(ends and WHOLE.search(lead)) and (kinds.even(names) or (len(names) > 2 and kinds.closed(names)))


def _run(chars: str, total: Figure, following: Sequence[Figure]) -> tuple[list[Figure], list[str]]:
    parts: list[Figure] = []
    names: list[str] = []
    end = total.end
    for figure in following:
        name = chars[end : figure.start]
        if figure.unit != total.unit or figure.vague or figure.change:
            break
        if len(name) > LONGEST_GAP or NO_PART.search(name) or not APART.match(name):
            break
        parts.append(figure)
        names.append(name)
        end = figure.end
    return ([], []) if parts and OPEN.match(chars, end) else (parts, names)


def to_the_end(chars: str, start: int, found: Sequence[Figure]) -> list[Figure]:
    """The amounts of one unit that fill a sentence after 其中, whatever they are called; none where kinds may overlap.

    >>> from lod.parser.figures import figures
    >>> chars = "总投资8600万元，其中争取上级资金5200万元，县级配套2400万元，乡镇自筹1200万元。"
    >>> [part.number for part in to_the_end(chars, 12, figures(chars))]
    ['5200', '2400', '1200']
    """
    parts: list[Figure] = []
    names: list[str] = []
    at = start
    for figure in found[bisect_left(found, start, key=lambda f: f.start) :][:MOST]:
        name = LISTED.fullmatch(chars, at, figure.start)
        if name is None or (parts and figure.unit != parts[0].unit) or figure.vague or figure.change:
            break
        parts.append(figure)
        names.append(name[1])
        at = figure.end
    if len(parts) < 2 or not ENDS.match(chars, at) or any(OVERLAPS.search(n) or NO_PART.search(n) for n in names):
        return []
    waiting = any(OTHER_TIME.search(name) for name in names) and kinds.complements(names) != len(names)
    return [] if waiting or len(set(names)) < len(names) else parts


def _bracketed(chars: str, total: Figure, following: Sequence[Figure]) -> list[tuple[Figure, list[Figure], bool]]:
    inside = BRACKETED.match(chars, total.end)
    if inside is None or any(word.search(inside[0]) for word in (OPEN, NO_PART, OTHER_TIME)):
        return []
    parts = list(following[: bisect_left(following, inside.end(), key=lambda f: f.start)])
    if len(parts) < 2 or any(part.unit != total.unit or part.vague or part.change for part in parts):
        return []
    starts = [inside.start() + 1, *(part.end for part in parts)]
    names = [chars[start : part.start] for start, part in zip(starts, parts, strict=False)]
    plain = all(re.fullmatch("[、，,；;和及]?[㐀-鿿]{1,12}", name) for name in names)
    return [(total, parts, kinds.closed(names))] if plain and not chars[parts[-1].end : inside.end() - 1] else []
