"""What every engine needs: the statements that the rules can see, as N-Triples, and one order of findings."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

import pyoxigraph as ox

from lod import lazy
from lod.model import Finding
from lod.rules import RuleSet
from lod.vocab import PREFIXES

_IRI = lazy.regex(r"<([^<>\s\\]+)>")
_NAME = lazy.regex(r"\b([a-z]+):([A-Za-z_]\w*)")


def text(quads: Iterable[ox.Quad], ruleset: RuleSet) -> str:
    """The statements whose property some rule names, as N-Triples.

    A gazette has many more than the rules look at, among them its whole text; reading them costs more than judging.
    """
    named = _named(ruleset.document_shapes)
    return ntriples(quad.triple for quad in quads if quad.predicate.value in named)


def ntriples(triples: Iterable[ox.Triple]) -> str:
    """Statements as N-Triples."""
    lines: bytes | None = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES)
    return (lines or b"").decode()


def order(finding: Finding) -> tuple[str, str, str, str, str, tuple[str, ...]]:
    """A key to sort findings by, the same for each engine."""
    return (finding.rule, finding.focus, finding.path or "", finding.component, finding.value or "", finding.messages)


@lru_cache(maxsize=8)
def _named(shapes: str) -> frozenset[str]:
    names = {PREFIXES[prefix] + local for prefix, local in _NAME.findall(shapes) if prefix in PREFIXES}
    return frozenset(names | set(_IRI.findall(shapes)))
