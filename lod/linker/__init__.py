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
    commitments of a report of the same area; citations point at documents among `documents` where they are there.

    >>> from lod import parser, registry
    >>> from lod.model import Source, Text
    >>> text = Text(Source("-", "text/plain", b""), "绛县人民政府关于印发方案的通知\\n绛政发〔2023〕1号")
    >>> [document.address for document in link([parser.parse(text)], registry.load())]
    ['140826/renminzhengfu/jiangzhengfa/2023/1']
    """
    linked = [Resolver(document, registry).run() for document in documents]
    linked = citing.resolve(printings.separate(linked), registry)
    return alignment.align(linked)


def entities(documents: Sequence[Document]) -> Mapping[str, Entity]:
    """All entities of several linked documents by address, their forms put together."""
    found: dict[str, Entity] = {}
    for document in documents:
        for entity in document.entities:
            held = found.get(entity.address, entity)
            known = {form.form for form in held.forms}
            more = (form for form in entity.forms if form.form not in known)
            found[entity.address] = replace(held, forms=(*held.forms, *more))
    return found
