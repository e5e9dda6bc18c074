"""The labels that Word prints before paragraphs by itself: 一、 （一） 1. 第一条 (ISO/IEC 29500-1, 17.9)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from lod import lazy
from lod.readers.numerals import written
from lod.readers.word.names import attribute, child, is_on, val, w

WORDLIKE = lazy.regex("[A-Za-z0-9\u3400-\u9fff]")
PLACEHOLDER = lazy.regex("%([1-9])")
LEVELS = 9
MOST_STYLES = 50


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: where it starts, how its number is written, and what stands around it.

    `anew` says that the list does not go on from another one of the same kind.
    """

    start: int
    form: str
    text: str
    suffix: str
    legal: bool
    restart: int | None
    anew: bool


class Numbering:
    """Counts the numbered paragraphs of a document in reading order.

    >>> Numbering(None, None).label(etree.fromstring("<p/>"))
    ''
    """

    def __init__(self, numbering: etree._Element | None, styles: etree._Element | None) -> None:
        self._abstract = {attribute(e, "abstractNumId"): e for e in _all(numbering, "abstractNum")}
        self._nums = {attribute(e, "numId"): e for e in _all(numbering, "num")}
        self._styles = {attribute(e, "styleId"): e for e in _all(styles, "style")}
        default = [e for e in self._styles.values() if attribute(e, "type") == "paragraph" and attribute(e, "default")]
        self._default = attribute(default[0], "styleId") if default else ""
        self._counters: dict[str, list[int | None]] = {}
        self._begun: set[tuple[str, int]] = set()
        self._kinds: dict[str, str] = {}
        self._of_styles: dict[str, dict[str, str]] = {}
        self._levels: dict[tuple[str, int], Level | None] = {}

    def label(self, paragraph: etree._Element, words: str = "") -> str:
        """What is printed before the words of a paragraph; it counts on.

        The gap after it is layout, and is read as a space only where label and words would run into each other.
        """
        number, at = self._of(paragraph)
        level = self._level(number, at)
        if level is None:
            return ""
        counters = self._count(number, at, level)

        def figure(match: re.Match[str]) -> str:
            index = int(match[1]) - 1
            of = self._level(number, index) or level
            count = counters[index]
            return written(of.start if count is None else count, "decimal" if level.legal else of.form)

        if level.form in ("bullet", "none") or not level.text:
            # A bullet is a mark of layout, often in a font of symbols, and no part of the words.
            return ""
        label = PLACEHOLDER.sub(figure, level.text)
        apart = WORDLIKE.match(label[-1]) or (label[-1] in ".．" and words[:1].isdecimal())
        return f"{label} " if apart and level.suffix != "nothing" else label

    def _count(self, number: str, at: int, level: Level) -> list[int | None]:
        abstract = self._abstract_of(number)
        counters = self._counters.setdefault(abstract, [None] * LEVELS)
        if level.anew and (number, at) not in self._begun:
            counters[at] = None
        self._begun.add((number, at))
        before = counters[at]
        counters[at] = level.start if before is None else before + 1
        for below in range(at + 1, LEVELS):
            deeper = self._level(number, below)
            if deeper is None or deeper.restart is None or deeper.restart > at:
                counters[below] = None
        return counters

    def _of(self, paragraph: etree._Element) -> tuple[str, int]:
        # The list and the level, from the paragraph itself or from its style.
        properties = child(paragraph, "pPr")
        own = child(properties, "numPr")
        number, level = val(child(own, "numId")), val(child(own, "ilvl"))
        style = val(child(properties, "pStyle")) or self._default
        if not number:
            number, inherited, style = self._of_style(style)
            level = level or inherited or self._style_levels(number).get(style, "")
        return number, int(level) if level.isdigit() and int(level) < LEVELS else 0

    def _of_style(self, style: str) -> tuple[str, str, str]:
        for _ in range(MOST_STYLES):
            element = self._styles.get(style)
            if element is None:
                break
            numbered = child(child(element, "pPr"), "numPr")
            number = val(child(numbered, "numId"))
            if number:
                return number, val(child(numbered, "ilvl")), style
            style = val(child(element, "basedOn"))
        return "", "", ""

    def _style_levels(self, number: str) -> dict[str, str]:
        if number not in self._of_styles:
            levels = _all(self._abstract.get(self._abstract_of(number)), "lvl")
            found = {val(child(element, "pStyle")): attribute(element, "ilvl") for element in levels}
            self._of_styles[number] = {style: level for style, level in found.items() if style}
        return self._of_styles[number]

    def _abstract_of(self, number: str) -> str:
        if number not in self._kinds:
            identity = val(child(self._nums.get(number), "abstractNumId"))
            linked = val(child(self._abstract.get(identity), "numStyleLink"))
            named = (
                {val(child(element, "styleLink")): other for other, element in self._abstract.items()} if linked else {}
            )
            self._kinds[number] = named.get(linked, identity)
        return self._kinds[number]

    def _override(self, number: str, at: int) -> etree._Element | None:
        found = (e for e in _all(self._nums.get(number), "lvlOverride") if attribute(e, "ilvl") == str(at))
        return next(found, None)

    def _level(self, number: str, at: int) -> Level | None:
        if (number, at) not in self._levels:
            self._levels[number, at] = self._read_level(number, at)
        return self._levels[number, at]

    def _read_level(self, number: str, at: int) -> Level | None:
        override = self._override(number, at)
        element = child(override, "lvl")
        if element is None:
            levels = _all(self._abstract.get(self._abstract_of(number)), "lvl")
            element = next((e for e in levels if attribute(e, "ilvl") == str(at)), None)
        if element is None:
            return None
        anew = child(override, "startOverride")
        start = val(anew) or val(child(element, "start"))
        restart = val(child(element, "lvlRestart"))
        return Level(
            int(start) if start.isdigit() and len(start) < 7 else 0,
            val(child(element, "numFmt")) or "decimal",
            val(child(element, "lvlText")),
            val(child(element, "suff")) or "tab",
            is_on(child(element, "isLgl")),
            int(restart) if restart.isdigit() and len(restart) < 3 else None,
            anew is not None,
        )


def _all(element: etree._Element | None, name: str) -> list[etree._Element]:
    return element.findall(w(name)) if element is not None else []
