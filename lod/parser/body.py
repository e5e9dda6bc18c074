"""The body of a document: articles of a 办法, or the outline of headings of any other text."""

from __future__ import annotations

from collections.abc import Sequence

from lod import lazy
from lod.model import Part, Span
from lod.parser import tables, tasks
from lod.parser.blocks import LONGEST_HEADING, Block, blocks
from lod.parser.lines import Joined, Line
from lod.parser.patterns import squeeze
from lod.parser.tree import Node

# 填写登记表。（见附件）: what is left behind the first sentence is no paragraph
ONLY_BRACKETS = lazy.regex(r"[（(][^（）()]{1,40}[）)][。；]?")
# （一）自查自评。。: a mark that stands twice belongs to what it ends
MARKS = lazy.regex("[，、；：。]*")


def read_body(lines: Sequence[Line]) -> tuple[Part, ...]:
    """The parts of a body (paragraphs, headings, articles, tasks …), in reading order.

    >>> chars = "第一条　为了保护河道，制定本办法。"
    >>> [(part.kind, part.get("gz:ordinal")) for part in read_body([Line(Span(0, len(chars)), chars, False)])]
    [('Article', 1)]
    """
    if not lines:
        return ()
    root = Node("Body", "body", Span(lines[0].span.start, lines[-1].span.end))
    found = blocks(lines, articles=False)
    if any(block.start.kind == "article" for block in found):
        _Articles(root).run(blocks(lines, articles=True))
    else:
        _Outline(root).run(found)
    return root.freeze().parts


def paragraph(parent: Node, joined: Joined) -> Node:
    """A new paragraph below `parent`, numbered there from 1."""
    node = Node("Paragraph", parent.next_key("para"), joined.whole())
    node.say("gz:ordinal", parent.counts["para"])
    node.say("gz:text", joined.chars)
    return parent.add(node)


def labelled(parent: Node, kind: str, stem: str, block: Block) -> Node:
    """A new part of `kind` below `parent`, with the label and ordinal that its block begins with."""
    ordinal = block.start.ordinal
    key = f"{stem}_{ordinal}" if ordinal is not None else parent.next_key(stem)
    node = Node(kind, key, block.joined.whole())
    node.say("gz:ordinal", ordinal)
    node.say("gz:label", squeeze(block.start.label))
    return parent.add(node)


class _Outline:
    """一、（一）1. headings with what stands under them; tasks and measures where responsibility is assigned."""

    def __init__(self, root: Node) -> None:
        self.open: list[tuple[int, Node]] = [(0, root)]

    @property
    def here(self) -> Node:
        return self.open[-1][1]

    def run(self, found: Sequence[Block]) -> None:
        roles = tasks.roles(found)
        head, at = "", 0
        while at < len(found):
            block, role = found[at], roles[at]
            if block.start.kind == "row" and head:
                tables.row(self.here, head, block.joined)
                at += 1
                continue
            # The columns of a table of tasks hold for the rows right below their names.
            head = block.joined.chars if tables.is_head(block.joined.chars) else ""
            if role == "task":
                end = at + 1
                while end < len(found) and roles[end] == "field":
                    end += 1
                tasks.task(self._parent(block.start.level), block, found[at + 1 : end])
                at = end
                continue
            self._place(block, role)
            at += 1

    def _place(self, block: Block, role: str) -> None:
        kind = block.start.kind
        if role == "measure":
            tasks.measure(self._parent(block.start.level), block, heading_end(block))
        elif role == "field":
            tasks.section_fields(self.here, block)
        elif kind == "group":
            tasks.group(self.here, block)
        elif kind == "level":
            self._heading(block)
        elif kind in ("series", "decimal"):
            item = labelled(self.here, "Item", "item", block)
            item.say("gz:text", block.words.chars)
        else:
            node = paragraph(self.here, block.joined)
            tasks.portfolio(self.here, node, block)

    def _parent(self, level: int) -> Node:
        while self.open[-1][0] >= level:
            self.open.pop()
        return self.here

    def _heading(self, block: Block) -> None:
        parent = self._parent(block.start.level)
        node = labelled(parent, "Heading", "heading", block)
        end = heading_end(block)
        heading(node, block, end)
        self.open.append((block.start.level, node))
        rest = block.joined.part(end, len(block.joined.chars))
        if rest.chars:
            paragraph(node, rest)


