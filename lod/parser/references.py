"""References inside a text: to its attachments (见附件2), to its articles (第三条第一款) and to itself (本办法)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lod import lazy
from lod.model import Part, Value
from lod.parser import patterns as p
from lod.parser.lines import Joined, printed

# 附件1 · 附件 2, but not that of something else: 《…》附件1, 国发〔2020〕6号的附件1, 该通知附件1, 6号文件附件3
OTHER = "》号）)〕其该文同书议令函知"
ATTACHMENT = lazy.regex(
    rf"(?<![{OTHER}])(?<![{OTHER}][的中])(?<!文件)(?<!文件[的中])(?<!中的)(?<!所附)附\s*件\s*(?P<n>[0-9]{{1,2}})"
    r"(?![0-9.．:：号份张页个式])"
)
# 附件1、2 · 附件1至3, after the first
ATTACHMENT_MORE = lazy.regex(r"\s*[、和及至—～~-]\s*(?P<n>[0-9]{1,2})(?![0-9年月日个项条家.．])")
# 见附件 · 详见附件, without a number
ATTACHMENT_BARE = lazy.regex(rf"见\s*附\s*件(?!\s*[0-9{p.CN}《])")
# 第三条 · 第三条之一 · 第三条第二款第一项 · 本条第一款 · 前条第二项 · 前款第三项
ITEM = rf"第[（(]?(?P<item>[{p.CN}]{{1,3}})[）)]?项(?!目)"
ARTICLE = lazy.regex(
    rf"(?:第(?P<n>[{p.CN}]{{1,7}})条(?:之[{p.CN}])?|(?<![基根])本条|(?P<before>(?<![该此以])前条)|前款|本款)"
    rf"(?:第(?P<paragraph>[{p.CN}]{{1,3}})款)?(?:{ITEM})?"
)
# 、第三项 · 和第二款, after a paragraph or an item
MORE = lazy.regex(rf"(?:[、和至及或]|或者|以及)(?:第(?P<paragraph>[{p.CN}]{{1,3}})款)?(?:{ITEM})?")
# The nouns by which an instrument calls itself.
INSTRUMENT = "办法|规定|细则|条例|规则|规程|章程|制度|方案|预案|规划|计划|意见|通知|决定|公告|通告|法"
OWN = lazy.regex(rf"本[{p.HAN}]{{0,6}}(?:{INSTRUMENT})(?:的)?$")
# 民法典第十条 · 该条例第十条: of another text
OTHERS = lazy.regex(
    r"》|法典?的?$|(?:宪法|条例|办法|规定|细则|规则|章程|协议|合同|公约|条约|修正案|决定|原|该|其|前)的?$"
)
CHAIN = lazy.regex(r"[条款项](?:[、，和至及或与]|以及|或者)$")
SELF = lazy.regex(
    r"(?<![基根样成资日原版书剧文标课脚蓝])本(?:实施|暂行|试行|管理|工作)?"
    r"(?:办法|规定|细则|条例|规则|规程|章程|制度|方案|预案|(?:决定|通知|通告|公告)(?!书|栏|单|精神))(?![性区内])"
)
LONGEST_SENTENCE = 200


def read(joined: Joined, article: int | None) -> Iterator[Part]:
    """The references of a stretch of text; `article` is the ordinal of the article it stands in, None outside of any.

    >>> [part.kind for part in read(Joined("依照本办法第三条（见附件2）", tuple(range(14))), 5)]
    ['AttachmentReference', 'ArticleReference', 'SelfReference']
    """
    found = [*_attachments(joined), *(_articles(joined, article) if article is not None else ()), *_self(joined)]
    for number, (kind, start, end, values) in enumerate(found, 1):
        yield printed(kind, f"reference_{number}", joined.part(start, end), *values)


_Found = tuple[str, int, int, tuple[Value, ...]]


def _attachments(joined: Joined) -> Iterator[_Found]:
    for first in ATTACHMENT.finditer(joined.chars):
        match: re.Match[str] | None = first
        while match:
            start = match.start("n") if match is not first else match.start()
            yield "AttachmentReference", start, match.end(), (Value("gz:ordinal", int(match["n"])),)
            match = ATTACHMENT_MORE.match(joined.chars, match.end())
    for bare in ATTACHMENT_BARE.finditer(joined.chars):
        yield "AttachmentReference", *bare.span(), ()


def _articles(joined: Joined, article: int) -> Iterator[_Found]:
    inside, end = False, 0
    for match in ARTICLE.finditer(joined.chars):
        head = joined.chars[max(0, match.start() - LONGEST_SENTENCE) : match.start()]
        if not (CHAIN.search(head) and match.start() - end <= 2):
            inside = match["n"] is None or _is_own(head)
        end = match.end()
        if not inside:
            continue
        ordinal = p.numeral(match["n"]) if match["n"] else article - bool(match["before"])
        paragraph = match["paragraph"]
        yield "ArticleReference", *match.span(), _ordinals(ordinal, paragraph, match["item"])
        more = MORE.match(joined.chars, end) if paragraph or match["item"] else None
        while more and (more["paragraph"] or more["item"]):
            paragraph, end = more["paragraph"] or paragraph, more.end()
            yield "ArticleReference", *more.span(), _ordinals(ordinal, paragraph, more["item"])
            more = MORE.match(joined.chars, end)


def _ordinals(article: int | None, paragraph: str | None, item: str | None) -> tuple[Value, ...]:
    said = {
        "gz:ordinal": article,
        "gz:paragraphOrdinal": p.numeral(paragraph or ""),
        "gz:itemOrdinal": p.numeral(item or ""),
    }
    return tuple(Value(property, number) for property, number in said.items() if number is not None)


def _is_own(head: str) -> bool:
    if OWN.search(head):
        return True
    sentence = re.split("[。；;]", head)[-1]
    return not OTHERS.search(sentence)


def _self(joined: Joined) -> Iterator[_Found]:
    for match in SELF.finditer(joined.chars):
        head = joined.chars[: match.start()]
        if head.rfind("“") > head.rfind("”"):
            continue  # quoted from another text
        yield "SelfReference", *match.span(), ()
