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
    children: list[Node | Part] = field(default_factory=list)
    stretches: bool = False  # its span reaches over its children
    counts: dict[str, int] = field(default_factory=dict)

    def say(self, property: str, value: Scalar | None, lang: str | None = None) -> None:
        if value is not None:
            self.values.append(Value(property, value, lang))

    def next_key(self, stem: str) -> str:
        self.counts[stem] = self.counts.get(stem, 0) + 1
        return f"{stem}_{self.counts[stem]}"

    def add(self, child: Node) -> Node:
        self.children.append(child)
        return child

    def freeze(self) -> Part:
        """The part, its end moved over its children where it stretches."""
        parts = tuple(child.freeze() if isinstance(child, Node) else child for child in self.children)
        end = max([self.span.end, *(part.span.end for part in parts)]) if self.stretches else self.span.end
        return Part(self.kind, self.key, Span(self.span.start, end), tuple(self.values), parts)
