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
# （本文有删减）, said between the tail and the text that is issued
ABRIDGED = re.compile("[（(][^（）()]{0,12}(?:删减|节录|摘要|略)[^（）()]{0,6}[）)]")
SAME_TITLE = 0.72
# No document issues more texts than these; each line that follows is compared with each of their titles.
MOST_ENCLOSED = 100
TITLE_END = re.compile(rf"(?:{p.TYPE_AT_END.pattern[:-1]}|分解|分工|清单|名单|表|细则（.{{1,8}}）)$")


@dataclass(frozen=True, slots=True)
class Entry:
    """An attachment listed under 附件：, its lines already in reading order; `ordinal` counts from 1."""

    ordinal: int
    title: Joined
    span: Span


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
    numbered = p.LEVEL_3.match(words.chars) if words else None
    if words is None or numbered is None:
        return [_entry(1, [words], lines, first, used)] if words else []
    found = [_entry(int(numbered["n"]), [_after(words, numbered.end()) or words], lines, first, used)]
    for at in range(first + 1, len(lines)):
        match = p.LEVEL_3.match(lines[at].chars)
        if match and id(lines[at]) not in used and int(match["n"]) == found[-1].ordinal + 1:
            used.add(id(lines[at]))
            found.append(_entry(int(match["n"]), [_after(lines[at], match.end()) or lines[at]], lines, at, used))
    return found


def _entry(ordinal: int, title: list[Line], lines: Sequence[Line], at: int, used: set[int]) -> Entry:
    contiguous = True
    for step, line in enumerate(lines[at + 1 : at + 4]):
        if not OPEN_END.search(join_lines(title).chars):
            break
        orphan = start_of(line.chars).kind == "plain" and not finished(line.chars) and id(line) not in used
        if orphan and len(line.chars) < LONGEST_TITLE_LINE:
            contiguous = contiguous and step == len(title) - 1
            title.append(line)
            used.add(id(line))
    joined = join_lines(title)
    span = joined.whole() if contiguous else title[0].span
    return Entry(ordinal, joined, span)


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
        title = p.squeeze(entry.title.chars.rstrip("。；;"))
        lines = texts.get(entry.ordinal)
        if lines:
            yield printed_part(lines, entry.ordinal, is_listed(title, announced), title)
            continue
        values = [Value("dct:title", title, "zh"), Value("gz:ordinal", entry.ordinal), Value("gz:enclosure", False)]
        if found.website:
            values.append(Value("gz:availability", Term("gz:websiteOnly")))
        yield Part("Attachment", f"annex_{entry.ordinal}", entry.span, tuple(values))


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
    end = skip
    while end < len(lines) and end < skip + 4:
        chars = lines[end].chars
        if finished(chars) or start_of(chars).kind != "plain" or len(chars) > LONGEST_TITLE_LINE:
            break
        end += 1
        joined = p.squeeze(join_lines(lines[skip:end]).chars)
        if TITLE_END.search(joined) or p.comparable(joined) == p.comparable(expected):
            break
    return (join_lines(lines[skip:end]) if end > skip else None), lines[end:]


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
        head = p.ATTACHMENT_HEAD.match(line.chars)
        if head:
            starts.append((at, int(head["n"] or 1)))
        elif at == 0 or (_announced(line.chars, known) and starts[-1][0] != at - 1):
            starts.append((at, None))
    ends = [at for at, _ in starts[1:]] + [len(lines)]
    return [(number, lines[at:end]) for (at, number), end in zip(starts, ends, strict=True) if end > at]


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
