"""A SPARQL 1.1 endpoint on another server: asks the one address that the operator named, and no other."""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode, urlsplit

import urllib3
from urllib3.exceptions import HTTPError, NewConnectionError, TimeoutError

from lod.model import ConfigError, QueryError, StoreError

CONNECTIONS = 40  # kept open; as many as there are threads that read for pages
CONNECT_SECONDS = 5.0
_PIECE = 64 * 1024
_TOLD = 200  # characters of an error that are passed on
# By these a store says that it has left something out: two of Virtuoso, one of our own.
_CUT = ("x-sparql-maxrows", "x-sql-state", "x-truncated")
_BUSY, _LATE = (429, 503), (408, 504)

logger = logging.getLogger(__name__)


def check_address(url: str) -> None:
    """Refuses what is no address of an endpoint. Raises ConfigError.

    >>> check_address("http://127.0.0.1:7878/query")
    >>> check_address("http://me:secret@127.0.0.1/query")
    Traceback (most recent call last):
    lod.model.ConfigError: store is an address such as http://127.0.0.1:7878/query, without user and fragment.
    """
    try:
        parts = urlsplit(url)
        fits = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        fits = False
    if not fits or "@" in parts.netloc or "#" in url or not url.isascii() or set(url) & set(" \r\n\t"):
        raise ConfigError("store is an address such as http://127.0.0.1:7878/query, without user and fragment.")


class Endpoint:
    """An endpoint that is given so many seconds for an answer of so many bytes.

    It is asked in one connection pool, which belongs to its host; redirects are refused, proxies of the environment
    are not asked, and nothing is unpacked.
    """

    def __init__(self, url: str, seconds: float, size: int) -> None:
        check_address(url)
        parts = urlsplit(url)
        self._target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        self._seconds = seconds
        self._size = size
        timeout = urllib3.Timeout(connect=min(seconds, CONNECT_SECONDS), read=seconds)
        self._pool = urllib3.connection_from_url(url, maxsize=CONNECTIONS, timeout=timeout)
        self._url = url

    def ask(
        self, query: str, accept: str, default_graphs: Sequence[str] = (), named_graphs: Sequence[str] = ()
    ) -> Body:
        """The body of the answer to a query. Raises StoreError, or QueryError where the endpoint does not take it."""
        fields = [("query", query)]
        fields += [("default-graph-uri", iri) for iri in default_graphs]
        fields += [("named-graph-uri", iri) for iri in named_graphs]
        headers = {
            "accept": accept,
            "accept-encoding": "identity",
            "content-type": "application/x-www-form-urlencoded",
            "user-agent": "gongbao",
        }
        deadline = time.monotonic() + self._seconds
        try:
            response = self._pool.urlopen(
                "POST",
                self._target,
                body=urlencode(fields),
                headers=headers,
                redirect=False,
                retries=False,
                preload_content=False,
                decode_content=False,
            )
        except HTTPError as error:
            logger.warning("The store %s does not answer: %s", self._url, error)
            raise _unreachable(error) from error
        body = Body(response, deadline, self._size)
        if response.status != 200 or "content-encoding" in response.headers:
            refused = _refusal(response.status, response.headers, body)
            body.close()
            logger.warning("The store %s answered %s: %s", self._url, response.status, refused)
            raise refused
        if cut := next((name for name in _CUT if name in response.headers), None):
            body.close()
            told = _line(response.headers[cut])
            raise StoreError(f"The store leaves out part of the answer ({cut}: {told}); add a LIMIT.")
        return body


class Body:
    """The body of an answer, to be read once, within time and size. What goes wrong is a StoreError."""

    def __init__(self, response: Any, deadline: float, size: int) -> None:
        self.media_type = str(response.headers.get("content-type", "")).partition(";")[0].strip().lower()
        self._response = response
        self._deadline = deadline
        self._left = size

    def __del__(self) -> None:
        self.close()  # who takes the first rows only, reads no end

    def close(self) -> None:
        """Gives up the connection, unless the answer was read to its end."""
        self._response.close()

    def read(self, size: int = -1) -> bytes:
        """The next bytes, no more than `size`; none at the end."""
        try:
            piece = self._piece(min(size, _PIECE) if size > 0 else _PIECE)
        except StoreError:
            self.close()
            raise
        return piece

    def _piece(self, size: int) -> bytes:
        try:
            piece: bytes = self._response.read1(size)
        except HTTPError as error:
            raise _unreachable(error) from error
        if piece and time.monotonic() > self._deadline:
            raise StoreError("The store took too long to answer.", 504)
        self._left -= len(piece)
        if self._left < 0:
            raise StoreError("The store's answer is larger than this server takes.")
        return piece


def _unreachable(error: HTTPError) -> StoreError:
    if isinstance(error, TimeoutError) and not isinstance(error, NewConnectionError):
        return StoreError("The store took too long to answer.", 504)
    return StoreError("The store cannot be reached.")


def _refusal(status: int, headers: Mapping[str, str], body: Body) -> StoreError | QueryError:
    if 300 <= status < 400:
        return StoreError("The store sends us elsewhere, where we do not go.")
    if status in _BUSY:
        return StoreError("The store is busy; try again later.", 503)
    if status in _LATE:
        return StoreError("The store took too long to answer.", 504)
    if status == 200:
        return StoreError("The store's answer has a content coding that was not asked for.")
    told = _said(headers, body) or "no reason is given"
    if status == 400:
        return QueryError(f"The store does not take the query: {told}")
    return StoreError(f"The store fails with status {status}: {told}")


def _said(headers: Mapping[str, str], body: Body) -> str:
    """The first line of an error, where it is plain text."""
    if body.media_type != "text/plain" or "content-encoding" in headers:
        return ""
    try:
        return _line(body.read(2000).decode("utf-8", "replace").lstrip().partition("\n")[0])
    except StoreError:
        return ""


def _line(text: str) -> str:
    return "".join(char for char in text if char.isprintable())[:_TOLD].strip()
