"""The Turtle report: a SHACL validation report whose results are also quality annotations (DQV) with a place."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable, Sequence
from typing import TypeVar

import pyoxigraph as ox

from lod import vocab
from lod.model import Diagnostic, Text
from lod.reports.results import findings_quads

Term = TypeVar("Term")
_PREFIXES = ("sh", "dqv", "oa", "nif", "gz", "rule", "xsd")


def render(diagnostics: Iterable[Diagnostic], lang: str = "zh", texts: Sequence[Text] = ()) -> str:
    """All findings as Turtle; messages are there in all languages. A text is named by the SHA-256 of its source.

    All but rules and terms has names of this report alone, so that a draft never mixes with what is published.

    >>> "sh:conforms true" in render([])
    True
    """
    found = list(diagnostics)
    addresses = {id(diagnostic.text): _address(diagnostic.text) for diagnostic in found}
    report = _report(found, texts)
    quads = findings_quads(found, addresses, f"{report}/")
    triples = [
        ox.Triple(_renamed(quad.subject, report), quad.predicate, _renamed(quad.object, report)) for quad in quads
    ]
    prefixes = {name: vocab.PREFIXES[name] for name in _PREFIXES}
    written: bytes | None = ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=prefixes)
    return (written or b"").decode()


def _report(found: Iterable[Diagnostic], texts: Iterable[Text]) -> str:
    told = [f"{one.rule.code} {_address(one.text)} {one.span.start},{one.span.end}" for one in found]
    # The same texts and findings give the same report.
    return uuid.uuid5(uuid.NAMESPACE_URL, "\n".join((*map(_address, texts), *told))).urn


def _renamed(term: Term, report: str) -> Term | ox.NamedNode:
    """An address below the report as its fragment: a URN of a UUID has no path."""
    if not (isinstance(term, ox.NamedNode) and term.value.startswith(f"{report}/")):
        return term
    rest = term.value.removeprefix(f"{report}/")
    return ox.NamedNode(f"{report}#{rest.replace('#', '%23')}")


def _address(text: Text) -> str:
    content = text.source.content or text.chars.encode("utf-8", "surrogatepass")
    return vocab.text_address(vocab.source_address(hashlib.sha256(content).hexdigest()))
