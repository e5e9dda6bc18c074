"""The graphs of the registry and of the vocabulary."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import chain

import pyoxigraph as ox

from lod import terms, vocab
from lod.graph.values import TYPE, literal, node, statements
from lod.model import Entity
from lod.registry import Registry


def registry_quads(registry: Registry, base: str = vocab.BASE, entities: Iterable[Entity] = ()) -> list[ox.Quad]:
    """The registry graph: the authority files and what linking found of further forms and entities.

    `entities` are those of linked documents, as `lod.linker.entities` puts them together.
    """
    graph = ox.NamedNode(base + vocab.graph_address("registry"))
    triples = [_rebased(triple, base) for triple in registry.triples]
    for entity in entities:
        held = registry.entities.get(entity.address)
        triples.extend(_entity(entity, base, {form.form for form in held.forms} if held else None))
    found = (statements(t.subject, t.predicate.value, t.object, graph) for t in triples)
    return list(dict.fromkeys(chain.from_iterable(found)))


def ontology_quads(base: str = vocab.BASE) -> list[ox.Quad]:
    """The ontology graph: the vocabulary as it is published.

    >>> {quad.graph_name.value for quad in ontology_quads("https://example.org/")}
    {'https://example.org/graph/ontology'}
    """
    graph = ox.NamedNode(base + vocab.graph_address("ontology"))
    return [ox.Quad(t.subject, t.predicate, t.object, graph) for t in terms.load().triples]


def _rebased(triple: ox.Triple, base: str) -> ox.Triple:
    if base == vocab.BASE:
        return triple

    def moved(
        term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple,
    ) -> ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple:
        if isinstance(term, ox.NamedNode) and term.value.startswith(vocab.BASE):
            rest = term.value.removeprefix(vocab.BASE)
            # Rules and terms have one address, whatever the base.
            return term if rest.startswith(("rules/", "lint#")) else node(base + rest)
        return term

    return ox.Triple(moved(triple.subject), triple.predicate, moved(triple.object))  # type: ignore[arg-type]


def _entity(entity: Entity, base: str, registered: Collection[str] | None) -> Iterator[ox.Triple]:
    # What is said of an entity that the registry does not say already; the build drops what is said twice.
    # `registered` are its forms there, None where it is not in the registry at all.
    subject = node(base + entity.address)

    def say(curie: str, value: ox.NamedNode | ox.Literal) -> ox.Triple:
        return ox.Triple(subject, node(vocab.expand(curie)), value)

    yield say("rdf:type", node(vocab.expand(f"gz:{entity.kind}")))
    if entity.kind == "Official":
        yield say("foaf:name", literal(entity.label))
    yield say("skos:prefLabel", literal(entity.label, "zh"))
    if registered is None:
        yield say("gz:registered", literal(False))
    if entity.unit_kind:
        yield say("gz:unitKind", node(vocab.expand(entity.unit_kind)))
    for form in entity.forms:
        yield say("skos:altLabel", literal(form.form, "zh"))
        if form.form not in (registered or ()):
            iri = f"{base}{vocab.form_address(entity.address, form.form)}"
            yield from _name_form(subject, iri, form.form, form.kind, form.reason_zh, form.reason_en)


def _name_form(entity: ox.NamedNode, iri: str, form: str, kind: str, zh: str, en: str) -> Iterator[ox.Triple]:
    subject = node(iri)
    yield ox.Triple(subject, node(TYPE), node(vocab.expand("gz:NameForm")))
    yield ox.Triple(subject, node(vocab.expand("gz:formOf")), entity)
    yield ox.Triple(subject, node(vocab.expand("gz:form")), literal(form))
    yield ox.Triple(subject, node(vocab.expand("gz:formKind")), node(vocab.expand(kind)))
    yield ox.Triple(subject, node(vocab.expand("rdfs:comment")), literal(zh, "zh"))
    yield ox.Triple(subject, node(vocab.expand("rdfs:comment")), literal(en, "en"))
