"""Every syntax that is read or written, one row each, and the choice between them (RFC 9110, section 12).

Media types, suffixes and names are said here and nowhere else, so that `Accept`, `.ttl`, `?format=ttl`
and the links on a page cannot disagree.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from pyoxigraph import QueryResultsFormat, RdfFormat

from lod import lazy


@dataclass(frozen=True, slots=True)
class Format:
    """A syntax: its name, suffix, media types (the first is the one that is sent) and what writes it."""

    name: str
    suffix: str
    media_types: tuple[str, ...]
    rdf: RdfFormat | None = None
    results: QueryResultsFormat | None = None
    aliases: tuple[str, ...] = ()

    @property
    def media_type(self) -> str:
        """The media type that is sent with this syntax."""
        return self.media_types[0]

    @property
    def content_type(self) -> str:
        """The media type with its character set, where the type has that parameter.

        >>> TURTLE.content_type, JSON_LD.content_type
        ('text/turtle; charset=utf-8', 'application/ld+json')
        """
        return f"{self.media_type}; charset=utf-8" if self.media_type.startswith("text/") else self.media_type

    @property
    def keys(self) -> tuple[str, ...]:
        """What may stand in ``?format=``: suffix, other names and media types."""
        return (self.suffix, *self.aliases, *self.media_types)


TURTLE = Format("Turtle", "ttl", ("text/turtle",), rdf=RdfFormat.TURTLE, aliases=("turtle", "n3"))
TRIG = Format("TriG", "trig", ("application/trig",), rdf=RdfFormat.TRIG)
N_TRIPLES = Format(
    "N-Triples", "nt", ("application/n-triples", "text/plain"), rdf=RdfFormat.N_TRIPLES, aliases=("ntriples",)
)
N_QUADS = Format("N-Quads", "nq", ("application/n-quads",), rdf=RdfFormat.N_QUADS, aliases=("nquads",))
JSON_LD = Format(
    "JSON-LD", "jsonld", ("application/ld+json", "application/json"), rdf=RdfFormat.JSON_LD, aliases=("json-ld", "json")
)
RDF_XML = Format(
    "RDF/XML",
    "rdf",
    ("application/rdf+xml", "application/xml", "text/xml"),
    rdf=RdfFormat.RDF_XML,
    aliases=("rdfxml", "rdf+xml", "xml"),
)
HTML = Format("HTML", "html", ("text/html", "application/xhtml+xml"), aliases=("htm",))

JSON_RESULTS = Format(
    "JSON", "json", ("application/sparql-results+json", "application/json"), results=QueryResultsFormat.JSON
)
XML_RESULTS = Format(
    "XML", "xml", ("application/sparql-results+xml", "application/xml", "text/xml"), results=QueryResultsFormat.XML
)
CSV_RESULTS = Format("CSV", "csv", ("text/csv",), results=QueryResultsFormat.CSV)
TSV_RESULTS = Format("TSV", "tsv", ("text/tab-separated-values",), results=QueryResultsFormat.TSV)

# The order is the server's preference where a client has none.
GRAPHS = (TURTLE, JSON_LD, N_TRIPLES, RDF_XML)
DATASETS = (N_QUADS, TRIG, JSON_LD)
BINDINGS = (JSON_RESULTS, XML_RESULTS, CSV_RESULTS, TSV_RESULTS)
RESOURCE = (HTML, *GRAPHS)
# Reports of the linter; what only its name can ask for stands behind another of its media type.
REPORTS = (
    Format("json", "json", ("application/json",)),
    Format("jsonl", "jsonl", ("application/x-ndjson", "application/jsonl"), aliases=("ndjson",)),
    Format("sarif", "sarif", ("application/sarif+json",)),
    Format("html", "html", HTML.media_types),
    Format("markdown", "md", ("text/markdown",), aliases=("markdown",)),
    Format("turtle", "ttl", TURTLE.media_types, aliases=("turtle",)),
    Format("junit", "junit", ("application/xml", "text/xml"), aliases=("xml",)),
    Format("text", "txt", ("text/plain",), aliases=("text",)),
    Format("full", "full", ("text/plain",)),
    Format("github", "github", ("text/plain",)),
    Format("gitlab", "gitlab", ("application/json",)),
    Format("rdjson", "rdjson", ("application/json",)),
)

_TOKEN = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_QUOTED = r'"(?:[^"\\]|\\.)*"'  # a comma or semicolon inside quotes separates nothing
_PARAMETER = rf"\s*;\s*({_TOKEN})\s*=\s*({_TOKEN}|{_QUOTED})"
# Nothing is given back: a field of blanks would be gone through once from each of them.
_RANGE = lazy.regex(rf"\s*+({_TOKEN})/({_TOKEN})((?:{_PARAMETER})*+)\s*+;?\s*+")
# A quote that nothing closes takes the rest; to look for its end from every place would take long.
_MEMBER = lazy.regex(rf"(?:[^,\"]|{_QUOTED}|\".*)+", re.DOTALL)
_MOST = 200
_WEIGHT = lazy.regex(r"0?(?:\.\d*)?|1(?:\.0*)?")  # Java's own client sends "q=.2"


@dataclass(frozen=True, slots=True)
class _Range:
    type: str
    subtype: str
    quality: float

    @property
    def specificity(self) -> int:
        return (self.type != "*") + (self.subtype != "*")

    def covers(self, media_type: str) -> bool:
        kind, _, subtype = media_type.partition("/")
        return self.type in ("*", kind) and self.subtype in ("*", subtype)


def negotiate(accept: str | None, offered: Sequence[Format]) -> Format | None:
    """The offered format that an ``Accept`` field prefers, or None where it excludes all of them.

    The most specific range decides each format's weight; among equal weights a format that the client names
    beats one that only a wildcard covers (``text/turtle, */*`` asks for Turtle), then the server's order counts.
    A field that is absent, empty or nothing but noise excludes nothing.

    >>> negotiate("text/html;q=0.5, application/*", (HTML, TURTLE, JSON_LD)).name
    'JSON-LD'
    >>> negotiate("image/png", (HTML, TURTLE)) is None
    True
    """
    ranges = _ranges(accept or "") or _ranges("*/*")
    ranked = [(*_weight(ranges, form), -place, form) for place, form in enumerate(offered)]
    quality, _, _, best = max(ranked, key=lambda row: row[:3])
    return best if quality > 0 else None


def by_key(key: str, offered: Iterable[Format]) -> Format | None:
    """The offered format of a suffix, another name or a media type, as in ``?format=ttl``.

    >>> by_key("turtle", GRAPHS).suffix
    'ttl'
    >>> by_key("docx", GRAPHS) is None
    True
    """
    # An unescaped "+" in a query string arrives as a blank: application/ld json.
    wanted = key.strip().lower().replace(" ", "+")
    return next((form for form in offered if wanted in form.keys), None)


def split_suffix(path: str, offered: Iterable[Format]) -> tuple[str, Format | None]:
    """A path without the suffix of an offered format, and that format.

    >>> path, form = split_suffix("140826/x/2023/1.ttl", GRAPHS)
    >>> path, form.name
    ('140826/x/2023/1', 'Turtle')
    """
    stem, dot, suffix = path.rpartition(".")
    form = next((form for form in offered if suffix == form.suffix), None) if dot and stem else None
    return (stem, form) if form else (path, None)


def _ranges(accept: str) -> list[_Range]:
    # An Accept field of thousands is no wish but an attempt to cost time.
    members = (_RANGE.fullmatch(member[0]) for member in islice(_MEMBER.finditer(accept), _MOST))
    return [
        _Range(match[1].lower(), match[2].lower(), _quality(match[3]))
        for match in members
        if match and (match[1] != "*" or match[2] == "*")
    ]


def _quality(parameters: str) -> float:
    # Other parameters (charset, profile) do not narrow: every format here is sent in one form only.
    for name, value in re.findall(_PARAMETER, parameters):
        if name.lower() == "q":
            return float(value) if _WEIGHT.fullmatch(value) and value.strip(".") else 0.0
    return 1.0


def _weight(ranges: list[_Range], form: Format) -> tuple[float, int]:
    covering = [
        (found.specificity, found.quality) for kind in form.media_types for found in ranges if found.covers(kind)
    ]
    if not covering:
        return 0.0, 0
    specificity, quality = max(covering)
    return quality, specificity
