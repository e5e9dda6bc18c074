"""The SPARQL 1.1 Protocol: what an HTTP request asks for, or why it cannot be answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email.message import Message
from urllib.parse import parse_qs

from pyoxigraph import NamedNode

from lod.model import QueryError
from lod.web.texts import both

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
FIELDS = 1000  # an IRI for each graph of a data set, but no more than can be read at once
LONGEST_TYPE = 500

Parameters = Mapping[str, Sequence[str]]


class BadRequest(QueryError):
    """A request that does not keep to the protocol; `status` says how."""

    def __init__(self, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.status = status


@dataclass(frozen=True, slots=True)
class SparqlRequest:
    """A query with its data set and the format that was asked for by name."""

    query: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    format: str | None = None


def read_request(method: str, query_string: bytes, content_type: str, body: bytes) -> SparqlRequest | None:
    """The query of a request, or None for a bare GET. Raises BadRequest.

    >>> read_request("GET", b"query=ASK%20%7B%7D&format=xml", "", b"").format
    'xml'
    >>> read_request("GET", b"", "", b"") is None
    True
    """
    parameters = _parameters(query_string)
    if method == "POST":
        parameters = _posted(parameters, content_type, body)
    if "update" in parameters:
        raise BadRequest(both("read_only"), status=403)
    queries = parameters.get("query", [])
    if not queries and method != "POST":
        return None
    if len(queries) != 1:
        raise BadRequest("A request has exactly one parameter `query`.")
    # A browser's form sends an editor's default format as an empty value.
    named = [value for value in parameters.get("format", []) if value]
    return SparqlRequest(
        queries[0],
        _graphs(parameters, "default-graph-uri"),
        _graphs(parameters, "named-graph-uri"),
        named[0] if named else None,
    )


def _posted(parameters: Parameters, content_type: str, body: bytes) -> Parameters:
    """The parameters of a POST. Those of its address count too: a data set that is named there must not be ignored."""
    if len(content_type) > LONGEST_TYPE:  # to take its parameters apart costs the square of its length
        raise BadRequest("The Content-Type is too long.", status=415)
    header = Message()
    header["content-type"] = content_type
    kind = header.get_content_type() if content_type else ""
    if kind not in (FORM, QUERY, UPDATE):
        raise BadRequest(f"POST takes {FORM} or {QUERY}.", status=415)
    if str(header.get_param("charset", "utf-8")).lower() not in ("utf-8", "utf8", "us-ascii"):
        raise BadRequest("A query is UTF-8.", status=415)
    more = _parameters(body) if kind == FORM else {kind.rpartition("-")[2]: [_decoded(body)]}
    return {name: [*parameters.get(name, []), *more.get(name, [])] for name in {**parameters, **more}}


def _graphs(parameters: Parameters, name: str) -> tuple[str, ...]:
    iris = tuple(iri for iri in parameters.get(name, []) if iri)
    for iri in iris:
        try:
            NamedNode(iri)
        except ValueError as error:
            raise BadRequest(f"{name} is not an absolute IRI: {iri[:200]}") from error
    return iris


def _parameters(encoded: bytes) -> Parameters:
    try:
        return parse_qs(encoded.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=FIELDS)
    except ValueError as error:  # also UnicodeDecodeError
        raise BadRequest("The parameters are too many or not percent-encoded UTF-8.") from error


def _decoded(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        raise BadRequest("The query is not UTF-8.") from error
