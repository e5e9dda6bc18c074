"""Bodies and places that a list in running text names twice: 县水利局、县财政局、县水利局要加强配合.

The rest of the list need not be known: that its names end as names of bodies do, and that one stands twice, is enough.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from lod import lazy
from lod.model import Name, Part, Text, Value
from lod.parser.lines import Joined, join

LEAVES = ("Paragraph", "Item", "Heading")
END = (
    "(?:局|厅|委员会|办公室|中心|[大支总]队|公司|政府|办事处|街道(?!办事处)|[镇乡](?!人民政府|政府|党委)"
    "|法院|检察院|联合会|管委会)"
)
# What is not broken by a mark other than 、
LIST = lazy.regex("[\u4e00-\u9fff“”]{2,40}(?:、[\u4e00-\u9fff“”]{2,40}){1,60}")
BODY = lazy.regex(f"[\u4e00-\u9fff]{{0,22}}{END}")
LAST = lazy.regex(f"(?:[\u4e00-\u9fff]{{2,20}}{END}[和及与])?(?P<name>[\u4e00-\u9fff]{{0,18}}?{END})")
# 县公安局交警大队 is another body than 县公安局, and 县财政局局长 none
GOES_ON = lazy.regex(
    "(?![有等要主负按应会在为共于的将对根依结联分参组相作])[\u4e00-\u9fff]{0,4}(?:[科股处所站队室院校村]|分局|中心|公司|社区|[大支中总]队)|[局副长党属各机]|主任"
)
# What names of bodies follow, without a mark
BEFORE = lazy.regex("(?:^|[由请同向经对管导织调成合持括给予含及和与在报送按将令促知派各中以])$")
PLACE = lazy.regex("[省市州盟县区旗镇乡街村]")
AREA = lazy.regex("[\u4e00-\u9fff]{0,6}?[省市州盟县区旗](?=[\u4e00-\u9fff]{2})")


def add(text: Text, part: Part) -> Part:
    """The tree with a ``gz:names`` value, not yet linked, at each place of a name that a list gives twice.

    >>> from lod.model import Source, Span
    >>> chars = "由县水利局、县财政局、县水利局负责。"
    >>> leaf = Part("Paragraph", "para_1", Span(0, len(chars)))
    >>> found = add(Text(Source("-", "text/plain", b""), chars), leaf)
    >>> [(value.value.printed, value.value.span.start) for value in found.values if isinstance(value.value, Name)]
    [('县水利局', 1), ('县水利局', 11)]
    """
    taken = {value.value.span for each in part.walk() for value in each.values if isinstance(value.value, Name)}
    return _visit(text, part, {span.start for span in taken})


def _visit(text: Text, part: Part, taken: set[int]) -> Part:
    parts = tuple(_visit(text, child, taken) for child in part.parts)
    values = list(part.values)
    if part.kind in LEAVES:
        for name in _twice(join(text, part.span)):
            if name.span.start not in taken:
                taken.add(name.span.start)
                values.append(Value("gz:names", name))
    return replace(part, values=tuple(values), parts=parts)


def _twice(joined: Joined) -> Iterator[Name]:
    for match in LIST.finditer(joined.chars):
        pieces = [(piece[0], match.start() + piece.start()) for piece in re.finditer("[^、]+", match[0])]
        named = [_named(pieces, at) for at in range(1, len(pieces))]
        found = [name for name in named if name]
        for name in dict.fromkeys(name for name, _ in found):
            starts = [start for other, start in found if other == name]
            first = pieces[0][0]
            if first.endswith(name) and BEFORE.search(first[: -len(name)]):
                starts.insert(0, pieces[0][1] + len(first) - len(name))
            if len(starts) > 1 and not _of_several(name, joined.chars[starts[0] + len(name) : starts[-1]]):
                yield from (Name("Unit", name, joined.span(start, start + len(name))) for start in starts)


def _named(pieces: list[tuple[str, int]], at: int) -> tuple[str, int] | None:
    piece, start = pieces[at]
    if at < len(pieces) - 1:
        return (piece, start) if BODY.fullmatch(piece) else None
    match = LAST.match(piece)
    if not match or GOES_ON.match(piece, match.end()):
        return None
    return match["name"], start + match.start("name")


def _of_several(name: str, between: str) -> bool:
    # 市教育局、财政局、县教育局、财政局 are of two areas.
    return not PLACE.search(name) and any(AREA.match(piece) for piece in between.split("、"))
