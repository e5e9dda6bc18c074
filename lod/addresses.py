"""Addresses of the parts of a tree, made from their keys; unique within a text."""

from __future__ import annotations

from lod.model import Document, Part

# Printed works: each has an address of its own, whatever text it stands in.
WORKS = ("Document", "Expression")
CONTAINERS = ("Issue", *WORKS, "Attachment")
# Parts numbered through their text, whatever heading they stand under: …/annex_1/task_6, …/annex_1/art_25.
THROUGH = ("Task", "Measure", "Article")


def addresses(document: Document) -> dict[int, str]:
    """Address of each part of a linked document, by `id` of the part; unique within the document.

    A part whose address is taken already gets a number after it, from 2, in reading order.

    >>> from lod.model import Source, Span, Text
    >>> item = Part("Item", "item_1", Span(0, 1)), Part("Item", "item_1", Span(1, 2))
    >>> root = Part("Document", "document", Span(0, 2), parts=item)
    >>> list(addresses(Document(Text(Source("-", "text/plain", b""), "甲乙"), root, "a/1")).values())
    ['a/1', 'a/1/item_1', 'a/1/item_1-2']
    """
    found: dict[int, str] = {}
    taken: dict[str, int] = {}

    def unique(address: str) -> str:
        printed = address
        while address in taken:
            taken[printed] += 1
            address = f"{printed}-{taken[printed]}"
        taken[address] = 1
        return address

    def visit(part: Part, parent: str, container: str) -> None:
        if part is document.root:
            address = document.address
        elif part.kind in WORKS:
            address = str(part.get("gz:address"))
        else:
            address = f"{container if part.kind in THROUGH else parent}/{part.key}"
        address = found[id(part)] = unique(address)
        for child in part.parts:
            visit(child, address, address if part.kind in CONTAINERS else container)

    visit(document.root, "", "")
    return found
