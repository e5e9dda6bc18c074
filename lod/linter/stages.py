"""The two stages of linting that are done for each text, and can be done anywhere: parsing it, and judging its graph.

Between them all texts are linked together, so that each of them is judged as a part of the whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

import pyoxigraph as ox

from lod import diagnostics, graph, linker, parser, vocab
from lod.linter.ceiling import TooLongError, allowed, within
from lod.model import About, Diagnostic, Document, Finding, Name, Part, Text
from lod.registry import Registry
from lod.rules import RuleSet

Engine = Callable[[Iterable[ox.Quad], RuleSet], list[Finding]]
_STRING = vocab.expand("nif:isString")


@dataclass(frozen=True, slots=True, eq=False)
class Alone:
    """A text by itself: its tree (None where that took too long), and what is known of its documents."""

    parsed: Document | None
    about: tuple[About, ...] = ()


class Graph:
    """The statements of a text, which travel between processes and are kept as N-Quads.

    >>> import pickle
    >>> pickle.loads(pickle.dumps(Graph([]))).quads
    []
    """

    def __init__(self, quads: Sequence[ox.Quad]) -> None:
        self.quads = quads

    def __getstate__(self) -> tuple[bytes]:
        return (ox.serialize(self.quads, format=ox.RdfFormat.N_QUADS) or b"",)

    def __setstate__(self, state: tuple[bytes]) -> None:
        self.quads = list(ox.parse(state[0], format=ox.RdfFormat.N_QUADS))


@dataclass(frozen=True, slots=True)
class Found:
    """What the rules for one document find in a linked text; its graph, where rules compare documents.

    A text that takes them too long has no graph and is ``late``.
    """

    diagnostics: tuple[Diagnostic, ...]
    context: str
    graph: Graph
    late: bool = False


class Stages(Protocol):
    """Whoever carries the stages out: this process, several, or a cache in front of them."""

    def alone(self, texts: Sequence[Text]) -> list[Alone]:
        """The first stage for each text."""

    def found(self, documents: Sequence[Document]) -> list[Found]:
        """The second stage for each linked document."""


@dataclass(frozen=True)
class Here:
    """Carries the stages out in this process."""

    ruleset: RuleSet
    known: Registry
    validate: Engine
    readable: bool = False  # whether anybody will see the addresses of what is linted
    limit: float = 0  # seconds that a stage may take for a text of a million characters or fewer; 0: any time

    def read(self, text: Text) -> Document | None:
        """A text parsed and linked by itself; None where that takes too long."""
        try:
            return within(allowed(self.limit, [text]), lambda: self.link([parser.parse(text)])[0])
        except TooLongError:
            return None

    def link(self, parsed: Sequence[Document]) -> list[Document]:
        """Documents linked together."""
        return linker.link(parsed, self.known, vocab.pinyin if self.readable else vocab.unread)

    def link_apart(self, parsed: Sequence[Document]) -> list[list[Document]]:
        """The same in groups, so that no two texts of a group print one document."""
        return linker.link_apart(parsed, self.known, vocab.pinyin if self.readable else vocab.unread)

    def alone(self, texts: Sequence[Text]) -> list[Alone]:
        """The first stage for each text."""
        return [self._alone(text) for text in texts]

    def found(self, documents: Sequence[Document]) -> list[Found]:
        """The second stage for each linked document. Raises RuleError for a rule that cannot run."""
        return [self._found(document) for document in documents]

    def _alone(self, text: Text) -> Alone:
        try:
            return within(allowed(self.limit, [text]), lambda: self._parsed(text))
        except TooLongError:
            return Alone(None)

    def _parsed(self, text: Text) -> Alone:
        parsed = parser.parse(text)
        [linked] = self.link([parsed])
        return Alone(parsed, about(linked))

    def _found(self, document: Document) -> Found:
        try:
            return within(allowed(self.limit, [document.text]), lambda: self._judged(document))
        except TooLongError:
            return Found((), "", Graph([]), late=True)

    def _judged(self, document: Document) -> Found:
        quads = graph.build(document)
        context = _context(quads)
        told = diagnostics.diagnose(self.validate(quads, self.ruleset), quads, {context: document.text}, self.ruleset)
        return Found(tuple(told), context, Graph(quads if self.ruleset.queries else []))


def described(document: Document) -> Found:
    """The graph of a linked document, not judged.

    >>> from lod.model import Source, Span
    >>> root = Part("Document", "document", Span(0, 2))
    >>> described(Document(Text(Source("a.txt", "text/plain", b""), "通知"), root, "a/1")).diagnostics
    ()
    """
    quads = graph.build(document)
    return Found((), _context(quads), Graph(quads))


def about(document: Document) -> tuple[About, ...]:
    """What is known of each document of a linked text.

    >>> from lod.model import Source, Span
    >>> root = Part("Document", "document", Span(0, 2))
    >>> about(Document(Text(Source("a.txt", "text/plain", b""), "通知"), root))[0].type is None
    True
    """
    labels = {entity.address: entity.label for entity in document.entities}
    return tuple(_about(part, labels) for part in document.root.walk() if part.kind == "Document")


def _about(part: Part, labels: dict[str, str]) -> About:
    issuers = [name for name in part.all("eli:passed_by") if isinstance(name, Name)]
    own = (labels.get(issuer.entity or "") for issuer in issuers)
    names = [part.get("gz:agencyCode"), *(issuer.printed for issuer in issuers), *own]
    authorities = tuple(dict.fromkeys(name for name in names if isinstance(name, str)))
    return About(part.span, _string(part, "gz:typeName"), _string(part, "eli:id_local"), authorities)


def _context(quads: Iterable[ox.Quad]) -> str:
    [context] = [q.subject.value for q in quads if q.predicate.value == _STRING and isinstance(q.subject, ox.NamedNode)]
    return context


def _string(part: Part, property: str) -> str | None:
    value = part.get(property)
    return value if isinstance(value, str) else None
