"""Sentences that blank lines break, as where a page of the original ended."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from lod import lazy
from lod.model import Part, Span, Text, Value
from lod.parser.patterns import HAN

# Blank lines or the number of a page inside a sentence: 全面落 / (blank) / 实粮食安全战略, 到村、 / — 9 — / 到地块
FOLIO = r"[—－–-]{1,2} ?[0-9]{1,4} ?[—－–-]{1,2}|· ?[0-9]{1,4} ?·|第 ?[0-9]{1,4} ?页[^\n]{0,12}"
BROKEN = lazy.regex(
    rf"(?P<before>[{HAN}，、])[ \t\u3000]*\n(?:\s*(?P<folio>{FOLIO})[ \t\u3000]*\n|[ \t\u3000]*\n)"
    rf"\s*(?![{HAN}]{{2,10}}[：:])(?P<after>[{HAN}“《（])"
)
PAUSE = lazy.regex("[，。；、,;]")
# 成员：县水利局、县气象局主要负责人: a list with its label ends without a mark
LISTED = lazy.regex(rf"[ \t\u3000]*[{HAN}]{{2,10}}[：:][^，。；,;\n]*")
# （三）行人按照现场标 / (blank) / 志通行。: an item may be short, if a word goes on and ends before long.
ITEM = lazy.regex(
    "\\s*(?:[（(][一二三四五六七八九十]{1,3}[）)]|[0-9]{1,2}[.．、]|[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十百]{1,5}条)"
)
GOES_ON = lazy.regex(r"[^\n]{1,40}[。；]")
# 附件2, 二、, （一）, 项目名称：: what follows begins anew
ANEW = lazy.regex(
    r"附件|附表|附录|[一二三四五六七八九十]{1,3}[、．.]|第[一二三四五六七八九十百]{1,5}[条章节]|[^\s，。；、]{2,8}[:：]"
)
# 成员：县水利局、县气象局主要负责人: a row of a form ends without a mark, and what follows it is another paragraph
ROW = lazy.regex(rf"\s*[{HAN}（）]{{2,10}}(?<!强调)(?<!指出)(?<!要求)(?<!认为)(?<!提出)[：:]")
# A line this long is running text; shorter ones may be a form, a list of names or verse.
SHORTEST = 18
SHORTEST_BEFORE_FOLIO = 8
FARTHEST = 400  # and its next mark is not further away
PAGE = "page"


def breaks(text: Text, span: Span) -> Iterator[Part]:
    """The places where blank lines break the sentence of a block, in order; not where a marked page begins.

    >>> from lod.model import Source
    >>> chars = "各乡镇要压实防汛责任，落实二十四小时值班制度，全面落\\n\\n实群测群防措施，备足物资。"
    >>> text = Text(Source("-", "text/plain", b""), chars)
    >>> [part.get("nif:anchorOf") for part in breaks(text, Span(0, len(chars)))]
    ['落']
    """
    pages = sorted(origin.span.start for origin in text.origins if origin.locator.startswith(PAGE))
    number = 0
    for match in BROKEN.finditer(text.chars, span.start, span.end):
        begin, end = match.start("before"), match.start("after")
        line = max(text.chars.rfind("\n", span.start, begin) + 1, span.start)
        turns = bisect_right(pages, end) > bisect_right(pages, begin)
        known = match["folio"] and begin - line >= SHORTEST_BEFORE_FOLIO and GOES_ON.match(text.chars, end)
        if turns or ANEW.match(text.chars, end) or _row(text, span, match):
            continue
        if not (known or _long(text, span, line, begin, end) or _item(text, line, end)):
            continue
        number += 1
        said = (Value("nif:anchorOf", match["before"]),)
        yield Part("Break", f"break_{number}", Span(begin, begin + 1), said)


def _row(text: Text, span: Span, match: re.Match[str]) -> bool:
    blank = text.chars.rfind("\n\n", span.start, match.start())
    begin = span.start if blank < 0 else blank
    return match["before"] not in "，、" and not match["folio"] and bool(ROW.match(text.chars, begin))


def _long(text: Text, span: Span, line: int, begin: int, end: int) -> bool:
    if (
        begin - line < SHORTEST
        or not PAUSE.search(text.chars, line, begin)
        or LISTED.fullmatch(text.chars, line, begin)
    ):
        return False
    return bool(PAUSE.search(text.chars, end, min(end + FARTHEST, span.end)))


def _item(text: Text, line: int, end: int) -> bool:
    return bool(ITEM.match(text.chars, line) and GOES_ON.match(text.chars, end))
