"""What stands above the title: copy number, secrecy, urgency, issuer mark, signer (GB/T 9704-2012 7.2).

None of it belongs to the title.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lod import lazy
from lod.model import Part, Span, Value
from lod.parser import patterns as p
from lod.parser.blocks import finished, start_of
from lod.parser.lines import Joined, Line, join_lines, printed

HEAD_LINES = 24
MOST_MARK_LINES = 8
LONGEST_MARK = 60
# 000001 · 份号：000012 · No.000001
COPY_NUMBER = lazy.regex(r"[0-9]{6}|(?:份\s*号\s*[:：]|No[.．:：]?|№)\s*[0-9]{1,8}")
# 秘密★1年 · 机密 · 密级：绝密★长期
SECRECY = lazy.regex(
    rf"[（(【]?(?:密\s*级\s*[:：]\s*)?(?:绝\s?密|机\s?密|秘\s?密)"
    rf"(?:\s?[★☆*]\s?(?:长期|[0-9{p.CN}]{{1,3}}\s?(?:年|个?月|[日天]))?)?[）)】]?"
)
URGENCY = lazy.regex(r"(?:紧\s*急\s*程\s*度\s*[:：]\s*)?(?:特\s?急|加\s?急|特\s?提|平\s?急|急\s?件)")
# 签发人：何立　王强
SIGNER = lazy.regex(r"(?:签\s?发\s?人|会\s?签\s?人)\s*[:：]\s*\S.{0,60}")
MARK_END = rf"(?:{p.ORGAN_END}|政府|党委|工委|党组|纪委|办事处|联席会议)"
ORGANS = lazy.regex(rf"[{p.HAN}（）()、]{{1,60}}{MARK_END}")
# 安山县人民政府文件, the organ's name and 文件 (GB/T 9704-2012 7.2.4)
MARK = lazy.regex(rf"[{p.HAN}（）()、]{{0,60}}{MARK_END}文件|文件")
# 安山县人民政府公告, above a number and a title of its own
TYPED_MARK = lazy.regex(rf"[{p.HAN}（）()、]{{1,40}}{MARK_END}(?:公告|通告|通知|纪要|会议纪要|函)")
KINDS = (
    ("CopyNumber", "copy_number", COPY_NUMBER),
    ("Secrecy", "secrecy", SECRECY),
    ("InternalMark", "internal", p.INTERNAL),
    ("Urgency", "urgency", URGENCY),
    ("SignerLine", "signer", SIGNER),
)

# Below the title they are as little a part of it.
ANYWHERE = ("SignerLine", "Secrecy", "InternalMark")


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The elements above a title, each with its class and key, and the other lines of the text.

    ``marked`` says that an issuer mark is among them: a number below it stands above the title.
    """

    elements: tuple[tuple[str, str, Joined], ...]
    rest: tuple[Line, ...]
    marked: bool = False


def read_letterhead(lines: Sequence[Line]) -> Letterhead:
    """Take what is no title, number or addressee out of the first lines of a document.

    >>> from lod.model import Span
    >>> chars = ["000012", "机密★1年", "安山县人民政府文件", "安政发〔2023〕5号　签发人：何立", "关于防汛的通知"]
    >>> lines = [Line(Span(at * 30, at * 30 + len(line)), line, False) for at, line in enumerate(chars)]
    >>> found = read_letterhead(lines)
    >>> [kind for kind, _, _ in found.elements], [line.chars for line in found.rest], found.marked
    (['CopyNumber', 'Secrecy', 'IssuerMark', 'SignerLine'], ['安政发〔2023〕5号', '关于防汛的通知'], True)
    """
    found: list[tuple[str, str, Joined]] = []
    rest: list[Line] = []
    pending = list(lines[:HEAD_LINES])
    while pending and not _closes(pending[0].chars):
        line = pending.pop(0)
        marks = 0 if any(not _is_number_like(held.chars) for held in rest) else _mark([line, *pending])
        if marks:
            found.append(("IssuerMark", f"mark_{len(found) + 1}", join_lines([line, *pending[: marks - 1]])))
            del pending[: marks - 1]
            continue
        kept: list[Line] = []
        for piece in _pieces(line):
            kind = _kind(piece.chars)
            if kind and (kind[0] in ANYWHERE or not rest):
                found.append((kind[0], f"{kind[1]}_{len(found) + 1}", join_lines([piece])))
            else:
                kept.append(piece)
        # What stays is one line again, unless an element was cut off it.
        rest.extend(kept if len(kept) == 1 else [line] if kept else [])
    marked = any(kind == "IssuerMark" for kind, _, _ in found)
    return Letterhead(tuple(found), (*rest, *pending, *lines[HEAD_LINES:]), marked)


