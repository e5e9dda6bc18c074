"""The vocabulary as data: super-terms and document types, read once from ``ontology/``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import pyoxigraph as ox

from lod import resources, vocab
from lod.model import ConfigError

SUB_CLASS = ox.NamedNode(vocab.expand("rdfs:subClassOf"))
SUB_PROPERTY = ox.NamedNode(vocab.expand("rdfs:subPropertyOf"))
TYPE = ox.NamedNode(vocab.expand("rdf:type"))
PREF_LABEL = ox.NamedNode(vocab.expand("skos:prefLabel"))
ALT_LABEL = ox.NamedNode(vocab.expand("skos:altLabel"))
DOCUMENT_TYPE = ox.NamedNode(vocab.expand("gz:DocumentType"))


@dataclass(frozen=True, slots=True)
class Terms:
    """Super-terms of each term (all the way up), document types by their labels, and the Chinese label of each type."""

    supers: Mapping[str, tuple[str, ...]]
    document_types: Mapping[str, str]
    type_labels: Mapping[str, str]
    triples: tuple[ox.Triple, ...]


@cache
def load() -> Terms:
    """The vocabulary of this installation. Raises `ConfigError` where its file is broken.

    >>> "http://xmlns.com/foaf/0.1/Person" in load().supers["https://w3id.org/gongbao#Official"]
    True
    >>> load().document_types["通知"]
    'https://w3id.org/gongbao#type-tongzhi'
    """
    triples = tuple(triple for name in ("gongbao.ttl", "lint.ttl") for triple in _read(name))
    parents: dict[str, list[str]] = {}
    for triple in triples:
        if triple.predicate in (SUB_CLASS, SUB_PROPERTY):
            parents.setdefault(_iri(triple.subject), []).append(_iri(triple.object))
    kinds = {_iri(t.subject) for t in triples if t.predicate == TYPE and t.object == DOCUMENT_TYPE}
    types = {
        t.object.value: _iri(t.subject)
        for t in triples
        if t.predicate in (PREF_LABEL, ALT_LABEL) and _iri(t.subject) in kinds and isinstance(t.object, ox.Literal)
    }
    labels = {
        _iri(t.subject): t.object.value
        for t in triples
        if t.predicate == PREF_LABEL and isinstance(t.object, ox.Literal) and t.object.language == "zh"
    }
    return Terms({term: _closure(term, parents) for term in parents}, types, labels, triples)


def _read(name: str) -> list[ox.Triple]:
    path = resources.path("ontology") / name
    try:
        return [quad.triple for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE, base_iri=vocab.BASE)]
    except (OSError, SyntaxError) as error:
        raise ConfigError(f"{path}: {error}") from error


def _closure(term: str, parents: Mapping[str, list[str]]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    todo = list(parents.get(term, ()))
    while todo:
        above = todo.pop(0)
        if above not in found:
            found[above] = None
            todo.extend(parents.get(above, ()))
    return tuple(found)


def _iri(term: object) -> str:
    return term.value if isinstance(term, ox.NamedNode) else ""
