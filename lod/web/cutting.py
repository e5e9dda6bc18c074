"""Ends an answer that became too large at its last whole row, so that it still is what its media type says.

The writers of the store cannot be told to stop, and rows written one by one cost ten times as much. So the bytes that
fit are cut where a row ends.
"""

from __future__ import annotations

from dataclasses import dataclass

from lod import formats
from lod.formats import Format


@dataclass(frozen=True, slots=True)
class _Marks:
    """What stands between two rows and how much of it belongs to the first; what precedes all rows, what follows."""

    between: bytes
    kept: int
    before: bytes = b""
    after: bytes = b""


# What marks the end of a row cannot stand in a literal: there `<`, quotes and line breaks are escaped.
_LINES = _Marks(b" .\n", 3)
_MARKS = {
    formats.TSV_RESULTS.name: _Marks(b"\n", 1),
    formats.XML_RESULTS.name: _Marks(b"</result>", 9, b"<results>", b"</results></sparql>"),
    formats.JSON_RESULTS.name: _Marks(b'}},{"', 2, b'"bindings":[', b"]}}"),
    formats.JSON_LD.name: _Marks(b']},{"@id":', 2, b"[", b"]"),
    formats.RDF_XML.name: _Marks(b"\n\t</rdf:Description>\n", 21, b'">\n', b"</rdf:RDF>"),
} | {form.name: _LINES for form in (formats.TURTLE, formats.TRIG, formats.N_TRIPLES, formats.N_QUADS)}


def cut(written: bytes, form: Format) -> bytes:
    """The beginning of an answer up to the end of its last whole row, closed as the syntax wants it.

    >>> cut(b'{"head":{"vars":["s"]},"results":{"bindings":[{"s":{}},{"s":{}},{"s"', formats.JSON_RESULTS)
    b'{"head":{"vars":["s"]},"results":{"bindings":[{"s":{}},{"s":{}}]}}'
    >>> cut(b"<a:b> <a:c> <a:d> .\\n<a:b> <a:c", formats.N_TRIPLES)
    b'<a:b> <a:c> <a:d> .\\n'
    """
    if form == formats.CSV_RESULTS:
        return written[: _end_of_csv(written)]
    marks = _MARKS[form.name]
    end = _last(written, marks.between)
    if end >= 0:
        return written[: end + marks.kept] + marks.after
    return written[: written.find(marks.before) + len(marks.before)] + marks.after


def _last(written: bytes, mark: bytes) -> int:
    at = written.rfind(mark)
    # Only what ends in a quote can also be the end of a string of JSON; a comma or bracket follows then.
    while at >= 0 and written[at + len(mark) : at + len(mark) + 1] in (b",", b"}", b"]", b""):
        at = written.rfind(mark, 0, at + len(mark) - 1)
    return at


def _end_of_csv(written: bytes) -> int:
    end = len(written)
    quoted = written.count(b'"') % 2
    while (at := written.rfind(b"\r\n", 0, end)) >= 0:
        quoted ^= written.count(b'"', at, end) % 2
        if not quoted:
            return at + 2
        end = at
    return 0
