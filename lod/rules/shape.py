"""The SHACL part of a rule file, completed so that an engine needs nothing beside it.

Rule files are written for people: prefixes of queries and the severity of property shapes go without saying.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from lod import lazy
from lod.model import Rule
from lod.rules.demands import demands
from lod.vocab import PREFIXES, expand

# What the engines need not see: these properties describe a rule, the others state its shape.
_ABOUT = tuple(PREFIXES[prefix] for prefix in ("lint", "dct", "rdfs"))
_PREFIX_USED = lazy.regex(r"\b([a-z]+):\w")


@dataclass(frozen=True, slots=True)
class Query:
    """A SPARQL constraint of a rule, as it is run over a whole store: ``?this`` is the focus node."""

    code: str
    select: str
    severity: str
    messages: tuple[str, ...]
    needs: tuple[str, ...] = ()  # names without which it finds nothing


@dataclass(frozen=True, slots=True)
class Compiled:
    """What engines are given of a rule: its shape as N-Triples, and its queries where it has corpus scope."""

    file: Path
    shapes: str
    queries: tuple[Query, ...] = ()


def compiled(rule: Rule, file: Path, triples: Iterable[ox.Triple]) -> Compiled:
    """What engines are given of a rule whose file holds these statements."""
    stated = tuple(triples)
    return Compiled(file, text(shape(stated)), tuple(queries(rule.code, stated)) if rule.corpus else ())


def shape(triples: Iterable[ox.Triple]) -> list[ox.Triple]:
    """The statements that state a shape, completed so that an engine needs nothing beside them."""
    stated = [t for t in triples if not t.predicate.value.startswith(_ABOUT) and not _is_rule_type(t)]
    select = expand("sh:select")
    stated = [_with_prefixes(t) if t.predicate.value == select else t for t in stated]
    return stated + _severities(stated)


def _is_rule_type(triple: ox.Triple) -> bool:
    return isinstance(triple.object, ox.NamedNode) and triple.object.value.startswith(PREFIXES["lint"])


def _with_prefixes(triple: ox.Triple) -> ox.Triple:
    query = triple.object.value if isinstance(triple.object, ox.Literal) else ""
    used = sorted(set(_PREFIX_USED.findall(query)) & PREFIXES.keys())
    head = "".join(f"PREFIX {prefix}: <{PREFIXES[prefix]}>\n" for prefix in used)
    return ox.Triple(triple.subject, triple.predicate, ox.Literal(head + query))


def _severities(stated: Sequence[ox.Triple]) -> list[ox.Triple]:
    # SHACL gives a property shape the severity sh:Violation whatever its node shape says; a rule has one severity.
    severity, owns = ox.NamedNode(expand("sh:severity")), expand("sh:property")
    said = {t.subject: t.object for t in stated if t.predicate == severity}
    return [
        ox.Triple(t.object, severity, said[t.subject])
        for t in stated
        if t.predicate.value == owns
        and t.subject in said
        and t.object not in said
        and isinstance(t.object, ox.NamedNode | ox.BlankNode)
    ]


def queries(code: str, triples: Iterable[ox.Triple]) -> list[Query]:
    """The SPARQL constraints of a rule, for running over a whole store; each may be milder than its rule."""
    stated = shape(triples)
    said = {t.subject: iri.rpartition("#")[2] for t in stated if (iri := _iri(t, "sh:severity"))}
    severity = next(said[subject] for subject in said if isinstance(subject, ox.NamedNode))
    found = []
    for triple in stated:
        if query := _literal(triple, "sh:select"):
            own = [t for t in stated if t.subject == triple.subject]
            milder = said.get(triple.subject, severity)
            messages = tuple(text for t in own if (text := _literal(t, "sh:message")))
            select = re.sub(r"\$this\b", "?this", query)
            found.append(Query(code, select, milder, messages, demands(select)))
    return found


def text(triples: Iterable[ox.Triple]) -> str:
    """Statements as N-Triples."""
    return "".join(f"{triple} .\n" for triple in triples)


def _iri(triple: ox.Triple, curie: str) -> str | None:
    if triple.predicate.value == expand(curie) and isinstance(triple.object, ox.NamedNode):
        return triple.object.value
    return None


def _literal(triple: ox.Triple, curie: str) -> str | None:
    if triple.predicate.value == expand(curie) and isinstance(triple.object, ox.Literal):
        return triple.object.value
    return None
