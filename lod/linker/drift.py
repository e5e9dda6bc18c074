"""Where a task says something else than the commitment it carries out: 产业集群 for 产业集团, 7所 for 7个.

Leaving out is no drift, because a task may take an excerpt or one half of a sentence. A word or number that changed, or
was put in, inside an otherwise equal clause is.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher

from lod import lazy
from lod.parser.clauses import LEAD_IN
from lod.parser.lines import Joined
from lod.parser.patterns import HAN, comparable

# Words that editors change without changing what is promised
LIGHT = lazy.regex(
    r"(?:[要和与及的地得了将对以为等并把于、，,“”‘’《》()（）·;；:：-]|各项|推动|推进|着力|大力|积极|全面|加快|继续|持续|进一步|扎实|深入|有序"
    r"|稳步|切实|努力|力争|确保|不断|逐步|开展|实施|加强|抓好|做好|我县|我市|我区|全县|全市|全区|今年|年内|工作|以及)*"
)
# A comparator at the end says how far a number binds; without it the promise is another one.
COMPARATOR = lazy.regex("左右|以上|以下|以内|之内|余")
BESIDE_LIST = lazy.regex("[、和与及，,]")
NUMBER = lazy.regex(r"[0-9.%万亿]")
HAN_CHAR = lazy.regex(f"[{HAN}]")
SHORTEST = 6  # characters that agree
AGREEING = 0.7  # of the clause of the task
LONGEST = 8  # characters that differ
LONG_CLAUSE, SHORT_LOSS = 14, 2
LAST_WORD = 3
MOST = 2


@dataclass(frozen=True, slots=True)
class Difference:
    """A stretch of a task (source characters) and what the commitment says instead."""

    joined: Joined
    original: str


def differences(task: Joined, promise: str) -> list[Difference]:
    """How a clause of a task drifts from the clause of the report that it repeats; empty where it does not.

    >>> task = Joined("继续推进7所乡镇幼儿园建设", tuple(range(13)))
    >>> [(found.joined.chars, found.original) for found in differences(task, "继续推进7个乡镇幼儿园建设")]
    [('7所', '7个')]
    """
    own, places = _bare(task.chars)
    other, _ = _bare(LEAD_IN.sub("", promise))
    steps = _steps(own, other)
    agreeing = len(own) - sum(end - start for start, end, _, _ in steps)
    if agreeing < max(SHORTEST, AGREEING * len(own)):
        return []
    found = [step for step in steps if _drifts(own, other, *step)]
    return [_told(task, own, places, other, *step) for step in found] if len(found) <= MOST else []


def _bare(printed: str) -> tuple[str, list[int]]:
    # Characters to compare, and where each of them stands.
    pairs = [(comparable(char), at) for at, char in enumerate(printed) if comparable(char) and char != "*"]
    return "".join(char for char, _ in pairs), [at for _, at in pairs]


def _steps(own: str, other: str) -> list[tuple[int, int, int, int]]:
    # What differs; two differences with one character between them are one (文旅, 旅游).
    found: list[tuple[int, int, int, int]] = []
    for what, start, end, other_start, other_end in SequenceMatcher(None, own, other, autojunk=False).get_opcodes():
        if what == "equal":
            continue
        if found and start - found[-1][1] <= 1 and 0 < other_start - found[-1][3] <= 1:
            start, other_start = found[-1][0], found[-1][2]
            found.pop()
        found.append((start, end, other_start, other_end))
    return found


def _drifts(own: str, other: str, start: int, end: int, other_start: int, other_end: int) -> bool:
    said, meant = own[start:end], other[other_start:other_end]
    if max(len(said), len(meant)) > LONGEST or (LIGHT.fullmatch(said) and LIGHT.fullmatch(meant)):
        return False
    at_edge = start == 0 or end == len(own)
    if not said:
        return _lost(own, other, start, other_start, other_end)
    if not meant:
        return not at_edge and not _beside_list(own, start, end)
    measured = start > 0 and NUMBER.match(own[start - 1]) and max(len(said), len(meant)) <= SHORT_LOSS
    # 产业集聚区 for 产业集群: the last word is another one; what is longer may go on to say something else.
    last = start >= SHORTEST and end == len(own) and max(len(said), len(meant)) <= LAST_WORD
    return bool(not at_edge or len(said) == len(meant) or measured or (last and other_end == len(other)))


def _lost(own: str, other: str, start: int, other_start: int, other_end: int) -> bool:
    meant = other[other_start:other_end]
    if COMPARATOR.fullmatch(meant) and other_start and NUMBER.match(other[other_start - 1]):
        return True
    inside = 0 < start < len(own)
    return (
        inside
        and len(own) >= LONG_CLAUSE
        and len(meant) <= SHORT_LOSS
        and not _beside_list(other, other_start, other_end)
    )


def _beside_list(words: str, start: int, end: int) -> bool:
    # One name more or less in a list is an excerpt or an addition, no other wording.
    around = (words[max(start - 1, 0) : start], words[end : end + 1], words[start:end])
    return any(BESIDE_LIST.search(part) for part in around)


def _told(
    task: Joined, own: str, places: list[int], other: str, start: int, end: int, other_start: int, other_end: int
) -> Difference:
    # Wide enough to be read: with its number (7所), or with the character before it (集群).
    while start > 0 and other_start > 0 and _wider(own, other, start, end, other_start, other_end):
        start, other_start = start - 1, other_start - 1
    while end < len(own) and other_end < len(other) and NUMBER.match(own[end - 1]) and NUMBER.match(own[end]):
        end, other_end = end + 1, other_end + 1
    if end == start:
        end, other_end = end + 1, other_end + 1
    return Difference(task.part(places[start], places[end - 1] + 1), other[other_start:other_end])


def _wider(own: str, other: str, start: int, end: int, other_start: int, other_end: int) -> bool:
    if NUMBER.match(own[start - 1]):
        return own[start - 1] == other[other_start - 1]
    digits = bool(NUMBER.match(own[start : start + 1]))
    return (end - start < 2 or other_start == other_end) and not digits and bool(HAN_CHAR.match(own[start - 1]))
