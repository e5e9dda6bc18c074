"""The dump in the other syntaxes, graph by graph, and the SHA-256 beside each file, as `sha256sum --check` reads it."""

from __future__ import annotations

import gzip
import hashlib
from pathlib import Path
from typing import IO, cast

from pyoxigraph import RdfFormat, parse, serialize

from lod import vocab
from lod.formats import JSON_LD, TRIG

_LEVEL = 6  # the best one takes three times as long for two hundredths


def write_syntaxes(slices: Path, folder: Path) -> None:
    """Writes ``data.trig.gz`` and ``data.jsonld.gz`` from N-Quads that are sorted by graph, as a stream."""
    for form, prefixes in ((TRIG, vocab.PREFIXES), (JSON_LD, None)):
        with (
            (folder / f"data.{form.suffix}.gz").open("wb") as raw,
            gzip.GzipFile(filename="", mode="wb", compresslevel=_LEVEL, fileobj=raw, mtime=0) as file,
        ):
            quads = parse(path=slices, format=RdfFormat.N_QUADS)
            serialize(quads, cast(IO[bytes], file), format=form.rdf, prefixes=prefixes)


def write_checksums(folder: Path) -> None:
    """Writes beside each dump a file with its SHA-256."""
    for path in sorted(folder.glob("data.*.gz")):
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        path.with_name(f"{path.name}.sha256").write_text(f"{digest}  {path.name}\n", encoding="ascii")
