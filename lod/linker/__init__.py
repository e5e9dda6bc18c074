"""Linking: names to entities, documents to their addresses, tasks to the commitments they carry out.

Takes trees from the parser and returns the same trees with addresses and references filled in.
"""

from __future__ import annotations

from collections.abc import Sequence

from lod import vocab
from lod.linker import (
    alignment,
    bare,
    citing,
    inheritance,
    numbering,
    people,
    places,
    printings,
    renaming,
    resemblance,
    spelling,
)
from lod.linker.resolver import Resolver, Slug
from lod.model import Document
from lod.registry import Registry, entities

__all__ = ["entities", "link", "link_apart"]


def link(documents: Sequence[Document], registry: Registry, slug: Slug = vocab.pinyin) -> list[Document]:
    """The same documents with entities and references.

    Names are looked up in the registry of the area whose authority issues the text; tasks are aligned with the
    commitments of a report of the same area; citations point at documents among `documents` where they are there.
    `slug` spells names in ASCII for addresses; a text that is only linted needs none that can be read
    (`vocab.unread`), and looking up how a name is read costs more than all the rest.

    >>> from lod import parser, registry
    >>> from lod.model import Source, Text
    >>> text = Text(Source("-", "text/plain", b""), "绛县人民政府关于印发方案的通知\\n绛政发〔2023〕1号")
    >>> [document.address for document in link([parser.parse(text)], registry.load())]
    ['140826/renminzhengfu/jiangzhengfa/2023/1']
    """
    return _joined(_named(documents, registry, slug), registry)


def link_apart(documents: Sequence[Document], registry: Registry, slug: Slug = vocab.pinyin) -> list[list[Document]]:
    """The same in groups: drafts and reprints of one document are linked apart.

    >>> from lod import registry
    >>> link_apart([], registry.load())
    []
    """
    return [_joined(group, registry) for group in printings.rounds(_named(documents, registry, slug))]


def _named(documents: Sequence[Document], registry: Registry, slug: Slug) -> list[Document]:
    return numbering.tell_apart([Resolver(document, registry, slug).run() for document in documents])


def _joined(documents: Sequence[Document], registry: Registry) -> list[Document]:
    linked = citing.resolve(printings.separate(documents), registry)
    linked = [people.vary(spelling.vary(document, registry), registry) for document in alignment.align(linked)]
    linked = [renaming.tell(bare.vary(places.vary(document, registry), registry)) for document in linked]
    return [resemblance.resemble(inheritance.inherit(document)) for document in linked]
