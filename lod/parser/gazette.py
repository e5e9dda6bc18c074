"""An issue of a gazette: masthead, contents, the documents it prints, imprint."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from lod import lazy
from lod.model import Part, Scalar, Span, Text
from lod.parser import patterns as p
from lod.parser.blocks import finished, start_of
from lod.parser.contents import CONTENTS, PAGE, read_contents
from lod.parser.document import read_document
from lod.parser.head import is_addressee, issuers
from lod.parser.lines import Line, join_lines
from lod.parser.masthead import ISSUE_NUMBER, ISSUE_TITLE, PUBLISHED, around, issue_values, name_of, statement
from lod.parser.numbers import ORDER_SERIAL, is_number, number_values
from lod.parser.tail import role_of

MASTHEAD_LINES = 60
LONGEST_TITLE_LINE = 300
MOST_TITLE_LINES = 5
LONGEST_IMPRINT = 25
# A gazette is known by its name where the number of the issue is missing, but 统计公报 is a document.
GAZETTE_NAME = lazy.regex(r"(?:政府|国务院|人民代表大会|常务委员会)公报$")
# ——2023年2月16日在绛县第十七届人民代表大会第三次会议上
DELIVERED = lazy.regex(rf"(?:——|—|--)\s*{p.DATE.pattern}\s*在.{{2,60}}上$")
IMPRINT = lazy.regex(
    r"《[^《》]*公报》(?:简介|征订|启事|编辑部)|(?:主管主办|主\s*办|主办单位|编辑出版|编印单位|出版日期|准印证号?|刊\s*[号名]|期\s*号)\s*[:：]|版\s*权\s*页$"
)
# 本公报刊登的规范性文件文本为标准文本 closes an issue that has no more of an imprint.
OF_THE_GAZETTE = lazy.regex(r"本(?:公报|刊)(?:所?[刊登载发]|由|是|为|自|免费|内容)")
_Range = tuple[int, int]


def is_gazette(lines: Sequence[Line]) -> bool:
    """Whether a text opens with the masthead of a gazette: its name and the number of an issue, or its contents.

    >>> from lod.parser.lines import lines
    >>> from lod.model import Source
    >>> is_gazette(list(lines(Text(Source("-", "text/plain", b""), "清水市人民政府公报\\n2024年第3期"))))
    True
    """
    opening = lines[:MASTHEAD_LINES]
    name = name_of(opening)
    if not name:
        return False
    if any(ISSUE_NUMBER.search(line.chars) for line in opening if statement(line.chars)):
        return True
    listed = any(CONTENTS.match(line.chars) for line in opening) and any(PAGE.search(line.chars) for line in opening)
    return bool(GAZETTE_NAME.search(name)) and listed


def read_gazette(text: Text, lines: Sequence[Line]) -> Part:
    """The tree of an issue: masthead, contents, documents and imprint, and what masthead and imprint say as values.

    `lines` are all lines of `text`.
    """
    top = next((i for i, line in enumerate(lines[: 2 * MASTHEAD_LINES]) if CONTENTS.match(line.chars)), None)
    after = top + 1 if top is not None else _masthead_end(lines)
    while after < len(lines) and (statement(lines[after].chars) or ISSUE_TITLE.fullmatch(lines[after].chars)):
        after += 1  # the page with the contents states number and date once more
    entries, body_at = read_contents(lines, after) if top is not None else ([], after)
    starts = _document_starts(lines, body_at, entries)
    imprint = _imprint(lines, starts[-1] + 1 if starts else body_at, name_of(lines[:after]))
    parts = [*around("Masthead", lines[:after]), *entries]
    columns = _columns(entries)
    for number, (start, end) in enumerate(_ranges(lines, [*starts, imprint], columns), 1):
        parts.append(read_document(text, lines[start:end], key=f"document_{number}"))
    parts.extend(around("Imprint", lines[imprint:]))
    values = issue_values(lines[:after], lines[imprint:])
    return Part("Issue", "issue", Span(0, len(text.chars)), tuple(values), tuple(parts))


def _masthead_end(lines: Sequence[Line]) -> int:
    last = 0
    for at, line in enumerate(lines[:MASTHEAD_LINES]):
        if PUBLISHED.search(line.chars) and "出版" in line.chars:
            return at + 1
        last = at + 1 if statement(line.chars) and at < MASTHEAD_LINES // 4 else last
    return last


def _imprint(lines: Sequence[Line], start: int, name: str) -> int:
    # Its name heads an imprint too, but also each page of some gazettes.
    near = max(start, len(lines) - LONGEST_IMPRINT)
    for at in range(start, len(lines)):
        chars = lines[at].chars
        named = at >= near and (chars.strip("《》") == name or (bool(statement(chars)) and chars.startswith(name)))
        if IMPRINT.match(chars) or named or (at >= near and OF_THE_GAZETTE.match(chars)):
            return at
    return len(lines)


def _ranges(lines: Sequence[Line], bounds: Sequence[int], columns: set[str]) -> Iterator[_Range]:
    # The name of a column printed over its first document belongs to neither document.
    for start, end in pairwise(bounds):
        while start < end - 1 and p.squeeze(lines[start].chars) in columns:
            start += 1
        while end - 1 > start and p.squeeze(lines[end - 1].chars) in columns:
            end -= 1
        if start < end:
            yield start, end


def _columns(entries: Sequence[Part]) -> set[str]:
    # 政府工作报告 is the name of a column and the title of its only document.
    return {str(entry.get("gz:column")) for entry in entries} - {str(entry.get("dct:title")) for entry in entries}


def _document_starts(lines: Sequence[Line], start: int, entries: Sequence[Part]) -> list[int]:
    # At the title above a number line or above the line that says where it was delivered, or where the contents say so.
    numbers = _numbers(lines, start)
    listed = {
        p.comparable(str(entry.get("dct:title"))) for entry in entries if entry.get("eli:id_local") not in numbers
    }
    titles = {p.comparable(str(entry.get("dct:title"))) for entry in entries}
    columns = _columns(entries)
    found: set[int] = set()
    title_at = start  # where the lines begin that could be the title of a number after them
    for at in range(start, len(lines)):
        chars = lines[at].chars
        if p.squeeze(chars) in columns and title_at == at:
            title_at = at + 1
            continue
        if is_number(chars):
            found.add(_title_start(lines, title_at, at, titles))
        elif _begins(lines, title_at, at, listed):
            found.add(title_at)
        if DELIVERED.match(chars) and at > title_at:
            found.add(title_at)
        if not _of_title(chars):
            title_at = at + 1
    return sorted(found) or ([start] if start < len(lines) else [])


def _title_start(lines: Sequence[Line], start: int, end: int, titles: set[str]) -> int:
    # A list that closes an annex may run into the title; the contents say where the title begins.
    for at in range(end - 1, max(start, end - MOST_TITLE_LINES) - 1, -1):
        if p.comparable(p.squeeze(join_lines(lines[at:end]).chars)) in titles:
            return at
    return _apart(lines, start, end)


def _apart(lines: Sequence[Line], start: int, end: int) -> int:
    # Or a blank line does, or the end of a list: issuer and 关于 after it, other than joint issuers before it.
    for at in range(end - 1, max(start, end - MOST_TITLE_LINES - 1), -1):
        if "关于" not in lines[at].chars:
            continue
        title = join_lines(lines[at:end])
        set_apart = lines[at].after_blank or bool(p.TYPE_AT_END.search(title.chars))
        if set_apart and issuers(title):
            return start if all(role_of(line.chars) for line in lines[start:at]) else at
    return start


def _numbers(lines: Sequence[Line], start: int) -> set[Scalar]:
    # 第27号 below ××人民政府令 is the number ××人民政府令第27号.
    found: set[Scalar] = set()
    for at in range(start, len(lines)):
        chars = lines[at].chars
        if is_number(chars):
            above = p.squeeze(lines[at - 1].chars) if at > start and ORDER_SERIAL.fullmatch(chars) else ""
            found |= {value.value for value in number_values(above + chars) if value.property == "eli:id_local"}
    return found


def _begins(lines: Sequence[Line], title_at: int, at: int, listed: set[str]) -> bool:
    if at - title_at >= MOST_TITLE_LINES or len(lines[at].chars) > LONGEST_TITLE_LINE:
        return False
    title = join_lines(lines[title_at : at + 1])
    words = p.comparable(p.squeeze(title.chars))
    if words in listed:
        listed.remove(words)  # it stands again in running text, as in 政府工作报告
        return True
    # Neither numbered nor listed, but set like a document of its own: after a tail, with issuer, type and addressees.
    follows = lines[at + 1].chars if at + 1 < len(lines) else ""
    after_tail = title_at > 0 and role_of(lines[title_at - 1].chars) in ("date", "note")
    if not after_tail or not is_addressee(follows) or not p.TYPE_AT_END.search(title.chars):
        return False
    return "关于" in title.chars and bool(issuers(title))


def _of_title(chars: str) -> bool:
    if len(chars) > LONGEST_TITLE_LINE or start_of(chars).kind != "plain" or finished(chars):
        return False
    return role_of(chars) not in ("date", "note")
