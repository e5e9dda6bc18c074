"""The tail of a document: signature, signing date, publicity note (GB/T 9704-2012 7.3.5, 7.3.6)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lod.model import Name, Part, Term, Value
from lod.parser import names
from lod.parser import patterns as p
from lod.parser.blocks import start_of
from lod.parser.lines import Joined, Line, join_lines, printed

# 清水市财政局 · 清水市财政局　清水市教育局 · 甲局、乙局: each organ ends at a space, a 、 or the end of the line
SIGNATURE = re.compile(rf"(?:[{p.HAN}（）()]{{1,40}}(?:{p.ORGAN_END})(?:[\s、]+|$))+")
# 市长 何立 · 省长
LEADER = re.compile(r"(?:省长|市长|县长|区长|主席|总理|部长|局长|主任)(?:\s*[\u4e00-\u9fff\s]{2,5})?")
PUBLICITY = {
    "gz:withheld": re.compile("不予公开|不公开"),
    "gz:onRequest": re.compile("依申请公开"),
    "gz:proactive": re.compile("主动公开|公开发布|删减后公开|公开"),
}


@dataclass(frozen=True, slots=True)
class Tail:
    """Lines of a tail, sorted. `before` is the body, `after` what the document brings with it."""

    signatures: tuple[Joined, ...]
    date: Joined | None
    note: Joined | None
    before: tuple[Line, ...]
    after: tuple[Line, ...]


def role_of(chars: str) -> str:
    """``date``, ``note``, ``signature`` or an empty string for any other line.

    >>> [role_of(line) for line in ("2023 年 3 月 6 日", "(此件公开发布)", "绛县人民政府办公室", "特此通知。")]
    ['date', 'note', 'signature', '']
    """
    if p.DATE.fullmatch(chars) or p.CN_DATE.fullmatch(chars):
        return "date"
    if len(chars) <= 80 and "公开" in chars and p.PUBLICITY.fullmatch(chars):
        return "note"
    if (
        len(chars) <= 120
        and start_of(chars).kind == "plain"
        and (SIGNATURE.fullmatch(chars) or LEADER.fullmatch(chars))
    ):
        return "signature"
    return ""


def read_tail(lines: Sequence[Line]) -> Tail:
    """Find the tail: the first run of signature, date and note lines that has a date or a note in it.

    A run of signatures alone is a tail where the text ends with it. Without a tail `before` has all the lines.

    >>> from lod.model import Span
    >>> chars = ["请执行。", "甲市水利局", "2024年5月6日", "附件1"]
    >>> tail = read_tail([Line(Span(at * 9, at * 9 + len(line)), line, False) for at, line in enumerate(chars)])
    >>> tail.date.chars, [line.chars for line in tail.before], [line.chars for line in tail.after]
    ('2024年5月6日', ['请执行。'], ['附件1'])
    """
    roles = [role_of(line.chars) for line in lines]
    start, end = _run(roles)
    found: dict[str, list[Joined]] = {"signature": [], "date": [], "note": []}
    for line, role in zip(lines[start:end], roles[start:end], strict=True):
        found[role].append(join_lines([line]))
    return Tail(
        tuple(found["signature"]),
        found["date"][0] if found["date"] else None,
        found["note"][0] if found["note"] else None,
        tuple(lines[:start]),
        tuple(lines[end:]),
    )


def _run(roles: Sequence[str]) -> tuple[int, int]:
    # First and end index of the tail; an organ's name alone in a body is no tail unless it closes the text.
    start = 0
    while start < len(roles):
        end = start
        while end < len(roles) and roles[end]:
            end += 1
        if end > start:
            kinds = set(roles[start:end])
            if kinds & {"date", "note"} or end == len(roles):
                return start, end
        start = max(end, start + 1)
    return len(roles), len(roles)


def tail_values(tail: Tail) -> Iterator[Value]:
    """What a tail says of its document: who signed it and when, and how far it is public (GB/T 9704-2012 7.3.5.4).

    ``eli:date_document`` is left out where the printed day does not exist.
    """
    for signature in tail.signatures:
        yield from (Value("gz:signedBy", name) for name in _signers(signature))
    if tail.date and (day := p.read_date(tail.date.chars)):
        yield Value("eli:date_document", day)
    if tail.note:
        mark = tail.note.chars.strip("（）() 　")
        yield Value("gz:publicityMarking", mark)
        kind = next((term for term, pattern in PUBLICITY.items() if pattern.search(mark)), None)
        if kind:
            yield Value("gz:publicity", Term(kind))


def tail_parts(tail: Tail) -> Iterator[Part]:
    """The nodes of a tail at their places, in reading order."""
    parts = []
    for number, signature in enumerate(tail.signatures, 1):
        signers = (Value("gz:signedBy", name) for name in _signers(signature))
        parts.append(printed("Signature", f"signature_{number}", signature, *signers))
    if tail.date:
        day = p.read_date(tail.date.chars)
        parts.append(printed("SigningDate", "date", tail.date, *([Value("gz:date", day)] if day else [])))
    if tail.note:
        parts.append(printed("PublicityNote", "publicity", tail.note))
    yield from sorted(parts, key=lambda part: part.span.start)


def _signers(signature: Joined) -> list[Name]:
    # 省长 ××× signs an order in person and is no organ.
    return [] if LEADER.fullmatch(signature.chars) else list(names.joint(signature))
