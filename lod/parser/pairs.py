"""Marks that come in pairs, and those whose other half is not printed."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator

from lod import lazy
from lod.model import Part, Span, Text, Value

# How far apart the two marks of a pair may stand, in code points: a quotation runs over paragraphs, a title does not.
FARTHEST = {"“": 6000, "‘": 400, "《": 400, "〈": 400, "（": 3000, "〔": 40, "【": 400, "「": 2000, "『": 2000}
CLOSING = dict(zip("”’》〉）〕】」』", FARTHEST, strict=True)) | {")": "（"}
OPENING = {mark: mark for mark in FARTHEST} | {"(": "（"}
MARKS = lazy.regex("[" + "".join(map(re.escape, (*OPENING, *CLOSING))) + "]")
# 1） a) 一）: ordinals with one bracket, at the head of a line or after a mark
ORDINAL = lazy.regex(r"(?:^|[\s；;。，,：:、*])[0-9A-Za-z一二三四五六七八九十]{1,3}$")
LINE_HEAD = lazy.regex(r"(?:^|\n)[\s*]*$")
BEFORE = 12
# Where more than so many are missing nobody meant pairs: the rest would only bury the first.
MOST = 100


def lone_marks(text: Text, span: Span) -> Iterator[Part]:
    """The marks of a stretch of a text whose other half is missing, in order; of hundreds only the first.

    Each kind of pair is matched on its own, whatever lines and pages lie between. A quotation of several paragraphs
    opens at each of them and closes once; an apostrophe and the bracket of 1） belong to no pair.

    >>> from lod.model import Source
    >>> text = Text(Source("-", "text/plain", b""), "坚持“安全第一的方针（以下简称方针）。")
    >>> [(part.get("nif:anchorOf"), part.span.start) for part in lone_marks(text, Span(0, len(text.chars)))]
    [('“', 2)]
    """
    for number, offset in enumerate(sorted(_lone(text.chars, span))[:MOST], 1):
        values = (Value("nif:anchorOf", text.chars[offset]),)
        yield Part("LoneMark", f"mark_{number}", Span(offset, offset + 1), values)


def _lone(chars: str, span: Span) -> Iterator[int]:
    open_at: dict[str, deque[int]] = {kind: deque() for kind in FARTHEST}
    for match in MARKS.finditer(chars, span.start, span.end):
        offset, before = match.start(), chars[max(span.start, match.start() - BEFORE) : match.start()]
        if match[0] in OPENING:
            waiting = open_at[OPENING[match[0]]]
            if not (waiting and match[0] in "“‘" and LINE_HEAD.search(before)):
                waiting.append(offset)
            continue
        kind = CLOSING[match[0]]
        yield from _too_far(open_at[kind], offset - FARTHEST[kind])
        ordinal = kind == "（" and ORDINAL.search(before)
        if open_at[kind] and not (ordinal and "\n" in chars[open_at[kind][-1] : offset]):
            open_at[kind].pop()
        elif match[0] != "’" and not ordinal:
            yield offset
    for waiting in open_at.values():
        yield from waiting


def _too_far(waiting: deque[int], since: int) -> Iterator[int]:
    while waiting and waiting[0] < since:
        yield waiting.popleft()
