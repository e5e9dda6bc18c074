"""Short ways to say a triple."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Triple

from lod import vocab


def say(subject: str, *pairs: tuple[str, NamedNode | Literal | None]) -> Iterator[Triple]:
    """Triples of a subject from properties as CURIEs and their values; what has no value is not said.

    >>> [str(triple.object) for triple in say("http://e/s", ("dct:title", text("x", "en")), ("dct:issued", None))]
    ['"x"@en']
    """
    for curie, value in pairs:
        if value is not None:
            yield Triple(NamedNode(subject), NamedNode(vocab.expand(curie)), value)


def term(curie: str) -> NamedNode:
    """The node of a CURIE.

    >>> term("dcat:Dataset").value
    'http://www.w3.org/ns/dcat#Dataset'
    """
    return NamedNode(vocab.expand(curie))


def text(value: str, language: str = "") -> Literal:
    """A text in a language, or in none.

    >>> str(text("公报", "zh"))
    '"公报"@zh'
    """
    return Literal(value, language=language) if language else Literal(value)


def typed(value: str, datatype: str) -> Literal:
    """A value of a data type.

    >>> typed("2023-04-01", "xsd:date").datatype.value
    'http://www.w3.org/2001/XMLSchema#date'
    """
    return Literal(value, datatype=term(datatype))
