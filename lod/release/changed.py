"""What a new release changes: the log of the releases before it is carried on, and the dump written graph by graph."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from lod.changes.log import Log, Step, read_log
from lod.changes.record import carry_on, changes_since, write_step
from lod.changes.slices import write_slices
from lod.model import ReleaseError
from lod.release.dump import Dump, sorted_lines
from lod.release.manifest import NAME, read_manifest
from lod.release.syntaxes import write_checksums, write_syntaxes
from lod.stores import embedded


def write_changes(out: Path, aside: Path, dump: Dump) -> tuple[tuple[Step, ...], int]:
    """Writes the other syntaxes and the change log of a release whose dump and store are written already.

    Returns the steps of its log, and how many graphs it changes. Where it changes none, the last step is that of the
    release before: the two are one. Raises ReleaseError where the log so far is damaged.
    """
    manifest, log = _longest(out)
    carry_on(log, manifest.get("files", {}), aside)
    with tempfile.TemporaryDirectory(dir=aside.parent, prefix=".tmp-graphs-") as scratch:
        content = Path(scratch) / "graphs.nq"
        slices = write_slices(_graphs(aside / "store", dump, Path(scratch)), content)
        write_syntaxes(content, aside)
        write_checksums(aside)
        changes = changes_since(log, slices)
        if not changes:
            return log.steps, 0
        step = _step(out, log, dump, len(changes))
        write_step(aside, step, changes, slices, content)
    return (*log.steps, step), len(changes)


def _longest(out: Path) -> tuple[dict[str, Any], Log]:
    # Not that of the current release: whoever follows the stream may be ahead of one that was rolled back.
    logs = [(manifest, read_log(folder, manifest)) for folder, manifest in manifests(out)]
    return max(logs, key=lambda found: found[1].last, default=({}, Log(out)))


def manifests(out: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    """The releases of a folder and their manifests, without those whose manifest cannot be read."""
    for path in sorted((out / "releases").glob(f"*/{NAME}")):
        with suppress(ReleaseError):  # whoever opens it is told
            yield path.parent, read_manifest(path.parent)


def _graphs(store: Path, dump: Dump, scratch: Path) -> Iterator[tuple[str, Iterator[bytes]]]:
    written = embedded.open_folder(store)
    for graph in dump.graphs:
        with tempfile.TemporaryDirectory(dir=scratch) as runs:
            yield graph, sorted_lines(written.graph(graph), Path(runs))


def _step(out: Path, log: Log, dump: Dump, changes: int) -> Step:
    number = len(log.steps) + 1
    identifier = dump.sha256[:16]
    if (out / "releases" / identifier).exists():
        # The same data as in an earlier release, but a longer log: it takes back what came in between.
        identifier = f"{identifier}-{number}"
    return Step(number, identifier, _later(log), log.last + 1, log.last + changes)


def _later(log: Log) -> str:
    # Followers order the steps by time: a clock that was set back, or a quick second release, must not confuse them.
    before = datetime.fromisoformat(log.steps[-1].built) if log.steps else datetime.min.replace(tzinfo=UTC)
    return max(datetime.now(UTC), before + timedelta(seconds=1)).isoformat(timespec="seconds")
