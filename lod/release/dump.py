"""Canonical N-Quads: every quad once, as sorted lines, in gzip without a time stamp.

Without blank nodes the canonical form of a data set is its sorted lines, so the same data always give the same
bytes. Data that do not fit into memory are sorted in runs on disk and merged.
"""

from __future__ import annotations

import gzip
import hashlib
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from heapq import merge
from itertools import groupby, islice
from pathlib import Path

from pyoxigraph import BlankNode, DefaultGraph, Quad, RdfFormat, serialize

from lod.model import ReleaseError

RUN = 500_000  # quads sorted in memory at once, about 250 MB


@dataclass(frozen=True, slots=True)
class Dump:
    """What was written: the number of quads, their number in each graph, and the SHA-256 of the plain lines."""

    quads: int
    graphs: dict[str, int]
    sha256: str


def write_dump(quads: Iterable[Quad], path: Path, run: int = RUN) -> Dump:
    """Writes quads as canonical N-Quads to a gzip file.

    Raises ReleaseError for a blank node or for a quad outside any named graph.
    """
    digest = hashlib.sha256()
    graphs: Counter[str] = Counter()
    with (
        tempfile.TemporaryDirectory(dir=path.parent, prefix=".tmp-sort-") as scratch,
        path.open("wb") as raw,
        # An empty name and mtime 0: the header must not tell when or where the file was made.
        gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=0) as file,
    ):
        for line in sorted_lines(quads, Path(scratch), run):
            digest.update(line)
            file.write(line)
            graphs[graph_of(line)] += 1
    return Dump(graphs.total(), dict(sorted(graphs.items())), digest.hexdigest())


def sorted_lines(quads: Iterable[Quad], scratch: Path, run: int = RUN) -> Iterator[bytes]:
    """The canonical lines of quads; those that do not fit into memory are sorted in files of an empty folder.

    Raises ReleaseError for a blank node or for a quad outside any named graph.

    >>> from pyoxigraph import NamedNode
    >>> quad = Quad(*(NamedNode(f"http://e/{name}") for name in "spog"))
    >>> list(sorted_lines([quad, quad], Path()))
    [b'<http://e/s> <http://e/p> <http://e/o> <http://e/g> .\\n']
    """
    rest = iter(quads)
    runs: list[Path] = []
    lines = _lines(islice(rest, run))
    while more := _lines(islice(rest, run)):
        for batch in (lines, more) if not runs else (more,):
            runs.append(scratch / str(len(runs)))
            runs[-1].write_bytes(b"".join(batch))
        lines = []
    yield from (line for line, _ in groupby(merge(*map(_read, runs)))) if runs else lines


def _read(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        yield from file


def _lines(quads: Iterable[Quad]) -> list[bytes]:
    written = serialize(map(_checked, quads), format=RdfFormat.N_QUADS) or b""
    return sorted({line + b"\n" for line in written.split(b"\n") if line})


def _checked(quad: Quad) -> Quad:
    if BlankNode in (type(quad.subject), type(quad.object), type(quad.graph_name)):
        raise ReleaseError(f"A release has no blank nodes, but this quad has one: {quad}")
    if isinstance(quad.graph_name, DefaultGraph):
        raise ReleaseError(f"Every quad of a release stands in a named graph, but this one does not: {quad}")
    return quad


def graph_of(line: bytes) -> str:
    """The graph of a line of N-Quads.

    >>> graph_of(b'<http://e/s> <http://e/p> "a b" <http://e/g> .\\n')
    'http://e/g'
    """
    # It is the last term before " .", an IRI, and an IRI holds no blank.
    return line.rsplit(b" ", 2)[1][1:-1].decode()
