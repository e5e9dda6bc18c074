"""What earlier releases said something about: where there is nothing now, there is nothing *any more*."""

from __future__ import annotations

from collections.abc import Iterator

from lod.changes.log import DELETE, Change, Log, Step


def former_iris(log: Log) -> frozenset[str]:
    """The IRIs that graphs were about before they were replaced or deleted, and the names of deleted graphs.

    Most of them still are what a graph of this release is about. An IRI comes with and without its ``#``.
    """
    found = set(log.gone())
    for step, change in _replaced(log):
        lines = b"".join(log.content(step, change)).splitlines()
        for subject in {line[1 : line.index(b">")].decode() for line in lines}:
            found |= {subject, subject.partition("#")[0]}
    return frozenset(found)


def _replaced(log: Log) -> Iterator[tuple[Step, Change]]:
    if len(log.steps) < 2:  # nothing can have been replaced
        return
    state = log.state()
    for step in log.steps:
        for change in log.changes(step):
            if change.kind != DELETE and state.get(change.graph) != change:
                yield step, change
