"""Notes and copies that stand above signature and date, where none belongs (GB/T 9704-2012 7.3.6, 7.4)."""

from __future__ import annotations

from collections.abc import Sequence

from lod.parser import colophon
from lod.parser import patterns as p
from lod.parser.lines import Line, join_lines
from lod.parser.tail import role_of

# How far below a note the signature may stand: the note of attachments and what closes a text lie between.
NEAR = 8
HEAD = 5
_BRACKETS = ("（", "(", "[", "［", "【", "〔")


def misplaced(lines: Sequence[Line]) -> tuple[Sequence[Line], list[colophon.Element]]:
    """The lines of a document without such notes and copies, and these.

    >>> from lod.model import Span
    >>> chars = ["甲市水利局通知", "（此件公开发布）", "请执行。", "甲市水利局", "2024年5月6日"]
    >>> rest, found = misplaced([Line(Span(at * 9, at * 9 + 8), line, False) for at, line in enumerate(chars)])
    >>> [(kind, joined.chars) for kind, joined in found], len(rest)
    ([('PublicityNote', '（此件公开发布）')], 4)
    """
    found = {at: kind for at, line in enumerate(lines) if (kind := _kind(line.chars)) and _is_stray(lines, at, kind)}
    if not found:
        return lines, []
    rest = [line for at, line in enumerate(lines) if at not in found]
    return rest, [(kind, join_lines([lines[at]])) for at, kind in found.items()]


def _kind(chars: str) -> str:
    if chars.startswith(_BRACKETS):
        if "公开" in chars and len(chars) <= 80 and p.PUBLICITY.fullmatch(chars):
            return "PublicityNote"
        return "ContactNote" if colophon.role_of(chars) == "ContactNote" else ""
    return "CopyLine" if colophon.COPIED.match(chars) and chars.endswith("。") else ""


def _is_stray(lines: Sequence[Line], at: int, kind: str) -> bool:
    if at == 0 or role_of(lines[at - 1].chars) or colophon.role_of(lines[at - 1].chars):
        return False
    if kind != "PublicityNote":
        # Where the document has its note below the date, another one is a remark of the text.
        noted = kind == "ContactNote" and any(_kind(line.chars) == kind for line in lines[at + 1 : at + NEAR])
        return _signed(lines, at + 1) and not noted
    last = len(lines) if at <= HEAD else min(at + NEAR, len(lines))
    return any(_signed(lines, below) for below in range(at + 2, last))


def _signed(lines: Sequence[Line], at: int) -> bool:
    roles = [role_of(line.chars) for line in lines[at : at + 2]]
    return roles == ["signature", "date"]
