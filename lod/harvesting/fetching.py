"""Fetches pages of a catalogue as a harvester does: HEAD first or not, redirects or not, so many bytes."""

from __future__ import annotations

from dataclasses import dataclass
from types import TracebackType
from urllib.parse import urljoin, urlsplit

import urllib3
from pyoxigraph import RdfFormat

from lod.harvesting.harvesters import Harvester
from lod.model import HarvestError

_CHUNK = 512 * 1024
_SYNTAXES = {
    "text/turtle": RdfFormat.TURTLE,
    "application/x-turtle": RdfFormat.TURTLE,
    "application/rdf+xml": RdfFormat.RDF_XML,
    "application/xml": RdfFormat.RDF_XML,
    "text/xml": RdfFormat.RDF_XML,
    "application/ld+json": RdfFormat.JSON_LD,
    "application/json": RdfFormat.JSON_LD,
    "application/n-triples": RdfFormat.N_TRIPLES,
    "text/n3": RdfFormat.N3,
    "application/trig": RdfFormat.TRIG,
}
_SUFFIXES = {
    "ttl": RdfFormat.TURTLE,
    "rdf": RdfFormat.RDF_XML,
    "xml": RdfFormat.RDF_XML,
    "owl": RdfFormat.RDF_XML,
    "json": RdfFormat.JSON_LD,
    "jsonld": RdfFormat.JSON_LD,
    "json-ld": RdfFormat.JSON_LD,
    "nt": RdfFormat.N_TRIPLES,
    "n3": RdfFormat.N3,
    "trig": RdfFormat.TRIG,
}


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page as it came; the syntax is None where the answer has a type that is no RDF."""

    content: bytes
    syntax: RdfFormat | None
    media_type: str


class Refused(Exception):
    """An answer that a harvester does not take; ``kind`` says why, ``said`` what was answered."""

    def __init__(self, kind: str, said: str) -> None:
        super().__init__(kind, said)
        self.kind, self.said = kind, said


def same_site(address: str, other: str) -> bool:
    """Whether two addresses are of one web server: nobody is sent elsewhere because a catalogue says so.

    >>> same_site("http://a.cn/catalog?page=2", "http://a.cn/catalog"), same_site("file:///etc/passwd", "http://a.cn/")
    (True, False)
    """
    return urlsplit(address)[:2] == urlsplit(other)[:2]


class Fetcher:
    """Asks as a harvester asks, and waits at most so many seconds for each answer."""

    def __init__(self, harvester: Harvester, seconds: float) -> None:
        self._harvester = harvester
        timeout = urllib3.Timeout(connect=seconds, read=seconds)
        self._pool = urllib3.PoolManager(timeout=timeout, retries=False, headers={"accept": "*/*"})

    def __enter__(self) -> Fetcher:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.clear()

    def page(self, address: str) -> Fetched:
        """A page of the catalogue. Raises Refused where the harvester gives up, HarvestError where nobody answers."""
        named = _SUFFIXES.get(urlsplit(address).path.rpartition(".")[2].lower())
        if self._harvester.heads or named is None:
            told = self._ask("HEAD", address)
            if told.status not in (400, 405):
                self._check(told)
        with self._ask("GET", address) as answer:
            self._check(answer)
            content = self._read(answer)
        media_type = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
        by_type = _SYNTAXES.get(media_type)
        return Fetched(content, by_type if self._harvester.heads else named or by_type, media_type)

    def _ask(self, method: str, asked: str) -> urllib3.BaseHTTPResponse:
        address = asked
        # Redirects are followed here, so that one to another host or a local file is not.
        for _ in range(10):
            try:
                answer = self._pool.request(method, address, redirect=False, preload_content=False)
            except urllib3.exceptions.HTTPError as error:
                raise HarvestError(f"{address} does not answer: {type(error).__name__}.") from error
            target = answer.get_redirect_location()
            if not target or not self._harvester.redirects:
                return answer
            answer.drain_conn()
            address = urljoin(address, target)
            if not same_site(address, asked):
                raise Refused("elsewhere", address)
        raise Refused("redirects", address)

    def _check(self, answer: urllib3.BaseHTTPResponse) -> None:
        if answer.status >= 400 or (answer.status >= 300 and not self._harvester.redirects):
            raise Refused("status", str(answer.status))
        length = answer.headers.get("content-length", "")
        if self._harvester.largest and length.isdigit() and int(length) > self._harvester.largest:
            raise Refused("size", length)

    def _read(self, answer: urllib3.BaseHTTPResponse) -> bytes:
        content = bytearray()
        try:
            for chunk in answer.stream(_CHUNK, decode_content=True):
                content += chunk
                if self._harvester.largest and len(content) >= self._harvester.largest:
                    raise Refused("size", str(len(content)))
        except urllib3.exceptions.HTTPError as error:
            raise Refused("broken", type(error).__name__) from error
        return bytes(content)
