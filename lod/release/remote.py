"""The release that a store on another server holds now: a folder with a manifest and nothing else.

Whatever opens releases opens this one too. What the manifest states is asked of the store: the graph of provenance
names the base and the graphs of the release, and the store counts them. Other graphs of the store are none of ours.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from lod import vocab
from lod.model import ReleaseError, StoreError
from lod.release.manifest import NAME
from lod.stores.remote import NOWHERE, Place, solutions

_PROVENANCE = vocab.graph_address("provenance")
_GRAPHS = f"""SELECT DISTINCT ?provenance ?run ?graph {{
  GRAPH ?provenance {{ ?graph <{vocab.expand("prov:wasGeneratedBy")}> ?run }}
  FILTER(STRENDS(STR(?provenance), "/{_PROVENANCE}")) }}"""
_SIZES = "SELECT ?graph (COUNT(*) AS ?size) { GRAPH ?graph { ?s ?p ?o } } GROUP BY ?graph"
_ALL = "SELECT (COUNT(*) AS ?size) { ?s ?p ?o }"
_NOTHING = f"""SELECT (COUNT(*) AS ?size) FROM <{NOWHERE}> FROM NAMED <{NOWHERE}> {{
  {{ ?s ?p ?o }} UNION {{ GRAPH ?g {{ ?s ?p ?o }} }} }}"""


def remote_release(place: Place, folder: Path) -> Callable[[], Path]:
    """Gives a function that asks the store what it holds and returns a folder for that below `folder`.

    The same content gives the same folder. The function raises StoreError where the store does not answer, and
    ReleaseError where it holds no release, or part of one.
    """

    def current() -> Path:
        manifest = _facts(place)
        found = folder / str(manifest["id"])
        if not (found / NAME).exists():
            manifest["built"] = datetime.now(UTC).isoformat(timespec="seconds")
            _check_data_sets(place)
            manifest["store"] = _with_union(place, manifest).entry()
            _write(manifest, found)
        return found

    return current


def _facts(place: Place) -> dict[str, Any]:
    listed = list(solutions(place, _GRAPHS))
    named = {row["provenance"].value for row in listed}
    if len(named) != 1:
        raise ReleaseError(f"The store holds {len(named) or 'no'} release(s), that is graphs called …/{_PROVENANCE}.")
    (provenance,) = named
    sizes = {row["graph"].value: int(row["size"].value) for row in solutions(place, _SIZES)}
    graphs = sorted({provenance, *(row["graph"].value for row in listed)})
    missing = [graph for graph in graphs if graph not in sizes]
    if missing:
        raise ReleaseError(f"The store holds part of a release: {len(missing)} graph(s) are missing, as {missing[0]}.")
    held = {graph: sizes[graph] for graph in graphs}
    told = json.dumps([provenance, sorted({row["run"].value for row in listed}), held])
    return {
        "id": hashlib.sha256(told.encode()).hexdigest()[:16],
        "base": provenance.removesuffix(_PROVENANCE),
        "quads": sum(held.values()),
        "graphs": held,
        "foreign": len(sizes) > len(held),
    }


def _with_union(place: Place, manifest: dict[str, Any]) -> Place:
    """The place, which says whether its own default graph is the union of ours: then no query need name them."""
    if manifest.pop("foreign"):
        return place
    graphs = tuple(manifest["graphs"])
    return replace(place, union=_size(place, _ALL) == _size(place, _ALL, graphs))


def _check_data_sets(place: Place) -> None:
    # `oxigraph serve --union-default-graph` gives everything, whatever graphs a query names.
    if _size(place, _NOTHING) or _size(place, _ALL, (NOWHERE,)):
        raise ReleaseError(
            "The store does not heed which graphs a query names; serve it without a union as default graph."
        )


def _size(place: Place, query: str, graphs: Sequence[str] = ()) -> int:
    return sum(int(row["size"].value) for row in solutions(place, query, graphs))


def _write(manifest: dict[str, Any], folder: Path) -> None:
    try:
        folder.mkdir(exist_ok=True)
        aside = folder / f".{NAME}"
        aside.write_text(json.dumps(manifest, ensure_ascii=False), encoding="utf-8")
        os.replace(aside, folder / NAME)
    except OSError as error:
        raise StoreError(f"{folder} cannot be written: {error}.") from error
