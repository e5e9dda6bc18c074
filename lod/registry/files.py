"""Reading authority files: Turtle with addresses relative to the base, and the table of look-alikes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pyoxigraph as ox

from lod import resources, vocab
from lod.model import ConfigError, Entity, NameForm
from lod.registry.lookup import AgencyCode, Registry


def load(folders: Iterable[Path] = ()) -> Registry:
    """The bundled authority files and those of more folders.

    Raises `ConfigError` where a file cannot be read or parsed, or leaves out what an entry needs.

    >>> load().areas["140826"]
    '绛县'
    """
    triples: list[ox.Triple] = []
    lookalikes: dict[str, frozenset[str]] = {}
    departments: dict[str, str] = {}
    shapes: list[str] = []
    sounds: list[str] = []
    for folder in (resources.path("registry"), *folders):
        if not folder.is_dir():
            raise ConfigError(f"There is no folder of authority files at {folder}.")
        for path in sorted(folder.glob("*.ttl")):
            triples.extend(_read(path))
        for path in sorted(folder.glob("lookalikes.tsv")):
            lookalikes.update(_read_lookalikes(path))
        for path in sorted(folder.glob("shapes.txt")):
            shapes.extend(_rows(path))
        for path in sorted(folder.glob("sounds.txt")):
            sounds.extend(_rows(path))
        for path in sorted(folder.glob("departments.txt")):
            departments.update({name: row.split("\t")[0] for row in _rows(path) for name in row.split("\t")})
    registry = _index(tuple(triples), lookalikes)
    return replace(registry, departments=departments, shapes=tuple(shapes), sounds=tuple(sounds))


def _read(path: Path) -> Iterator[ox.Triple]:
    try:
        for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE, base_iri=vocab.BASE):
            yield quad.triple
    except (OSError, SyntaxError) as error:
        raise ConfigError(f"{path}: {error}") from error


def _read_lookalikes(path: Path) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for line in _rows(path):
        group = line.split("\t")
        for char in group:
            found.setdefault(char, set()).update(group)
    return {char: frozenset(group - {char}) for char, group in found.items()}


def _rows(path: Path) -> list[str]:
    try:
        rows = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: {error}") from error
    return [row for row in rows if row and not row.startswith("#")]


# What is said of one subject: predicates as CURIEs, objects as text, IRIs below the base as addresses.
Said = dict[str, list[str]]


class _Graph:
    def __init__(self, triples: Iterable[ox.Triple]) -> None:
        self.of: dict[str, Said] = {}
        for triple in triples:
            subject = self.of.setdefault(_address(triple.subject), {})
            subject.setdefault(vocab.shorten(triple.predicate.value), []).append(_address(triple.object))

    def typed(self, curie: str) -> Iterator[tuple[str, Said]]:
        wanted = vocab.expand(curie)
        return ((s, said) for s, said in self.of.items() if wanted in said.get("rdf:type", ()))


def _address(term: object) -> str:
    value = str(getattr(term, "value", ""))
    return value.removeprefix(vocab.BASE) if isinstance(term, ox.NamedNode) else value


def _index(triples: tuple[ox.Triple, ...], lookalikes: dict[str, frozenset[str]]) -> Registry:
    graph = _Graph(triples)
    areas = {}
    for address, said in graph.typed("gz:Area"):
        code, name = _needed(address, said, "gz:areaCode", "skos:prefLabel")
        areas[code] = name
    codes = {code.code: code for code in (_agency_code(*said) for said in graph.typed("gz:AgencyCode"))}
    forms = {_needed(*form, "gz:formOf", "gz:form"): form[1] for form in graph.typed("gz:NameForm")}
    entities = {
        address: _entity(forms, address, said, kind)
        for kind in ("Unit", "Official")
        for address, said in graph.typed(f"gz:{kind}")
    }
    hidden = {address: tuple(graph.of[address].get("skos:hiddenLabel", ())) for address in entities}
    posts = {
        label: address.rpartition("/")[2]
        for address, said in graph.typed("gz:PostTitle")
        for label in said.get("skos:prefLabel", ())
    }
    for instrument in graph.typed("gz:Instrument"):
        _check_instrument(*instrument)
    names = {name: code for code, name in areas.items()}
    return Registry(entities, hidden, codes, areas, names, posts, lookalikes, triples)


def _needed(address: str, said: Said, *properties: str) -> tuple[str, ...]:
    for property in properties:
        if property not in said:
            raise ConfigError(f"The registry's entry {address} has no {property}.")
    return tuple(said[property][0] for property in properties)


def _check_instrument(address: str, said: Said) -> None:
    # Rules ask the graph for instruments; an entry that they could not use is told when it is read.
    _needed(address, said, "dct:title", "dct:source")
    for day in said.get("gz:repealedOn", ()):
        try:
            date.fromisoformat(day)
        except ValueError as error:
            raise ConfigError(f"The registry's entry {address} has the day {day!r}, which is none.") from error


def _agency_code(address: str, said: Said) -> AgencyCode:
    code, area, organ, unit = _needed(address, said, "gz:code", "gz:area", "gz:organ", "gz:codeOf")
    return AgencyCode(code, area.rpartition("/")[2], organ, address.rpartition("/")[2], unit)


def _entity(reasons: Mapping[tuple[str, ...], Said], address: str, said: Said, kind: str) -> Entity:
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
