"""The change log of a release, read: steps (one for each release that changed something) and their changes.

    changes/000001.jsonl     the changes of the first step, one JSON object a line
    changes/000001.nq.gz     the graphs that it created or updated: one gzip member each, N-Quads

A step is never written again: later releases link to its files. When a step was made stands in the manifest, under
``log``, and nowhere else.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from lod.model import ReleaseError

FOLDER = "changes"
CREATE, UPDATE, DELETE = "create", "update", "delete"
_CHUNK = 64 * 1024
_GZIP = 31  # zlib's window bits for gzip with its header


@dataclass(frozen=True, slots=True)
class Change:
    """A change of one graph. ``sha256`` and ``size`` are those of its lines, ``offset`` and ``length`` its place in
    the file of its step; a deleted graph has the title that it had, and nothing else.
    """

    position: int
    kind: str
    graph: str
    title: str | None = None
    quads: int = 0
    sha256: str = ""
    size: int = 0
    offset: int = 0
    length: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """What one release changed: positions ``first`` to ``last`` of the log.

    >>> Step(7, "0a1b", "2026-01-01T00:00:00+00:00", 12, 13).name
    'changes/000007'
    """

    number: int
    release: str
    built: str
    first: int
    last: int

    @property
    def name(self) -> str:
        """What the names of its two files begin with, seen from the folder of the release."""
        return f"{FOLDER}/{self.number:06}"

    @property
    def files(self) -> tuple[str, str]:
        """Its index and its graphs."""
        return f"{self.name}.jsonl", f"{self.name}.nq.gz"


@dataclass(frozen=True, slots=True)
class Log:
    """The log of a release folder."""

    folder: Path
    steps: tuple[Step, ...] = ()

    @property
    def last(self) -> int:
        """The position of the latest change, 0 in an empty log."""
        return self.steps[-1].last if self.steps else 0

    def step(self, position: int) -> Step | None:
        """The step that a position belongs to."""
        return next((step for step in self.steps if step.first <= position <= step.last), None)

    def changes(self, step: Step) -> tuple[Change, ...]:
        """The changes of a step, in order. Raises ReleaseError where its index cannot be read."""
        return _changes(self.folder / step.files[0])

    def content(self, step: Step, change: Change) -> Iterator[bytes]:
        """The N-Quads of the graph that a change wrote, in pieces; nothing for a deletion.

        Raises ReleaseError where the file is not as it was written.
        """
        if change.kind == DELETE:
            return
        unpacking = zlib.decompressobj(_GZIP)
        try:
            with (self.folder / step.files[1]).open("rb") as file:
                file.seek(change.offset)
                left = change.length
                while left and (packed := file.read(min(left, _CHUNK))):
                    left -= len(packed)
                    yield unpacking.decompress(packed)
                yield unpacking.flush()
        except (OSError, zlib.error) as error:
            raise ReleaseError(f"{self.folder / step.files[1]} cannot be read: {error}.") from error

    def state(self) -> dict[str, Change]:
        """For each graph that there is after the last change, the change that wrote it."""
        graphs: dict[str, Change] = {}
        for step in self.steps:
            for change in self.changes(step):
                if change.kind == DELETE:
                    del graphs[change.graph]
                else:
                    graphs[change.graph] = change
        return graphs

    def changed(self) -> dict[str, str]:
        """For each graph, when the last step in which it changed was made."""
        return {change.graph: step.built for step in self.steps for change in self.changes(step)}

    def gone(self) -> frozenset[str]:
        """The graphs that there were once, and are no longer: at their addresses there is nothing *any more*."""
        deleted = (change.graph for step in self.steps for change in self.changes(step) if change.kind == DELETE)
        return frozenset(deleted) - self.state().keys()


def read_log(folder: Path, manifest: dict[str, Any]) -> Log:
    """The log of a release from its manifest; an empty one for a release that has none.

    >>> read_log(Path("."), {"id": "0a1b"}).last
    0
    """
    try:
        return Log(folder, tuple(Step(**step) for step in manifest.get("log", ())))
    except TypeError as error:
        raise ReleaseError(f"The manifest of {folder} does not describe a change log: {error}.") from error


def step_entry(step: Step) -> dict[str, Any]:
    """A step as the manifest states it.

    >>> list(step_entry(Step(1, "0a1b", "2026-01-01T00:00:00+00:00", 1, 13)))
    ['number', 'release', 'built', 'first', 'last']
    """
    return asdict(step)


# A page of the stream is asked for again and again, and the files never change.
@lru_cache(maxsize=8)
def _changes(index: Path) -> tuple[Change, ...]:
    try:
        with index.open(encoding="utf-8") as lines:
            return tuple(Change(**json.loads(line)) for line in lines)
    except (OSError, ValueError, TypeError) as error:
        raise ReleaseError(f"{index} cannot be read: {error}.") from error
