"""What a document brings with it: the text it issues (印发), and attachments printed or only on a website."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz, process

from lod import lazy
from lod.model import Part, Span, Term, Value
from lod.parser import patterns as p
from lod.parser.blocks import finished, start_of
from lod.parser.body import read_body
from lod.parser.lines import Joined, Line, join_lines, printed
from lod.parser.notes import LONGEST_TITLE_LINE, TITLE_END, Entry, Listing, after, listing

# 《甲办法》《乙办法》、《丙方案》
RUN = r"(?P<run>(?:《[^《》]{2,200}》[、，,和及]?){1,40})"
# 《甲办法》已经市政府同意 · 《甲办法》《乙办法》等制度现印发
ENCLOSED = lazy.regex(
    rf"{RUN}(?:等[^，。《》]{{0,12}})?(?=已经|业经|已由|经[^，。《》]{{2,40}}(?:同意|通过)|现印发|现予|印发给)"
)
IN_MARKS = lazy.regex(r"《(?P<title>[^《》]+)》")
HEAD_WITH_TITLE = lazy.regex(r"附\s*件\s*(?P<n>[0-9]{0,2})(?:\s*[:：.．]\s*|\s+)(?=[^\s:：.．])")
# （本文有删减）, said between the tail and the text that is issued
ABRIDGED = lazy.regex("[（(][^（）()]{0,12}(?:删减|节录|摘要|略)[^（）()]{0,6}[）)]")
SAME_TITLE = 0.72
# No document issues more texts than these; each line that follows is compared with each of their titles.
MOST_ENCLOSED = 100


def enclosed(joined: Joined) -> Iterator[tuple[str, Span]]:
    """Titles in 《》 that a stretch of a body says it issues, with their spans (marks included).

    >>> list(enclosed(Joined("《甲办法》已经市政府同意", tuple(range(12)))))
    [('甲办法', Span(start=0, end=5))]
    """
    for clause in ENCLOSED.finditer(joined.chars):
        for title in IN_MARKS.finditer(clause["run"]):
            at = clause.start("run")
            yield p.squeeze(title["title"]), joined.span(at + title.start(), at + title.end())


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
    words = after(lines[0], head.end()) if head else None
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
        alone = p.ATTACHMENT_HEAD.match(line.chars)
        head = alone or _head_with_title(line)
        # 附件：值班表 without a number, further down, is the note of the text before it.
        if head and (head["n"] or alone or at == 0):
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
