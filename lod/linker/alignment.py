"""Tasks and the commitments they carry out: which clause of a 政府工作报告 each task of its 任务分解 decomposes.

Both are compared clause by clause, because a task is often put together from clauses that stand apart in the report,
and a sentence of the report is often cut in two tasks. A task carries out a report of its own area only.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from lod import lazy
from lod.addresses import addresses
from lod.linker import drift
from lod.model import Document, Part, Ref, Scalar, Text, Value
from lod.parser import clauses
from lod.parser.lines import Joined, join
from lod.parser.patterns import comparable
from lod.registry import area_of

SAME = 88.0  # of 100: one clause with a word changed
PART = 92.0  # the shorter clause stands in the longer one
SHORTEST_PART = 6
SHORTEST_BUT_FOR_A_WORD = 10
LEFT_OUT = 0.7  # 严格药品监管 is 严格食品药品监管 with at most three characters of ten left out
# 12, 4.6%: clauses with different numbers are different promises
NUMBER = lazy.regex(r"[0-9]+(?:\.[0-9]+)?%?")
# What two versions of one clause differ in
LIGHT = lazy.regex(r"[要和与的、“”《》（）()·-]|各项|推动|着力|我县")


# Area, and year where it is known
_Key = tuple[str, Scalar | None]


@dataclass(frozen=True, slots=True)
class _Promise:
    address: str
    text: str
    words: str
    pieces: tuple[str, ...]
    order: int
    numbers: frozenset[str]


def align(documents: Sequence[Document]) -> list[Document]:
    """The documents with ``gz:implements`` at each task that carries out a commitment of a report among them.

    Only reports of the same area count, and of the year of the tasks where that is known. The numbers of a clause must
    agree with those of the commitment. Where a clause is a commitment but for a word or a number, the task has a
    ``gz:Drift``.
    """
    reports: dict[_Key, list[_Promise]] = {}
    for document in documents:
        for year, promise in _promises(document):
            for key in {(_area(document), year), (_area(document), None)}:
                reports.setdefault(key, []).append(promise)
    aligners = {key: _Aligner(promises) for key, promises in reports.items()}
    return [
        replace(document, root=_visit(document.text, document.root, _area(document), aligners))
        for document in documents
    ]


def _area(document: Document) -> str:
    return area_of(document.address)


def _visit(text: Text, part: Part, area: str, aligners: Mapping[_Key, _Aligner]) -> Part:
    if part.kind == "Task":
        aligner = aligners.get((area, part.get("gz:year")))
        return _aligned(part, _words_of(text, part), aligner) if aligner else part
    return replace(part, parts=tuple(_visit(text, child, area, aligners) for child in part.parts))


def _words_of(text: Text, task: Part) -> Joined:
    words, joined = str(task.get("gz:text")), join(text, task.span)
    at = max(joined.chars.find(words), 0)
    return joined.part(at, at + len(words))


def _aligned(task: Part, words: Joined, aligner: _Aligner) -> Part:
    found, drifts = aligner.implemented(words)
    values = (*task.values, *(Value("gz:implements", Ref(promise.address)) for promise in found))
    parts = [_drift(number, *one) for number, one in enumerate(drifts, 1)]
    return replace(task, values=values, parts=tuple(sorted((*task.parts, *parts), key=lambda part: part.span.start)))


def _drift(number: int, promise: _Promise, difference: drift.Difference) -> Part:
    values = (
        Value("gz:driftsFrom", Ref(promise.address)),
        Value("gz:wording", difference.joined.chars),
        Value("gz:originalWording", difference.original),
    )
    return Part("Drift", f"drift_{number}", difference.joined.whole(), values)


def _promises(document: Document) -> Iterator[tuple[Scalar | None, _Promise]]:
    at = addresses(document)
    parts = (part for part in document.root.walk() if part.kind == "Commitment")
    for order, part in enumerate(parts):
        text = str(part.get("gz:text"))
        words = _words(text)
        yield part.get("gz:year"), _Promise(at[id(part)], text, words, tuple(_pieces(text)), order, _numbers(words))


class _Aligner:
    def __init__(self, promises: Sequence[_Promise]) -> None:
        self.promises = promises
        self.exact: dict[str, list[_Promise]] = {}
        self.but_for_numbers: dict[str, list[_Promise]] = {}
        for promise in promises:
            self.exact.setdefault(promise.words, []).append(promise)
            if promise.numbers:
                self.but_for_numbers.setdefault(NUMBER.sub("#", promise.words), []).append(promise)

    def implemented(self, task: Joined) -> tuple[list[_Promise], list[tuple[_Promise, drift.Difference]]]:
        """The promises that a task carries out, in the order of the report, and where it says something else."""
        found: dict[str, _Promise] = {}
        drifts: list[tuple[_Promise, drift.Difference]] = []
        near: int | None = None
        for clause, _ in clauses.split(task):
            for promise in self._clause(clause.chars, near):
                found.setdefault(promise.address, promise)
                near = promise.order
            drifts.extend(self._drifts(clause, near))
        return sorted(found.values(), key=lambda promise: promise.order), drifts

    def _drifts(self, clause: Joined, near: int | None) -> Iterator[tuple[_Promise, drift.Difference]]:
        words = _words(clause.chars)
        if not words or words in self.exact:
            return
        same = self.but_for_numbers.get(NUMBER.sub("#", words), [])
        meant = same[0] if len(same) == 1 and len(words) >= SHORTEST_PART else self._best(words, near)[0]
        if meant:
            yield from ((meant, one) for one in drift.differences(clause, meant.text))

    def _clause(self, clause: str, near: int | None) -> Iterator[_Promise]:
        # The promise a clause repeats, or, where none does as a whole, those that its 、 pieces repeat.
        words = _words(clause)
        best, score = self._best(words, near)
        if best:
            yield best
        if score < SAME:
            for piece in _pieces(clause):
                of_piece, _ = self._best(piece, best.order if best else near)
                if of_piece:
                    yield of_piece

    def _best(self, words: str, near: int | None) -> tuple[_Promise | None, float]:
        if not words:
            return None, 0.0
        if words in self.exact:
            return _nearest(self.exact[words], near), 101.0
        numbers = _numbers(words)
        agreeing = [promise for promise in self.promises if numbers <= promise.numbers or promise.numbers <= numbers]
        scored = [(_score(words, promise), promise) for promise in agreeing]
        top = max((score for score, _ in scored), default=0.0)
        if top <= 0:
            return None, 0.0
        return _nearest([promise for score, promise in scored if score == top], near), top


def _nearest(ties: Sequence[_Promise], near: int | None) -> _Promise:
    return min(ties, key=lambda promise: abs(promise.order - near) if near is not None else promise.order)


def _score(words: str, promise: _Promise) -> float:
    # How well a clause agrees with a promise, of 100; 0 where it does not.
    whole = fuzz.ratio(words, promise.words, score_cutoff=SAME)
    if whole:
        return whole
    if _one_word(words, promise.words):
        return SAME
    return max([_partial(words, promise.words), *(_partial(words, piece) for piece in promise.pieces)])


def _one_word(one: str, other: str) -> bool:
    # 门诊综合楼 for 住院综合楼: in a short clause one other word is more than `SAME` allows
    if len(one) != len(other) or len(one) < SHORTEST_BUT_FOR_A_WORD:
        return False
    apart = [at for at, (mine, its) in enumerate(zip(one, other, strict=True)) if mine != its]
    inside = apart[0] > 0 and apart[-1] < len(one) - 1
    return inside and apart[-1] - apart[0] < 2 and not any(one[at].isdigit() or other[at].isdigit() for at in apart)


def _partial(one: str, other: str) -> float:
    # Less than `SAME`: one clause stands in the other, but for a word or for characters left out.
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) < SHORTEST_PART:
        return 0.0
    share = len(shorter) / len(longer)
    partial = fuzz.partial_ratio(shorter, longer)
    near = partial >= PART or (share >= LEFT_OUT and _left_out(shorter, longer))
    if near and _numbers_agree(shorter, longer):
        return min(SAME - 1, partial - 10 + 5 * share)
    return 0.0


def _left_out(shorter: str, longer: str) -> bool:
    rest = iter(longer)
    return all(char in rest for char in shorter)


def _numbers_agree(one: str, other: str) -> bool:
    first, second = _numbers(one), _numbers(other)
    return first <= second or second <= first


def _numbers(words: str) -> frozenset[str]:
    return frozenset(NUMBER.findall(words))


def _pieces(clause: str) -> list[str]:
    pieces = [_words(piece) for piece in clause.split("、")]
    return [piece for piece in pieces if len(piece) >= SHORTEST_PART] if len(pieces) > 1 else []


def _words(clause: str) -> str:
    return LIGHT.sub("", comparable(clauses.LEAD_IN.sub("", clause)))
