"""Writes a step of the change log: what a data set has otherwise than the log says so far."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from itertools import count
from pathlib import Path
from typing import IO, Any

from lod.changes.log import CREATE, DELETE, FOLDER, UPDATE, Change, Log, Step
from lod.changes.slices import Slice, read_slice
from lod.model import ReleaseError

_LEVEL = 6  # the best one takes three times as long for two hundredths


def changes_since(log: Log, slices: Sequence[Slice]) -> list[Change]:
    """The changes that lead from the state after a log to the graphs of a data set, in the order of their names."""
    before, after = log.state(), {slice.graph: slice for slice in slices}
    found = list(_found(before, after))
    return [replace(change, position=position) for position, change in zip(count(log.last + 1), found, strict=False)]


def write_step(folder: Path, step: Step, changes: Sequence[Change], slices: Sequence[Slice], content: Path) -> None:
    """Writes the two files of a step into a release folder; ``content`` is the file of the slices."""
    index, graphs = (folder / name for name in step.files)
    index.parent.mkdir(exist_ok=True)
    places = {slice.graph: slice for slice in slices}
    with content.open("rb") as source, graphs.open("wb") as packed, index.open("w", encoding="utf-8") as lines:
        for change in changes:
            placed = change if change.kind == DELETE else _packed(change, source, places[change.graph], packed)
            lines.write(json.dumps(_stated(placed), ensure_ascii=False) + "\n")


def carry_on(log: Log, files: Mapping[str, Mapping[str, Any]], folder: Path) -> None:
    """Takes the steps so far over into another release folder; ``files`` is what the manifest says of them.

    Raises ReleaseError where one is not what the manifest says: whoever follows the log would be led astray.
    """
    (folder / FOLDER).mkdir(exist_ok=True)
    for name in (name for step in log.steps for name in step.files):
        source = log.folder / name
        if not source.is_file() or _sha256(source) != files.get(name, {}).get("sha256"):
            raise ReleaseError(f"The change log is damaged: {source} is missing or not what its manifest says.")
        try:
            os.link(source, folder / name)
        except OSError:  # not every file system has links
            shutil.copyfile(source, folder / name)


def _found(before: Mapping[str, Change], after: Mapping[str, Slice]) -> Iterator[Change]:
    for graph in sorted(before.keys() | after.keys()):
        old, new = before.get(graph), after.get(graph)
        if new is None:
            yield Change(0, DELETE, graph, old.title if old else None)
        elif old is None or old.sha256 != new.sha256:
            yield Change(0, UPDATE if old else CREATE, graph, new.title, new.quads, new.sha256, new.size)


def _packed(change: Change, source: IO[bytes], slice: Slice, packed: IO[bytes]) -> Change:
    offset = packed.tell()
    with gzip.GzipFile(filename="", mode="wb", compresslevel=_LEVEL, fileobj=packed, mtime=0) as member:
        for piece in read_slice(source, slice):
            member.write(piece)
    return replace(change, offset=offset, length=packed.tell() - offset)


def _stated(change: Change) -> dict[str, Any]:
    return {name: value for name, value in asdict(change).items() if value}


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
