"""Citations: titles in 《》 with the number that follows in brackets."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lod.model import Part, Value
from lod.parser import patterns as p
from lod.parser.lines import Joined, printed

# 按照国办发〔2022〕8号: the agency code begins after these
LEAD_IN = re.compile(rf"[{p.HAN}]*(?:按照|根据|依据|依照|遵照|参照|贯彻|落实|执行|转发|废止|关于|以及)(?=[{p.HAN}])")


def read(joined: Joined) -> Iterator[Part]:
    """A ``Citation`` for each title in 《》 and for each document number that stands without one.

    >>> part, = read(Joined("根据《条例》（国办发〔2022〕8 号）", tuple(range(21))))
    >>> part.get("gz:citedTitle"), part.get("gz:citedNumber")
    ('条例', '国办发〔2022〕8号')
    """
    number = covered = 0
    for number, match in enumerate(p.CITATION.finditer(joined.chars), 1):
        after = p.AFTER_CITATION.match(joined.chars, match.end())
        end = after.end() if after else match.end()
        in_brackets = after["number"] if after else None
        yield _citation(f"citation_{number}", joined.part(match.start(), end), p.squeeze(match["title"]), in_brackets)
        yield from _bare(joined, covered, match.start(), number)
        covered = end
    yield from _bare(joined, covered, len(joined.chars), number)


def _bare(joined: Joined, start: int, end: int, number: int) -> Iterator[Part]:
    for step, match in enumerate(p.NUMBER.finditer(joined.chars, start, end), 1):
        lead_in = LEAD_IN.match(match["code"])
        found = joined.part(match.start() + (lead_in.end() if lead_in else 0), match.end())
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
    match = p.NUMBER.fullmatch(number.strip())
    if match:
        return f"{p.squeeze(match['code'])}〔{match['year']}〕{int(match['serial'])}号"
    return p.squeeze(number)
