"""Reading authority files: Turtle with addresses relative to the base, and the table of look-alikes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pyoxigraph as ox

from lod import resources, vocab
from lod.model import ConfigError, Entity, NameForm
from lod.registry.lookup import AgencyCode, Registry


def load(folders: Iterable[Path] = ()) -> Registry:
    """The bundled authority files and those of more folders.

    Raises `ConfigError` where a file cannot be read or parsed, or names a thing twice.
    """
    triples: list[ox.Triple] = []
    lookalikes: dict[str, frozenset[str]] = {}
    for folder in (resources.path("registry"), *folders):
        for path in sorted(folder.glob("*.ttl")):
            triples.extend(_read(path))
        for path in sorted(folder.glob("lookalikes.tsv")):
            lookalikes.update(_read_lookalikes(path))
    return _index(tuple(triples), lookalikes)


def _read(path: Path) -> Iterator[ox.Triple]:
    try:
        for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE, base_iri=vocab.BASE):
            yield quad.triple
    except (OSError, SyntaxError) as error:
        raise ConfigError(f"{path}: {error}") from error


def _read_lookalikes(path: Path) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            group = line.split("\t")
            for char in group:
                found.setdefault(char, set()).update(group)
    return {char: frozenset(group - {char}) for char, group in found.items()}


class _Graph:
    """Statements by subject; predicates as CURIEs, objects as text, IRIs below the base as addresses."""

    def __init__(self, triples: Iterable[ox.Triple]) -> None:
        self.of: dict[str, dict[str, list[str]]] = {}
        for triple in triples:
            subject = self.of.setdefault(_address(triple.subject), {})
            subject.setdefault(vocab.shorten(triple.predicate.value), []).append(_address(triple.object))

    def typed(self, curie: str) -> Iterator[tuple[str, dict[str, list[str]]]]:
        wanted = vocab.expand(curie)
        return ((s, said) for s, said in self.of.items() if wanted in said.get("rdf:type", ()))


def _address(term: object) -> str:
    value = str(getattr(term, "value", ""))
    return value.removeprefix(vocab.BASE) if isinstance(term, ox.NamedNode) else value


def _index(triples: tuple[ox.Triple, ...], lookalikes: dict[str, frozenset[str]]) -> Registry:
    graph = _Graph(triples)
    areas = {said["gz:areaCode"][0]: said["skos:prefLabel"][0] for _, said in graph.typed("gz:Area")}
    codes = {
        said["gz:code"][0]: AgencyCode(
            said["gz:code"][0],
            said["gz:area"][0].rpartition("/")[2],
            said["gz:organ"][0],
            address.rpartition("/")[2],
            said["gz:codeOf"][0],
        )
        for address, said in graph.typed("gz:AgencyCode")
    }
    forms: dict[tuple[str, str], dict[str, list[str]]] = {}
    for _, said in graph.typed("gz:NameForm"):
        forms[said["gz:formOf"][0], said["gz:form"][0]] = said
    entities = {
        address: _entity(forms, address, said, kind)
        for kind in ("Unit", "Official")
        for address, said in graph.typed(f"gz:{kind}")
    }
    hidden = {address: tuple(graph.of[address].get("skos:hiddenLabel", ())) for address in entities}
    posts = {label: a.rpartition("/")[2] for a, said in graph.typed("gz:PostTitle") for label in said["skos:prefLabel"]}
    names = {name: code for code, name in areas.items()}
    return Registry(entities, hidden, codes, areas, names, posts, lookalikes, triples)


def _entity(
    reasons: Mapping[tuple[str, str], dict[str, list[str]]], address: str, said: dict[str, list[str]], kind: str
) -> Entity:
    label = (said.get("skos:prefLabel") or said.get("foaf:name") or [address])[0]
    forms = []
    for form in said.get("skos:altLabel", ()):
        why = reasons.get((address, form), {})
        form_kind = why.get("gz:formKind", [vocab.expand("gz:shortForm")])[0]
        comments = [*why.get("rdfs:comment", ()), "", ""]
        forms.append(NameForm(form, vocab.shorten(form_kind), comments[0], comments[1]))
    unit_kind = said.get("gz:unitKind", [""])[0]
    parent = said.get("org:subOrganizationOf", [None])[0]
    return Entity(address, kind, label, vocab.shorten(unit_kind) or None, parent, tuple(forms), known=True)
