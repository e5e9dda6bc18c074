"""Citations find what they cite: a document at hand, an attachment of their own document, or a cited document."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from lod import vocab
from lod.addresses import WORKS, addresses
from lod.model import Document, Part, Ref, Value
from lod.parser.attachments import most_alike
from lod.parser.citations import normal_number
from lod.parser.patterns import NUMBER, comparable
from lod.registry import Registry

SAME_TITLE = 0.86


@dataclass(frozen=True, slots=True)
class _Index:
    numbers: Mapping[str, str]
    titles: Mapping[str, str]


def resolve(documents: Sequence[Document], registry: Registry) -> list[Document]:
    """The documents with ``gz:cited`` at citations, ``gz:announces`` at 《…》现印发, ``gz:entryFor`` in the contents.

    A number finds a document by its normal form, a title an attachment of the own document (also where a word
    differs), then a document of that title. What is not among `documents` gets an address of its own.
    """
    index = _index(documents)
    return [replace(document, root=_Resolver(document, index, registry).run()) for document in documents]


def _index(documents: Sequence[Document]) -> _Index:
    numbers: dict[str, str] = {}
    titles: dict[str, str] = {}
    for document in documents:
        at = addresses(document)
        for part in document.root.walk():
            if part.kind == "Document":
                number = part.get("eli:id_local")
                if isinstance(number, str):
                    numbers.setdefault(normal_number(number), at[id(part)])
                titles.setdefault(comparable(str(part.get("dct:title"))), at[id(part)])
    return _Index(numbers, titles)


def _numbers(work: Part) -> dict[str, str]:
    # A document gives the number where it cites a title first; afterwards the title alone means the same.
    found: dict[str, str] = {}
    for part in work.walk():
        title, number = part.get("gz:citedTitle"), part.get("gz:citedNumber")
        if isinstance(title, str) and isinstance(number, str):
            found.setdefault(comparable(title), number)
    return found


def _entries(root: Part, index: _Index) -> frozenset[str]:
    # The titles of documents that entries of the contents find by number or by title.
    found = set()
    listed = {address: title for title, address in index.titles.items()}
    for part in root.parts:
        if part.kind == "ContentsEntry":
            number = part.get("eli:id_local")
            address = index.numbers.get(normal_number(number)) if isinstance(number, str) else None
            found.add(listed.get(address or "", ""))
            found.add(comparable(str(part.get("dct:title"))))
    return frozenset(found)


class _Resolver:
    def __init__(self, document: Document, index: _Index, registry: Registry) -> None:
        self.document = document
        self.index = index
        self.registry = registry
        self.at = addresses(document)
        self.entries = _entries(document.root, index)
        self.own: dict[str, str] = {}  # titles of the attachments of the document we are in
        self.numbers: dict[str, str] = {}  # numbers that the document we are in prints beside titles

    def run(self) -> Part:
        return self._visit(self.document.root)

    def _visit(self, part: Part) -> Part:
        if part.kind in WORKS:
            self.own = {
                comparable(str(node.get("dct:title"))): self.at[id(node)]
                for node in part.walk()
                if node.kind == "Attachment"
            }
            self.numbers = _numbers(part)
        values = part.values
        if part.kind == "Citation":
            values = (*values, Value("gz:cited", Ref(self._cited(part))))
        elif part.kind == "EnclosureClause" and (target := self._announced(str(part.get("gz:enclosedTitle")))):
            values = (*values, Value("gz:announces", Ref(target)))
        elif part.kind == "ContentsEntry" and (target := self._entry(part)):
            values = (*values, Value("gz:entryFor", Ref(target)))
        return replace(part, values=values, parts=tuple(self._visit(child) for child in part.parts))

    def _cited(self, part: Part) -> str:
        title, number = part.get("gz:citedTitle"), part.get("gz:citedNumber")
        if isinstance(number, str):
            return self.index.numbers.get(number) or self._numbered(number)
        key = comparable(str(title))
        if key in self.numbers:
            number = self.numbers[key]
            return self.index.numbers.get(number) or self._numbered(number)
        return self._announced(str(title)) or self.index.titles.get(key) or vocab.cited_address(key)

    def _numbered(self, number: str) -> str:
        match = NUMBER.fullmatch(number)
        known = self.registry.codes.get(match["code"]) if match else None
        if match and known:
            return vocab.coded_address(known.area, known.organ, known.slug, int(match["year"]), int(match["serial"]))
        return vocab.cited_address(number)

    def _announced(self, title: str) -> str | None:
        key = comparable(title)
        if key in self.own:
            return self.own[key]
        alike = most_alike(title, list(self.own), SAME_TITLE)
        return self.own[alike] if alike else None

    def _entry(self, part: Part) -> str | None:
        number = part.get("eli:id_local")
        if isinstance(number, str) and normal_number(number) in self.index.numbers:
            return self.index.numbers[normal_number(number)]
        title = comparable(str(part.get("dct:title")))
        return self.index.titles.get(title) or self._unlisted(title)

    def _unlisted(self, title: str) -> str | None:
        # A document that no entry names exactly: one whose title the contents misprint.
        alike = most_alike(title, [known for known in self.index.titles if known not in self.entries], SAME_TITLE)
        return self.index.titles[alike] if alike else None
