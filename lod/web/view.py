"""What pages read from the store: rows of a query, labels in the reader's language, and links between pages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from functools import lru_cache
from string import Template
from typing import Any, Self
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode, QuerySolutions

from lod import vocab
from lod.stores.opened import OpenRelease
from lod.web.naming import iri_of, local, path_of
from lod.web.texts import LANGUAGES, TERMS, TEXTS

# Where a name may stand, best first.
NAMES = [
    vocab.expand(curie)
    for curie in (
        "skos:prefLabel",
        "dct:title",
        "foaf:name",
        "rdfs:label",
        "gz:indicatorName",
        "schema:name",
        "gz:form",
        "sh:resultMessage",
    )
]
# Own classes that say more about a node than those they are a kind of.
_GENERAL = {vocab.expand(curie) for curie in ("gz:Subdivision", "gz:Indicator", "gz:Target")}
_KNOWN = 100_000


@dataclass(frozen=True, slots=True)
class Group:
    """The values of one property."""

    property: str
    values: list[Any]


class View:
    """A release as one reader sees it: in a language, which links keep where the reader chose it by name."""

    def __init__(self, store: OpenRelease, language: str = "zh", chosen: bool = False) -> None:
        self.store = store
        self.language = language
        self.chosen = chosen
        self.root = "/"
        # On the object, not on the class: the labels go with the release.
        self.label = lru_cache(_KNOWN)(self._label)
        self.known = lru_cache(_KNOWN)(store.has)

    def below(self, root: str) -> Self:
        """The same view where the pages of the server are below a path, with the same memory."""
        view = copy(self)
        view.root = root
        return view

    def to(self, path: str) -> str:
        """The address of a path of this server, in the language that the reader chose."""
        return local(path, self.root) + (f"?lang={self.language}" if self.chosen else "")

    def t(self, key: str) -> str:
        """A text of the pages in the reader's language."""
        return TEXTS[key][LANGUAGES.index(self.language)]

    def rows(self, query: str, **iris: str) -> list[dict[str, Any]]:
        """The solutions of a SELECT query, in which ``$name`` stands for an IRI."""
        filled = Template(query).substitute({name: str(NamedNode(iri)) for name, iri in iris.items()})
        found = self.store.query(filled, prefixes=vocab.PREFIXES)
        if not isinstance(found, QuerySolutions):
            raise TypeError("only SELECT gives rows")
        names = [variable.value for variable in found.variables]
        return [{name: _plain(solution[name]) for name in names} for solution in found]

    def first(self, iri: str, curie: str) -> Any:
        """The first value of a property, in the reader's language where there is one; else None."""
        found = self.store.values(iri, vocab.expand(curie))
        return _plain(min(found, key=self._foreign)) if found else None

    def kind(self, iri: str) -> str | None:
        """The own class that says most about a node, or any class, or None."""
        types = sorted(value.value for value in self.store.values(iri, vocab.expand("rdf:type")))
        own = [name for name in types if name.startswith(vocab.PREFIXES["gz"])]
        special = [name for name in own if name not in _GENERAL]
        return next(iter([*special, *own, *types]), None)

    def statements(self, iri: str) -> list[Group]:
        """All statements about a node, grouped by property; plain names first, then links."""
        groups: dict[str, list[Any]] = {}
        for triple in self.store.triples(iri):
            groups.setdefault(triple.predicate.value, []).append(triple.object)
        return [Group(name, sorted(values, key=_natural)) for name, values in sorted(groups.items())]

    def incoming(self, iri: str, limit: int) -> tuple[list[Group], int]:
        """Who links here, grouped by property and cut to `limit` links a property, and the number of all links."""
        groups: dict[str, list[Any]] = {}
        for triple in self.store.triples(object=iri):
            groups.setdefault(triple.predicate.value, []).append(triple.subject)
        total = sum(map(len, groups.values()))
        return [Group(name, sorted(nodes, key=_natural)[:limit]) for name, nodes in sorted(groups.items())], total

    def facts(self, iri: str, curies: Iterable[str]) -> list[Group]:
        """The chosen properties that a node has, in the order given."""
        found = ((vocab.expand(curie), self.store.values(iri, vocab.expand(curie))) for curie in curies)
        return [Group(name, self._readable(values)) for name, values in found if values]

    def href(self, iri: str) -> str | None:
        """Where a link to an IRI leads: a page of this server, another site, or None where there is nothing to open."""
        place = path_of(iri, self.store.base)
        if place is None:
            return iri if re.match(r"https?://", iri) else None
        path, hash_sign, fragment = place.partition("#")
        if not self.known(iri_of(path, self.store.base)):
            return None
        return f"{self.to(path)}{hash_sign}{quote(fragment, safe='=,/%')}"

    def _label(self, iri: str) -> str:
        for name in NAMES:
            found = self.store.values(iri, name)
            if found:
                return min(found, key=self._foreign).value
        short = vocab.shorten(iri)
        if short in TERMS:
            return TERMS[short][LANGUAGES.index(self.language)]
        return self._part_label(iri) or self.short(iri)

    def short(self, iri: str) -> str:
        """An IRI as a CURIE, or without the base, or as it is."""
        return vocab.shorten(iri).removeprefix(self.store.base)

    def _part_label(self, iri: str) -> str:
        # 第二十五条, 一、总则, 任务 6, and for what has neither label nor number its own words
        label, heading, ordinal = (self.first(iri, curie) for curie in ("gz:label", "gz:heading", "gz:ordinal"))
        kind = vocab.shorten(self.kind(iri) or "")
        if kind == "gz:Heading" and heading:
            return f"{label or ''}{heading}"
        if kind == "nif:Context":
            return self.label(vocab.expand(kind))
        words = str(self.first(iri, "gz:text") or self.first(iri, "nif:anchorOf") or "")
        if kind == "gz:Commitment" and words:
            return _cut(words)
        if kind.startswith("gz:") and (label or ordinal):
            number = (
                label if label and label.startswith("第") else f"{self.label(vocab.expand(kind))} {ordinal or label}"
            )
            return f"{number} {heading}" if heading else number
        return _cut(words)

    def _foreign(self, value: NamedNode | Literal) -> tuple[bool, bool, str]:
        language = value.language if isinstance(value, Literal) else None
        return language not in (self.language, None), language not in ("zh", None), value.value

    def _readable(self, values: Sequence[NamedNode | Literal]) -> list[Any]:
        mine = [value for value in values if not self._foreign(value)[0]]
        return sorted(mine or values, key=_natural)


def _plain(term: Any) -> Any:
    # IRIs stay terms, so that a template can tell them from a text that looks like one.
    return term.value if isinstance(term, Literal) else term


def _cut(words: str, limit: int = 60) -> str:
    return words if len(words) <= limit else f"{words[:limit]}…"


def _natural(term: Any) -> list[Any]:
    # task_2 before task_10
    return [int(part) if part.isdigit() else part for part in re.split(r"(\d+)", str(getattr(term, "value", term)))]
