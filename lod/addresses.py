"""Addresses of the parts of a tree, made from their keys; unique within a text."""

from __future__ import annotations

from lod.model import Document, Part

# Printed works: each has an address of its own, whatever text it stands in.
WORKS = ("Document", "Expression")
CONTAINERS = ("Issue", *WORKS, "Attachment")
# Parts numbered through their text, whatever heading they stand under: …/annex_1/task_6, …/annex_1/art_25.
THROUGH = ("Task", "Measure", "Article")


def addresses(document: Document) -> dict[int, str]:
    """Address of each part of a linked document, by `id` of the part; unique within the document."""
    found: dict[int, str] = {}
    taken: dict[str, int] = {}

    def visit(part: Part, parent: str, container: str) -> None:
        if part is document.root:
            address = document.address
        elif part.kind in WORKS:
            address = str(part.get("gz:address"))
        else:
            address = f"{container if part.kind in THROUGH else parent}/{part.key}"
        taken[address] = taken.get(address, 0) + 1
        if taken[address] > 1:
            address = f"{address}-{taken[address]}"
        found[id(part)] = address
        for child in part.parts:
            visit(child, address, address if part.kind in CONTAINERS else container)

    visit(document.root, "", "")
    return found
