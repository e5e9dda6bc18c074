"""The Turtle report: a SHACL validation report whose results are also quality annotations (DQV) with a place."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

import pyoxigraph as ox

from lod import vocab
from lod.model import Diagnostic, Text
from lod.reports.results import findings_quads

_PREFIXES = ("sh", "dqv", "oa", "nif", "gz", "rule", "xsd")


def render(diagnostics: Iterable[Diagnostic], lang: str = "zh", texts: Sequence[Text] = ()) -> str:
    """All findings as Turtle; messages are there in all languages. A text is named by the SHA-256 of its source.

    >>> "sh:conforms true" in render([])
    True
    """
    found = list(diagnostics)
    addresses = {id(diagnostic.text): _address(diagnostic.text) for diagnostic in found}
    triples = [quad.triple for quad in findings_quads(found, addresses, vocab.BASE)]
    prefixes = {name: vocab.PREFIXES[name] for name in _PREFIXES}
    written: bytes | None = ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=prefixes)
    return (written or b"").decode()


def _address(text: Text) -> str:
    content = text.source.content or text.chars.encode("utf-8", "surrogatepass")
    return vocab.text_address(vocab.source_address(hashlib.sha256(content).hexdigest()))
