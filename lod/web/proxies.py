"""What proxies before the server say of a request, as far as they are to be believed."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from dataclasses import replace

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from lod import lazy
from lod.model import ConfigError
from lod.web.addresses import HOST, Origin, public_origin, rewrite
from lod.web.settings import Settings
from lod.web.texts import both

X_FORWARDED = "x-forwarded"
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class Proxies:
    """The proxies that are believed, in headers of one kind: what they do not set themselves, a client may have sent.

    Raises ConfigError for what is no address and no network.
    """

    def __init__(self, trusted: Iterable[str], kind: str = X_FORWARDED) -> None:
        self._hops = _x_forwarded if kind == X_FORWARDED else _forwarded
        try:
            self._networks: list[Network] = [ipaddress.ip_network(name, strict=False) for name in trusted]
        except ValueError as error:
            raise ConfigError(f"trusted-proxies: {error}.") from error

    def trusts(self, address: str) -> bool:
        """Whether an address is that of a proxy.

        >>> Proxies(["10.0.0.0/8"]).trusts("10.1.2.3"), Proxies([]).trusts("127.0.0.1")
        (True, False)
        """
        if not self._networks:
            return False
        try:
            parsed = ipaddress.ip_address(address)
        except ValueError:
            return False
        mapped = getattr(parsed, "ipv4_mapped", None)
        return any((mapped or parsed) in network for network in self._networks)

    def origin(self, peer: str, headers: Iterable[tuple[bytes, bytes]]) -> Origin:
        """What is to be believed of the headers of a request that `peer` sent.

        Each proxy adds to the right. The client is the first address from there that is no proxy: what stands left of
        it was written by the client.

        >>> headers = [(b"x-forwarded-for", b"6.6.6.6, 1.2.3.4"), (b"x-forwarded-proto", b"https")]
        >>> Proxies(["127.0.0.1"]).origin("127.0.0.1", headers)
        Origin(client='1.2.3.4', scheme='https', host='', prefix='')
        """
        if not self.trusts(peer):
            return Origin()
        said = [(name, value.decode("latin-1")) for name, value in headers if name in _HEADERS]
        chosen = Origin()
        for hop in reversed(self._hops(said)):
            chosen = hop
            if not self.trusts(hop.client):
                break
        return chosen


_HEADERS = {b"forwarded", b"x-forwarded-for", b"x-forwarded-proto", b"x-forwarded-host", b"x-forwarded-prefix"}
_PAIR = lazy.regex(r'\s*([A-Za-z]+)=(?:"([^"]*)"|([^;,"\s]*))\s*')


class Fronting:
    """Makes each request look as it did to the client, before anything else sees it; refuses one without a host."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._proxies = Proxies(settings.trusted_proxies, settings.proxy_headers)
        self._public = public_origin(settings.public_url) if settings.public_url else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on."""
        if scope["type"] == "http":
            peer = (scope.get("client") or ("",))[0]
            origin = self._proxies.origin(peer, scope["headers"])
            rewrite(scope, replace(self._public, client=origin.client) if self._public else origin)
            hosts = [value.decode("latin-1") for name, value in scope["headers"] if name == b"host"]
            # HTTP/1.0 has none; of two, or of what is none, caches and we might choose differently.
            if len(hosts) > 1 or not all(map(HOST.fullmatch, hosts)):
                return await PlainTextResponse(both("bad_host"), 400)(scope, receive, send)
        await self._app(scope, receive, send)


def _forwarded(said: list[tuple[bytes, str]]) -> list[Origin]:
    joined = ",".join(value for name, value in said if name == b"forwarded")
    return [_element(part) for part in joined.split(",") if part.strip()]


def _element(part: str) -> Origin:
    found = {match[1].lower(): match[2] or match[3] or "" for match in _PAIR.finditer(part)}
    return Origin(_address(found.get("for", "")), found.get("proto", ""), found.get("host", ""))


def _x_forwarded(said: list[tuple[bytes, str]]) -> list[Origin]:
    listed = {key: _listed(said, f"x-forwarded-{key}".encode()) for key in ("for", "proto", "host", "prefix")}
    # The last value is that of the proxy next to us; proxies that replace scheme and host send one value only.
    last = {key: values[-1] if values else "" for key, values in listed.items()}
    return [Origin(_address(client), last["proto"], last["host"], last["prefix"]) for client in listed["for"] or [""]]


def _listed(said: list[tuple[bytes, str]], wanted: bytes) -> list[str]:
    return [part.strip() for name, value in said if name == wanted for part in value.split(",") if part.strip()]


def _address(said: str) -> str:
    """An address without port and brackets; empty where it is none (`unknown`, `_hidden`)."""
    bare = said[1 : said.find("]")] if said.startswith("[") else said
    bare = bare.partition(":")[0] if bare.count(":") == 1 else bare
    try:
        return str(ipaddress.ip_address(bare))
    except ValueError:
        return ""
