"""The entities that linking met, and a draft of authority files for those that no registry knows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import pyoxigraph as ox

from lod.model import Document, Entity
from lod.registry.lookup import Registry

PREFIXES = """@prefix gz: <https://w3id.org/gongbao#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""


def entities(documents: Sequence[Document]) -> dict[str, Entity]:
    """All entities of several linked documents by address, their forms put together.

    >>> from lod.model import NameForm, Part, Source, Span, Text
    >>> def read(form):
    ...     unit = Entity("140826/unit/x", "Unit", "县水务局", forms=(NameForm(form, "gz:variantForm", "", ""),))
    ...     text = Text(Source("-", "text/plain", b""), "")
    ...     return Document(text, Part("Document", "document", Span(0, 0)), entities=(unit,))
    >>> [form.form for form in entities([read("水务局"), read("县 水务局")])["140826/unit/x"].forms]
    ['水务局', '县 水务局']
    """
    found: dict[str, Entity] = {}
    for entity in (entity for document in documents for entity in document.entities):
        held = found.setdefault(entity.address, entity)
        known = {form.form for form in held.forms}
        more = (form for form in entity.forms if form.form not in known)
        found[entity.address] = replace(held, forms=(*held.forms, *more))
    return found


def suggest(documents: Sequence[Document], registry: Registry) -> str:
    """Turtle for each entity of linked documents that `registry` does not know, and each new form of one it knows.

    Spellings that were put together are alternative labels of one entity; an editor decides what stays. Statements
    are sorted, so that the same documents give the same draft.

    >>> from lod.registry.files import load
    >>> "gz:Unit" in suggest([], load())
    False
    """
    found = sorted(entities(documents).items())
    drafts = [draft for _, entity in found if (draft := "".join(_draft(entity, registry)))]
    return PREFIXES + "".join("\n" + draft for draft in drafts)


def _draft(entity: Entity, registry: Registry) -> Iterator[str]:
    held = registry.entities.get(entity.address)
    known = {form.form for form in held.forms} if held else set()
    new = [form for form in entity.forms if form.form not in known]
    if held and not new:
        return
    said = [f"a gz:{entity.kind}"]
    if not held:
        said.append(f"skos:prefLabel {_quoted(entity.label)}@zh")
        if entity.kind == "Official":
            said.append(f"foaf:name {_quoted(entity.label)}")
        if entity.unit_kind:
            said.append(f"gz:unitKind {entity.unit_kind}")
    said.extend(f"skos:altLabel {_quoted(form.form)}@zh" for form in new)
    statements = " ;\n    ".join(said)
    yield f"<{entity.address}> {statements} .\n"
    for number, form in enumerate(new, 1):
        yield f"<{entity.address}/form/draft-{number}> a gz:NameForm ;\n    gz:formOf <{entity.address}> ;\n"
        yield f"    gz:form {_quoted(form.form)} ;\n    gz:formKind {form.kind} ;\n"
        yield f"    rdfs:comment {_quoted(form.reason_zh)}@zh , {_quoted(form.reason_en)}@en .\n"


def _quoted(text: str) -> str:
    return str(ox.Literal(text))
