"""Writes the triples that answer a query with prefixes: those of the query, those of `lod.vocab`, and none unused."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import IO

from pyoxigraph import Triple, serialize

from lod import formats, lazy, vocab
from lod.formats import Format
from lod.web.faults import prefixes_of

FORMS = (formats.TURTLE, formats.TRIG, formats.RDF_XML)
# In a larger answer a few lines more are nothing, and to look for them would take long.
LARGE = 4 * 1024 * 1024
# What may be the prefix of an element as well.
_NAME = lazy.regex(r"(?!xml)[a-z][a-z0-9_-]*", re.IGNORECASE | re.ASCII)
_LINE = re.compile(rb"@prefix ([^:]*): [^\n]*\n")
_ATTRIBUTE = re.compile(rb' xmlns:([^=" ]+)="[^"]*"')


def prefixes_for(query: str) -> dict[str, str]:
    """The prefixes that the answer to a query may use.

    >>> prefixes_for("PREFIX g: <https://w3id.org/gongbao#> ASK {}")["g"]
    'https://w3id.org/gongbao#'
    """
    own = {name: iri for name, iri in prefixes_of(query).items() if _NAME.fullmatch(name)}
    return {name: iri for name, iri in vocab.PREFIXES.items() if iri not in own.values()} | own


def write(found: Iterable[Triple], file: IO[bytes], form: Format, prefixes: Mapping[str, str]) -> None:
    """Writes triples in one of FORMS, with prefixes that `without_unused` may take away again."""
    serialize(found, file, format=form.rdf, prefixes=dict(prefixes))


def without_unused(written: bytes, form: Format) -> bytes:
    """What was written, without the prefixes that do not occur.

    >>> without_unused(b"@prefix a: <a:b> .\\n@prefix c: <c:d> .\\n<x:y> c:d 1 .\\n", formats.TURTLE)
    b'@prefix c: <c:d> .\\n<x:y> c:d 1 .\\n'
    """
    if len(written) > LARGE:
        return written
    end = _end_of_head(written, form)
    head, body = written[:end], written[end:]
    if form == formats.RDF_XML:
        return _ATTRIBUTE.sub(lambda found: found[0] if _stays(found[1], body) else b"", head) + body
    return _LINE.sub(lambda found: found[0] if found[1] + b":" in body else b"", head) + body


def _end_of_head(written: bytes, form: Format) -> int:
    if form == formats.RDF_XML:
        return written.find(b">", written.find(b"<rdf:RDF"))
    end = 0
    while line := _LINE.match(written, end):
        end = line.end()
    return end


def _stays(name: bytes, body: bytes) -> bool:
    return name == b"rdf" or b"<%s:" % name in body or b" %s:" % name in body
