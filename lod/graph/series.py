"""Which part goes before which in a numbered series: so that a rule sees a gap without looking at all siblings."""

from __future__ import annotations

from lod.addresses import CONTAINERS
from lod.model import Part
from lod.parser.blocks import start_of

# Numbered through their text, or through their chapter, whatever their labels look like.
TITLED = ("Chapter", "Section", "Article", "AttachmentEntry")
LABELLED = ("Heading", "Item", "Task", "Measure")
Series = tuple[str, int]
Last = dict[Series, Part]  # of one text, the last part seen of each series


def previous(root: Part) -> dict[int, Part]:
    """For each numbered part (by `id`) the part before it in its series; the first of a series has none.

    A series is the parts of one level below one parent. Where numbering goes on across parents, as articles do from
    chapter to chapter, the first part of the next parent comes after the last one of that level.

    >>> from lod.model import Span, Value
    >>> def item(label, ordinal):
    ...     said = (Value("gz:label", label), Value("gz:ordinal", ordinal))
    ...     return Part("Item", f"item_{ordinal}", Span(0, 1), said)
    >>> first, third = item("（一）", 1), item("（三）", 3)
    >>> previous(Part("Document", "document", Span(0, 2), parts=(first, third)))[id(third)] is first
    True
    """
    found: dict[int, Part] = {}
    _visit(root, {}, found)
    return found


def _visit(part: Part, last: Last, found: dict[int, Part]) -> None:
    here: Last = {}
    for child in part.parts:
        series = _series(child, part)
        if series:
            before = here.get(series) or _carried(child, last.get(series))
            if before is not None:
                found[id(child)] = before
            here[series] = last[series] = child
        _visit(child, {} if child.kind in CONTAINERS else last, found)


def _carried(part: Part, last: Part | None) -> Part | None:
    # Articles are numbered through; anything else may start again, so only what fits goes on.
    if last is None or part.kind == "Article":
        return last
    return last if part.get("gz:ordinal") == _after(last) else None


def _after(part: Part) -> int:
    ordinal = part.get("gz:ordinal")
    return ordinal + 1 if isinstance(ordinal, int) else 0


def _series(part: Part, parent: Part) -> Series | None:
    if part.get("gz:ordinal") is None or parent.kind == "Measure":
        return None  # the heading of a measure bears the measure's number
    if part.kind in TITLED:
        return part.kind, 0
    if part.kind in LABELLED:
        label = str(part.get("gz:label"))
        start = start_of(label)
        return (start.kind, start.level) if start.kind in ("level", "series") else _decimal(label)
    return None


def _decimal(label: str) -> Series | None:
    # 2.1.2 is the third level of its kind, whatever stands above it.
    return ("decimal", label.count(".")) if label.replace(".", "").isdecimal() else None
