"""Totals over lines: 以上获奖成果共60项 below numbered lines, and the 合计 of a table without ruled lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from lod import lazy
from lod.model import Part, Span, Text, Value
from lod.parser.figures import figures
from lod.parser.lines import Joined, join
from lod.parser.rows import Line

LONGEST = 300
ABOVE = lazy.regex(r"^以上[㐀-鿿]{0,8}?(?:总共|共计|合计|总计|共)(?:有|为)?(?=[0-9])")


def read(text: Text, lines: Sequence[Line], at: int) -> Iterator[Part]:
    """The ``Total`` that a line states of the lines above it, if it does.

    >>> from lod.model import Source
    >>> from lod.parser import rows
    >>> chars = "1　甲　100　县水利局\\n2　乙　200　县财政局\\n合计　400"
    >>> text = Text(Source("-", "text/plain", b""), chars)
    >>> lines = list(rows.read(text, Part("Paragraph", "p", Span(0, len(chars)))))
    >>> [str(total.get("gz:partsSum")) for total in read(text, lines, 2)]
    ['300']
    """
    yield from _above(text, lines, at, lines[at])
    yield from _column(text, lines, at, lines[at])


def _above(text: Text, lines: Sequence[Line], at: int, line: Line) -> Iterator[Part]:
    lead = ABOVE.match(line.chars)
    if lead is None:
        return
    joined = join(text, line.span)
    total = next((f for f in figures(joined.chars) if f.start >= lead.end()), None)
    values = []
    for other in reversed(lines[max(0, at - LONGEST) : at]):
        if not other.label:
            break
        same = [f for f in figures(other.chars) if total and f.unit == total.unit and not f.change and not f.vague]
        if len(same) != 1:
            return
        values.append(same[0].value)
        if other.ordinal == 1:
            break
    if total and len(values) > 1:
        yield _total(joined, Span(total.start, total.end), total.number, total.unit, values, "total")


CELL = lazy.regex(r"[^\s　|｜]+")
PLAIN = lazy.regex(r"-?[0-9]+(?:\.[0-9]+)?")


def _column(text: Text, lines: Sequence[Line], at: int, line: Line) -> Iterator[Part]:
    # 合计　7600 below rows with as many columns of amounts
    joined = join(text, line.span)
    cells = list(CELL.finditer(joined.chars))
    if len(cells) < 2 or cells[0][0] not in ("合计", "总计") or not all(PLAIN.fullmatch(cell[0]) for cell in cells[1:]):
        return
    rows: list[list[str]] = []
    for other in reversed(lines[max(0, at - LONGEST) : at]):
        row = [cell[0] for cell in CELL.finditer(other.chars)]
        named = len(row) == len(cells) and all(PLAIN.fullmatch(cell) for cell in row[1:])
        if len(row) < 3 or not (named or PLAIN.fullmatch(row[0])) or (rows and len(row) != len(rows[0])):
            break
        rows.append(row)
    if len(rows) < 2:
        return
    columns = [n for n in range(1, len(rows[0])) if all(PLAIN.fullmatch(row[n]) for row in rows)]
    if len(columns) != len(cells) - 1:
        return
    for number, cell in zip(columns, cells[1:], strict=True):
        values = [Decimal(row[number]) for row in rows]
        yield _total(joined, Span(*cell.span()), cell[0], "", values, f"total_{number}")


def _total(joined: Joined, place: Span, number: str, unit: str, values: Sequence[Decimal], key: str) -> Part:
    said = (
        Value("gz:value", Decimal(number.replace(",", ""))),
        Value("gz:valueUnit", unit),
        Value("gz:partsSum", sum(values, Decimal(0))),
        Value("gz:partsCount", len(values)),
        Value("gz:roundingSlack", _rounding(number, values)),
        Value("gz:isExhaustive", True),
        Value("nif:anchorOf", joined.chars[place.start : place.end]),
    )
    return Part("Total", key, joined.span(place.start, place.end), said)


def _rounding(number: str, values: Sequence[Decimal]) -> Decimal:
    decimals = max(len(number.partition(".")[2]), *(max(0, -int(value.as_tuple().exponent)) for value in values))
    return Decimal(len(values) + 1).scaleb(-decimals) / 2 if decimals else Decimal(0)
