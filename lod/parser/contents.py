"""The contents of an issue: entries with title, number, page and column (栏目)."""

from __future__ import annotations

from collections.abc import Sequence

from lod import lazy
from lod.model import Part, Span, Value
from lod.parser import patterns as p
from lod.parser.lines import Line, join_lines
from lod.parser.numbers import FAULTY_NUMBER, is_number, number_values

CONTENTS = lazy.regex(r"(?:[本刊期]{2})?目\s*[录次]$")
# …的通知 (16) · …的通知……16 · …的通知 / 16 · …的通知　16: the page closes the entry
PAGE = lazy.regex(
    r"(?:[（(]\s*[Pp第]?(?P<page>[0-9]{1,4})页?\s*[）)]|(?<![.·…])[.·…]{2,}\s*(?P<dotted>[0-9]{1,4})"
    r"|(?<=\s)[/／Pp第]\s*(?P<marked>[0-9]{1,4})页?|(?<=[^\s0-9年])\s{1,60}(?P<apart>[0-9]{1,3}))$"
)
LEADERS = " 　.．·…-—/／\t"  # what leads the eye from an entry to its page
# ……的通知（宁政发〔2023〕8号）, ……的通知 宁政发〔2023〕8号: title and number on one line
NUMBER_AT_END = lazy.regex(
    rf"(?<=[^\s（(])[\s（(]{{1,4}}(?P<number>[{p.HAN}]{{1,12}}{p.OPEN}[0-9]{{2,4}}{p.CLOSE}第?[0-9]{{1,5}}号"
    rf"|[{p.HAN}]{{2,16}}令\s?第[0-9{p.CN}]{{1,6}}号)\s*[）)]?$"
)
MOST_ENTRY_LINES = 6
ORNAMENTS = "【】[]〔〕◆◇●○■□▲★☆※*·—-－"
LONGEST_COLUMN = 14
COLUMN_END = lazy.regex(
    r"(?:文件|报告|公告|任免|决定|会议|文选|之窗|大事记|规章|要闻|政府令|法规|选登|解读|讲话|信息|动态|公示|通报|专栏|机构)$"
)


def read_contents(lines: Sequence[Line], start: int) -> tuple[list[Part], int]:
    """The entries from the line of index `start` on, and the index of the first line after them.

    An entry ends with a page; a short first line of three names the column (栏目) of this entry and the next ones.

    >>> chars = ["县政府文件", "安山县人民政府关于防汛工作的通知", "安政发〔2022〕15号 (1)"]
    >>> listed = [Line(Span(at * 20, at * 20 + len(line)), line, False) for at, line in enumerate(chars)]
    >>> [entry], end = read_contents(listed, 0)
    >>> entry.get("gz:column"), entry.get("gz:page"), end
    ('县政府文件', 1, 3)
    """
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
        if len(group) > 1 and _heads_column(group):
            column = p.squeeze(group.pop(0).chars).strip(ORNAMENTS)
        number = next(int(found) for found in page.groups() if found)
        entries.append(_entry(len(entries) + 1, group, number, column))
        group, at = [], index + 1
    return entries, at


def _heads_column(group: Sequence[Line]) -> bool:
    following = _paged(group[1].chars)
    of_title = is_number(following) or following.startswith(("—", "（", "("))  # then the first line is the title
    return is_column(group[0].chars) and (len(group) > 2 or not of_title)


def is_column(chars: str) -> bool:
    """Whether a line of the contents can be the name of a column.

    >>> is_column("县 政 府 文 件"), is_column("人事任免"), is_column("安山县人民政府关于防汛工作的通知")
    (True, True, False)
    """
    bare = p.squeeze(chars).strip(ORNAMENTS)
    spaced = chars.count(" ") >= len(bare) - 1
    return len(bare) <= LONGEST_COLUMN and "关于" not in bare and (spaced or bool(COLUMN_END.search(bare)))


def _paged(chars: str) -> str:
    return PAGE.sub("", chars).rstrip(LEADERS)


def _entry(position: int, group: Sequence[Line], page: int, column: str) -> Part:
    last = group[-1]
    bare = _paged(last.chars)
    values = [Value("gz:position", position)]
    title = list(group)
    ending = NUMBER_AT_END.search(bare)
    if ending:
        bare = bare[: ending.start()].rstrip()
        values += [value for value in number_values(ending["number"]) if value.property == "eli:id_local"]
    if is_number(bare) or FAULTY_NUMBER.fullmatch(bare):
        title.pop()
        values += [value for value in number_values(bare) if value.property == "eli:id_local"]
    elif bare.startswith("—"):
        title.pop()
        values.append(Value("gz:subtitle", p.squeeze(bare)))
    joined = join_lines(title) if title else join_lines([last])
    chars = NUMBER_AT_END.sub("", _paged(joined.chars))
    values += [Value("dct:title", p.squeeze(chars), "zh"), Value("gz:page", page)]
    if column:
        values.append(Value("gz:column", column))
    span = Span(group[0].span.start, last.span.start + len(bare))
    return Part("ContentsEntry", f"contents_{position}", span, tuple(values))
