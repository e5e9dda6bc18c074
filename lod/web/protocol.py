"""The SPARQL 1.1 Protocol: what an HTTP request asks for, or why it cannot be answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qs

from pyoxigraph import NamedNode

from lod.model import QueryError

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"


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
    kind = content_type.partition(";")[0].strip().lower()
    if method == "POST" and kind == QUERY:
        return _request(parameters, _decoded(body))
    if method == "POST" and kind == FORM:
        parameters = _parameters(body)
    elif method == "POST":
        raise BadRequest(f"POST takes {FORM} or {QUERY}; updates are not taken.", status=415)
    if "update" in parameters:
        raise BadRequest("This endpoint is read-only: it takes queries, no updates.", status=403)
    queries = parameters.get("query", [])
    if not queries and method != "POST":
        return None
    if len(queries) != 1:
        raise BadRequest("A request has exactly one parameter `query`.")
    return _request(parameters, queries[0])


def _request(parameters: Mapping[str, Sequence[str]], query: str) -> SparqlRequest:
    # A browser's form sends its line breaks as CRLF, and an editor's default format as an empty value.
    formats = [value for value in parameters.get("format", []) if value]
    return SparqlRequest(
        query,
        _graphs(parameters, "default-graph-uri"),
        _graphs(parameters, "named-graph-uri"),
        formats[0] if formats else None,
    )


def _graphs(parameters: Mapping[str, Sequence[str]], name: str) -> tuple[str, ...]:
    iris = tuple(iri for iri in parameters.get(name, []) if iri)
    for iri in iris:
        try:
            NamedNode(iri)
        except ValueError as error:
            raise BadRequest(f"{name} is not an absolute IRI: {iri}") from error
    return iris


def _parameters(encoded: bytes) -> dict[str, list[str]]:
    try:
        return parse_qs(encoded.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=100)
    except ValueError as error:  # also UnicodeDecodeError
        raise BadRequest("The parameters are too many or not percent-encoded UTF-8.") from error


def _decoded(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        raise BadRequest("The query is not UTF-8.") from error
