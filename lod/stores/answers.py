"""What a store answers to a query: pyoxigraph's own objects, or triples that another server sends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import IO

from pyoxigraph import Quad, QueryBoolean, QuerySolutions, QueryTriples, RdfFormat, Triple, serialize


class TripleStream:
    """Triples as they arrive, used like a QueryTriples.

    >>> from pyoxigraph import parse
    >>> TripleStream(parse("<a:s> <a:p> <a:o> .", RdfFormat.N_TRIPLES)).serialize(format=RdfFormat.N_TRIPLES)
    b'<a:s> <a:p> <a:o> .\\n'
    """

    def __init__(self, quads: Iterable[Quad]) -> None:
        self._triples = (quad.triple for quad in quads)

    def __iter__(self) -> Iterator[Triple]:
        return self._triples

    def __next__(self) -> Triple:
        return next(self._triples)

    def serialize(
        self,
        output: IO[bytes] | None = None,
        format: RdfFormat | None = None,
        *,
        prefixes: Mapping[str, str] | None = None,
    ) -> bytes | None:
        """Writes the triples into a file, or returns them written."""
        return serialize(self, output, format=format, prefixes=dict(prefixes) if prefixes else None)


AnyAnswer = QuerySolutions | QueryBoolean | QueryTriples | TripleStream
"""Solutions, a truth value, or triples."""
