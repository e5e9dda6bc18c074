"""What a new release changes: the log of the releases before it is carried on, and the dump written graph by graph."""

from __future__ import annotations

import gzip
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from lod.changes.log import Log, Step, read_log
from lod.changes.record import carry_on, changes_since, write_step
from lod.changes.slices import write_slices
from lod.model import ReleaseError
from lod.release.dump import RUN, Dump, graph_of
from lod.release.folder import DUMP
from lod.release.manifest import NAME, read_manifest
from lod.release.syntaxes import write_checksums, write_syntaxes


def write_changes(out: Path, aside: Path, dump: Dump) -> tuple[tuple[Step, ...], int]:
    """Writes the other syntaxes and the change log of a release whose dump is written already.

    Returns the steps of its log, and how many graphs it changes. Where it changes none, the last step is that of the
    release before: the two are one. Raises ReleaseError where the log so far is damaged.
    """
    manifest, log = _longest(out)
    carry_on(log, manifest.get("files", {}), aside)
    with tempfile.TemporaryDirectory(dir=aside.parent, prefix=".tmp-graphs-") as scratch:
        content = Path(scratch) / "graphs.nq"
        slices = write_slices(_graphs(aside / DUMP, dump.graphs, Path(scratch)), content)
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


def _graphs(dump: Path, graphs: Iterable[str], scratch: Path) -> Iterator[tuple[str, Iterator[bytes]]]:
    """The lines of each graph of a dump. Not from the store: that keeps values, and not how they were written."""
    files = {graph: scratch / f"{number}.lines" for number, graph in enumerate(graphs)}
    with gzip.open(dump, "rb") as lines:
        while batch := list(islice(lines, RUN)):
            found = defaultdict[str, list[bytes]](list)
            for line in batch:
                found[graph_of(line)].append(line)
            for graph, part in found.items():
                with files[graph].open("ab") as file:
                    file.writelines(part)
    for graph, path in files.items():
        with path.open("rb") as file:
            yield graph, file
        path.unlink()


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
