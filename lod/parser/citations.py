"""Citations: titles in 《》 with the number that follows in brackets."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lod import lazy
from lod.model import Part, Value
from lod.parser import patterns as p
from lod.parser.lines import Joined, printed
from lod.parser.numbers import FAULTY_NUMBER

# 按照国办发〔2022〕8号: the agency code begins after these
LEAD_IN = lazy.regex(rf"[{p.HAN}]*(?:按照|按|根据|依据|依照|遵照|参照|贯彻|落实|执行|转发|废止|关于|以及)(?=[{p.HAN}])")

# 《…》（以下简称《要点》，国办发〔2022〕8号） · 《…》精神（国办发〔2022〕8号）
NUMBER_AMONG = lazy.regex(
    rf"(?:精神|要求|规定)?\s*[（(][^（）()]{{0,60}}?(?P<number>{p.NUMBER.pattern})[^（）()]{{0,40}}[）)]"
)
# 国办发〔2022〕8号文件《…》, before the title
NUMBER_BEFORE = lazy.regex(rf"(?P<number>{p.NUMBER.pattern})\s*(?:文件?)?\s*")


def read(joined: Joined) -> Iterator[Part]:
    """A ``Citation`` for each title in 《》 and for each document number that stands without one.

    >>> part, = read(Joined("根据《条例》（国办发〔2022〕8 号）", tuple(range(21))))
    >>> part.get("gz:citedTitle"), part.get("gz:citedNumber")
    ('条例', '国办发〔2022〕8号')
    """
    step = covered = 0
    for step, match in enumerate(p.CITATION.finditer(joined.chars), 1):
        if match.start() < covered:
            continue  # the short name in 《…》（以下简称《要点》，国办发〔2022〕8号）
        start, end, number = _numbered(joined.chars, match, covered)
        yield _citation(f"citation_{step}", joined.part(start, end), p.squeeze(match["title"]), number)
        yield from _bare(joined, covered, start, step)
        covered = end
    yield from _bare(joined, covered, len(joined.chars), step)


def _numbered(chars: str, title: re.Match[str], covered: int) -> tuple[int, int, str | None]:
    # Where a citation begins and ends, and its number: in brackets after the title, else right before it.
    start, end = title.span()
    after = p.AFTER_CITATION.match(chars, end) or NUMBER_AMONG.match(chars, end)
    if after:
        return start, after.end(), after["number"]
    for before in NUMBER_BEFORE.finditer(chars, covered, start):
        if before.end() == start:
            at = _code_start(before)
            return at, end, chars[at : before.end("number")]
    return start, end, None


def _code_start(number: re.Match[str]) -> int:
    lead_in = LEAD_IN.match(number["code"])
    return number.start("code") + (lead_in.end() if lead_in else 0)


def _bare(joined: Joined, start: int, end: int, number: int) -> Iterator[Part]:
    for step, match in enumerate(p.NUMBER.finditer(joined.chars, start, end), 1):
        found = joined.part(_code_start(match), match.end())
        yield _citation(f"citation_{number}-bare_{step}", found, None, found.chars)


def _citation(key: str, joined: Joined, title: str | None, number: str | None) -> Part:
    values = []
    if title:
        values.append(Value("gz:citedTitle", title))
    if number:
        values += [Value("gz:citedNumber", normal_number(number)), Value("gz:citedNumberPrinted", number)]
    return printed("Citation", key, joined, *values)


def normal_number(number: str) -> str:
    """A document number as it is compared: no spaces, 〔〕 around the year.

    >>> normal_number("国务院令 第713号"), normal_number("国办发[2022]8 号")
    ('国务院令第713号', '国办发〔2022〕8号')
    """
    match = p.NUMBER.fullmatch(number.strip()) or FAULTY_NUMBER.fullmatch(number.strip())
    if match:
        said = match.groupdict()
        year, serial = said["year"] or said["bracketed"], said["serial"] or said["bare"]
        return f"{p.squeeze(match['code'])}〔{p.integer(year)}〕{p.integer(serial)}号"
    return p.squeeze(number)
