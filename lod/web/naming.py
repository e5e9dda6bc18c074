"""Which IRI an address of this server stands for, and at which address an IRI answers."""

from __future__ import annotations

from urllib.parse import quote

from lod import vocab

ONTOLOGY = vocab.expand("gz:").removesuffix("#")
LINT_ONTOLOGY = vocab.expand("lint:").removesuffix("#")
# What does not follow the base: a vocabulary whole, and what begins with a namespace. The first that fits counts.
_WHOLE = {"ontology": ONTOLOGY, "ontology/lint": LINT_ONTOLOGY}
_BELOW = {
    "ontology/lint/": vocab.expand("lint:"),
    "ontology/": vocab.expand("gz:"),
    "rules/": vocab.expand("rule:"),
}


def iri_of(path: str, base: str) -> str:
    """The IRI that an address on this server stands for, under whatever host it was asked.

    >>> iri_of("140826/unit/x", vocab.BASE), iri_of("ontology/Task", vocab.BASE)
    ('https://w3id.org/gongbao/140826/unit/x', 'https://w3id.org/gongbao#Task')
    """
    if path in _WHOLE:
        return _WHOLE[path]
    for beginning, namespace in _BELOW.items():
        if path.startswith(beginning):
            return namespace + path.removeprefix(beginning)
    return base + path


def path_of(iri: str, base: str) -> str | None:
    """The path of an IRI on this server, or None where it belongs to another.

    >>> path_of("https://w3id.org/gongbao/lint#Rule", vocab.BASE), path_of("http://example.org/", vocab.BASE)
    ('ontology/lint/Rule', None)
    """
    for path, whole in _WHOLE.items():
        if iri == whole:
            return path
    for beginning, namespace in _BELOW.items():
        if iri.startswith(namespace):
            return beginning + iri.removeprefix(namespace)
    return iri.removeprefix(base) if iri.startswith(base) else None


def local(path: str, root: str = "/") -> str:
    """The address of a path on this server. Two slashes at its beginning would name another host.

    >>> local("ontology", "/gongbao/"), local("/example.org/x")
    ('/gongbao/ontology', '/%2Fexample.org/x')
    """
    rest = path.lstrip("/")
    return f"{root}{'%2F' * (len(path) - len(rest))}{quote(rest, safe=_PATH)}"


# Commas and the like may stand in a path (RFC 3986); what else is none of its characters is percent-encoded.
_PATH = "/-._~,;=:@!$&()*+"
