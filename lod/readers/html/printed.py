"""The lines that an element of a page prints, as a browser would lay them out without any style but hiding."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from lod import lazy
from lod.readers.numerals import written

LEFT_OUT = frozenset(
    "script style noscript template head title nav footer aside form button select option textarea input iframe frame "
    "object embed canvas svg math map audio video img".split()
)
BLOCKS = frozenset(
    "address article blockquote body caption center dd details div dl dt fieldset figcaption figure h1 h2 h3 h4 h5 h6 "
    "header hr html li main ol p pre section summary table tbody tfoot thead tr ul".split()
)
HIDDEN = lazy.regex(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
BOILERPLATE = lazy.regex(
    r"(?:.{0,20}[-_])?(?:nav|navbar|menu|breadcrumbs?|crumbs?|footer|foot|share|toolbar|copyright|dqwz|weizhi|sidebar|"
    r"qrcode|ewm|print|related)(?:[-_].{0,20})?",
    re.IGNORECASE,
)
HAN = lazy.regex("[\u3400-\u9fff]")
WIDE = lazy.regex("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")
SPACES = lazy.regex("[ \n]+")
STYLE = lazy.regex(r"list-style(?:-type)?\s*:\s*([a-z\-\s]{1,60})", re.IGNORECASE)
CHINESE = lazy.regex("cjk-ideographic|simp-chinese-(?:in)?formal|trad-chinese-(?:in)?formal|cjk-decimal")


def lines_of(element: etree._Element) -> Iterator[str]:
    """The lines an element prints, blank ones where a paragraph is empty; cells are separated by tabs.

    >>> list(lines_of(etree.HTML("<p>各科<br>室：</p><ol start=2><li>甲<li>乙</ol><table><tr><td>1<td>2</table>")))
    ['各科', '室：', '2.甲', '3.乙', '1\\t2']
    """
    writer = _Writer()
    left_out: etree._Element | None = None
    for event, node in etree.iterwalk(element, events=("start", "end")):
        if left_out is not None:
            if event == "end" and node is left_out:
                left_out = None
                writer.text(node.tail or "") if node is not element else None
        elif event == "start" and node is not element and is_left_out(node):
            left_out = node
        elif event == "start":
            writer.begin(node)
        else:
            writer.end(node)
            if node is not element:
                writer.text(node.tail or "")
    writer.flush()
    yield from writer.lines


def is_left_out(element: etree._Element) -> bool:
    """Whether a reader of the page does not see an element, or sees it as part of the site.

    >>> [is_left_out(node) for node in etree.HTML("<p>甲<b style='display: none'>乙</b></p>").iter("p", "b")]
    [False, True]
    """
    if element.tag in LEFT_OUT or element.get("hidden") is not None or HIDDEN.search(element.get("style") or ""):
        return True
    if element.tag in ("html", "body", "table", "tbody", "tr", "td"):
        return False
    return any(BOILERPLATE.fullmatch(name) for name in names_of(element))


def names_of(element: etree._Element) -> list[str]:
    """The id and the classes of an element.

    >>> names_of(etree.HTML("<p id='zoom' class='a b'>甲</p>").find(".//p"))
    ['zoom', 'a', 'b']
    """
    return [element.get("id") or "", *(element.get("class") or "").split()]


class _Writer:
    def __init__(self) -> None:
        self.lines: list[str] = []
        self.current: list[str] = []
        self.layout: list[bool] = []  # for each table around: is it one of layout, whose cells stand below each other?
        self.numbers: list[int | None] = []  # for each list around: the number of its next item
        self.in_pre = 0
        self.pending = False  # a line of a cell has ended

    def text(self, chars: str) -> None:
        chars = chars.replace("\t", " ").replace("\f", " ").replace("\r", "\n")
        if self.pending and chars.strip():
            self.flush()
        if not self.in_pre:
            self.current.append(chars)
            return
        for number, line in enumerate(chars.split("\n")):
            if number:
                self.line_break()
            self.current.append(line)

    def begin(self, node: etree._Element) -> None:
        tag = node.tag
        if tag == "br":
            self.line_break()
        elif tag in ("td", "th"):
            self._cell(node)
        elif tag in BLOCKS:
            self._block_ends(node)
            self._structure(node)
        self.text(node.text or "")

    def end(self, node: etree._Element) -> None:
        tag = node.tag
        if tag == "p" and not self._in_cell and not "".join(self.current).strip():
            self.line_break()
        elif tag in BLOCKS:
            self._block_ends(node)
        if tag == "table":
            self.layout.pop()
        elif tag in ("ol", "ul"):
            self.numbers.pop()
        elif tag == "pre":
            self.in_pre -= 1

    def flush(self) -> None:
        chars = _collapsed("".join(self.current))
        self.current, self.pending = [], False
        if chars.strip():
            self.lines.append(chars)

    def line_break(self) -> None:
        if self._in_cell:
            self._pause()
            return
        chars = _collapsed("".join(self.current))
        self.current = []
        if chars.strip() or (self.lines and self.lines[-1]):
            self.lines.append(chars if chars.strip() else "")

    @property
    def _in_cell(self) -> bool:
        return bool(self.layout) and not self.layout[-1]

    def _block_ends(self, node: etree._Element) -> None:
        if self._in_cell and node.tag not in ("table", "tr"):
            self._pause()
        else:
            self.flush()

    def _pause(self) -> None:
        # Inside a cell a line ends only where more words of this cell follow.
        cell = "".join(self.current).rpartition("\t")[2]
        self.pending = self.pending or bool(cell.strip())

    def _cell(self, node: etree._Element) -> None:
        self.pending = False
        if not self._in_cell:
            self.flush()
        elif any(sibling.tag in ("td", "th") for sibling in node.itersiblings(preceding=True)):
            self.current.append("\t")

    def _structure(self, node: etree._Element) -> None:
        if node.tag == "table":
            self.layout.append(_is_layout(node))
        elif node.tag in ("ol", "ul"):
            self.numbers.append(_integer(node.get("start"), 1) if node.tag == "ol" else None)
        elif node.tag == "li" and self.numbers and (number := self.numbers[-1]) is not None:
            number = _integer(node.get("value"), number)
            self.numbers[-1] = number + 1
            self.current.append(_label(node, number))
        elif node.tag == "pre":
            self.in_pre += 1


def _collapsed(chars: str) -> str:
    # A line end of the source between Chinese characters is no space (CSS Text 3, segment break transformation).
    def space(run: re.Match[str]) -> str:
        around = chars[max(run.start() - 1, 0)], chars[min(run.end(), len(chars) - 1)]
        return "" if "\n" in run[0] and all(WIDE.match(char) for char in around) else " "

    chars = chars.strip(" \n")
    return "\t".join(cell.strip(" ") for cell in SPACES.sub(space, chars).split("\t")).rstrip()


def _is_layout(table: etree._Element) -> bool:
    if next(table.iterdescendants("table"), None) is not None:
        return True
    return all(len(row.findall("td")) + len(row.findall("th")) < 2 for row in table.iter("tr"))


def _integer(chars: str | None, default: int) -> int:
    return int(chars) if chars and re.fullmatch(r"[0-9]{1,6}", chars.strip()) else default


def _label(item: etree._Element, number: int) -> str:
    ordered = item.getparent()
    styled = STYLE.search((ordered.get("style") or "") if ordered is not None else "")
    kind = styled[1].strip().lower() if styled else ((ordered.get("type") or "1") if ordered is not None else "1")
    if kind == "none":
        return ""
    if CHINESE.search(kind):
        return f"{written(number, 'chineseCounting')}、"
    if kind in ("a", "lower-alpha", "lower-latin") and 0 < number <= 26:
        return f"{chr(96 + number)}."
    if kind in ("A", "upper-alpha", "upper-latin") and 0 < number <= 26:
        return f"{chr(64 + number)}."
    return f"{number}."
