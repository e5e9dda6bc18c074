"""The graphs of a data set one after the other in one file, so that each can be hashed and copied by itself."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from pyoxigraph import Literal, RdfFormat, parse

from lod import vocab

_CHUNK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Slice:
    """A graph: the title of what it is about, where it has one, and its lines, ``size`` bytes from ``offset``."""

    graph: str
    title: str | None
    quads: int
    sha256: str
    offset: int
    size: int


def write_slices(graphs: Iterable[tuple[str, Iterable[bytes]]], path: Path) -> list[Slice]:
    """Writes the lines of graphs to a file, and says where each one is.

    >>> import tempfile
    >>> line = b'<http://e/s> <http://e/p> "o" <http://e/s/graph> .\\n'
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     [slice.size for slice in write_slices([("http://e/s/graph", [line])], Path(folder) / "slices")]
    [51]
    """
    with path.open("wb") as file:
        return [_write(file, graph, lines) for graph, lines in graphs]


def read_slice(file: IO[bytes], slice: Slice) -> Iterator[bytes]:
    """The lines of a graph, in pieces, from the file that `write_slices` wrote."""
    file.seek(slice.offset)
    left = slice.size
    while left and (piece := file.read(min(left, _CHUNK))):
        left -= len(piece)
        yield piece


def _write(file: IO[bytes], graph: str, lines: Iterable[bytes]) -> Slice:
    digest, offset, quads, titles = hashlib.sha256(), file.tell(), 0, list[bytes]()
    # What a graph is about has the graph's address without its last segment.
    wanted = f"<{graph.removesuffix('/graph')}> <{vocab.expand('dct:title')}> ".encode()
    for line in lines:
        digest.update(line)
        file.write(line)
        quads += 1
        if line.startswith(wanted):
            titles.append(line)
    return Slice(graph, _title(titles), quads, digest.hexdigest(), offset, file.tell() - offset)


def _title(lines: list[bytes]) -> str | None:
    found = [quad.object for quad in parse(b"".join(lines), RdfFormat.N_QUADS) if isinstance(quad.object, Literal)]
    # The language of the gazettes first.
    return min(found, key=lambda title: (title.language != "zh", title.value)).value if found else None
