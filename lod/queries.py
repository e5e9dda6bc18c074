"""Runs a SPARQL query on a store and writes the answer as a table, JSON, CSV or Turtle.

The prefixes of `lod.vocab` need no declaration here. The default graph is the union of all graphs.
"""

from __future__ import annotations

import csv
import io
import re
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path

from pyoxigraph import (
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    Triple,
    parse_query_results,
)
from wcwidth import wcswidth

from lod import formats, vocab
from lod.model import QueryError
from lod.stores import guard
from lod.stores.embedded import Answer, EmbeddedStore
from lod.stores.triples import write_triples

FORMATS = ("table", "json", "csv", "turtle")


def answer(store: EmbeddedStore, query: str, format: str = "table") -> str:
    """The answer to a query as text that ends with a line break; `format` is one of FORMATS.

    JSON is SPARQL results for SELECT and ASK, and JSON-LD for CONSTRUCT and DESCRIBE. Raises QueryError where the
    query cannot be parsed or run, and where the format does not fit: only triples can be written as Turtle.
    """
    if format not in FORMATS:
        raise QueryError(f"There is no query format {format!r}; choose one of {', '.join(FORMATS)}.")
    guard.check(query)
    try:
        return guard.deep(lambda: _write(store.query(query, prefixes=vocab.PREFIXES), format))
    except QueryError as error:
        raise QueryError(_with_place(str(error), query)) from error


def ask(store: EmbeddedStore, query: str) -> Answer:
    """The answer to a query, whole, as pyoxigraph's own object.

    Raises QueryError where the query is refused or cannot be parsed or run.
    """
    guard.check(query)
    # An answer belongs to the thread that made it, and only the one with the deep stack survives every query:
    # what crosses over is the answer as text.
    written = guard.deep(lambda: _whole(store.query(query, prefixes=vocab.PREFIXES)))
    if isinstance(written, str):
        return parse_query_results(written, QueryResultsFormat.JSON)
    copied = Store()
    copied.load(written, RdfFormat.N_TRIPLES)
    triples: Answer = copied.query("CONSTRUCT WHERE { ?s ?p ?o }")
    return triples


def read_query(argument: str) -> str:
    """The query that an argument gives: itself, the text of the file behind ``@``, or standard input for ``-``.

    Raises QueryError where the file cannot be read.

    >>> read_query("ASK {}")
    'ASK {}'
    >>> read_query("@missing.rq")
    Traceback (most recent call last):
    lod.model.QueryError: The query file missing.rq cannot be read: No such file or directory.
    """
    if argument in ("-", "@-"):
        return sys.stdin.read()
    if not argument.startswith("@"):
        return argument
    try:
        return Path(argument[1:]).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise QueryError(f"The query file {argument[1:]} cannot be read: {reason}.") from error


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Columns aligned for a terminal, where a Chinese character takes two places.

    >>> print(table(["unit", "n"], [["县水务局", "5"], ["x", "12"]]), end="")
    unit      n
    --------  --
    县水务局  5
    x         12
    """
    lines = [list(header), *(list(row) for row in rows)]
    widths = [max(_width(line[column]) for line in lines) for column in range(len(header))]
    lines.insert(1, ["-" * width for width in widths])
    return "".join("  ".join(map(_padded, line, widths)).rstrip() + "\n" for line in lines)


def _whole(found: Answer) -> str | bytes:
    try:
        if isinstance(found, QueryTriples):
            return found.serialize(format=RdfFormat.N_TRIPLES) or b""
        return _text(found.serialize(format=QueryResultsFormat.JSON))
    except (OSError, RuntimeError) as error:
        raise QueryError(f"The query failed: {error}") from error


def _write(found: Answer, format: str) -> str:
    try:
        if isinstance(found, QueryTriples):
            return _write_triples(found, format)
        return _write_results(found, format)
    except (OSError, RuntimeError) as error:
        raise QueryError(f"The query failed: {error}") from error


def _write_results(found: QuerySolutions | QueryBoolean, format: str) -> str:
    if format == "turtle":
        raise QueryError("Only CONSTRUCT and DESCRIBE give triples; write this answer as table, json or csv.")
    if format == "json":
        return _text(found.serialize(format=formats.JSON_RESULTS.results))
    if isinstance(found, QueryBoolean):
        return f"{'true' if found else 'false'}\n"
    if format == "csv":
        return _text(found.serialize(format=formats.CSV_RESULTS.results)).replace("\r\n", "\n")
    names = [variable.value for variable in found.variables]
    return table(names, ([_cell(solution[name]) for name in names] for solution in found))


def _write_triples(found: Iterable[Triple], format: str) -> str:
    if format == "turtle":
        return _text(write_triples(found, formats.TURTLE))
    if format == "json":
        return _text(write_triples(found, formats.JSON_LD))
    names = ["subject", "predicate", "object"]
    terms = ((triple.subject, triple.predicate, triple.object) for triple in found)
    if format == "table":
        return table(names, ([_cell(term) for term in row] for row in terms))
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([getattr(term, "value", str(term)) for term in row] for row in terms)
    return file.getvalue()


def _text(written: bytes | None) -> str:
    text = (written or b"").decode()
    return text if text.endswith("\n") else f"{text}\n"


def _cell(term: object) -> str:
    if term is None:
        return ""
    text = vocab.shorten(term.value) if isinstance(term, NamedNode) else str(getattr(term, "value", term))
    # A control character of the data must not move the cursor of the terminal.
    return "".join(char if unicodedata.category(char) not in ("Cc", "Cf") else _visible(char) for char in text)


def _visible(char: str) -> str:
    return char.encode("unicode_escape").decode()


def _width(text: str) -> int:
    return max(wcswidth(text), 0)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))


def _with_place(message: str, query: str) -> str:
    place = re.search(r"error at (\d+):(\d+)", message)
    if not place:
        return message
    lines = query.split("\n")
    line, column = int(place[1]), int(place[2])
    if line > len(lines):
        return message
    shown = lines[line - 1]
    return f"{message}\n  {shown}\n  {' ' * _width(shown[: column - 1])}^"
