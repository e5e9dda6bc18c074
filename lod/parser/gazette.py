"""An issue of a gazette: masthead, contents, the documents it prints, imprint."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from lod.model import Name, Part, Span, Text, Value
from lod.parser import patterns as p
from lod.parser.blocks import finished, start_of
from lod.parser.document import read_document
from lod.parser.head import is_number, number_values
from lod.parser.lines import Line, join_lines
from lod.parser.tail import role_of

MASTHEAD_LINES = 60
ISSUE_TITLE = re.compile(rf"[{p.HAN}]{{2,30}}公报")
ISSUE_NUMBER = re.compile(
    r"(?:(?P<year>[0-9]{4})\s*年)?\s*第\s*(?P<number>[0-9]{1,3})\s*[期号]"
    r"\s*(?:[（(]\s*总\s*(?:第\s*)?(?P<total>[0-9]{1,5})\s*[期号]\s*[）)])?"
)
PUBLISHED = re.compile(rf"(?P<day>{p.DATE.pattern})\s*出版(?:\s*[（(](?P<frequency>[^（）()]{{1,8}})[）)])?")
PUBLISHER = re.compile(rf"(?P<unit>[{p.HAN}]{{4,40}}?)\s*(?:主管主办|主办|主管|编辑出版|编印)$")
CONTENTS = re.compile(r"目\s*录$")
# …的通知 (16) · …的通知……16: the page closes the entry
PAGE = re.compile(r"(?:[（(]\s*(?P<page>[0-9]{1,4})\s*[）)]|(?<![.·…])[.·…]{2,}\s*(?P<dotted>[0-9]{1,4}))$")
LEADERS = " 　.．·…-—"  # what leads the eye from an entry to its page
# ……的通知（宁政发〔2023〕8号）, ……的通知 宁政发〔2023〕8号: title and number on one line
NUMBER_AT_END = re.compile(
    rf"(?<=[^\s（(])[\s（(]{{1,4}}(?P<number>[{p.HAN}]{{1,12}}{p.OPEN}[0-9]{{4}}{p.CLOSE}[0-9]{{1,5}}号)\s*[）)]?$"
)
LONGEST_TITLE_LINE = 300
MOST_ENTRY_LINES = 6
COLUMN_END = re.compile(r"(?:文件|报告|公告|任免|决定|会议|文选|之窗|大事记|规章|要闻)$")
# ——2023年2月16日在绛县第十七届人民代表大会第三次会议上
DELIVERED = re.compile(rf"(?:——|—|--)\s*{p.DATE.pattern}\s*在.{{2,60}}上$")
IMPRINT = re.compile(r"《[^《》]*公报》(?:简介|征订|启事)|(?:主管主办|主办单位|编辑出版)\s*[:：]")
FIELDS = {
    "schema:postalCode": re.compile(r"邮\s*编\s*[:：]\s*(?P<value>[0-9]{6})"),
    "schema:telephone": re.compile(r"电\s*话\s*[:：]\s*(?P<value>[0-9()（）\- ]{7,20})"),
    "schema:faxNumber": re.compile(r"传\s*真\s*[:：]\s*(?P<value>[0-9()（）\- ]{7,20})"),
    "schema:address": re.compile(r"地\s*址\s*[:：]\s*(?P<value>\S[^\n]{2,60})"),
    "schema:url": re.compile(r"网\s*址\s*[:：]\s*<?(?P<value>[^\s<>]{4,200})>?"),
}


def is_gazette(lines: Sequence[Line]) -> bool:
    """Whether a text opens with the masthead of a gazette: its name and the number of an issue.

    >>> from lod.parser.lines import lines
    >>> from lod.model import Source
    >>> is_gazette(list(lines(Text(Source("-", "text/plain", b""), "清水市人民政府公报\\n2024年第3期"))))
    True
    """
    opening = lines[:MASTHEAD_LINES]
    named = any(ISSUE_TITLE.fullmatch(line.chars) for line in opening)
    return named and any(ISSUE_NUMBER.match(line.chars) for line in opening)


def read_gazette(text: Text, lines: Sequence[Line]) -> Part:
    """The tree of an issue: masthead, contents, documents and imprint, and what masthead and imprint say as values.

    `lines` are all lines of `text`.
    """
    top = next((i for i, line in enumerate(lines) if CONTENTS.match(line.chars)), None)
    after = top + 1 if top is not None else _masthead_end(lines)
    entries, body_at = _contents(lines, after) if top is not None else ([], after)
    imprint = next((i for i in range(body_at, len(lines)) if IMPRINT.match(lines[i].chars)), len(lines))
    starts = _document_starts(lines, body_at, imprint, entries)
    values = [*_masthead(lines[:after]), *_imprint(lines[imprint:])]
    parts = [*_around("Masthead", lines[:after]), *entries]
    for number, (start, end) in enumerate(pairwise([*starts, imprint]), 1):
        parts.append(read_document(text, lines[start:end], key=f"document_{number}"))
    parts.extend(_around("Imprint", lines[imprint:]))
    return Part("Issue", "issue", Span(0, len(text.chars)), tuple(values), tuple(parts))


def _around(kind: str, lines: Sequence[Line]) -> Iterator[Part]:
    if lines:
        # Laid out line by line: 邮 编 and 网 址 are no sentence broken over two lines.
        paragraphs = tuple(
            Part("Paragraph", f"para_{n}", line.span, (Value("gz:ordinal", n), Value("gz:text", line.chars)))
            for n, line in enumerate(lines, 1)
        )
        yield Part(kind, kind.lower(), Span(lines[0].span.start, lines[-1].span.end), parts=paragraphs)


def _masthead_end(lines: Sequence[Line]) -> int:
    return next((i + 1 for i, line in enumerate(lines) if PUBLISHED.search(line.chars)), 0)


def _masthead(lines: Sequence[Line]) -> Iterator[Value]:
    title = next((line.chars for line in lines if ISSUE_TITLE.fullmatch(line.chars)), "")
    numbers = [match for line in lines if (match := ISSUE_NUMBER.match(line.chars))]
    dated = next((match for match in numbers if match["year"]), numbers[0] if numbers else None)
    year = int(dated["year"]) if dated and dated["year"] else None
    published = next((match for line in lines if (match := PUBLISHED.search(line.chars))), None)
    day = p.read_date(published["day"]) if published else None
    year = year or (day.year if day else None)
    if dated:
        yield Value("dct:title", f"{title}{year or ''}年第{dated['number']}期" if year else title, "zh")
        yield Value("gz:number", int(dated["number"]))
        if dated["total"]:
            yield Value("gz:totalNumber", int(dated["total"]))
    yield Value("gz:gazetteName", title)
    if year:
        yield Value("gz:year", year)
    if day:
        yield Value("dct:issued", day)
    if published and published["frequency"]:
        yield Value("gz:frequency", published["frequency"])
    yield from _publisher(lines)


def _publisher(lines: Sequence[Line]) -> Iterator[Value]:
    for line in lines:
        match = PUBLISHER.fullmatch(line.chars)
        if match:
            start = line.span.start + match.start("unit")
            span = Span(start, start + len(match["unit"]))
            yield Value("dct:publisher", Name("Unit", p.squeeze(match["unit"]), span))
            return


def _imprint(lines: Sequence[Line]) -> Iterator[Value]:
    for line in lines:
        for property, pattern in FIELDS.items():
            match = pattern.match(line.chars)
            if match:
                yield Value(property, match["value"].strip())


def _contents(lines: Sequence[Line], start: int) -> tuple[list[Part], int]:
    # An entry ends with a page; a short first line of three names the column (栏目).
    entries: list[Part] = []
    group: list[Line] = []
    column, at = "", start
    for index in range(start, len(lines)):
        group.append(lines[index])
        page = PAGE.search(lines[index].chars)
        if not page:
            if len(group) > MOST_ENTRY_LINES:
                break
            continue
        if len(group) > 1 and _is_column(group[0].chars) and (len(group) > 2 or "关于" in group[1].chars):
            column = p.squeeze(group.pop(0).chars)
        entries.append(_entry(len(entries) + 1, group, int(page["page"] or page["dotted"]), column))
        group, at = [], index + 1
    return entries, at


def _is_column(chars: str) -> bool:
    bare = p.squeeze(chars)
    spaced = chars.count(" ") >= len(bare) - 1
    return len(bare) <= 14 and "关于" not in bare and (spaced or bool(COLUMN_END.search(bare)))


def _entry(position: int, group: Sequence[Line], page: int, column: str) -> Part:
    last = group[-1]
    cut = PAGE.search(last.chars)
    bare = (last.chars[: cut.start()] if cut else last.chars).rstrip(LEADERS)
    values = [Value("gz:position", position)]
    title = list(group)
    ending = NUMBER_AT_END.search(bare)
    if ending:
        bare = bare[: ending.start()].rstrip()
        values += [value for value in number_values(ending["number"]) if value.property == "eli:id_local"]
    if is_number(bare):
        title.pop()
        values += [value for value in number_values(bare) if value.property == "eli:id_local"]
    elif bare.startswith("—"):
        title.pop()
        values.append(Value("gz:subtitle", p.squeeze(bare)))
    joined = join_lines(title) if title else join_lines([last])
    chars = NUMBER_AT_END.sub("", PAGE.sub("", joined.chars).rstrip(LEADERS))
    values += [Value("dct:title", p.squeeze(chars), "zh"), Value("gz:page", page)]
    if column:
        values.append(Value("gz:column", column))
    span = Span(group[0].span.start, last.span.start + len(bare))
    return Part("ContentsEntry", f"contents_{position}", span, tuple(values))


def _document_starts(lines: Sequence[Line], start: int, end: int, entries: Sequence[Part]) -> list[int]:
    # At the title above a number line or above the line that says where it was delivered, or where the contents say so.
    listed = {p.comparable(str(entry.get("dct:title"))) for entry in entries if entry.get("eli:id_local") is None}
    found: set[int] = set()
    title_at = start  # where the lines begin that could be the title of a number after them
    for at in range(start, end):
        chars = lines[at].chars
        if is_number(chars):
            found.add(title_at)
        if (words := p.comparable(chars)) in listed:
            listed.remove(words)  # it stands again in running text, as in 政府工作报告
            found.add(at)
        if DELIVERED.match(chars) and at > title_at:
            found.add(title_at)
        if not _of_title(chars):
            title_at = at + 1
    return sorted(found) or ([start] if start < end else [])


def _of_title(chars: str) -> bool:
    if len(chars) > LONGEST_TITLE_LINE or start_of(chars).kind != "plain" or finished(chars):
        return False
    return role_of(chars) not in ("date", "note")
