"""What is wrong with a query that cannot be parsed, in words of use to whoever wrote it.

The parser tells what it would have taken at the place it came furthest to, and it looks as far as the longest word
that might stand there. So the query is set apart first, wide enough that no word reaches to the next.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import islice

from pyoxigraph import Store

from lod import lazy, vocab
from lod.stores.opened import is_iri
from lod.web.texts import both

WIDE = " " * 24
SHOWN = 60  # characters of what stands at the place
UPDATES = ("INSERT", "DELETE", "WITH", "LOAD", "CLEAR", "CREATE", "DROP", "ADD", "MOVE", "COPY")
_NOT_GROUPED = "The SELECT contains a variable that is unbound"
# Every alternative takes what it has begun, closed or not: no character is looked at more than twice.
_UNIT = lazy.regex(
    r"""(?P<whole> <[^<>"{}|^`\\\x00-\x20]*+>
        | \"\"\"(?:[^"\\]|\\.|\"(?!\"\"))*(?:\"\"\"|\\?\Z) | \'\'\'(?:[^'\\]|\\.|'(?!\'\'))*(?:\'\'\'|\\?\Z)
        | "(?:[^"\\\r\n]|\\.)*"? | '(?:[^'\\\r\n]|\\.)*'? )
      | (?P<gap> (?:[\x00-\x20]|\#[^\r\n]*+)++ ) | (?P<mark> [(){}\[\],;] )
      | (?P<word> (?:[\w?$@:%.-]|\\.)++ ) | (?P<sign> .)""",
    re.VERBOSE | re.DOTALL,
)
_PREFIXED = lazy.regex(r"((?:[^\W\d_][\w.-]*)?):.*", re.DOTALL)
_PLACE = lazy.regex(r"error at (\d+):(\d+)")
_PHRASE = lazy.regex(r"[A-Z][\w*]*(?: [\w*]+){2,}")


def declared(query: str) -> dict[str, str]:
    """The prefixes of `lod.vocab` that a query may be using: they need no declaration.

    >>> list(declared("ASK { ?s a gz:Unit }"))
    ['gz']
    """
    return {prefix: iri for prefix, iri in vocab.PREFIXES.items() if f"{prefix}:" in query}


def prefixes_of(query: str) -> dict[str, str]:
    """The prefixes that a query declares, but those with relative IRIs.

    >>> prefixes_of("PREFIX a: <b:c> PREFIX d: <e> ASK {}")
    {'a': 'b:c'}
    """
    words = list(_words(query))
    found = {
        name[:-1]: iri[1:-1]
        for word, name, iri in zip(words, words[1:], words[2:], strict=False)
        if word.upper() == "PREFIX" and name.endswith(":") and iri.startswith("<")
    }
    return {name: iri for name, iri in found.items() if is_iri(iri)}


def is_update(query: str) -> bool:
    """Whether a text that is no query begins as an update does.

    >>> is_update("PREFIX a: <b:> LOAD <http://127.0.0.1/>"), is_update("SELEC * {}")
    (True, False)
    """
    words = (word.upper() for word in _words(query))
    word = next(words, "")
    while word in ("PREFIX", "BASE"):
        word = next(islice(words, 2 if word == "PREFIX" else 1, None), "")
    return word in UPDATES


def explain(query: str) -> str:
    """Why a query cannot be parsed, in both languages.

    >>> print(explain("SELECT * { ?s ex:p ?o }").splitlines()[1])
    Prefix ex: is not declared. Put PREFIX ex: <…> before the query.
    >>> print(explain("SELECT * {\\n ?s ?p }").splitlines()[1])
    Line 2, column 8: the query cannot be parsed at “}”.
    """
    if not next(_words(query), ""):
        return both("query_empty")
    if undeclared := _undeclared(query):
        return both("query_prefix", undeclared)
    spread, places = _spread(query)
    try:
        Store().query(spread, base_iri=vocab.BASE, prefixes=vocab.PREFIXES)
    except SyntaxError as error:
        return _told(query, spread, places, str(error.args[0]))
    except (ValueError, RuntimeError, OSError):
        pass
    return both("query_wrong")


def _told(query: str, spread: str, places: list[tuple[int, int, int]], message: str) -> str:
    if _NOT_GROUPED in message:
        names = ", ".join(name[:SHOWN] for name in _not_grouped(query)[:SHOWN])
        return both("query_grouped", names) if names else both("query_groups")
    if phrase := _PHRASE.search(message):
        return both("query_because", phrase[0])
    found = _PLACE.search(message)
    if not found:
        return both("query_wrong")
    line, column = int(found[1]), int(found[2])
    at = sum(len(before) + 1 for before in spread.split("\n")[: line - 1]) + column - 1
    _, begin, end = places[max(bisect_right(places, (at, len(query), len(query))) - 1, 0)]
    row, place = str(query.count("\n", 0, begin) + 1), str(begin - query.rfind("\n", 0, begin))
    return both("query_at", row, place, query[begin:end][:SHOWN]) if begin < end else both("query_ends", row, place)


def _words(query: str) -> Iterator[str]:
    return (unit[0] for unit in _UNIT.finditer(query) if unit.lastgroup != "gap")


def _undeclared(query: str) -> str | None:
    """The first prefix that a query uses without declaring it."""
    known, before = set(vocab.PREFIXES), ""
    for unit in _UNIT.finditer(query):
        if unit.lastgroup == "gap":
            continue
        name = _PREFIXED.fullmatch(unit[0]) if unit.lastgroup == "word" else None
        if name and before.upper() == "PREFIX":
            known.add(name[1])
        elif name and name[1] not in known:
            return f"{name[1][:SHOWN]}:"
        before = unit[0]
    return None


def _spread(query: str) -> tuple[str, list[tuple[int, int, int]]]:
    """A query with wide gaps, and what it has between them: where it is there, and where it begins and ends here."""
    written, length, apart = [], 0, True
    places: list[tuple[int, int, int]] = []
    for unit in _UNIT.finditer(query):
        if unit.lastgroup == "gap":
            apart = True
            continue
        marks = unit.lastgroup == "mark"
        if apart or marks:
            written.append(WIDE)
            length += len(WIDE)
            places.append((length, unit.start(), unit.end()))
        else:
            places[-1] = (*places[-1][:2], unit.end())
        written.append(unit[0])
        length += len(unit[0])
        apart = marks
    places.append((length + len(WIDE), len(query.rstrip()), len(query.rstrip())))
    return "".join([*written, WIDE]), places


def _not_grouped(query: str) -> list[str]:
    """The variables that the first SELECT shows as they are, though it does not group by them."""
    words = list(_words(query))
    shown = _variables(words, "SELECT", ("{", "FROM", "WHERE"))
    grouped = _variables(words, "GROUP", ("HAVING", "ORDER", "LIMIT", "OFFSET", "VALUES", "}"), inside=True)
    return [name for name in dict.fromkeys(shown) if name not in grouped]


def _variables(words: list[str], begin: str, ends: tuple[str, ...], inside: bool = False) -> list[str]:
    found: list[str] = []
    depth, started = 0, False
    for word in words:
        if not started:
            started = word.upper() == begin
        elif word.upper() in ends:
            break
        else:
            depth += (word == "(") - (word == ")")
            if word[0] in "?$" and (inside or not depth):
                found.append(f"?{word[1:]}")
    return found
