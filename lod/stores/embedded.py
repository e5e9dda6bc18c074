"""The store of a release: pyoxigraph on disk, written once, then only ever opened read-only.

Read-only matters twice: a release never changes, and any number of processes may open it at the same time.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, Any, cast

from pyoxigraph import Literal as RdfLiteral
from pyoxigraph import NamedNode, Quad, QueryBoolean, QuerySolutions, QueryTriples, RdfFormat, Store, Triple

from lod.model import QueryError, ReleaseError
from lod.stores import guard

MANIFEST_KEYS = ("id", "base", "quads", "graphs")
Answer = QuerySolutions | QueryBoolean | QueryTriples


class EmbeddedStore:
    """A release, open for reading. ``manifest`` is its ``manifest.json``."""

    def __init__(self, store: Store, manifest: dict[str, Any]) -> None:
        self._store = store
        self.manifest = manifest

    @property
    def base(self) -> str:
        """The IRI below which the release minted its addresses."""
        return str(self.manifest["base"])

    @property
    def release(self) -> str:
        """The identifier of the release."""
        return str(self.manifest["id"])

    def __len__(self) -> int:
        return len(self._store)

    def query(
        self,
        query: str,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
        prefixes: dict[str, str] | None = None,
    ) -> Answer:
        """The answer to a SPARQL query, on the union of all graphs unless the query or the caller names graphs.

        Relative IRIs in it start at the base of the release.

        Raises QueryError with the parser's message and place, or where evaluation fails.
        """
        try:
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
        except SyntaxError as error:
            raise QueryError(f"The query cannot be parsed: {error.args[0]}") from error
        except (ValueError, RuntimeError, OSError) as error:
            raise QueryError(f"The query failed: {error}") from error

    def triples(
        self, subject: str | None = None, predicate: str | None = None, object: str | None = None
    ) -> Iterator[Triple]:
        """The triples of any graph with these IRIs; one that stands in two graphs comes once.

        An address that is no IRI has no triples.
        """
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

    def values(self, subject: str, predicate: str) -> list[NamedNode | RdfLiteral]:
        """The objects of a property of a subject, IRIs and literals."""
        objects = (triple.object for triple in self.triples(subject, predicate))
        return [value for value in objects if isinstance(value, NamedNode | RdfLiteral)]

    def graph(self, iri: str) -> Iterator[Quad]:
        """The quads of one named graph; none for an address that is no IRI."""
        try:
            name = NamedNode(iri)
        except ValueError:
            return iter(())
        return self._store.quads_for_pattern(None, None, None, name)

    def has(self, iri: str) -> bool:
        """Whether anything is said about an IRI, or in a graph of that name."""
        return next(self.triples(iri), None) is not None or next(self.graph(iri), None) is not None


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
    try:
        manifest = json.loads((path / "manifest.json").read_text(encoding="utf-8"))
        missing = [key for key in MANIFEST_KEYS if key not in manifest] if isinstance(manifest, dict) else MANIFEST_KEYS
        if missing:
            raise ReleaseError(f"{path} is not a release: its manifest lacks {', '.join(missing)}.")
        return open_folder(path / "store", manifest)
    except (OSError, ValueError, RuntimeError) as error:  # the store raises RuntimeError for damaged files
        raise ReleaseError(f"{path} is not a release that can be opened: {error}.") from error


def open_folder(folder: Path, manifest: dict[str, Any] | None = None) -> EmbeddedStore:
    """The store in a folder, read-only, while a release is being written and has no manifest yet."""
    return EmbeddedStore(Store.read_only(str(folder)), manifest or {})
