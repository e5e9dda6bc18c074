"""A tree under construction; `freeze` makes the parts of it."""

from __future__ import annotations

from dataclasses import dataclass, field

from lod.model import Part, Scalar, Span, Value


@dataclass(slots=True)
class Node:
    """A part that still grows: children push its end, keys are numbered as they are asked for."""

    kind: str
    key: str
    span: Span
    values: list[Value] = field(default_factory=list)
    children: list[Node] = field(default_factory=list)
    stretches: bool = False  # its span reaches over its children
    counts: dict[str, int] = field(default_factory=dict)

    def say(self, property: str, value: Scalar | None) -> None:
        """State a property (CURIE); nothing where the value is None."""
        if value is not None:
            self.values.append(Value(property, value))

    def next_key(self, stem: str) -> str:
        """The next key of that stem among the children, counted from 1: ``para_1``, ``para_2`` …"""
        self.counts[stem] = self.counts.get(stem, 0) + 1
        return f"{stem}_{self.counts[stem]}"

    def add(self, child: Node) -> Node:
        """Hang a child below this node, and give it back."""
        self.children.append(child)
        return child

    def freeze(self) -> Part:
        """The part, its end moved over its children where it stretches.

        >>> Node("Body", "body", Span(0, 9), [Value("gz:ordinal", 1)]).freeze().get("gz:ordinal")
        1
        """
        parts = tuple(child.freeze() for child in self.children)
        end = max([self.span.end, *(part.span.end for part in parts)]) if self.stretches else self.span.end
        return Part(self.kind, self.key, Span(self.span.start, end), tuple(self.values), parts)
