"""The address under which a request reached the server: links that are fetched are made from it, and here only."""

from __future__ import annotations

import re
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from lod import lazy
from lod.model import ConfigError

Scope = MutableMapping[str, Any]

# RFC 3986 without user and percent-encoding: a name, an IPv4 address, or an IPv6 address in brackets; then a port.
_NAME = r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,252}[A-Za-z0-9_.])?"
HOST = lazy.regex(rf"(?:{_NAME}|\[[0-9A-Fa-f:.]{{2,45}}\])(?::\d{{1,5}})?", re.ASCII)
PREFIX = lazy.regex(r"(?:/[A-Za-z0-9_.~-]+)*", re.ASCII)


def public_url(scope: Mapping[str, Any]) -> str:
    """Scheme, host and path of the server as the client knows them, with a slash at the end.

    >>> public_url({"scheme": "https", "headers": [(b"host", b"data.example.cn")], "root_path": "/gongbao"})
    'https://data.example.cn/gongbao/'
    """
    host = next((value.decode("latin-1") for name, value in scope["headers"] if name == b"host"), "")
    if not HOST.fullmatch(host):
        host = "localhost"
    # Below a mounted application root_path leads to that one; the server's own stands beside it.
    root = scope.get("app_root_path", scope.get("root_path", ""))
    return f"{scope.get('scheme', 'http')}://{host}{quote(root.rstrip('/'), safe='/~')}/"


@dataclass(frozen=True, slots=True)
class Origin:
    """What a proxy says of a request: the client's address, scheme, host, and the path that it took away."""

    client: str = ""
    scheme: str = ""
    host: str = ""
    prefix: str = ""


def rewrite(scope: Scope, origin: Origin) -> None:
    """Makes a request look as it did to the proxy; whatever is no scheme, host or path is left as it was."""
    if origin.client:
        scope["client"] = (origin.client, 0)
    if origin.scheme.lower() in ("http", "https"):
        scope["scheme"] = origin.scheme.lower()
    if HOST.fullmatch(origin.host):
        others = [(name, value) for name, value in scope["headers"] if name != b"host"]
        scope["headers"] = [(b"host", origin.host.encode("ascii")), *others]
    prefix = origin.prefix.rstrip("/")
    if prefix and PREFIX.fullmatch(prefix):
        _below(scope, prefix)


def public_origin(url: str) -> Origin:
    """The address that the setting `public-url` names. Raises ConfigError where it names none.

    >>> public_origin("https://data.example.cn/gongbao/")
    Origin(client='', scheme='https', host='data.example.cn', prefix='/gongbao')
    """
    parts = urlsplit(url)
    path = unquote(parts.path).rstrip("/")
    fits = parts.scheme in ("http", "https") and HOST.fullmatch(parts.netloc) and PREFIX.fullmatch(path)
    if not fits or parts.query or parts.fragment:
        raise ConfigError(f"public-url is an address such as https://data.example.cn/gongbao/, not {url!r}.")
    return Origin(scheme=parts.scheme, host=parts.netloc, prefix=path)


def _below(scope: Scope, prefix: str) -> None:
    # ASGI wants the whole path, of which root_path is the beginning; most proxies take that away, some do not.
    scope["root_path"] = prefix
    if scope["path"] != prefix and not scope["path"].startswith(f"{prefix}/"):
        scope["path"] = prefix + scope["path"]
        scope["raw_path"] = prefix.encode("ascii") + scope.get("raw_path", scope["path"].encode())
