"""Parts that follow their total without 其中: 总投资1.2亿元，自筹0.8亿元，贷款0.4亿元 · 12件（修改10件、废止2件）."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from lod import lazy
from lod.parser import kinds
from lod.parser.figures import Figure

NO_PART = lazy.regex("每|各|均|单价|分别|占|其中|比|较|超|[。！？]")
# What is counted at another time, or taken away again, is no part: 已到位0.8亿元, 新设50户、注销15户
OTHER_TIME = lazy.regex("已|累计|到位|完成(?!率)|支付|年|月|季|计划|拟|减|扣|注销|退|出库|入库|支出|收入|结余|结转")
OPEN = lazy.regex("等|省略|……|…|以上|左右")
# ，中央、省、县分别为1800万元、1000万元、800万元
RESPECTIVELY = lazy.regex("[，,；;：:](?P<names>[㐀-鿿]{1,12}(?:、[㐀-鿿]{1,12}){1,7})(?:资金|投资)?分别(?:为|是|有)?")
WHOLE = lazy.regex("[总共]|合计|[：:]$")
BRACKETED = lazy.regex("[（(][^（）()]{4,200}[）)]")
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
    parts, names = _run(chars, total, following)
    count = kinds.complements(names)
    if count:
        return [(total, parts[:count], True)]
    if any(OTHER_TIME.search(name) for name in names):
        return []
    if kinds.alike(names) and _nearly(total, parts) and WHOLE.search(_lead(chars, total)):
        return [(total, parts, False)]
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
    return [(total, parts, True)] if not apart[0] and _nearly(total, parts) else []


def _lead(chars: str, total: Figure) -> str:
    # The words of its clause before a total, and the colon behind it
    return (
        re.split("[，,、；;。]", chars[max(0, total.start - 12) : total.start])[-1] + chars[total.end : total.end + 1]
    )


def _nearly(total: Figure, parts: Sequence[Figure]) -> bool:
    # What makes much less, or much more, was never meant to be the whole.
    return abs(sum(part.value for part in parts) - total.value) * 6 < total.value


def _run(chars: str, total: Figure, following: Sequence[Figure]) -> tuple[list[Figure], list[str]]:
    parts: list[Figure] = []
    names: list[str] = []
    end = total.end
    for figure in following:
        name = chars[end : figure.start]
        if figure.unit != total.unit or figure.vague or figure.change:
            break
        if len(name) > LONGEST_GAP or NO_PART.search(name) or not re.match("[，,、；;：:]", name):
            break
        parts.append(figure)
        names.append(name)
        end = figure.end
    return ([], []) if parts and OPEN.match(chars, end) else (parts, names)


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
