"""The tail of a document: signature, signing date, publicity note (GB/T 9704-2012 7.3.5, 7.3.6), what stands below."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from lod import lazy
from lod.model import Name, Part, Span, Term, Value
from lod.parser import names
from lod.parser import patterns as p
from lod.parser.blocks import start_of
from lod.parser.colophon import Element, below, colophon_parts
from lod.parser.lines import Joined, Line, join_lines, printed

SIGNER_END = rf"{p.ORGAN_END}|政府|党委|党组|工委|纪委|办事处|秘书处|大学|学院|学校|馆|站|所|社|支队"
# 清水市财政局 · 清水市财政局　清水市教育局 · 甲局、乙局（印章）: each organ ends at a space, a 、 or the line's end
SIGNATURE = lazy.regex(
    rf"(?:[{p.HAN}（）()]{{1,40}}(?:{SIGNER_END})(?:[（(](?:印章?|盖章|公章|章)[）)])?(?:[\s、，]+|$))+"
)
SEAL = lazy.regex(r"\s*[（(](?:印章?|盖章|公章|章)[）)]$")
# 安 山 县 人 民 政 府
SPACED_OUT = lazy.regex(rf"[{p.HAN}](?:\s+[{p.HAN}])+")
# 市长 何立 · 省长 · 代市长　董思源 · 市　长　　邵卫东
LEADER = lazy.regex(
    r"(?:代|副)?(?:[省市县区镇乡部厅局]\s{0,4}长|主\s{0,4}[席任]|总\s{0,4}理)\s{0,8}[:：]?(?:\s{0,8}[\u4e00-\u9fff\s·]{2,8})?"
)
# A name of unknown ending between body and date: 安山县创建工作专班
UNKNOWN_SIGNER = lazy.regex(
    rf"(?!特此|此[复致]|以上|专此|请|妥否|当否|附|现|各)[{p.HAN}]{{4,28}}(?:专班|组|会|办|委|部|室|处|科|股|镇|乡|村|队|校|院|厂|店|行)"
)
# 二〇二三年三月六日, also spaced
CN_DATE = lazy.regex(rf"[{p.CN}○OＯ0]{{4}}\s?年\s?[{p.CN}]{{1,3}}\s?月\s?[{p.CN}]{{1,3}}\s?日")
# 2023.3.6 · 2023年3月 · 二〇二三年3月6日 · 2023年　月　日 · 3月6日 · 20230306: no good form, but by a signature
LOOSE_DATE = lazy.regex(
    rf"(?:[0-9０-９]{{2,4}}|[{p.CN}○OＯ0]{{4}})\s?[年./．—－-]\s{{0,4}}(?:[0-9０-９]{{1,2}}|[{p.CN}]{{1,3}}|[×xX]{{1,2}})?\s{{0,4}}"
    rf"[月./．—－-]?\s{{0,4}}(?:[0-9０-９]{{1,2}}|[{p.CN}]{{1,3}}|[×xX]{{1,2}})?\s{{0,4}}[日号]?"
    rf"|(?:[0-9]{{1,2}}|[{p.CN}]{{1,2}})月(?:[0-9]{{1,2}}|[{p.CN}]{{1,3}})[日号]|(?:19|20)[0-9]{{2}}[01][0-9][0-3][0-9]"
)
# 2023-07-12 · 2023/7/12 · 2023.7.12, of LOOSE_DATE those that name a day beyond doubt
PLAIN_DATE = lazy.regex(r"(?P<y>[0-9]{4})(?P<mark>[-./])(?P<m>[0-9]{1,2})(?P=mark)(?P<d>[0-9]{1,2})")
# 安山县人民政府　2023年3月6日, on one line
SIGNED_AND_DATED = lazy.regex(
    rf"(?P<who>[{p.HAN}（）()、\s]{{2,80}}?(?:{SIGNER_END}))\s*(?P<then>{p.DATE.pattern}"
    rf"|[{p.CN}○OＯ0]{{4}}年[{p.CN}0-9]{{1,3}}月(?:[{p.CN}0-9]{{1,3}}日)?"
    rf"|[0-9]{{2,4}}\s?[年./．－-]\s{{0,4}}[0-9{p.CN}]{{0,3}}\s{{0,4}}[月./．－-]\s{{0,4}}[0-9{p.CN}]{{0,3}}\s{{0,4}}[日号]?"
    r"|[0-9]{1,2}月[0-9]{1,2}[日号]|(?:19|20)[0-9]{2}[01][0-9][0-3][0-9])"
)
# 安山县人民政府（此件公开发布） · 2023年3月6日（此件公开发布）
NOTED = lazy.regex(
    rf"(?P<who>[{p.HAN}、\s]{{2,60}}?(?:{SIGNER_END})|{p.DATE.pattern})\s*(?P<then>[（(]此[件文][^（）()]{{2,40}}[）)])"
)
PUBLICITY = {
    "gz:withheld": lazy.regex("不予公开|不公开"),
    "gz:onRequest": lazy.regex("依申请公开"),
    "gz:proactive": lazy.regex("主动公开|公开发布|删减后公开|公开"),
}


@dataclass(frozen=True, slots=True)
class Tail:
    """Lines of a tail, sorted: `before` is the body, `below` under the date, `after` what the document brings."""

    signatures: tuple[Joined, ...]
    date: Joined | None
    note: Joined | None
    before: tuple[Line, ...]
    after: tuple[Line, ...]
    below: tuple[Element, ...] = ()


def role_of(chars: str) -> str:
    """``date``, ``note``, ``signature`` or an empty string for any other line.

    >>> [role_of(line) for line in ("2023 年 3 月 6 日", "(此件公开发布)", "绛县人民政府办公室", "特此通知。")]
    ['date', 'note', 'signature', '']
    """
    if p.DATE.fullmatch(chars) or CN_DATE.fullmatch(chars):
        return "date"
    if len(chars) <= 80 and "公开" in chars and p.PUBLICITY.fullmatch(chars):
        return "note"
    if len(chars) > 120 or start_of(chars).kind != "plain":
        return ""
    if SPACED_OUT.fullmatch(chars):
        chars = p.squeeze(chars)
    return "signature" if SIGNATURE.fullmatch(chars) or LEADER.fullmatch(chars) else ""


def read_tail(lines: Sequence[Line]) -> Tail:
    """Find the tail: the first run of signature, date and note lines that has a date or a note in it.

    A run of signatures alone is a tail where the text ends with it. Without a tail `before` has all the lines.

    >>> from lod.model import Span
    >>> chars = ["请执行。", "甲市水利局", "2024年5月6日", "附件1"]
    >>> tail = read_tail([Line(Span(at * 9, at * 9 + len(line)), line, False) for at, line in enumerate(chars)])
    >>> tail.date.chars, [line.chars for line in tail.before], [line.chars for line in tail.after]
    ('2024年5月6日', ['请执行。'], ['附件1'])
    """
    lines = [piece for line in lines for piece in _pieces(line)]
    lines, notes = _without_notes(lines)
    roles = _roles(lines)
    start, end = _run(roles)
    found: dict[str, list[Joined]] = {"signature": [], "date": [], "note": []}
    for line, role in zip(lines[start:end], roles[start:end], strict=True):
        found[role].append(join_lines([line]))
    extra, after = below(lines, end) if end > start else ([], end)
    if end == after and len(found["note"]) > 1:
        extra = [("PublicityNote", note) for note in found["note"][1:]]
    return Tail(
        tuple(found["signature"]),
        found["date"][0] if found["date"] else None,
        found["note"][0] if found["note"] else None,
        (*lines[:start], *notes),
        tuple(lines[after:]),
        tuple(extra),
    )


def _without_notes(lines: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    # A note of attachments between the date and the publicity note stands in the wrong place; it is one all the same.
    for start in range(1, len(lines)):
        if p.ATTACHMENT.match(lines[start].chars) and role_of(lines[start - 1].chars) in ("date", "signature"):
            end = start + 1
            while end < len(lines) and p.LEVEL_3.match(lines[end].chars):
                end += 1
            if end < len(lines) and role_of(lines[end].chars) in ("date", "note"):
                return [*lines[:start], *lines[end:]], list(lines[start:end])
    return list(lines), []


def _pieces(line: Line) -> list[Line]:
    match = SIGNED_AND_DATED.fullmatch(line.chars) or ("公开" in line.chars and NOTED.fullmatch(line.chars))
    if not match:
        return [line]
    return [
        Line(Span(line.span.start + start, line.span.start + end), line.chars[start:end], line.after_blank)
        for start, end in (match.span("who"), match.span("then"))
    ]


def _roles(lines: Sequence[Line]) -> list[str]:
    roles = [role_of(line.chars) for line in lines]
    for at, line in enumerate(lines):
        if roles[at] == "date" and at and not roles[at - 1] and UNKNOWN_SIGNER.fullmatch(lines[at - 1].chars):
            roles[at - 1] = "signature"
        beside = "signature" in (roles[at - 1] if at else "", roles[at + 1] if at + 1 < len(roles) else "")
        if not roles[at] and beside and len(line.chars) >= len("3月6日") and LOOSE_DATE.fullmatch(line.chars):
            roles[at] = "date"
    return roles


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
    if tail.date and (day := _day(tail.date.chars)):
        yield Value("eli:date_document", day)
    notes = [joined for kind, joined in tail.below if kind == "PublicityNote"]
    if tail.note or notes:
        yield from publicity((tail.note or notes[0]).chars)


def publicity(note: str) -> Iterator[Value]:
    """How far a document is public, as a note or a line of metadata says.

    >>> [value.value for value in publicity("（此件依申请公开）")]
    ['此件依申请公开', Term(curie='gz:onRequest')]
    """
    mark = note.strip("（）()[]［］【】〔〕 　")
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
        day = _day(tail.date.chars)
        parts.append(printed("SigningDate", "date", tail.date, *([Value("gz:date", day)] if day else [])))
    if tail.note:
        parts.append(printed("PublicityNote", "publicity", tail.note))
    parts.extend(colophon_parts(tail.below))
    yield from sorted(parts, key=lambda part: part.span.start)


def _day(printed: str) -> date | None:
    plain = PLAIN_DATE.fullmatch(printed)
    return p.read_date(f"{plain['y']}年{plain['m']}月{plain['d']}日" if plain else printed)


def _signers(signature: Joined) -> list[Name]:
    # 省长 ××× signs an order in person and is no organ.
    seal = SEAL.search(signature.chars)
    bare = signature.part(0, seal.start()) if seal else signature
    if SPACED_OUT.fullmatch(bare.chars):
        return [Name("Unit", p.squeeze(bare.chars), bare.whole())]
    return [] if LEADER.fullmatch(bare.chars) else list(names.joint(bare))
