"""A second printing of a document (in a gazette and on a web page) is an expression of its own.

A node has one place in one text, so the parts of the second printing hang at the expression; the work stays one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from lod import vocab
from lod.addresses import WORKS
from lod.model import Document, Part, Ref, Value


def separate(documents: Sequence[Document]) -> list[Document]:
    """The documents, every further printing of one turned into an ``Expression`` that ``eli:realizes`` it.

    Which printing carries the document's own address does not depend on the order of `documents`: a gazette, which
    is the standard text, comes before a single document, then the smaller digest of the text. Texts that are the same
    to the letter count once.

    >>> from lod.model import Source, Span, Text
    >>> def printing(chars):
    ...     root = Part("Document", "document", Span(0, len(chars)))
    ...     return Document(Text(Source("-", "text/plain", b""), chars), root, "a/1")
    >>> sorted(document.root.kind for document in separate([printing("通知"), printing("通 知")]))
    ['Document', 'Expression']
    """
    ranked = sorted(documents, key=lambda d: (d.root.kind != "Issue", vocab.digest(d.text.chars)))
    owners: dict[str, str] = {}
    done: dict[int, Document] = {}
    for document in ranked:
        done[id(document)] = _separated(document, owners)
    return [done[id(document)] for document in documents]


def rounds(documents: Sequence[Document]) -> list[list[Document]]:
    """The documents in groups; none prints a work that another of its group prints too.

    >>> from lod.model import Source, Span, Text
    >>> def printing(chars):
    ...     root = Part("Document", "document", Span(0, len(chars)))
    ...     return Document(Text(Source("-", "text/plain", b""), chars), root, "a/1")
    >>> [len(group) for group in rounds([printing("通知"), printing("通 知")])]
    [1, 1]
    """
    found: list[list[Document]] = []
    works: list[set[str]] = []
    for document in documents:
        own = {document.address, *(str(p.get("gz:address")) for p in document.root.parts if p.kind in WORKS)}
        at = next((at for at, taken in enumerate(works) if taken.isdisjoint(own)), len(found))
        if at == len(found):
            found.append([])
            works.append(set())
        found[at].append(document)
        works[at] |= own
    return found


def _separated(document: Document, owners: dict[str, str]) -> Document:
    digest = vocab.digest(document.text.chars)
    if owners.setdefault(document.address, digest) != digest:
        address = vocab.expression_address(document.address, digest)
        root = _expression(document.root, document.address)
        return replace(document, address=address, root=_parts(root, owners, digest))
    return replace(document, root=_parts(document.root, owners, digest))


def _parts(root: Part, owners: dict[str, str], digest: str) -> Part:
    parts = []
    for part in root.parts:
        address = str(part.get("gz:address"))
        if part.kind in WORKS and owners.setdefault(address, digest) != digest:
            own = Value("gz:address", vocab.expression_address(address, digest))
            kept = tuple(value for value in part.values if value.property != "gz:address")
            part = _expression(replace(part, values=(*kept, own)), address)
        parts.append(part)
    return replace(root, parts=tuple(parts))


def _expression(part: Part, work: str) -> Part:
    return replace(part, kind="Expression", values=(*part.values, Value("eli:realizes", Ref(work))))
