"""A process that answers queries and can be killed: pyoxigraph has no time limit and cannot be interrupted.

Requests come on standard input and answers leave on standard output, each as a frame: four bytes with the
length of a JSON header, the header, and for answers the number of bytes that the header names. When the server
is gone the input ends and the process ends, whatever it is doing. The other end is `lod.web.pool`.
"""

from __future__ import annotations

import io
import json
import os
import queue
import resource
import struct
import sys
import threading
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import IO, Any

from pyoxigraph import NamedNode, QueryBoolean, QueryTriples, serialize

from lod import formats
from lod.formats import Format
from lod.model import QueryError
from lod.stores import guard
from lod.stores.embedded import Answer, EmbeddedStore, open_release

LENGTH = struct.Struct(">I")
PAGE = 4 * 1024 * 1024  # the part of an answer that a page shows


class _Limited(io.BytesIO):
    def __init__(self, limit: int) -> None:
        super().__init__()
        self.limit = limit

    def write(self, data: Any) -> int:
        if self.tell() + len(data) > self.limit:
            raise OSError(f"The answer is larger than {self.limit:,} bytes; add a LIMIT or take the whole data set.")
        return super().write(data)


def answer(store: EmbeddedStore, request: dict[str, Any], limit: int) -> tuple[dict[str, Any], bytes]:
    """Header and body for one request; a query that cannot be answered gives a header with status 400 or 406."""
    try:
        # Here, not in the server: what a long text makes it cost is within the time of its query.
        guard.check(request["query"])
        found = store.query(request["query"], request["default"], request["named"])
    except QueryError as error:
        return _refusal(400, str(error))
    offered = (*formats.GRAPHS, formats.TRIG, formats.N_QUADS) if isinstance(found, QueryTriples) else formats.BINDINGS
    form = _choose(request, offered)
    if form is None:
        kinds = ", ".join(kind.media_type for kind in offered)
        return _refusal(406, f"This query is answered as {kinds}.")
    rows = None
    try:
        if form == formats.HTML:
            form = offered[0]
            body, rows = _first_rows(found, request["rows"], min(limit, PAGE))
        else:
            body = _write(found, form, limit)
    except (OSError, RuntimeError) as error:
        return _refusal(400, str(error))
    return {"status": 200, "type": form.content_type, "rows": rows}, body


def _choose(request: dict[str, Any], offered: Sequence[Format]) -> Format | None:
    if request["format"]:
        return formats.by_key(request["format"], (*offered, formats.HTML))
    return formats.negotiate(request["accept"], (*offered, formats.HTML))


def _write(found: Answer, form: Format, limit: int) -> bytes:
    file = _Limited(limit)
    if isinstance(found, QueryTriples):
        found.serialize(file, format=form.rdf)
    else:
        found.serialize(file, format=form.results)
    return file.getvalue()


def _first_rows(found: Answer, most: int, limit: int) -> tuple[bytes, int]:
    """What a page shows of an answer, and how many rows the whole has.

    Cut here: a large answer would keep the server from everything else while it is made into a page.
    """
    if isinstance(found, QueryBoolean):
        return _write(found, formats.JSON_RESULTS, limit), 1
    if isinstance(found, QueryTriples):
        triples = list(islice(found, most))
        shown = len(triples)
        body = serialize(triples, format=formats.TURTLE.rdf) or b""
    else:
        names = [variable.value for variable in found.variables]
        rows = [{name: _cell(row[name]) for name in names if row[name] is not None} for row in islice(found, most)]
        shown = len(rows)
        body = json.dumps({"head": {"vars": names}, "results": {"bindings": rows}}).encode()
    if len(body) > limit:
        raise OSError(f"The page would be larger than {limit:,} bytes; add a LIMIT.")
    return body, shown + sum(1 for _ in found)


def _cell(term: Any) -> dict[str, str]:
    return {"type": "uri" if isinstance(term, NamedNode) else "literal", "value": getattr(term, "value", str(term))}


def _refusal(status: int, message: str) -> tuple[dict[str, Any], bytes]:
    return {"status": status, "type": "text/plain; charset=utf-8", "rows": None}, message.encode()


def main(release: str, memory: int, limit: int) -> None:
    """Serves requests from standard input until it ends."""
    os.nice(10)  # pages go before queries
    store = open_release(Path(release))
    requests: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
    threading.Thread(target=_read, args=(requests, sys.stdin.buffer), daemon=True).start()
    guard.deep(lambda: _serve(store, requests, memory, limit))


def _serve(store: EmbeddedStore, requests: queue.SimpleQueue[dict[str, Any]], memory: int, limit: int) -> None:
    # Only now: the stack of this thread is reserved already and does not count.
    _limit_memory(memory)
    while True:
        header, body = answer(store, requests.get(), limit)
        written = json.dumps(header | {"size": len(body)}).encode()
        sys.stdout.buffer.write(LENGTH.pack(len(written)) + written + body)
        sys.stdout.buffer.flush()


def _read(requests: queue.SimpleQueue[dict[str, Any]], file: IO[bytes]) -> None:
    while len(head := file.read(LENGTH.size)) == LENGTH.size:
        requests.put(json.loads(file.read(LENGTH.unpack(head)[0])))
    os._exit(0)  # the server is gone; a running query would keep an orderly exit waiting


def _limit_memory(budget: int) -> None:
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        taken = pages * resource.getpagesize()
    except OSError:  # no /proc: not Linux
        taken = 0
    resource.setrlimit(resource.RLIMIT_AS, (taken + budget, taken + budget))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
