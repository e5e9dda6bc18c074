"""Runs the rules that compare documents, or join mentions, over a whole store at once.

One query for each constraint instead of one for each focus node: joins then cost what the store makes of them, not
the number of mentions squared.
"""

from __future__ import annotations

import os
import re
from functools import lru_cache

import pyoxigraph as ox

from lod.engines import needs
from lod.model import Finding, QueryError, RuleError
from lod.rules import RuleSet
from lod.rules.shape import Query
from lod.stores import guard

THREADS = min(4, os.cpu_count() or 1)
STACKS = THREADS * guard.STACK  # bytes that they reserve while they run, and hardly touch
COMPONENT = "SPARQLConstraintComponent"


def validate(store: ox.Store, ruleset: RuleSet, running: list[str] | None = None) -> list[Finding]:
    """What the rules of corpus scope find in a store (the union of its graphs), in a fixed order.

    ``running`` holds the codes of the rules that are at work, for somebody who looks on. Raises RuleError, which names
    the file, for a query that cannot be read.

    >>> from lod import rules
    >>> validate(ox.Store(), rules.load())
    []
    """
    # Asking for a few names takes much less time than a query, and on a small page most queries lack one.
    occurs = lru_cache(maxsize=None)(lambda iri: _occurs(store, ox.NamedNode(iri)))
    todo = iter([query for query in ruleset.queries if all(map(occurs, query.needs))])
    running = [] if running is None else running

    def some() -> list[Finding]:
        return [finding for query in todo for finding in _run(store, query, ruleset, running)]

    # On stacks of their own, also so that an interrupt ends the command while a query runs on; the store lets several
    # queries run at once, and each thread takes the next one that is left.
    waiting = [guard.begun(some) for _ in range(THREADS)]
    return sorted({finding for wait in waiting for finding in wait()}, key=needs.order)


def finding(query: Query, row: dict[str, str]) -> Finding:
    """The finding of one row: terms in N-Triples syntax by variable."""
    focus, value = row.pop("this"), row.pop("value", None)
    plain = {name: lexical(term) for name, term in {**row, "this": focus, "value": value or focus}.items()}
    messages = tuple(sorted(fill(message, plain) for message in query.messages))
    bindings = tuple(sorted((name, plain[name]) for name in row))
    return Finding(query.code, focus, None, COMPONENT, value or focus, query.severity, messages, bindings)


def fill(message: str, values: dict[str, str]) -> str:
    """A message with ``{?name}`` replaced by the values of a row, as SHACL says.

    >>> fill("应为“{?name}”。", {"name": "王大凤"})
    '应为“王大凤”。'
    """
    return re.sub(r"\{[?$](\w+)\}", lambda match: values.get(match[1], match[0]), message)


def lexical(term: str) -> str:
    """The characters of a literal, or the IRI of a node, given in N-Triples syntax.

    >>> lexical('"王大凤"@zh'), lexical("<https://w3id.org/gongbao#Task>")
    ('王大凤', 'https://w3id.org/gongbao#Task')
    """
    if not term.startswith('"'):
        return term.strip("<>")
    statement = next(iter(ox.parse(f"<x:> <x:> {term} .", format=ox.RdfFormat.N_TRIPLES)))
    return statement.object.value if isinstance(statement.object, ox.Literal) else term


def _occurs(store: ox.Store, name: ox.NamedNode) -> bool:
    ways = ((None, name, None), (None, None, name), (name, None, None))
    return any(next(iter(store.quads_for_pattern(*way)), None) is not None for way in ways)


def _run(store: ox.Store, query: Query, ruleset: RuleSet, running: list[str]) -> list[Finding]:
    running.append(query.code)
    try:
        return [finding(query, row) for row in _rows(store, query)]
    except QueryError as error:
        raise RuleError(f"{ruleset.rules[query.code].path}: {error}") from error
    finally:
        running.remove(query.code)


def _rows(store: ox.Store, query: Query) -> list[dict[str, str]]:
    try:
        solutions = store.query(query.select, use_default_graph_as_union=True)
        if not isinstance(solutions, ox.QuerySolutions):
            raise QueryError("A rule's query is a SELECT.")
        names = [variable.value for variable in solutions.variables]
        if "this" not in names:
            raise QueryError("A rule's query selects $this.")
        return [{name: str(row[name]) for name in names if row[name] is not None} for row in solutions]
    except SyntaxError as error:
        raise QueryError(f"{error}.") from error
    except (ValueError, RuntimeError, OSError) as error:
        raise QueryError(f"The query failed: {error}.") from error
