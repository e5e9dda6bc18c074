"""Departments that running text names in a place that no registry covers: 由县住房和城乡建设局牵头.

A name is taken from the text only where it is the usual name of a department, or one character from it,
after the word for its area.
"""

from __future__ import annotations

from dataclasses import replace

from lod import lazy
from lod.linker.misprints import usual
from lod.model import Name, Part, Text, Value
from lod.parser.lines import join
from lod.registry import Registry

LEAVES = ("Paragraph", "Item", "Heading")
# 县住房和城乡建设局, 安山县财政局; what stands before 县 may belong to the sentence and is not taken
DEPARTMENT = lazy.regex(
    "[省市州县区旗](?P<bare>[\u4e00-\u9fff]{2,14}?(?:委员会|办公室|办公厅|管理局|分局|局|厅|中心|大队|支队|联合会))(?![长属])"
)


def add(text: Text, root: Part, registry: Registry) -> Part:
    """The tree with a ``gz:names`` value, not yet linked, for each department that running text names.

    >>> from lod.model import Source, Span
    >>> from lod.registry import load
    >>> chars = "由县财政局和县教育局负责。"
    >>> leaf = Part("Paragraph", "para_1", Span(0, len(chars)))
    >>> found = add(Text(Source("-", "text/plain", b""), chars), leaf, load())
    >>> [name.printed for name in found.all("gz:names") if isinstance(name, Name)]
    ['县财政局', '县教育局']
    """
    taken = {value.value.span.start for part in root.walk() for value in part.values if isinstance(value.value, Name)}
    return _visit(text, root, registry, taken)


def _visit(text: Text, part: Part, registry: Registry, taken: set[int]) -> Part:
    parts = tuple(_visit(text, child, registry, taken) for child in part.parts)
    values = list(part.values)
    if part.kind in LEAVES:
        joined = join(text, part.span)
        for match in DEPARTMENT.finditer(joined.chars):
            span = joined.span(*match.span())
            known = registry.department(match["bare"]) or usual(match[0], registry)
            if known and span.start not in taken:
                taken.add(span.start)
                values.append(Value("gz:names", Name("Unit", match[0], span)))
    return replace(part, values=tuple(values), parts=parts)
