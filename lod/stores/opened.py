"""A release that is open for reading, wherever its graphs are kept."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from pyoxigraph import Literal, NamedNode, Quad, Triple

from lod.model import QueryError
from lod.stores.answers import AnyAnswer


def is_iri(text: str) -> bool:
    """Whether a text is an absolute IRI.

    >>> is_iri("https://w3id.org/gongbao/"), is_iri("140826/unit/water"), is_iri("http://e/ ")
    (True, False, False)
    """
    try:
        NamedNode(text)
    except ValueError:
        return False
    return True


class ParseError(QueryError):
    """A query that is none."""


class OpenRelease(ABC):
    """A release, open for reading. ``manifest`` says what is in it."""

    def __init__(self, manifest: dict[str, Any]) -> None:
        self.manifest = manifest

    @property
    def base(self) -> str:
        """The IRI below which the release minted its addresses."""
        return str(self.manifest["base"])

    @property
    def release(self) -> str:
        """The identifier of the release."""
        return str(self.manifest["id"])

    @abstractmethod
    def __len__(self) -> int:
        """The number of quads."""

    @abstractmethod
    def query(
        self,
        query: str,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
        prefixes: dict[str, str] | None = None,
    ) -> AnyAnswer:
        """The answer to a SPARQL query, on the union of all graphs unless the query or the caller names graphs.

        Relative IRIs in it start at the base of the release.

        Raises QueryError where evaluation fails, and as ParseError with the parser's message and place.
        """

    @abstractmethod
    def triples(
        self, subject: str | None = None, predicate: str | None = None, object: str | None = None
    ) -> Iterator[Triple]:
        """The triples of any graph with these IRIs; one that stands in two graphs comes once.

        An address that is no IRI has no triples.
        """

    @abstractmethod
    def graph(self, iri: str) -> Iterator[Quad]:
        """The quads of one named graph; none for an address that is no IRI."""

    def values(self, subject: str, predicate: str) -> list[NamedNode | Literal]:
        """The objects of a property of a subject, IRIs and literals."""
        objects = (triple.object for triple in self.triples(subject, predicate))
        return [value for value in objects if isinstance(value, NamedNode | Literal)]

    def has(self, iri: str) -> bool:
        """Whether anything is said about an IRI, or in a graph of that name."""
        return next(self.triples(iri), None) is not None or next(self.graph(iri), None) is not None

    @abstractmethod
    def expect(self, iris: Iterable[str]) -> None:
        """Told which nodes will be asked for next, so that a store that is far away can get them at once."""

    @abstractmethod
    def check(self) -> None:
        """Raises StoreError where the store does not answer."""


@contextmanager
def telling_failures() -> Iterator[None]:
    """Makes a QueryError of what pyoxigraph raises for a query."""
    try:
        yield
    except SyntaxError as error:
        raise ParseError(f"The query cannot be parsed: {error.args[0]}") from error
    except (ValueError, RuntimeError, OSError) as error:
        raise QueryError(f"The query failed: {error}") from error