def heading(node: Node, block: Block, end: int) -> None:
    """Say of a heading node what its words are; it ends before the 0-based index `end` of the joined block."""
    words = block.joined.part(block.start.words_at, end)
    node.span = block.joined.span(0, end)
    node.say("gz:level", block.start.level)
    node.say("gz:heading", squeeze(words.chars.rstrip("。：:，,")))
    node.say("gz:text", words.chars)
    tasks.section(node, words)


def heading_end(block: Block) -> int:
    """The 0-based index after the heading that a block begins with: its first sentence, or the whole of a short one."""
    chars, start = block.joined.chars, block.start.words_at
    stop = chars.find("。", start)
    if 0 <= stop < start + LONGEST_HEADING:
        return len(chars) if ONLY_BRACKETS.fullmatch(chars, stop + 1) else _past_marks(chars, stop)
    if stop < 0 or stop == len(chars) - 1:
        return len(chars)
    comma = min((at for at in (chars.find(mark, start) for mark in "，,：:") if at > 0), default=-1)
    return _past_marks(chars, comma if 0 < comma < start + LONGEST_HEADING else stop)


def _past_marks(chars: str, at: int) -> int:
    marks = MARKS.match(chars, at + 1)
    return marks.end() if marks else at + 1


class _Articles:
    """章、节、条、款、项. A paragraph after an item belongs to it only where the items go on after it."""

    def __init__(self, root: Node) -> None:
        self.root = root
        self.chapter: Node | None = None
        self.section: Node | None = None
        self.article: Node | None = None
        self.items: list[tuple[int, Node, int]] = []  # level, item, ordinal

    def run(self, found: Sequence[Block]) -> None:
        for at, block in enumerate(found):
            kind = block.start.kind
            if kind == "chapter":
                self._title("Chapter", "ch", block)
            elif kind == "section":
                self._title("Section", "sec", block)
            elif kind == "article":
                self._article(block)
            elif kind == "level" and self.article:
                self._item(self.article, block)
            else:
                self._paragraph(block, found[at + 1 :])
        for node in self._closing:
            _text_of(node)

    @property
    def _closing(self) -> list[Node]:
        done: list[Node] = []
        stack = [self.root]
        while stack:
            node = stack.pop()
            done.append(node)
            stack.extend(node.children)
        return [node for node in reversed(done) if node.kind in ("Article", "Item")]

    def _title(self, kind: str, stem: str, block: Block) -> None:
        parent = self.root if kind == "Chapter" else (self.chapter or self.root)
        node = labelled(parent, kind, stem, block)
        node.stretches = True
        node.say("gz:heading", squeeze(block.words.chars))
        self.article, self.items = None, []
        if kind == "Chapter":
            self.chapter, self.section = node, None
        else:
            self.section = node

    def _article(self, block: Block) -> None:
        node = labelled(self.section or self.chapter or self.root, "Article", "art", block)
        node.stretches = True
        self.article, self.items = node, []
        paragraph(node, block.words)

    def _item(self, article: Node, block: Block) -> None:
        level = block.start.level
        while self.items and self.items[-1][0] >= level:
            self.items.pop()
        parent = self.items[-1][1] if self.items else article
        node = labelled(parent, "Item", "item", block)
        node.stretches = True
        node.say("gz:level", level)
        paragraph(node, block.words)
        self.items.append((level, node, block.start.ordinal or 0))

    def _paragraph(self, block: Block, following: Sequence[Block]) -> None:
        while self.items and not self._items_go_on(following):
            self.items.pop()
        if self.items:
            paragraph(self.items[-1][1], block.joined)
            return
        paragraph(self.article or self.section or self.chapter or self.root, block.joined)

    def _items_go_on(self, following: Sequence[Block]) -> bool:
        level, _, ordinal = self.items[-1]
        for block in following:
            if block.start.kind in ("article", "section", "chapter"):
                return False
            if block.start.kind == "level" and block.start.level == level:
                return block.start.ordinal == ordinal + 1
        return False


def _text_of(node: Node) -> None:
    # An article's text covers its paragraphs and items, each on a line; labels of items stay.
    lines = []
    for child in node.children:
        said = {value.property: str(value.value) for value in child.values}
        label = said["gz:label"] if child.kind == "Item" else ""
        lines.append(label + said.get("gz:text", ""))
    node.say("gz:text", "\n".join(lines))
    if node.kind == "Item" and len(node.children) == 1:
        node.children.clear()
        node.stretches = False
