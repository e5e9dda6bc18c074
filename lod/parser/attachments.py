"""What a document brings with it: the text it issues (印发), and attachments listed, printed or only on a website."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from lod.model import Part, Span, Term, Value
from lod.parser import patterns as p
from lod.parser.blocks import finished, start_of
from lod.parser.body import read_body
from lod.parser.lines import Joined, Line, join_lines, printed

# 《甲办法》《乙办法》、《丙方案》
RUN = r"(?P<run>(?:《[^《》]{2,200}》[、，,和及]?){1,40})"
# 《甲办法》已经市政府同意 · 《甲办法》《乙办法》等制度现印发
ENCLOSED = re.compile(
    rf"{RUN}(?:等[^，。《》]{{0,12}})?(?=已经|业经|已由|经[^，。《》]{{2,40}}(?:同意|通过)|现印发|现予|印发给)"
)
# A title that goes on in the next line: 甲方案和 · 乙方案（试
OPEN_END = re.compile(r"(?:与|和|及|的|或|、|（[^（）]*|\([^()]*)$")
IN_MARKS = re.compile(r"《(?P<title>[^《》]+)》")
LONGEST_TITLE_LINE = 90
# A line of an A4 page holds 28 characters (GB/T 9704-2012 5.2.4), fewer after 附件：1.
BROKEN_TITLE = 18
HEAD_WITH_TITLE = re.compile(r"附\s*件\s*(?P<n>[0-9]{0,2})(?:\s*[:：.．]\s*|\s+)(?=[^\s:：.．])")
# 1. 值班表 · 附件2：值班表
NUMBERED = re.compile(r"(?:附\s*件\s*)?(?P<n>[0-9]{1,2})\s*(?:[.．](?![0-9])|[、:：])\s*")
# （本文有删减）, said between the tail and the text that is issued
ABRIDGED = re.compile("[（(][^（）()]{0,12}(?:删减|节录|摘要|略)[^（）()]{0,6}[）)]")
# （联系人：李明）
IN_BRACKETS = re.compile(r"[（(].*[）)]")
SAME_TITLE = 0.72
# No document issues more texts than these; each line that follows is compared with each of their titles.
MOST_ENCLOSED = 100
TITLE_NOUNS = (
    "分解|分工|清单|名单|名录|目录|表|册|卡|图|单|书|措施|政策|标准|规范|指南|指引|纲要|事项|要求|安排|流程|议程|回执|"
    "台账|样式|样表|模板|提纲|说明|情况|职责|制度|机制|口径|代码"
)
TITLE_END = re.compile(
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


def enclosed(joined: Joined) -> Iterator[tuple[str, Span]]:
    """Titles in 《》 that a stretch of a body says it issues, with their spans (marks included).

    >>> list(enclosed(Joined("《甲办法》已经市政府同意", tuple(range(12)))))
    [('甲办法', Span(start=0, end=5))]
    """
    for clause in ENCLOSED.finditer(joined.chars):
        for title in IN_MARKS.finditer(clause["run"]):
            at = clause.start("run")
            yield p.squeeze(title["title"]), joined.span(at + title.start(), at + title.end())


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
    words = _after(head, opening.end() if opening else 0)
    numbered = NUMBERED.match(words.chars) if words else None
    if words and not numbered:
        return [_entry(1, words, 0, lines, first, used), *_unnumbered(lines, first + 1, 1, used)]
    found = [_entry(int(numbered["n"]), words, numbered.end(), lines, first, used)] if words and numbered else []
    for at in range(first + 1, len(lines)):
        match = NUMBERED.match(lines[at].chars)
        wanted = found[-1].ordinal + 1 if found else 1
        if match and id(lines[at]) not in used and int(match["n"]) == wanted and (found or at == first + 1):
            used.add(id(lines[at]))
            found.append(_entry(wanted, lines[at], match.end(), lines, at, used))
    return found or list(_unnumbered(lines, first + 1, 0, used))


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
    title = [_after(line, label) or line]
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


def _after(line: Line, index: int) -> Line | None:
    chars = line.chars[index:].lstrip()
    return Line(Span(line.span.end - len(chars), line.span.end), chars, line.after_blank) if chars else None


def listed_parts(found: Listing, texts: dict[int, Sequence[Line]], announced: Sequence[str] = ()) -> Iterator[Part]:
    """The note, the pointer to a website, and the attachments.

    `texts` has, by ordinal, the lines of those that are printed; `announced` the titles that the document issues.
    """
    if found.note:
        yield printed("AttachmentNote", "attachment_note", join_lines([found.note]))
    if found.website:
        yield printed("WebsiteNote", "website_note", join_lines([found.website]))
    for entry in found.entries:
        title = p.squeeze(entry.title.chars.rstrip("。；;，,、"))
        yield _listed(entry, title)
        lines = texts.get(entry.ordinal)
        if lines:
            yield printed_part(lines, entry.ordinal, is_listed(title, announced), title)
            continue
        values = [Value("dct:title", title, "zh"), Value("gz:ordinal", entry.ordinal), Value("gz:enclosure", False)]
        if found.website:
            values.append(Value("gz:availability", Term("gz:websiteOnly")))
        yield Part("Attachment", f"annex_{entry.ordinal}", entry.span, tuple(values))


def _listed(entry: Entry, title: str) -> Part:
    values = [Value("dct:title", title, "zh"), Value("gz:ordinal", entry.ordinal)]
    if entry.label:
        values.append(Value("gz:label", entry.label))
    return printed("AttachmentEntry", f"attachment_entry_{entry.ordinal}", entry.printed, *values)


def printed_part(lines: Sequence[Line], ordinal: int, enclosure: bool, expected: str = "") -> Part:
    """An attachment whose text is printed, with the attachments of its own.

    `lines` begin with its 附件N line or its title; `expected` is its title as listed; `enclosure` says that the
    document issues it (印发) rather than attaches it.
    """
    title, rest = _title(lines, expected)
    values = [Value("gz:ordinal", ordinal), Value("gz:enclosure", enclosure)]
    parts: list[Part] = []
    if title:
        values.insert(0, Value("dct:title", p.squeeze(title.chars), "zh"))
        parts.append(printed("Title", "title", title))
    found = listing(rest)
    values.append(Value("gz:availability", Term("gz:printed")))
    parts.extend(read_body(found.rest))
    parts.extend(listed_parts(found, {}))
    parts.sort(key=lambda part: part.span.start)
    span = Span(lines[0].span.start, lines[-1].span.end)
    return Part("Attachment", f"annex_{ordinal}", span, tuple(values), tuple(parts))


def _title(lines: Sequence[Line], expected: str) -> tuple[Joined | None, Sequence[Line]]:
    skip = 0
    while skip < len(lines) and (p.ATTACHMENT_HEAD.match(lines[skip].chars) or ABRIDGED.fullmatch(lines[skip].chars)):
        skip += 1
    lines = lines[skip:]
    head = _head_with_title(lines[0]) if lines else None
    words = _after(lines[0], head.end()) if head else None
    if words:
        return join_lines([words]), lines[1:]
    end = 0
    while end < len(lines) and end < 4:
        chars = lines[end].chars
        if finished(chars) or start_of(chars).kind != "plain" or len(chars) > LONGEST_TITLE_LINE:
            break
        end += 1
        joined = p.squeeze(join_lines(lines[:end]).chars)
        if TITLE_END.search(joined) or p.comparable(joined) == p.comparable(expected):
            break
    return (join_lines(lines[:end]) if end else None), lines[end:]


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


def split_annexes(lines: Sequence[Line], titles: Sequence[str]) -> list[tuple[int | None, Sequence[Line]]]:
    """The texts that follow a tail: one for each 附件N line, one for each announced title that stands on a line.

    The number is that of the 附件N line, None for a text that the document issues.

    >>> chars = ["防汛预案", "一、总则", "附件1", "值班表"]
    >>> found = [Line(Span(at * 9, at * 9 + len(line)), line, False) for at, line in enumerate(chars)]
    >>> [(number, len(lines)) for number, lines in split_annexes(found, ["防汛预案"])]
    [(None, 2), (1, 2)]
    """
    known = [p.comparable(title) for title in titles]
    starts: list[tuple[int, int | None]] = []
    for at, line in enumerate(lines):
        head = p.ATTACHMENT_HEAD.match(line.chars) or _head_with_title(line)
        # 附件：值班表 without a number, further down, is the note of the text before it.
        if head and (head["n"] or head.re is p.ATTACHMENT_HEAD or at == 0):
            starts.append((at, int(head["n"] or 1)))
        elif at == 0 or (_announced(line.chars, known) and starts[-1][0] != at - 1):
            starts.append((at, None))
    ends = [at for at, _ in starts[1:]] + [len(lines)]
    return [(number, lines[at:end]) for (at, number), end in zip(starts, ends, strict=True) if end > at]


def _head_with_title(line: Line) -> re.Match[str] | None:
    # 附件1：值班表 · 附件2 值班表, over the text of that attachment
    fits = len(line.chars) <= LONGEST_TITLE_LINE and not finished(line.chars) and TITLE_END.search(line.chars)
    return HEAD_WITH_TITLE.match(line.chars) if fits else None


def _announced(chars: str, known: Sequence[str]) -> bool:
    if finished(chars) or len(chars) > LONGEST_TITLE_LINE or start_of(chars).kind != "plain":
        return False
    return most_alike(chars, known, SAME_TITLE) is not None


def is_listed(title: str, titles: Sequence[str]) -> bool:
    """Whether an announced title is one of those listed, as far as 《〈…〉》 and small words let them differ.

    >>> is_listed("甲市行动方案", ["甲市行动实施方案"]), is_listed("甲市行动方案", ["乙县工作总结"])
    (True, False)
    """
    return most_alike(title, [p.comparable(other) for other in titles], SAME_TITLE) is not None


def most_alike(title: str, known: Sequence[str], least: float) -> str | None:
    """The title most like `title` among those `known`, or None where none is alike to `least`, 0 to 1.

    `known` are titles as `comparable` makes them: they are compared with many lines, and made comparable once.

    >>> most_alike("甲市行动方案", ["乙县工作总结", "甲市行动实施方案"], 0.75)
    '甲市行动实施方案'
    """
    found = process.extractOne(p.comparable(title), known, scorer=fuzz.ratio, score_cutoff=100 * least)
    return found[0] if found else None
