"""What a release holds, as far as a catalogue tells of it: issues, areas, days, publishers. Read once per release."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from lod import vocab
from lod.stores.opened import OpenRelease


@dataclass(frozen=True, slots=True)
class Named:
    """A thing with its name: an area or a unit. ``code`` is that of the area, or of the unit's area."""

    iri: str
    name: str
    code: str


@dataclass(frozen=True, slots=True)
class Issue:
    """An issue of a gazette, as a data set; ``days`` are the first and last days of its documents.

    ``modified`` is when one of its graphs changed last.
    """

    iri: str
    title: str
    issued: str | None
    days: tuple[str, str] | None
    frequency: str
    publisher: Named | None
    area: Named | None
    contact: Mapping[str, str]
    kinds: tuple[str, ...]
    documents: tuple[str, ...]
    modified: str | None

    @property
    def graphs(self) -> tuple[str, ...]:
        """The graphs that make up the data set."""
        return _graphs(self.iri, self.documents)


@dataclass(frozen=True, slots=True)
class Holdings:
    """What there is: the manifest, the issues (the latest first), and areas and days of all documents."""

    manifest: Mapping[str, Any]
    issues: tuple[Issue, ...]
    areas: tuple[Named, ...]
    days: tuple[str, str] | None

    @property
    def base(self) -> str:
        """The IRI below which the addresses of the data lie."""
        return str(self.manifest["base"])


def read_holdings(store: OpenRelease, changed: Mapping[str, str]) -> Holdings:
    """What a store holds; ``changed`` says when each graph changed last."""
    issues = [_issue(store, iri, changed) for iri in _instances(store, "gz:Issue")]
    documents = _instances(store, "gz:Document")
    areas = {area.iri: area for iri in documents if (area := _area(store, iri))}
    areas |= {issue.area.iri: issue.area for issue in issues if issue.area}
    ranked = sorted(issues, key=lambda issue: (issue.issued or "", issue.iri), reverse=True)
    days = _days(store, documents) or _range(issue.issued for issue in issues)
    return Holdings(store.manifest, tuple(ranked), tuple(areas[iri] for iri in sorted(areas)), days)


def _issue(store: OpenRelease, iri: str, changed: Mapping[str, str]) -> Issue:
    documents = tuple(sorted(value.value for value in store.values(iri, vocab.expand("dct:hasPart"))))
    issued = _first(store, iri, "dct:issued")
    kinds = {_first(store, kind, "skos:prefLabel") for kind in _all(store, documents, "eli:type_document")}
    contact = {name: _first(store, iri, f"schema:{name}") for name in ("telephone", "address", "postalCode", "url")}
    return Issue(
        iri=iri,
        title=_first(store, iri, "dct:title") or _first(store, iri, "gz:gazetteName") or iri.removeprefix(store.base),
        issued=issued,
        days=_days(store, documents) or _range([issued]),
        frequency=_first(store, iri, "gz:frequency") or "",
        publisher=_unit(store, _first(store, iri, "dct:publisher")),
        area=_area(store, iri),
        contact={name: value for name, value in contact.items() if value},
        kinds=tuple(sorted(kind for kind in kinds if kind)),
        documents=documents,
        modified=max((changed[graph] for graph in _graphs(iri, documents) if graph in changed), default=None),
    )


def _graphs(issue: str, documents: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{node}/graph" for node in (issue, *documents))


def _instances(store: OpenRelease, kind: str) -> list[str]:
    found = store.triples(predicate=vocab.expand("rdf:type"), object=vocab.expand(kind))
    return sorted(getattr(triple.subject, "value", "") for triple in found)


def _first(store: OpenRelease, iri: str, curie: str) -> str | None:
    # Chinese before others, then the least: a store has no order, and the same release must give the same catalogue.
    values = store.values(iri, vocab.expand(curie))
    ranked = sorted((getattr(value, "language", None) not in ("zh", None), value.value) for value in values)
    return ranked[0][1] if ranked else None


def _all(store: OpenRelease, iris: Iterable[str], curie: str) -> set[str]:
    return {value.value for iri in iris for value in store.values(iri, vocab.expand(curie))}


def _days(store: OpenRelease, documents: Iterable[str]) -> tuple[str, str] | None:
    return _range(_all(store, documents, "eli:date_document"))


def _range(days: Iterable[str | None]) -> tuple[str, str] | None:
    known = [day for day in days if day and re.fullmatch(r"\d{4}-\d\d-\d\d", day)]
    return (min(known), max(known)) if known else None


def _area(store: OpenRelease, iri: str) -> Named | None:
    code = iri.removeprefix(store.base).partition("/")[0]
    area = f"{store.base}area/{code}"
    name = _first(store, area, "skos:prefLabel")
    return Named(area, name, code) if name else None


def _unit(store: OpenRelease, iri: str | None) -> Named | None:
    name = _first(store, iri, "skos:prefLabel") if iri else None
    return Named(iri, name, iri.removeprefix(store.base).partition("/")[0]) if iri and name else None
