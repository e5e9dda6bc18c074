"""Where the server is, and who runs it."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Site:
    """The address at which the server was asked (with a slash at the end), the base of the data, and the operator.

    >>> site = Site("http://localhost/", "https://w3id.org/gongbao/")
    >>> site.address("https://w3id.org/gongbao/140826/x"), site.dataset("https://w3id.org/gongbao/140826/x")
    ('http://localhost/140826/x', 'https://w3id.org/gongbao/catalog/140826/x')
    """

    url: str
    base: str
    publisher: str = ""
    publisher_type: str = ""
    email: str = ""

    @property
    def operator(self) -> str:
        """Who runs the server: a name, or at least the host."""
        return self.publisher or urlsplit(self.url).netloc

    def named(self, path: str) -> str:
        """The IRI of something of the catalogue."""
        return self.base + path

    def dataset(self, issue: str) -> str:
        """The IRI of the data set of an issue."""
        return f"{self.base}catalog/{issue.removeprefix(self.base)}"

    def address(self, iri: str) -> str:
        """The address at which something under the base is fetched."""
        return self.url + iri.removeprefix(self.base)
