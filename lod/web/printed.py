"""A stretch of a text as it was printed, with its parts as blocks that can be linked to and its mentions as links."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup, escape

# Parts worth an address of their own in the margin.
PINNED = {"Attachment", "Chapter", "Section", "Article", "Item", "Heading", "Task", "Measure", "Paragraph"}
LINKED = {"Mention", "Citation"}


@dataclass(frozen=True, slots=True)
class Place:
    """A node at its place: kind (local name of its class), where its page is, and where a link in the text leads."""

    start: int
    end: int
    kind: str
    anchor: str
    page: str
    target: str | None = None
    title: str = ""
    label: str = ""


@dataclass(slots=True)
class _Node:
    place: Place
    end: int
    block: bool
    children: list[_Node] = field(default_factory=list)


def annotate(chars: str, start: int, end: int, places: Iterable[Place]) -> Markup:
    """The characters from start to end as HTML. Everything of the text is escaped, nothing is left out.

    A place that begins inside another and ends after it is cut at the other's end. Blank lines are shown as one
    line break.

    >>> annotate("甲<乙", 0, 3, [Place(0, 1, "Mention", "m", "/m", "/unit/a")])
    Markup('<a class="Mention" id="m" href="/unit/a">甲</a>&lt;乙')
    """
    root = _Node(Place(start, end, "Document", "", ""), end, True)
    stack = [root]
    for place in sorted(places, key=lambda place: (place.start, -place.end, place.kind in LINKED)):
        if not start <= place.start < place.end or place.start >= end:
            continue
        while place.start >= stack[-1].end:
            stack.pop()
        stop = min(place.end, stack[-1].end)
        # A block inside a run of text would tear the line apart.
        node = _Node(place, stop, stack[-1].block and _fills_lines(chars, place.start, stop))
        stack[-1].children.append(node)
        stack.append(node)
    return Markup("").join(_inside(chars, root, False))


def _fills_lines(chars: str, start: int, end: int) -> bool:
    line_start, line_end = chars.rfind("\n", 0, start) + 1, chars.find("\n", end)
    after = chars[end:] if line_end < 0 else chars[end:line_end]
    return not chars[line_start:start].strip() and not after.strip()


def _inside(chars: str, node: _Node, linked: bool) -> Iterator[Markup]:
    at, after_block = node.place.start, node.block
    for child in node.children:
        yield _run(chars[at : child.place.start], after_block, child.block)
        yield _element(chars, child, linked)
        at, after_block = child.end, child.block
    yield _run(chars[at : node.end], after_block, node.block)


def _run(text: str, after_block: bool, before_block: bool) -> Markup:
    text = re.sub(r"[^\S\n]*\n\s*", "\n", text)
    if after_block:
        text = text.lstrip("\n")
    if before_block:
        text = text.rstrip("\n")
    return escape(text)


def _element(chars: str, node: _Node, linked: bool) -> Markup:
    place = node.place
    link = place.target is not None and not linked  # no link inside a link
    body = Markup("").join(_inside(chars, node, linked or link))
    title = Markup(' title="{}"').format(place.title) if place.title else Markup("")
    if link:
        return Markup('<a class="{}" id="{}" href="{}"{}>{}</a>').format(
            place.kind, place.anchor, place.target, title, body
        )
    pin = Markup("")
    if place.kind in PINNED and node.block and not linked:
        pin = Markup('<a class="pin" href="{}" aria-label="{}">§</a>').format(place.page, place.title or place.kind)
    if place.label and body.startswith(escape(place.label)):
        body = Markup("<b>{}</b>{}").format(place.label, body[len(escape(place.label)) :])
    name = "div" if node.block else "span"
    return Markup('<{} class="{}" id="{}">{}{}</{}>').format(
        Markup(name), place.kind, place.anchor, pin, body, Markup(name)
    )


def outline(places: Sequence[Place], label: Callable[[Place], str]) -> list[tuple[int, Place, str]]:
    """The parts that a table of contents names, in reading order, with their depth from 0."""
    found: list[tuple[int, Place, str]] = []
    for place in sorted(places, key=lambda place: (place.start, -place.end)):
        if place.kind in OUTLINE:
            found.append((OUTLINE[place.kind], place, label(place)))
    return found


OUTLINE = {"Attachment": 0, "Chapter": 1, "Section": 2, "Article": 3, "Heading": 1, "Measure": 3, "Task": 3}
