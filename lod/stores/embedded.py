"""The store of a release: pyoxigraph on disk, written once, then only ever opened read-only.

Read-only matters twice: a release never changes, and any number of processes may open it at the same time.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO, Any, cast

from pyoxigraph import NamedNode, Quad, QueryBoolean, QuerySolutions, QueryTriples, RdfFormat, Store, Triple

from lod.model import ReleaseError
from lod.stores import guard
from lod.stores.opened import OpenRelease, telling_failures

MANIFEST_KEYS = ("id", "base", "quads", "graphs")
Answer = QuerySolutions | QueryBoolean | QueryTriples


class EmbeddedStore(OpenRelease):
    """A release on this machine. ``manifest`` is its ``manifest.json``."""

    def __init__(self, store: Store, manifest: dict[str, Any]) -> None:
        super().__init__(manifest)
        self._store = store

    def __len__(self) -> int:
        return len(self._store)

    def query(
        self,
        query: str,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
        prefixes: dict[str, str] | None = None,
    ) -> Answer:
        """See OpenRelease."""
        with telling_failures():
            if default_graphs or named_graphs:
                return self._store.query(
                    query,
                    base_iri=self.base,
                    prefixes=prefixes,
                    default_graph=[NamedNode(iri) for iri in default_graphs],
                    named_graphs=[NamedNode(iri) for iri in named_graphs],
                )
            # With FROM NAMED alone the default graph is empty, not the union: the query has chosen its data set.
            union = not guard.names_graphs(query)
            return self._store.query(query, base_iri=self.base, prefixes=prefixes, use_default_graph_as_union=union)

    def triples(
        self, subject: str | None = None, predicate: str | None = None, object: str | None = None
    ) -> Iterator[Triple]:
        """See OpenRelease."""
        try:
            pattern = [None if iri is None else NamedNode(iri) for iri in (subject, predicate, object)]
        except ValueError:
            return
        seen = set()
        for quad in self._store.quads_for_pattern(pattern[0], pattern[1], pattern[2], None):
            triple = quad.triple
            if triple not in seen:
                seen.add(triple)
                yield triple

    def graph(self, iri: str) -> Iterator[Quad]:
        """See OpenRelease."""
        try:
            name = NamedNode(iri)
        except ValueError:
            return iter(())
        return self._store.quads_for_pattern(None, None, None, name)

    def expect(self, iris: Iterable[str]) -> None:
        """Nothing is gained here by asking for many nodes at once."""

    def check(self) -> None:
        """What is open stays open."""


def create(dump: Path, folder: Path) -> int:
    """Writes a store with the quads of a gzipped N-Quads file and returns their number.

    Raises ReleaseError where the file is no N-Quads or the folder cannot be written.
    """
    try:
        store = Store(str(folder))
        with gzip.open(dump, "rb") as file:
            store.bulk_load(input=cast(IO[bytes], file), format=RdfFormat.N_QUADS)
        store.optimize()
        store.flush()
        count = len(store)
        del store  # closes it: the last reference
        for log in folder.glob("LOG*"):  # holds times and paths, and nobody reads it
            log.unlink()
    except (SyntaxError, OSError) as error:
        raise ReleaseError(f"The store {folder} cannot be written: {error}.") from error
    return count


def open_release(path: Path) -> EmbeddedStore:
    """The store of a release folder (the one with ``manifest.json``), read-only.

    Raises ReleaseError where the folder is no release or is damaged.
    """
    return open_store(path, open_manifest(path))


def open_manifest(path: Path) -> dict[str, Any]:
    """The manifest of a release folder, as far as a store needs it. Raises ReleaseError where it is none."""
    try:
        manifest = json.loads((path / "manifest.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise _unfit(path, error) from error
    missing = [key for key in MANIFEST_KEYS if key not in manifest] if isinstance(manifest, dict) else MANIFEST_KEYS
    if missing:
        raise ReleaseError(f"{path} is not a release: its manifest lacks {', '.join(missing)}.")
    found: dict[str, Any] = manifest
    return found


def open_store(path: Path, manifest: dict[str, Any]) -> EmbeddedStore:
    """The store of a release folder whose manifest is read. Raises ReleaseError where it is damaged."""
    try:
        return EmbeddedStore(Store.read_only(str(path / "store")), manifest)
    except (OSError, ValueError, RuntimeError) as error:  # the store raises RuntimeError for damaged files
        raise _unfit(path, error) from error


def _unfit(path: Path, error: Exception) -> ReleaseError:
    return ReleaseError(f"{path} is not a release that can be opened: {error}.")
