"""Documents that share a number but are not one document are told apart: a number used twice is a fault, not a work.

A reprint, a draft and a web page of one document have its number and its title; two documents have only the number.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from lod import lazy, vocab
from lod.model import Document, Part, Ref, Text, Value
from lod.parser.patterns import comparable

SAME_TITLE = 85.0
SAME_TEXT = 90.0
OTHER_TEXT = 60.0
# Texts are compared by their beginnings: how they end is what drafts differ in.
COMPARED = 4000
SHORTEST = 200
ISSUER = lazy.regex("^.{2,40}?(?=关于)")
UNKNOWN_AREA = "x-unknown"


@dataclass(frozen=True, slots=True)
class _Work:
    address: str
    title: str
    text: str
    day: object

    def is_same(self, other: _Work) -> bool:
        text = fuzz.ratio(self.text, other.text)
        if fuzz.ratio(self.title, other.title) >= SAME_TITLE:
            dated_apart = bool(self.day and other.day) and self.day != other.day
            return not (dated_apart and text < OTHER_TEXT)
        return text >= SAME_TEXT and len(self.text) >= SHORTEST

    def is_near(self, other: _Work) -> bool:
        # 安政发〔2023〕1号 of one county is not that of another one.
        areas = {work.address.partition("/")[0] for work in (self, other)}
        return len(areas) == 1 or UNKNOWN_AREA in areas


def tell_apart(documents: Sequence[Document]) -> list[Document]:
    """The documents; one that has the number of another one says ``gz:sameNumberAs`` and has an address of its own.

    Which of them keeps the address of the number does not depend on the order of `documents`.

    >>> tell_apart([])
    []
    """
    ranked = sorted(documents, key=lambda d: (d.root.kind != "Issue", vocab.digest(d.text.chars)))
    known: dict[str, list[_Work]] = defaultdict(list)
    done = {id(document): _told(document, known) for document in ranked}
    return [done[id(document)] for document in documents]


def _told(document: Document, known: dict[str, list[_Work]]) -> Document:
    root = document.root
    if root.kind == "Document":
        address, root = _placed(document.text, root, document.address, known)
        return replace(document, address=address, root=root)
    parts = []
    for part in root.parts:
        if part.kind == "Document":
            address, part = _placed(document.text, part, str(part.get("gz:address")), known)
            kept = (value for value in part.values if value.property != "gz:address")
            part = replace(part, values=(*kept, Value("gz:address", address)))
        parts.append(part)
    return replace(document, root=replace(root, parts=tuple(parts)))


def _placed(text: Text, part: Part, address: str, known: dict[str, list[_Work]]) -> tuple[str, Part]:
    number = part.get("eli:id_local")
    if not isinstance(number, str) or not part.get("gz:agencyCode"):
        return address, part
    work = _work(text, part, address)
    near = [other for other in known[number] if work.is_near(other)]
    same = next((other for other in near if work.is_same(other)), None)
    if same:
        return same.address, part
    if near:
        work = replace(work, address=vocab.second_address(near[0].address, work.title + work.text))
        part = replace(part, values=(*part.values, Value("gz:sameNumberAs", Ref(near[0].address))))
    known[number].append(work)
    return work.address, part


def _work(text: Text, part: Part, address: str) -> _Work:
    title = ISSUER.sub("", comparable(str(part.get("dct:title") or "")))
    words = comparable(text.slice(part.span)[: 2 * COMPARED])[:COMPARED]
    return _Work(address, title, words, part.get("eli:date_document"))
