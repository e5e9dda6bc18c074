"""Sources in, a release out: read, parse, link, graph; then dump, store and manifest, written aside and switched in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path

from pyoxigraph import NamedNode, Quad

from lod import vocab
from lod.model import ConfigError, Diagnostic, ReleaseError, Source
from lod.release import folder
from lod.release.changed import write_changes
from lod.release.dump import write_dump
from lod.release.manifest import write_manifest
from lod.release.provenance import provenance_quads
from lod.reports.results import findings_quads
from lod.stores import embedded

Progress = Callable[[str], None]


def write(
    sources: Sequence[Source],
    out: Path,
    base: str = vocab.BASE,
    progress: Progress | None = None,
    registry_folders: Iterable[Path] = (),
) -> Path:
    """Makes a release of sources the current one of `out` and returns its folder.

    `out` may be absent, empty or hold earlier releases. What the rules find is published with the data and stops
    nothing. Raises ReadError where a source cannot be read, ConfigError for a bad registry or base and ReleaseError
    where the release cannot be written; the release that was current before then stays so.
    """
    # Opening a release must not pay for the parser and the rules.
    from lod import graph, linker, linter, parser, readers, registry
    from lod.rules.published import rule_quads

    _check_base(base)
    tell = progress or _silent
    folders = tuple(registry_folders)
    tell(f"Reading {len(sources)} source(s)")
    texts = [readers.read(source) for source in sources]
    known = registry.load(folders)
    documents = linker.link([parser.parse(text) for text in texts], known)
    tell("Checking against the rules")
    judge = linter.prepare(registry_folders=folders)
    diagnostics = judge.compare(texts)
    for line in _told(diagnostics):
        tell(line)
    addresses = {id(document.text): vocab.text_address(document.address) for document in documents}
    quads = chain(
        chain.from_iterable(graph.build(document, base) for document in documents),
        graph.registry_quads(known, base, linker.entities(documents).values()),
        graph.ontology_quads(base),
        rule_quads(judge.ruleset, base),
        findings_quads(diagnostics, addresses, base),
    )
    return write_quads(quads, out, base, sources, progress)


def _told(diagnostics: Sequence[Diagnostic]) -> Iterator[str]:
    """How many findings are published, and which sources the linter could make nothing of."""
    yield f"{len(diagnostics)} finding(s) are published with the data"
    for diagnostic in diagnostics:
        if diagnostic.rule.family == "LNT":
            yield f"Warning: {diagnostic.text.source.name}: {diagnostic.message['en']}"


def write_quads(
    quads: Iterable[Quad],
    out: Path,
    base: str = vocab.BASE,
    sources: Sequence[Source] = (),
    progress: Progress | None = None,
) -> Path:
    """Makes a release of quads the current one of `out` and returns its folder; adds the graph of provenance.

    Raises ReleaseError for a blank node, for a foreign folder and where writing fails.
    """
    tell = progress or _silent
    with folder.locked(out), folder.written_aside(out) as aside:
        tell("Writing N-Quads")
        dump = write_dump(_with_provenance(quads, sources, base), aside / folder.DUMP)
        tell(f"Loading {dump.quads:,} quads into the store")
        if embedded.create(aside / folder.DUMP, aside / "store") != dump.quads:
            raise ReleaseError("The store does not hold what the dump holds; the release was not switched in.")
        steps, changed = write_changes(out, aside, dump)
        tell(f"{changed:,} graph(s) are other than in the release before")
        write_manifest(aside, dump, base, sources, steps)
        release = folder.switch(out, aside, steps[-1].release)
        tell(f"Release {release.name} is current in {out}")
        return release


def _check_base(base: str) -> None:
    try:
        NamedNode(base)
    except ValueError as error:
        raise ConfigError(f"The base {base!r} is not an absolute IRI: {error}.") from error
    # Addresses are appended to it, and the server answers for what follows it.
    if not base.startswith(("http://", "https://")) or not base.endswith("/") or set(base) & set("?#"):
        raise ConfigError(f"The base {base!r} must begin with http:// or https:// and end with a slash.")


def _with_provenance(quads: Iterable[Quad], sources: Sequence[Source], base: str) -> Iterator[Quad]:
    graphs = set()
    for quad in quads:
        if isinstance(quad.graph_name, NamedNode):
            graphs.add(quad.graph_name.value)
        yield quad
    yield from provenance_quads(sources, graphs, base)


def _silent(message: str) -> None:
    pass
