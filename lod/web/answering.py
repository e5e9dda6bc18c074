"""Answers one query on an open store: what a query process does with each request."""

from __future__ import annotations

import io
import json
from itertools import islice
from typing import Any, Protocol

from pyoxigraph import NamedNode, QueryBoolean, QueryTriples, serialize

from lod import formats
from lod.formats import Format
from lod.model import QueryError, StoreError
from lod.stores import guard
from lod.stores.answers import AnyAnswer, TripleStream
from lod.stores.opened import ParseError
from lod.web import faults, prefixed
from lod.web.coding import encode
from lod.web.cutting import cut
from lod.web.frames import WorkerAnswer
from lod.web.texts import both, told

PAGE = 4 * 1024 * 1024  # the part of an answer that a page shows
CELLS = 10_000  # that a page shows at most: each costs a look at what its address is called
TRIPLES = (*formats.GRAPHS, formats.TRIG, formats.N_QUADS)
PLAIN = "text/plain; charset=utf-8"


class Queryable(Protocol):
    """A store that answers queries."""

    def query(
        self, query: str, default_graphs: list[str], named_graphs: list[str], prefixes: dict[str, str]
    ) -> AnyAnswer:
        """The answer to a query on a data set. Raises QueryError."""


class _Full(OSError):
    pass


class _Limited(io.BytesIO):
    def __init__(self, limit: int) -> None:
        super().__init__()
        self._limit = limit

    def write(self, data: Any) -> int:
        room = self._limit - self.tell()
        if len(data) > room:
            super().write(data[:room])
            raise _Full(f"The answer is larger than {self._limit:,} bytes.")
        return super().write(data)


def answer(store: Queryable, request: dict[str, Any], limit: int) -> WorkerAnswer:
    """The answer to a request; a query that cannot be answered gives one with status 400, 403, 406 or 413."""
    try:
        # Here, not in the server: what a long text makes it cost is within the time of its query.
        guard.check(request["query"])
        found = store.query(request["query"], request["default"], request["named"], faults.declared(request["query"]))
    except guard.TooLong as error:
        return _refusal(413, str(error))
    except StoreError as error:
        return _refusal(error.status, str(error))
    except ParseError:
        updates = faults.is_update(request["query"])
        return _refusal(403, both("read_only")) if updates else _refusal(400, faults.explain(request["query"]))
    except QueryError as error:
        return _refusal(400, str(error))
    offered = TRIPLES if isinstance(found, QueryTriples | TripleStream) else formats.BINDINGS
    form = formats.by_key(request["triples" if offered is TRIPLES else "bindings"] or "", (*offered, formats.HTML))
    if form is None:
        kinds = ", ".join(f"{kind.suffix} ({kind.media_type})" for kind in offered)
        return _refusal(400 if request["format"] else 406, both("offered_answers", kinds))
    try:
        return _shown(found, request["rows"], limit) if form == formats.HTML else _whole(found, request, form, limit)
    except (OSError, RuntimeError) as error:
        return _refusal(400, f"The query failed: {error}")
    except StoreError as error:
        return _refusal(error.status, str(error))
    except SyntaxError:  # of what another server sent
        return _refusal(502, "The store's answer cannot be read.")


def _whole(found: AnyAnswer, request: dict[str, Any], form: Format, limit: int) -> WorkerAnswer:
    file = _Limited(limit)
    over = None
    try:
        if isinstance(found, QueryTriples | TripleStream) and form in prefixed.FORMS:
            prefixed.write(found, file, form, prefixed.prefixes_for(request["query"]))
        elif isinstance(found, QueryTriples | TripleStream):
            found.serialize(file, format=form.rdf)
        else:
            found.serialize(file, format=form.results)
    except _Full:
        over = limit
    written = cut(file.getvalue(), form) if over else file.getvalue()
    body, coding = encode(
        prefixed.without_unused(written, form) if form in prefixed.FORMS else written, request["coding"]
    )
    return WorkerAnswer(200, form.content_type, None, body, coding, over)


def _shown(found: AnyAnswer, most: int, limit: int) -> WorkerAnswer:
    """What a page shows of an answer, and how many rows the whole has.

    Cut here: a large answer would keep the server from everything else while it is made into a page.
    """
    form = formats.TURTLE if isinstance(found, QueryTriples | TripleStream) else formats.JSON_RESULTS
    if isinstance(found, QueryBoolean):
        return WorkerAnswer(200, form.content_type, 1, found.serialize(format=form.results) or b"")
    if isinstance(found, QueryTriples | TripleStream):
        triples = list(islice(found, most))
        shown = len(triples)
        body = serialize(triples, format=form.rdf) or b""
    else:
        names = [variable.value for variable in found.variables]
        most = min(most, CELLS // max(1, len(names))) or 1
        rows = [{name: _cell(row[name]) for name in names if row[name] is not None} for row in islice(found, most)]
        shown = len(rows)
        body = json.dumps({"head": {"vars": names}, "results": {"bindings": rows}}).encode()
    if len(body) > min(limit, PAGE):
        return _refusal(400, f"The page would be larger than {min(limit, PAGE):,} bytes; add a LIMIT.")
    return WorkerAnswer(200, form.content_type, shown + sum(1 for _ in found), body)


def _cell(term: Any) -> dict[str, str]:
    return {"type": "uri" if isinstance(term, NamedNode) else "literal", "value": getattr(term, "value", str(term))}


def _refusal(status: int, message: str) -> WorkerAnswer:
    return WorkerAnswer(status, PLAIN, None, told(message).encode())
