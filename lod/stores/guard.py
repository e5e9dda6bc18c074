"""What the text of a query shows before it is parsed: its length, its nesting, calls to other servers, its data set.

The parser recurses: 20,000 nested braces, or a sum of as many terms, overflow its stack and end the process.
It also follows SERVICE to any address, inside the server's own network too. Both are refused here, on the text;
what passes is run on a stack that is large enough for every text of the permitted length (see `deep`).
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from typing import TypeVar

from lod import lazy
from lod.model import LodError, QueryError

MAX_LENGTH = 128 * 1024
MAX_NESTING = 100
# Measured: 30,000 operators in a row need about 200 MB. The pages are only reserved, not taken.
STACK = 512 * 1024 * 1024

# Nobody needs the word more often, and so the search below cannot be made to take long.
MAX_SERVICE_WORDS = 50

# As the grammar has it: a comment also ends at a CR, and other blanks of Unicode may stand in a name.
_BLANK = r"(?:[\x00-\x20]|#[^\r\n]*+[\r\n])*"
_NAME = r"(?:\\.|[^\x00-\x20{#\\])*"
# Deliberately wider than the grammar: it also matches inside strings and comments. A tokeniser could be led
# astray (`?a<1)SERVICE#>` looks like an IRI and is not one), this pattern cannot. A variable may be called ?service.
_SERVICE = lazy.regex(
    rf"(?<![?$])service{_BLANK}(?:silent{_BLANK})?"
    rf"(?:<[^<>]*+>|[?$]{_NAME}|[^\x00-\x20{{#<>?$:]*+:{_NAME}){_BLANK}\{{",
    re.IGNORECASE | re.DOTALL | re.ASCII,
)
# Every alternative takes what it has begun, closed or not: no character is looked at more than twice.
_TOKEN = lazy.regex(
    r"""(?P<skip> <[^<>"{}|^`\\\x00-\x20]*+>
        | \"\"\"(?:[^"\\]|\\.|\"(?!\"\"))*(?:\"\"\"|\\?\Z) | \'\'\'(?:[^'\\]|\\.|'(?!\'\'))*(?:\'\'\'|\\?\Z)
        | "(?:[^"\\\r\n]|\\.)*"? | '(?:[^'\\\r\n]|\\.)*'?
        | \#[^\r\n]*+ )
      | (?P<open> [{(\[] | <<) | (?P<close> [})\]] | >>) | (?P<word> (?:[\w?$@:%.-]|\\.)+)""",
    re.VERBOSE | re.DOTALL,
)
# Only what no expression can be read as: `?a<b:c/d/1` may be a comparison with a quotient.
_HTTP_IRI = lazy.regex(r"""<https?://[^<>"{}|^`\\\x00-\x20]*>""")
_STEP = lazy.regex(r"[-+*/!|&({\[]")
T = TypeVar("T")


class TooLong(QueryError):
    """A query has more characters than any may have."""


def check(query: str) -> None:
    """Refuses a query that is too long, too deeply nested, or that calls another server.

    Raises QueryError with the reason.

    >>> check("SELECT * { ?s ?p ?o }")
    >>> check("SELECT * { SERVICE <http://localhost/> { ?s ?p ?o } }")
    Traceback (most recent call last):
    lod.model.QueryError: SERVICE is not allowed: this endpoint asks no other server.
    """
    if len(query) > MAX_LENGTH:
        raise TooLong(f"The query has {len(query):,} characters; the limit is {MAX_LENGTH:,}.")
    if query.lower().count("service") > MAX_SERVICE_WORDS or _SERVICE.search(query):
        raise QueryError("SERVICE is not allowed: this endpoint asks no other server.")
    if _nesting(query) > MAX_NESTING:
        raise QueryError(f"The query is nested more than {MAX_NESTING} brackets deep.")


def check_steps(query: str, most: int) -> None:
    """Refuses a query that another server's parser or evaluator, on a common stack, might not survive.

    Raises QueryError. Counted is all that could make them recurse, in strings too.

    >>> check_steps("SELECT * { <http://e/a/b> ?p ?o }", 2)
    >>> check_steps("SELECT (1+1+1+1 AS ?x) {}", 2)
    Traceback (most recent call last):
    lod.model.QueryError: The query has more than 2 operators and brackets, too many for the store behind this.
    """
    if len(_STEP.findall(_HTTP_IRI.sub("", query))) > most:
        raise QueryError(f"The query has more than {most} operators and brackets, too many for the store behind this.")


def names_graphs(query: str) -> bool:
    """Whether the query chooses its data set itself, with FROM or FROM NAMED.

    >>> names_graphs("SELECT ?from FROM <http://e/g> { ?from ?p 'from' }")
    True
    >>> names_graphs("SELECT ?from { ?from ?p 'FROM <http://e/g>' } # FROM")
    False
    """
    return data_set_place(query) is not None


def data_set_place(query: str) -> int | None:
    """Where the query begins to choose its data set itself, if it does.

    >>> data_set_place("SELECT ?from FROM <http://e/g> { ?from ?p 'from' }")
    13
    """
    found = (match.start() for match in _TOKEN.finditer(query) if (match["word"] or "").upper() == "FROM")
    return next(found, None)


def deep(work: Callable[[], T]) -> T:
    """Runs a function on a stack of its own, large enough for the recursion of parser and evaluator.

    Returns what it returns and raises the LodError that it raises.

    >>> deep(lambda: 6 * 7)
    42
    """
    return begun(work)()


def begun(work: Callable[[], T]) -> Callable[[], T]:
    """Begins to run a function in the same way, and gives one that waits for it.

    >>> [wait() for wait in [begun(lambda: 6 * 7), begun(lambda: 6 + 7)]]
    [42, 13]
    """
    returned: list[T] = []
    raised: list[LodError] = []

    def run() -> None:
        try:
            returned.append(work())
        except LodError as error:
            # Anew: its traceback holds answers, which pyoxigraph lets only the thread that made them drop.
            raised.append(type(error)(*error.args))

    def wait() -> T:
        thread.join()
        if raised:
            raise raised[0]
        if not returned:
            raise QueryError("The query could not be completed.")
        return returned[0]

    with _stack_size:
        before = threading.stack_size(STACK)
        # A daemon: an interrupted command must not wait for its query.
        thread = threading.Thread(target=run, daemon=True)
        try:
            thread.start()
        finally:
            threading.stack_size(before)
    return wait


_stack_size = threading.Lock()


def _nesting(query: str) -> int:
    depth = deepest = 0
    for match in _TOKEN.finditer(query):
        if match["open"]:
            depth += 1
            deepest = max(deepest, depth)
        elif match["close"]:
            depth -= 1
    return deepest
