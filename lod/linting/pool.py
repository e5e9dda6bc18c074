"""The stages of linting in several processes. Results come in the order of the texts, whoever is ready first."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from lod import linter, packing
from lod.linter.stages import Alone, Found, Here
from lod.model import Document, LodError, Text


@dataclass(frozen=True)
class Wanted:
    """What a process needs to prepare its own linter."""

    codes: frozenset[str]
    rules: tuple[Path, ...]
    registry: tuple[Path, ...]
    engine: str
    limit: float = 0

    def here(self) -> Here:
        """The stages in this process."""
        judge = linter.prepare_for(lambda rule: rule.code in self.codes, self.rules, self.registry, self.engine)
        return Here(judge.ruleset, judge.known, judge.validate, limit=self.limit)


@dataclass(frozen=True)
class Pool:
    """Carries the stages out in the processes of a pool."""

    executor: ProcessPoolExecutor
    tell: Callable[[], None]
    here: Here  # for a single text no other process is worth its while

    def alone(self, texts: Sequence[Text]) -> list[Alone]:
        """The first stage for each text."""
        if len(texts) < 2:
            return self.here.alone(texts)
        return [packing.unpack(packed, [t]) for t, packed in zip(texts, self._map(_alone, texts), strict=True)]

    def found(self, documents: Sequence[Document]) -> list[Found]:
        """The second stage for each linked document."""
        if len(documents) < 2:
            return self.here.found(documents)
        done = self._map(_found, documents)
        return [packing.unpack(packed, [d.text]) for d, packed in zip(documents, done, strict=True)]

    def _map(self, work: Callable[..., bytes], on: Iterable[Text | Document]) -> Iterator[bytes]:
        try:
            for packed in self.executor.map(work, on):
                self.tell()
                yield packed
        except BrokenProcessPool as error:
            raise LodError("A process of the linter ended before its time; try --jobs 1.") from error


@contextmanager
def pool(jobs: int, wanted: Wanted, here: Here, tell: Callable[[], None]) -> Iterator[Pool]:
    """A pool of processes, each with its own linter. They end with the block."""
    # Fresh processes: forking one whose engine already runs threads can hang.
    executor = ProcessPoolExecutor(jobs, get_context("spawn"), _begin, (wanted,))
    try:
        yield Pool(executor, tell, here)
    finally:
        executor.shutdown(cancel_futures=True)


_here: list[Here] = []


def _begin(wanted: Wanted) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent ends its processes
    _here.append(wanted.here())


def _alone(text: Text) -> bytes:
    [result] = _here[0].alone([text])
    return packing.pack(result, [text])


def _found(document: Document) -> bytes:
    [result] = _here[0].found([document])
    return packing.pack(result, [document.text])
