"""The store of a release on another server, behind a SPARQL 1.1 endpoint: the same questions, asked over HTTP.

What a stranger asks is parsed here first: an update or a syntax error never leaves, and a call to another server is
refused by `lod.stores.guard` before it comes here. What comes back is parsed as well, and written anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import IO, Any, cast

from pyoxigraph import (
    NamedNode,
    Quad,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    Triple,
    parse,
    parse_query_results,
)

from lod import formats
from lod.model import StoreError
from lod.stores import guard
from lod.stores.answers import AnyAnswer, TripleStream
from lod.stores.endpoint import Body, Endpoint
from lod.stores.opened import OpenRelease, is_iri, telling_failures

RESULTS = f"{formats.JSON_RESULTS.media_type}, {formats.XML_RESULTS.media_type};q=0.5"
TRIPLES = f"{formats.N_TRIPLES.media_type}, {formats.TURTLE.media_type};q=0.5"
# A graph that nobody has. Some stores take an empty half of a data set for their own default; a graph that is empty
# says what is meant.
NOWHERE = "urn:x-gongbao:no-graph"
_KNOWN = 20_000  # nodes whose statements are kept
_AT_ONCE = 200  # nodes that are asked for in one query


@dataclass(frozen=True, slots=True)
class Place:
    """Where a store is, and what it may take: seconds and bytes of an answer, steps of a query.

    With ``union`` its default graph is the union of the graphs of the release and of nothing else.
    """

    url: str
    seconds: float
    size: int
    steps: int
    union: bool = False

    def endpoint(self) -> Endpoint:
        """The endpoint, which is not asked yet."""
        return Endpoint(self.url, self.seconds, self.size)

    def entry(self) -> dict[str, Any]:
        """As the manifest of a release states it.

        >>> place = Place("http://127.0.0.1:7878/query", 10, 1000, 500)
        >>> Place(**place.entry()) == place
        True
        """
        return asdict(self)


class RemoteStore(OpenRelease):
    """A release in a store on another server. ``manifest`` names its place under ``store``.

    Raises StoreError, with the status that a gateway answers, whenever the other server cannot be asked.
    """

    def __init__(self, manifest: dict[str, Any]) -> None:
        super().__init__(manifest)
        self._place = Place(**manifest["store"])
        self._endpoint = self._place.endpoint()
        self._graphs: dict[str, int] = manifest["graphs"]
        self._all = () if self._place.union else tuple(self._graphs)
        self._statements: dict[str, tuple[Triple, ...]] = {}

    def __len__(self) -> int:
        return int(self.manifest["quads"])

    def query(
        self,
        query: str,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
        prefixes: dict[str, str] | None = None,
    ) -> AnyAnswer:
        """See OpenRelease."""
        guard.check_steps(query, self._place.steps)
        with telling_failures():
            # On no data at all: for the parser's judgement, and for the kind of answer.
            kind = Store().query(query, base_iri=self.base, prefixes=prefixes)
        asked, place = query, guard.data_set_place(query)
        if default_graphs or named_graphs:
            graphs = tuple(default_graphs) or (NOWHERE,), tuple(named_graphs) or (NOWHERE,)
        elif place is not None:
            graphs = (), ()
            asked = f"{query[:place]}FROM <{NOWHERE}> FROM NAMED <{NOWHERE}> {query[place:]}"
        else:
            graphs = self._all, self._all
        declared = "".join(f"PREFIX {name}: <{iri}> " for name, iri in (prefixes or {}).items())
        accept = TRIPLES if isinstance(kind, QueryTriples) else RESULTS
        body = self._endpoint.ask(f"BASE <{self.base}> {declared}{asked}", accept, *graphs)
        return _triples(body) if isinstance(kind, QueryTriples) else _results(body, type(kind))

    def triples(
        self, subject: str | None = None, predicate: str | None = None, object: str | None = None
    ) -> Iterator[Triple]:
        """See OpenRelease."""
        try:
            fixed = [None if iri is None else NamedNode(iri) for iri in (subject, predicate, object)]
        except ValueError:
            return iter(())
        if subject is None:
            return self._matching(*fixed)
        wanted = [(name, term) for name, term in zip(_PLACES, fixed, strict=True) if term is not None]
        return (found for found in self._about(subject) if all(getattr(found, name) == term for name, term in wanted))

    def graph(self, iri: str) -> Iterator[Quad]:
        """See OpenRelease."""
        if iri not in self._graphs:
            return iter(())
        name = NamedNode(iri)
        rows = self._rows(f"SELECT ?s ?p ?o {{ GRAPH {name} {{ ?s ?p ?o }} }}")
        return (Quad(subject, predicate, value, name) for subject, predicate, value in rows)

    def has(self, iri: str) -> bool:
        """See OpenRelease."""
        return iri in self._graphs or super().has(iri)

    def expect(self, iris: Iterable[str]) -> None:
        """See OpenRelease."""
        unknown = sorted({iri for iri in iris if iri not in self._statements and is_iri(iri)})
        for start in range(0, len(unknown), _AT_ONCE):
            self._learn(unknown[start : start + _AT_ONCE])

    def check(self) -> None:
        """See OpenRelease."""
        self.query("ASK {}")

    def _matching(self, *fixed: NamedNode | None) -> Iterator[Triple]:
        pattern = " ".join(variable if term is None else str(term) for variable, term in zip(_ROW, fixed, strict=True))
        for row in self._rows(f"SELECT DISTINCT {' '.join(_ROW)} {{ {pattern} }}"):
            yield Triple(*(known or found for known, found in zip(fixed, row, strict=True)))

    def _about(self, subject: str) -> tuple[Triple, ...]:
        known = self._statements.get(subject)
        return self._learn([subject])[subject] if known is None else known

    def _learn(self, subjects: Sequence[str]) -> dict[str, tuple[Triple, ...]]:
        nodes = " ".join(str(NamedNode(subject)) for subject in subjects)
        found: dict[str, list[Triple]] = {subject: [] for subject in subjects}
        for row in self._rows(f"SELECT DISTINCT ?s ?p ?o {{ VALUES ?s {{ {nodes} }} ?s ?p ?o }}"):
            found[row[0].value].append(Triple(*row))
        if len(self._statements) > _KNOWN:
            self._statements.clear()
        learnt = {subject: tuple(triples) for subject, triples in found.items()}
        self._statements.update(learnt)
        return learnt

    def _rows(self, query: str) -> Iterator[list[Any]]:
        """Subject, predicate and object of each solution of one of our own queries."""
        found = _results(self._endpoint.ask(query, RESULTS, self._all, self._all), QuerySolutions)
        with reading():
            for solution in found:
                yield [solution[name] for name in ("s", "p", "o")]


def solutions(place: Place, query: str, graphs: Sequence[str] = ()) -> Iterator[dict[str, Any]]:
    """The solutions of one of our own SELECT queries on a store of which nothing is known yet."""
    found = _results(place.endpoint().ask(query, RESULTS, graphs, graphs), QuerySolutions)
    names = [variable.value for variable in found.variables]
    with reading():
        for solution in found:
            yield {name: solution[name] for name in names}


_PLACES = ("subject", "predicate", "object")
_ROW = ("?s", "?p", "?o")


@contextmanager
def reading(body: Body | None = None) -> Iterator[None]:
    """Makes a StoreError of an answer that is none, and closes its body whatever goes wrong."""
    try:
        yield
    except (SyntaxError, StoreError) as error:
        if body:
            body.close()
        if isinstance(error, StoreError):
            raise
        raise StoreError(f"The store's answer cannot be read: {error.args[0]}.") from error


def _results(body: Body, kind: type) -> Any:
    form = QueryResultsFormat.from_media_type(body.media_type)
    if form is None:
        raise _unfit(body)
    with reading(body):
        found = parse_query_results(cast(IO[bytes], body), form)
        if not isinstance(found, kind):
            raise StoreError("The store answers something else than was asked.")
        return found


def _triples(body: Body) -> TripleStream:
    form = RdfFormat.from_media_type(body.media_type)
    if form is None:
        raise _unfit(body)
    return TripleStream(parse(cast(IO[bytes], body), form))


def _unfit(body: Body) -> StoreError:
    body.close()
    kind = body.media_type if body.media_type.isprintable() else "?"
    return StoreError(f"The store answers in a form that was not asked for ({kind[:60]}).")
