"""The log as an Atom feed (RFC 4287) with archives (RFC 5005): the newest changes, and a chain of earlier documents."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from lod import lazy
from lod.changes.log import DELETE, Change
from lod.changes.pages import Page
from lod.changes.stream import NAMESPACES, TYPES, member_of

ATOM = "http://www.w3.org/2005/Atom"
HISTORY = "http://purl.org/syndication/history/1.0"
MEDIA_TYPE = "application/atom+xml"
# What XML 1.0 cannot hold, escaped or not.
_UNFIT = lazy.regex("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SAFE = "!#$%&'()*+,/:;=?@[]~"

register_namespace("", ATOM)
register_namespace("fh", HISTORY)


@dataclass(frozen=True, slots=True)
class Feed:
    """What all documents of a feed have in common: the server's address, the base of the data, language, words, author.

    ``words`` has ``title``, ``rights`` and a name for each kind of change.
    """

    address: str
    base: str
    language: str
    words: Mapping[str, str]
    author: str

    def document(self, page: Page, earlier: Page | None, archive: bool) -> bytes:
        """The changes of a page, the newest first, as the subscription document or as an archive."""
        current = f"{self.address}feed.atom"
        feed = Element(_atom("feed"), {"{http://www.w3.org/XML/1998/namespace}lang": self.language})
        _text(feed, "id", f"{self.base}feed.atom")
        _text(feed, "title", self.words["title"])
        _text(feed, "updated", page.step.built)
        _text(SubElement(feed, _atom("author")), "name", self.author)
        _text(feed, "rights", self.words["rights"])
        _text(feed, "generator", "gongbao")
        _link(feed, "alternate", self.address, "text/html")
        _link(feed, "self", self._place(page) if archive else current)
        if archive:
            SubElement(feed, f"{{{HISTORY}}}archive")
            _link(feed, "current", current)
        if earlier:
            _link(feed, "prev-archive", self._place(earlier))
        for change in reversed(page.changes):
            self._entry(feed, page, change)
        document: bytes = tostring(feed, encoding="utf-8", xml_declaration=True)
        return document

    def _entry(self, feed: Element, page: Page, change: Change) -> None:
        entry = SubElement(feed, _atom("entry"))
        # What a graph is about has the graph's address without its last segment.
        about = change.graph.removesuffix("/graph")
        name = change.title or about.removeprefix(self.base)
        _text(entry, "id", member_of(page.step, change, self.base))
        _text(entry, "title", self.words[change.kind].format(name))
        _text(entry, "updated", page.step.built)
        kind = {"term": TYPES[change.kind].partition(":")[2], "scheme": NAMESPACES["as"]}
        SubElement(entry, _atom("category"), kind)
        if change.kind != DELETE and about.startswith(self.base):
            _link(entry, "alternate", self.address + about.removeprefix(self.base), "text/html")
        _text(entry, "content", about).set("type", "text")

    def _place(self, page: Page) -> str:
        return f"{self.address}feed/{page.path}.atom"


def _atom(name: str) -> str:
    return f"{{{ATOM}}}{name}"


def _text(parent: Element, name: str, text: str) -> Element:
    element = SubElement(parent, _atom(name))
    element.text = re.sub(r"\s+", " ", _UNFIT.sub("\ufffd", text))
    return element


def _link(parent: Element, relation: str, address: str, media_type: str = MEDIA_TYPE) -> None:
    href = quote(address, safe=_SAFE)
    SubElement(parent, _atom("link"), {"rel": relation, "href": href, "type": media_type})
