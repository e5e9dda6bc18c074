"""Linking: names to entities, documents to their addresses, tasks to the commitments they carry out.

Takes trees from the parser and returns the same trees with addresses and references filled in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from lod.linker import alignment, citing, printings
from lod.linker.resolver import Resolver
from lod.model import Document, Entity
from lod.registry import Registry

__all__ = ["entities", "link"]


def link(documents: Sequence[Document], registry: Registry) -> list[Document]:
    """The same documents with entities and references.

    Names are looked up in the registry of the area whose authority issues the text; tasks are aligned with the
    commitments of a report among `documents`; citations point at documents among `documents` where they are there.
    """
    linked = [Resolver(document, registry).run() for document in documents]
    linked = citing.resolve(printings.separate(linked), registry)
    return alignment.align(linked)


def entities(documents: Sequence[Document]) -> Mapping[str, Entity]:
    """All entities of several documents, their forms put together."""
    found: dict[str, Entity] = {}
    for document in documents:
        for entity in document.entities:
            held = found.get(entity.address, entity)
            more = tuple(form for form in entity.forms if all(form.form != known.form for known in held.forms))
            found[entity.address] = replace(held, forms=(*held.forms, *more))
    return found
