"""Citations: titles in 《》 with the number that follows in brackets."""

from __future__ import annotations

from collections.abc import Iterator

from lod.model import Part, Value
from lod.parser import patterns as p
from lod.parser.lines import Joined


def read(joined: Joined) -> Iterator[Part]:
    """A ``Citation`` for each title in 《》 and for each document number that stands without one.

    >>> part, = read(Joined("根据《条例》（国办发〔2022〕8 号）", tuple(range(21))))
    >>> part.get("gz:citedTitle"), part.get("gz:citedNumber")
    ('条例', '国办发〔2022〕8号')
    """
    number = 0
    covered = 0
    for match in p.CITATION.finditer(joined.chars):
        after = p.AFTER_CITATION.match(joined.chars, match.end())
        end = after.end() if after else match.end()
        number += 1
        yield _citation(
            number, joined, match.start(), end, p.squeeze(match["title"]), after["number"] if after else None
        )
        yield from _bare(joined, covered, match.start(), number)
        covered = end
    yield from _bare(joined, covered, len(joined.chars), number)


def _bare(joined: Joined, start: int, end: int, number: int) -> Iterator[Part]:
    for step, match in enumerate(p.NUMBER.finditer(joined.chars, start, end), 1):
        part = _citation(number, joined, match.start(), match.end(), None, match[0])
        yield Part(part.kind, f"{part.key}-bare_{step}", part.span, part.values)


def _citation(number: int, joined: Joined, start: int, end: int, title: str | None, printed: str | None) -> Part:
    values = [Value("nif:anchorOf", joined.chars[start:end])]
    if title:
        values.append(Value("gz:citedTitle", title))
    if printed:
        values.append(Value("gz:citedNumber", normal_number(printed)))
        values.append(Value("gz:citedNumberPrinted", printed))
    return Part("Citation", f"citation_{number}", joined.span(start, end), tuple(values))


def normal_number(printed: str) -> str:
    """A document number as it is compared: no spaces, 〔〕 around the year.

    >>> normal_number("国务院令 第713号"), normal_number("国办发[2022]8 号")
    ('国务院令第713号', '国办发〔2022〕8号')
    """
    match = p.NUMBER.fullmatch(printed.strip())
    if match:
        return f"{p.squeeze(match['code'])}〔{match['year']}〕{int(match['serial'])}号"
    return p.squeeze(printed)
