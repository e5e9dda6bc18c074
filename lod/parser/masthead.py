"""Masthead and imprint of an issue: its name, number, date, publisher and address."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lod import lazy
from lod.model import Name, Part, Span, Value
from lod.parser import patterns as p
from lod.parser.lines import Line

ISSUE_TITLE = lazy.regex(rf"[{p.HAN}]{{2,30}}公报")
_SERIAL = rf"(?:[0-9]{{1,3}}|[{p.CN}]{{1,4}})"
# 2023年第1期（总第4期） · 第3期 · 2023年第1号（总号：1790）
ISSUE_NUMBER = lazy.regex(
    rf"(?:(?P<year>[0-9]{{4}})\s*年?\s*)?(?<!总)第\s*(?P<number>{_SERIAL})\s*[期号]"
    rf"\s*(?:[（(]?\s*总\s*(?:第|号\s*[:：]?)?\s*(?P<total>[0-9]{{1,5}}|[{p.CN}]{{1,7}})\s*[期号]?\s*[）)]?)?"
)
# （总第4期） · 总号：1790, on a line of its own or after the date
TOTAL = lazy.regex(
    rf"总\s*(?:第\s*(?P<total>[0-9]{{1,5}}|[{p.CN}]{{1,7}})\s*[期号]|号\s*[:：]?\s*(?P<running>[0-9]{{1,5}}))"
)
YEAR = lazy.regex(r"(?P<year>(?:19|20)[0-9]{2})\s*年?")
PUBLISHED = lazy.regex(
    rf"(?:(?:出版|发行|印刷)(?:日期|时间)\s*[:：]\s*)?(?P<day>{p.DATE.pattern})"
    r"\s*(?P<said>出版|发行|编印|印)?(?:\s*[（(](?P<frequency>[^（）()]{1,8})[）)])?"
)
PUBLISHER = lazy.regex(rf"(?P<unit>[{p.HAN}]{{4,40}}?)\s?(?:主管主办|主办|主管|编辑出版|编印)(?=$|\s)")
PUBLISHED_BY = lazy.regex(
    rf"(?:主管主办|主\s*办(?:单位)?|编辑出版|编印(?:单位)?)\s*[:：]\s*(?P<unit>[{p.HAN}]{{4,40}})$"
)
LONGEST_STATEMENT = 60
# What may stand beside number and date on the line that states them.
BESIDE = lazy.regex(r"[\s（）()·•|｜/]|公报|[月季旬周年]刊|[双半]月刊|出版|发行|日期|时间|[:：]|主管|主办|编印")
_BREAK = r"(?=$|\s{2}|　|\s(?:邮|电|地|网|传|编|责))"
FIELDS = {
    "schema:postalCode": lazy.regex(r"(?:邮\s*编|邮政编码)\s*[:：]\s*(?P<value>[0-9]{6})"),
    "schema:telephone": lazy.regex(r"电\s*话\s*[:：]\s*(?P<value>[0-9()（）\- ]{7,20})"),
    "schema:faxNumber": lazy.regex(r"传\s*真\s*[:：]\s*(?P<value>[0-9()（）\- ]{7,20})"),
    "schema:address": lazy.regex(rf"地\s*址\s*[:：]\s*(?P<value>\S[^\n]{{2,60}}?){_BREAK}"),
    "schema:url": lazy.regex(r"网\s*址\s*[:：]\s*<?(?P<value>[^\s<>]{4,200})>?"),
}


def around(kind: str, lines: Sequence[Line]) -> Iterator[Part]:
    """Masthead or imprint as a part: an ``IssueLine`` for each line that states number or date, else paragraphs.

    Laid out line by line: 邮 编 and 网 址 are no sentence broken over two lines.

    >>> line = Line(Span(0, 13), "2023年第1期（总第4期）", False)
    >>> [part] = around("Masthead", [line])
    >>> part.parts[0].kind, part.parts[0].get("gz:totalNumber")
    ('IssueLine', 4)
    """
    if not lines:
        return
    parts: list[Part] = []
    counts = {"IssueLine": 0, "Paragraph": 0}
    for line in lines:
        stated = statement(line.chars)
        kind_of_line = "IssueLine" if stated else "Paragraph"
        counts[kind_of_line] += 1
        number = counts[kind_of_line]
        if stated:
            values = (Value("nif:anchorOf", line.chars), *stated)
            parts.append(Part("IssueLine", f"issue_line_{number}", line.span, values))
        else:
            values = (Value("gz:ordinal", number), Value("gz:text", line.chars))
            parts.append(Part("Paragraph", f"para_{number}", line.span, values))
    yield Part(kind, kind.lower(), Span(lines[0].span.start, lines[-1].span.end), parts=tuple(parts))


def statement(chars: str) -> tuple[Value, ...]:
    """What a line states of its issue: year, number, running total, date; nothing for any other line.

    >>> [value.value for value in statement("2023年4月1日出版（季刊）")]
    [datetime.date(2023, 4, 1)]
    >>> statement("自2020年第1期起，本公报改为季刊，欢迎订阅。")
    ()
    """
    if len(chars) > LONGEST_STATEMENT or (not YEAR.fullmatch(chars) and not re.search("[期号日]", chars)):
        return ()
    values: list[Value] = []
    rest = chars
    for pattern in (PUBLISHED, ISSUE_NUMBER, TOTAL, YEAR):
        match = pattern.search(rest)
        if match:
            values += _stated(match)
            rest = rest[: match.start()] + " " + rest[match.end() :]
    words = BESIDE.sub("", PUBLISHER.sub("", rest))
    return tuple(values) if len(words) <= (20 if "公报" in chars else 2) and not re.search("[，。；]", words) else ()


def _stated(match: re.Match[str]) -> Iterator[Value]:
    found = match.groupdict()
    if found.get("day"):
        day = p.read_date(str(found["day"]))
        yield from [Value("gz:date", day)] if day else []
        return
    if found.get("year"):
        yield Value("gz:year", int(found["year"]))
    if found.get("number"):
        yield Value("gz:number", p.numeral(found["number"]) or 0)
    total = found.get("total") or found.get("running")
    if total:
        yield Value("gz:totalNumber", p.numeral(total) or 0)


def name_of(lines: Sequence[Line]) -> str:
    """The name of the gazette whose masthead these lines are; an empty string where they name none.

    >>> name_of([Line(Span(0, 18), "安山县人民政府公报 2023年第1期", False)])
    '安山县人民政府公报'
    """
    for line in lines:
        match = ISSUE_TITLE.match(line.chars)
        if match and (match.end() == len(line.chars) or statement(line.chars)):
            return match[0]
    return ""


def issue_values(masthead: Sequence[Line], imprint: Sequence[Line]) -> Iterator[Value]:
    """What an issue says of itself; the masthead comes before the imprint where both say something.

    >>> chars = ["安山县人民政府公报", "2023年第1期"]
    >>> found = issue_values([Line(Span(at, at), line, False) for at, line in enumerate(chars)], [])
    >>> [value.value for value in found]
    ['安山县人民政府公报2023年第1期', 1, '安山县人民政府公报', 2023]
    """
    title = name_of(masthead)
    stated = [value for line in (*masthead, *imprint) for value in statement(line.chars)]
    first = {value.property: value.value for value in reversed(stated)}
    day, number, total = (first.get(f"gz:{name}") for name in ("date", "number", "totalNumber"))
    year = first.get("gz:year") or (getattr(day, "year", None))
    if number:
        yield Value("dct:title", f"{title}{year or ''}年第{number}期" if year else title, "zh")
        yield Value("gz:number", number)
    if total:
        yield Value("gz:totalNumber", total)
    yield Value("gz:gazetteName", title)
    if year:
        yield Value("gz:year", year)
    if day:
        yield Value("dct:issued", day)
    frequency = next((m["frequency"] for line in masthead if (m := PUBLISHED.search(line.chars))), None)
    if frequency:
        yield Value("gz:frequency", frequency)
    yield from _publisher([*masthead, *imprint])
    for line in imprint:
        for property, pattern in FIELDS.items():
            match = pattern.search(line.chars)
            if match:
                yield Value(property, match["value"].strip())


def _publisher(lines: Sequence[Line]) -> Iterator[Value]:
    for line in lines:
        match = PUBLISHER.match(line.chars) or PUBLISHED_BY.match(line.chars)
        if match:
            start = line.span.start + match.start("unit")
            span = Span(start, start + len(match["unit"]))
            yield Value("dct:publisher", Name("Unit", p.squeeze(match["unit"]), span))
            return