def letterhead_parts(found: Letterhead) -> Iterator[Part]:
    """The nodes of what stands above a title, at their places."""
    for kind, key, joined in found.elements:
        yield printed(kind, key, joined, *([Value("gz:signer", _signer(joined))] if kind == "SignerLine" else []))


def _signer(joined: Joined) -> str:
    return re.split("[:：]", joined.chars, maxsplit=1)[-1].strip()


def _kind(chars: str) -> tuple[str, str] | None:
    for kind, key, pattern in KINDS:
        if pattern.fullmatch(chars):
            return kind, key
    return None


def _pieces(line: Line) -> list[Line]:
    # 000001　　机密★1年　　特急 · 安政呈〔2023〕5号　　签发人：何立
    signer = SIGNER.search(line.chars)
    stop = signer.start() if signer else len(line.chars)
    spans = [match.span() for match in re.finditer(r"\S+", line.chars[:stop])]
    if not (signer and signer.start()) and not all(_kind(line.chars[start:end]) for start, end in spans):
        return [line]
    if signer and not all(_kind(line.chars[start:end]) for start, end in spans):
        spans = [(spans[0][0], spans[-1][1])]
    if signer:
        spans.append(signer.span())
    return [_cut(line, start, end) for start, end in spans]


def _cut(line: Line, start: int, end: int) -> Line:
    return Line(Span(line.span.start + start, line.span.start + end), line.chars[start:end], line.after_blank)


def _closes(chars: str) -> bool:
    # Where addressees, headings or sentences begin there is no head any more.
    if SIGNER.search(chars) or p.INTERNAL.fullmatch(chars):
        return False
    return start_of(chars).kind != "plain" or finished(chars)


def _mark(lines: Sequence[Line]) -> int:
    """How many of the first lines are an issuer mark: ××人民政府文件, organs and 文件, an organ above a number."""
    bare = [re.sub(r"\s+", "", line.chars) for line in lines[:MOST_MARK_LINES]]
    organs = 0
    while organs < len(bare) and _is_organ(bare[organs]):
        organs += 1
    ends = organs
    while ends < len(bare) and MARK.fullmatch(bare[ends]):
        ends += 1
    if ends > organs:
        while ends < len(bare) and _is_organ(bare[ends]) and not bare[ends - 1].endswith(("关于", "的")):
            ends += 1  # organs of a joint mark that are printed below 文件
        return ends
    at = organs or int(bool(bare and TYPED_MARK.fullmatch(bare[0]) and "关于" not in bare[0]))
    if at and not organs and len(bare) > 1 and re.search("关于|關於", bare[1]) and p.TYPE_AT_END.search(bare[1]):
        return at  # 安山县人民政府通知, above the whole title
    if at and at + 1 < len(bare) and _is_number_like(bare[at]) and _begins_title(bare[at + 1 :]):
        return at
    return 0


def _is_organ(bare: str) -> bool:
    return len(bare) <= LONGEST_MARK and "关于" not in bare and bool(ORGANS.fullmatch(bare))


def _is_number_like(chars: str) -> bool:
    return bool(re.search(rf"{p.OPEN}\s*[0-9０-９]{{2,4}}|号[）)]?$", chars)) and len(chars) <= LONGEST_MARK


def _begins_title(bare: Sequence[str]) -> bool:
    title = ""
    for line in bare[:4]:
        if finished(line) or start_of(line).kind != "plain":
            return False
        title += line
        if "关于" in title or p.TYPE_AT_END.search(title):
            return len(title) > LONGEST_MARK // 10
    return False
