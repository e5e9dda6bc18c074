"""What may stand below a signing date: notes, copies, who printed it (GB/T 9704-2012 7.3.6, 7.4).

None of these lines opens an attachment, whatever its words are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lod import lazy
from lod.model import Name, Part, Value
from lod.parser import names
from lod.parser import patterns as p
from lod.parser.blocks import finished, start_of
from lod.parser.lines import Joined, Line, join_lines, printed

# Lines from the end of a text in which copies and printing are looked for.
COLOPHON_LINES = 24
MOST_COPY_LINES = 8
# 抄送：县委办公室，县人大常委会办公室。
COPIED = lazy.regex(r"(?:抄\s*[送报]|主\s*报|分\s*送|印\s*送)(?:机关|单位)?\s*[:：]\s*")
# 安山县人民政府办公室　　2023年3月6日印发 · 印发日期：2023年3月6日
PRINTED = lazy.regex(
    rf"(?:[{p.HAN}（）()\s]{{2,60}})?(?:{p.DATE.pattern}|[{p.CN}○OＯ0-9]{{4}}\s?年[{p.CN}0-9]{{1,3}}\s?月[{p.CN}0-9]{{1,3}}\s?日)\s*印\s*[发制刷]"
    r"|(?:印发机关|印发单位|印发日期|承办单位|承办处室)\s*[:：].{1,80}"
)
# 主题词：农业　秋收　通知 · （共印120份） · 校对：张明
OTHER = lazy.regex(
    r"主\s*题\s*词\s*[:：].{1,80}|[（(]?\s*共\s*印\s*[0-9]{1,5}\s*份\s*[）)]?|(?:校对|打印|打字|录入)\s*[:：].{1,20}"
)
# （联系人：张明，电话：8123456）
CONTACT = lazy.regex(
    r"[（(]?\s*(?:(?:业务|政策|工作)?(?:联\s*系\s*(?:人|电\s*话|方\s*式|单位|科室|处室|部门|地址)|咨询电话|联络员)|电\s*话|电子邮箱|传\s*真)"
    r"\s*(?:及\s*(?:联系)?电\s*话)?\s*[:：].{1,160}"
)
BRACKETED = lazy.regex(r"[（(][^（）()]{2,120}[）)]")
# （本文有删减） says that a text is public, though not all of it
ABRIDGED = lazy.regex(r"[（(]?\s*(?:本文|此件|本件|正文|全文)?有?(?:删减|删节)[^（）()]{0,8}[）)]?")

Element = tuple[str, Joined]


def role_of(chars: str) -> str:
    """What a line below a date is: the local name of its class, or an empty string for any other line.

    >>> [role_of(chars) for chars in ("抄送：县委办公室。", "县政府办　2023年3月6日印发", "（联系人：张明）")]
    ['CopyLine', 'PrintLine', 'ContactNote']
    """
    if len(chars) > 400:
        return ""
    if COPIED.match(chars):
        return "CopyLine"
    if len(chars) <= 80 and p.PUBLICITY.fullmatch(chars):
        return "PublicityNote"
    if PRINTED.fullmatch(chars):
        return "PrintLine"
    if p.WEBSITE_NOTE.fullmatch(chars):
        return "WebsiteNote"
    if ABRIDGED.fullmatch(chars):
        return "AbridgementNote"
    if CONTACT.fullmatch(chars):
        return "ContactNote"
    return "Note" if OTHER.fullmatch(chars) or BRACKETED.fullmatch(chars) else ""


def below(lines: Sequence[Line], start: int) -> tuple[list[Element], int]:
    """The elements that stand one after the other from a line on, and the index of the first line after them.

    >>> from lod.model import Span
    >>> chars = ["抄送：县委办公室，", "县人武部。", "附件1"]
    >>> found, end = below([Line(Span(at * 9, at * 9 + len(line)), line, False) for at, line in enumerate(chars)], 0)
    >>> [(kind, joined.chars) for kind, joined in found], end
    ([('CopyLine', '抄送：县委办公室，县人武部。')], 2)
    """
    found: list[Element] = []
    while start < len(lines):
        kind = role_of(lines[start].chars)
        if not kind:
            break
        end = start + 1
        if kind == "CopyLine":
            end = _copied(lines, start)
        found.append((kind, join_lines(lines[start:end])))
        start = end
    return found, start


def split(lines: Sequence[Line]) -> tuple[Sequence[Line], list[Element]]:
    """The lines of a text and the elements that close it: from 抄送 or 印发 on, what stands before them included."""
    first = max(len(lines) - COLOPHON_LINES, 1)
    for at in range(first, len(lines)):
        kind = role_of(lines[at].chars)
        if kind not in ("CopyLine", "PrintLine", "PublicityNote", "Note"):
            continue
        found, end = below(lines, at)
        if end == len(lines) and any(kind in ("CopyLine", "PrintLine") for kind, _ in found):
            return lines[:at], found
    return lines, []


def colophon_parts(elements: Sequence[Element]) -> Iterator[Part]:
    """The nodes of elements below a date, each at its place."""
    for number, (kind, joined) in enumerate(elements, 1):
        values = (Value("gz:copiedTo", name) for name in _copies(joined)) if kind == "CopyLine" else ()
        yield printed(kind, f"below_{number}", joined, *values)


def _copies(joined: Joined) -> Iterator[Name]:
    match = COPIED.match(joined.chars)
    if match:
        yield from names.units(joined.part(match.end(), len(joined.chars)))


def _copied(lines: Sequence[Line], start: int) -> int:
    end = start + 1
    while end < len(lines) and end < start + MOST_COPY_LINES and not finished(lines[end - 1].chars):
        chars = lines[end].chars
        if role_of(chars) or start_of(chars).kind != "plain" or p.ATTACHMENT_HEAD.match(chars):
            break
        end += 1
    return end
