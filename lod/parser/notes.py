"""The 附件 note of a text (GB/T 9704-2012 7.3.4): which attachments it lists, in the forms that offices write."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lod import lazy
from lod.model import Span
from lod.parser import patterns as p
from lod.parser.blocks import finished, start_of
from lod.parser.lines import Joined, Line, join_lines

# A title that goes on in the next line: 甲方案和 · 乙方案（试
OPEN_END = lazy.regex(r"(?:与|和|及|的|或|、|（[^（）]*|\([^()]*)$")
LONGEST_TITLE_LINE = 90
# A line of an A4 page holds 28 characters (GB/T 9704-2012 5.2.4), fewer after 附件：1.
BROKEN_TITLE = 18
# 1. 值班表；2. 电话表
FURTHER = lazy.regex(rf"(?:[；;，,、]\s*|\s+)(?P<n>[0-9]{{1,2}})\s*[.．、]{p.NO_DIGIT}")
# 1. 值班表 · 附件2：值班表
NUMBERED = lazy.regex(rf"(?:附\s*件\s*)?(?P<n>[0-9]{{1,2}})\s*(?:[.．]{p.NO_DIGIT}|[、:：])\s*")
# （联系人：李明）
IN_BRACKETS = lazy.regex(r"[（(].*[）)]")
TITLE_NOUNS = (
    "分解|分工|清单|名单|名录|目录|表|册|卡|图|单|书|措施|政策|标准|规范|指南|指引|纲要|事项|要求|安排|流程|议程|回执|"
    "台账|样式|样表|模板|提纲|说明|情况|职责|制度|机制|口径|代码"
)
TITLE_END = lazy.regex(
    rf"(?:{p.TYPE_AT_END.pattern[:-1]}|(?:{TITLE_NOUNS})(?:[（(][^（）()]{{1,12}}[）)])?|细则（.{{1,8}}）)$"
)


@dataclass(frozen=True, slots=True)
class Entry:
    """An attachment listed under 附件：, its lines already in reading order; `ordinal` counts from 1.

    `printed` is the line with its label (empty where it has none), as far as it stands in one piece.
    """

    ordinal: int
    title: Joined
    span: Span
    printed: Joined
    label: str


@dataclass(frozen=True, slots=True)
class Listing:
    """The 附件 note of a text (GB/T 9704-2012 7.3.4), its entries, the pointer to a website, and the other lines."""

    note: Line | None
    entries: tuple[Entry, ...]
    website: Line | None
    rest: tuple[Line, ...]


def listing(lines: Sequence[Line]) -> Listing:
    """Take the 附件 note and its entries out of the lines of a text, also where columns are read into one.

    >>> chars = ["请执行。", "附件：1. 资金分配表", "2. 资金申请表"]
    >>> found = listing([Line(Span(at * 20, at * 20 + len(line)), line, False) for at, line in enumerate(chars)])
    >>> [entry.title.chars for entry in found.entries], [line.chars for line in found.rest]
    (['资金分配表', '资金申请表'], ['请执行。'])
    """
    first = next((i for i, line in enumerate(lines) if p.ATTACHMENT.match(line.chars)), None)
    website = next((line for line in reversed(lines) if p.WEBSITE_NOTE.fullmatch(line.chars)), None)
    used = {id(website)} if website else set()
    entries: list[Entry] = []
    if first is not None:
        entries = _entries(lines, first, used)
    rest = tuple(line for line in lines if id(line) not in used)
    return Listing(lines[first] if first is not None else None, tuple(entries), website, rest)


def _entries(lines: Sequence[Line], first: int, used: set[int]) -> list[Entry]:
    head = lines[first]
    used.add(id(head))
    opening = p.ATTACHMENT.match(head.chars)
    words = after(head, opening.end() if opening else 0)
    numbered = NUMBERED.match(words.chars) if words else None
    if words and not numbered:
        return [_entry(1, words, 0, lines, first, used), *_unnumbered(lines, first + 1, 1, used)]
    found = list(_numbered(words, 1, lines, first, used)) if words and numbered else []
    for at in range(first + 1, len(lines)):
        match = NUMBERED.match(lines[at].chars)
        wanted = found[-1].ordinal + 1 if found else 1
        if match and id(lines[at]) not in used and int(match["n"]) == wanted and (found or at == first + 1):
            used.add(id(lines[at]))
            found.extend(_numbered(lines[at], wanted, lines, at, used))
    return found or list(_unnumbered(lines, first + 1, 0, used))


def _numbered(line: Line, ordinal: int, lines: Sequence[Line], at: int, used: set[int]) -> Iterator[Entry]:
    # The entries on a line that begins with a number: one, or several one after another.
    starts = [(0, 0)]
    for match in FURTHER.finditer(line.chars):
        if int(match["n"]) == ordinal + len(starts):
            starts.append((match.start(), match.start("n")))
    for step, (_, start) in enumerate(starts):
        last = step + 1 == len(starts)
        end = len(line.chars) if last else starts[step + 1][0]
        span = Span(line.span.start + start, line.span.start + end)
        piece = Line(span, line.chars[start:end], line.after_blank and not step)
        label = NUMBERED.match(piece.chars)
        yield _entry(ordinal + step, piece, label.end() if label else 0, lines if last else (), at, used)


def _unnumbered(lines: Sequence[Line], at: int, ordinal: int, used: set[int]) -> Iterator[Entry]:
    # Titles after the one called `ordinal`, each on a line of its own and without a number.
    while at < len(lines) and _is_title_line(lines[at]):
        if id(lines[at]) not in used:
            ordinal += 1
            used.add(id(lines[at]))
            yield _entry(ordinal, lines[at], 0, lines, at, used)
        at += 1


def _is_title_line(line: Line) -> bool:
    short = len(line.chars) <= LONGEST_TITLE_LINE and not finished(line.chars)
    return short and start_of(line.chars).kind == "plain" and bool(TITLE_END.search(line.chars))


def _entry(ordinal: int, line: Line, label: int, lines: Sequence[Line], at: int, used: set[int]) -> Entry:
    # `label` is where the words of `line` begin; the title may go on in the lines after the one at index `at`.
    title = [after(line, label) or line]
    contiguous = True
    for step, following in enumerate(lines[at + 1 : at + 4]):
        if not _goes_on(join_lines(title).chars, following):
            break
        if _is_orphan(following) and id(following) not in used:
            contiguous = contiguous and step == len(title) - 1
            title.append(following)
            used.add(id(following))
    joined = join_lines(title)
    whole = join_lines([line, *title[1:]]) if contiguous else join_lines([line])
    return Entry(ordinal, joined, joined.whole() if contiguous else title[0].span, whole, line.chars[:label].strip())


def _goes_on(title: str, following: Line) -> bool:
    # A title that cannot end here, or one that was broken at the width of the page.
    return bool(OPEN_END.search(title)) or (
        len(title) >= BROKEN_TITLE
        and not TITLE_END.search(title)
        and not finished(title)
        and bool(TITLE_END.search(following.chars))
        and len(following.chars) < BROKEN_TITLE
        and _is_orphan(following)
    )


def _is_orphan(line: Line) -> bool:
    plain = start_of(line.chars).kind == "plain" and not finished(line.chars)
    return plain and len(line.chars) < LONGEST_TITLE_LINE


def after(line: Line, index: int) -> Line | None:
    """The rest of a line from an index (from 0) on, without white space before it; None where nothing is left.

    >>> after(Line(Span(0, 7), "附件： 值班表", False), 3).chars
    '值班表'
    """
    chars = line.chars[index:].lstrip()
    return Line(Span(line.span.end - len(chars), line.span.end), chars, line.after_blank) if chars else None


def misplaced(lines: Sequence[Line]) -> Listing | None:
    """The 附件 note that the text after a tail begins with, or None where it does not begin with one.

    The heading of a printed attachment (附件：值班表, then its text) is no note.

    >>> found = misplaced([Line(Span(0, 9), "附件：1. 值班表", False), Line(Span(10, 16), "2. 电话表", False)])
    >>> [entry.title.chars for entry in found.entries]
    ['值班表', '电话表']
    """
    if not lines or not p.ATTACHMENT.match(lines[0].chars):
        return None
    found = listing(lines)
    follows = next((line.chars for line in found.rest if not IN_BRACKETS.fullmatch(line.chars)), "")
    several = len(found.entries) > 1 or any(entry.label for entry in found.entries)
    if found.entries and (several or not follows or p.ATTACHMENT_HEAD.match(follows)):
        return found
    return None
