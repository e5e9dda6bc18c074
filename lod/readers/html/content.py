"""Which element of a page is the document: containers that content systems name, else where most of the text is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from lod import lazy
from lod.readers.html.printed import HAN, is_left_out, lines_of, names_of

# Ids and classes under which the content systems of government sites put a document.
CONTAINERS = lazy.regex(
    r"(?:trs_)?ucap[-_]content|trs_editor|zoom(?:con)?|pages_content|view|(?:article|news|xxgk|detail|main|art|text|con)"
    r"[-_]?(?:content|con|txt|text|body|detail)|content[-_]?(?:text|main|txt|con|body)?|article|artical|bt_content|j-fontcontent",
    re.IGNORECASE,
)
TITLES = lazy.regex(
    r"(?:.{0,12}[-_])?(?:title|biaoti|tit|bt)\d?|(?:article|content|news|page)[-_]?title", re.IGNORECASE
)
LABELS = lazy.regex(
    r"索\s*引\s*号|主题分类|发文机关|发文机构|发布机构|成文日期|生成日期|发文日期|标\s*题|名\s*称|发文字号|文\s*号|发布日期|公开日期|"
    r"主\s*题\s*词|有\s*效\s*性|时\s*效\s*性|体裁分类|公开方式|信息分类"
)
NOISE = lazy.regex(
    r"(?:当前位置|您(?:现在|当前)?的?位置)\s?[:：].{0,200}|扫一扫.{0,30}|(?:上|下)一[篇条]\s?[:：].{0,200}|"
    r"(?:[【\[]?(?:打印(?:本页|此页)?|关闭(?:窗口|本页)?|返回顶部|收藏|分享(?:到)?[:：]?)[】\]]?\s{0,4})+|"
    r"【?字[体号]\s{0,4}[:：]?\s{0,4}[【\[]?\s{0,4}大\s{0,4}中\s{0,4}小\s{0,4}[】\]]?"
)
FEWEST_LABELS = 3
LONGEST_TABLE = 3000
SHORTEST_TITLE, LONGEST_TITLE = 6, 400
MOST_OF_THE_TEXT = 0.6
LEAST_OF_THE_PAGE = 0.1


@dataclass(frozen=True, slots=True)
class Size:
    """How much an element prints: its characters, and those of them that are Chinese and no link."""

    chars: int
    han: int


class Page:
    """A parsed page, each of its elements measured once: a hostile page nests thousands of them.

    >>> beside = "<h1>关于放假的通知</h1><ul><li>索引号：1<li>文号：2<li>标题：3</ul>"
    >>> page = Page(etree.HTML(f"{beside}<div id='zoom'>各科室：</div>"))
    >>> page.main.get("id"), [table.tag for table in page.metadata()], page.title(["各科室："]).tag
    ('zoom', ['ul'], 'h1')
    """

    def __init__(self, root: etree._Element) -> None:
        self.root = root
        body = root.find("body")
        self.body = body if body is not None else root
        self.sizes = dict(_sizes(self.body))
        self.main = self._main()

    def _main(self) -> etree._Element:
        # The innermost with most of the text among those of a telling name.
        named = [element for element in self.sizes if _is_container(element)]
        for elements in (
            named,
            [e for e in self.sizes if e.tag == "article"],
            [e for e in self.sizes if e.tag == "main"],
        ):
            most = max((self.sizes[element].han for element in elements), default=0)
            if most and most >= LEAST_OF_THE_PAGE * self.sizes[self.body].han:
                # In reading order an inner element comes after the one around it.
                return [element for element in elements if self.sizes[element].han >= MOST_OF_THE_TEXT * most][-1]
        return self.body

    def metadata(self) -> Iterator[etree._Element]:
        """The elements beside the content that hold the page's metadata: the outermost ones without anything else."""
        around = {self.main, *self.main.iterancestors()}
        inside: etree._Element | None = None
        for event, element in etree.iterwalk(self.body, events=("start", "end")):
            if inside is not None:
                inside = None if event == "end" and element is inside else inside
            elif event == "end":
                continue
            elif element is self.main or element not in self.sizes:
                inside = element
            elif element not in around and self._is_metadata(element):
                yield element
                inside = element

    def title(self, lines: Sequence[str]) -> etree._Element | None:
        """The element above the content that prints the document's title, where the lines do not begin with it."""
        opening = _bare("".join(lines[:20]))[:800]
        named = _bare(" ".join(_page_titles(self.root)))
        best, length = None, 0
        for element in self.sizes:
            if element is self.main:
                break
            chars = _bare(_chars(element)) if self._may_be_title(element) else ""
            if len(chars) < SHORTEST_TITLE or (named and chars not in named):
                continue
            if chars in opening:
                return None
            if len(chars) > length:
                best, length = element, len(chars)
        return best

    def _is_metadata(self, element: etree._Element) -> bool:
        if element.tag not in ("table", "ul", "dl", "div", "section") or self.sizes[element].chars > LONGEST_TABLE:
            return False
        return len({_bare(match[0]) for match in LABELS.finditer(_chars(element))}) >= FEWEST_LABELS

    def _may_be_title(self, element: etree._Element) -> bool:
        if self.sizes[element].chars > LONGEST_TITLE:
            return False
        return element.tag in ("h1", "h2") or any(TITLES.fullmatch(name) for name in names_of(element))


def _sizes(body: etree._Element) -> Iterator[tuple[etree._Element, Size]]:
    # In reading order; elements that no reader sees are not among them.
    found: dict[etree._Element, list[int]] = {}
    open_: list[list[int]] = [[0, 0]]
    left_out: etree._Element | None = None
    links = 0
    for event, element in etree.iterwalk(body, events=("start", "end")):
        if left_out is None and event == "start" and element is not body and is_left_out(element):
            left_out = element
        elif left_out is None and event == "start":
            links += element.tag == "a"
            open_.append(_measure(element.text, links))
            found[element] = open_[-1]
        elif left_out is None:
            links -= element.tag == "a"
            closed = open_.pop()
            _add(open_[-1], closed)
        if event == "end" and left_out in (None, element):
            left_out = None
            _add(open_[-1], _measure(element.tail, links))
    yield from ((element, Size(*size)) for element, size in found.items())


def _measure(chars: str | None, links: int) -> list[int]:
    chars = chars or ""
    return [len(chars.strip()), 0 if links else len(HAN.findall(chars))]


def _add(to: list[int], more: list[int]) -> None:
    to[0] += more[0]
    to[1] += more[1]


def _is_container(element: etree._Element) -> bool:
    return element.tag != "body" and any(CONTAINERS.fullmatch(name) for name in names_of(element))


def _page_titles(root: etree._Element) -> Iterator[str]:
    yield from (element.text or "" for element in root.iter("title"))
    for element in root.iter("meta"):
        if (element.get("name") or element.get("property") or "").lower() in ("articletitle", "og:title"):
            yield element.get("content") or ""


def _chars(element: etree._Element) -> str:
    return "\n".join(lines_of(element))


def _bare(chars: str) -> str:
    return re.sub(r"\s+", "", chars)
