"""Names of registered units in running text: each becomes a mention at its place."""

from __future__ import annotations

import re
from dataclasses import replace

from lod.model import Name, Part, Text, Value
from lod.parser.lines import join
from lod.registry import Registry, lineage

LEAVES = ("Paragraph", "Item", "Heading", "Measure", "Task")
SHORTEST = 3


def add(text: Text, root: Part, registry: Registry, area: str) -> Part:
    """The tree with ``gz:names`` values where running text names a unit that the registry knows by that form.

    `area` is the code of the area whose units are meant; longer forms win over shorter ones, its own over those above.
    """
    pattern, index = _pattern(registry, area)
    if pattern is None:
        return root
    taken = {name.span.start for part in root.walk() for name in _names(part)}
    return _visit(text, root, pattern, index, taken)


def _visit(text: Text, part: Part, pattern: re.Pattern[str], index: dict[str, str], taken: set[int]) -> Part:
    # Children first, so that a name is said of the smallest part it stands in.
    parts = tuple(_visit(text, child, pattern, index, taken) for child in part.parts)
    values = list(part.values)
    if part.kind in LEAVES:
        joined = join(text, part.span)
        for match in pattern.finditer(joined.chars):
            span = joined.span(match.start(), match.end())
            if span.start not in taken:
                taken.add(span.start)
                values.append(Value("gz:names", Name("Unit", match[0], span, index[match[0]])))
    return replace(part, values=tuple(values), parts=parts)


def _pattern(registry: Registry, area: str) -> tuple[re.Pattern[str] | None, dict[str, str]]:
    index: dict[str, str] = {}
    for where in reversed(lineage(area)):
        for (of_area, kind, form), address in registry.by_form.items():
            if of_area == where and kind == "Unit" and len(form) >= SHORTEST:
                index[form] = address
    if not index:
        return None, {}
    longest_first = sorted(index, key=len, reverse=True)
    return re.compile("|".join(re.escape(form) for form in longest_first)), index


def _names(part: Part) -> list[Name]:
    return [value.value for value in part.values if isinstance(value.value, Name)]
