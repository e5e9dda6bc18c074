"""What linking adds to parts that were read: statements, and parts of their own. Parts are known by their `id`."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from lod.addresses import WORKS
from lod.model import Part, Value

# What is read as running words, whatever it is part of.
LEAVES = ("Title", "Paragraph", "Item", "Heading")


def state(part: Part, said: Mapping[int, Sequence[Value]]) -> Part:
    """A part and all below it, each with the further statements about it.

    >>> from lod.model import Span
    >>> task = Part("Task", "task_1", Span(0, 2))
    >>> state(task, {id(task): [Value("gz:ordinal", 1)]}).get("gz:ordinal")
    1
    """
    parts = tuple(state(child, said) for child in part.parts)
    return replace(part, values=(*part.values, *said.get(id(part), ())), parts=parts)


def hang(part: Part, found: Mapping[int, Sequence[Part]], stem: str) -> Part:
    """A part and all below it, each with the parts found in it; their keys are numbered by their places.

    >>> from lod.model import Span
    >>> task = Part("Task", "task_1", Span(0, 9))
    >>> variants = [Part("NameVariant", "", Span(start, start + 2)) for start in (4, 1)]
    >>> [(child.key, child.span.start) for child in hang(task, {id(task): variants}, "variant").parts]
    [('variant_1', 1), ('variant_2', 4)]
    """
    ordered = sorted(found.get(id(part), ()), key=lambda one: one.span.start)
    own = (replace(one, key=f"{stem}_{number}") for number, one in enumerate(ordered, 1))
    return replace(part, parts=(*(hang(child, found, stem) for child in part.parts), *own))


def works(root: Part) -> list[Part]:
    """The documents and printings of a tree; the tree itself where it is one.

    >>> from lod.model import Span
    >>> [part.key for part in works(Part("Issue", "i", Span(0, 4), parts=(Part("Document", "d", Span(1, 4)),)))]
    ['d']
    """
    return [part for part in root.walk() if part.kind in WORKS] or [root]


def leaves(root: Part, kinds: Collection[str] = LEAVES) -> Iterator[Part]:
    """The titles, paragraphs, items and headings of a tree that hold none of these, or parts of other `kinds`.

    A heading is one though paragraphs hang below it, where they begin after its own words.

    >>> from lod.model import Span
    >>> item = Part("Item", "item_1", Span(0, 4), parts=(Part("Paragraph", "para_1", Span(1, 4)),))
    >>> [part.kind for part in leaves(item)]
    ['Paragraph']
    """
    return (
        part
        for part in root.walk()
        if part.kind in kinds
        and not any(child.kind in kinds and child.span.start < part.span.end for child in part.parts)
    )
