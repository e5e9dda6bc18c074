"""A limit on the requests of one client, where the operator sets one."""

from __future__ import annotations

import ipaddress
import math
import time
from collections import OrderedDict
from collections.abc import Callable

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from lod.web.texts import both

WATCHED = ("/healthz", "/readyz")  # a supervisor that is turned away would end the server
KNOWN = 100_000  # clients remembered; the one that was seen longest ago is forgotten first


class RateLimit:
    """So many requests a minute for each client: all at once, or spread over it.

    >>> now = 0.0
    >>> limit = RateLimit(2, lambda: now)
    >>> limit.wait("1.2.3.4"), limit.wait("1.2.3.4"), limit.wait("1.2.3.4")
    (0.0, 0.0, 30.0)
    """

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._interval = 60 / per_minute
        self._clock = clock
        # For each client the time at which all that it has asked will have been paid for.
        self._paid: OrderedDict[str, float] = OrderedDict()

    def wait(self, client: str) -> float:
        """Counts a request, and says after how many seconds it may come; 0 where it may come now."""
        now = self._clock()
        key = network(client)
        paid = max(self._paid.get(key, now), now) + self._interval
        if paid - now > 60.001:
            return paid - now - 60
        self._paid[key] = paid
        self._paid.move_to_end(key)
        if len(self._paid) > KNOWN:
            self._paid.popitem(last=False)
        return 0.0


def network(client: str) -> str:
    """Whom a limit is for: an IPv4 address, or the /64 of an IPv6 one, of which each house has one.

    >>> network("1.2.3.4"), network("2001:db8::1"), network("::ffff:1.2.3.4")
    ('1.2.3.4', '2001:db8::/64', '1.2.3.4')
    """
    if ":" not in client:
        return client
    try:
        address = ipaddress.IPv6Address(client)
    except ValueError:
        return client
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ipaddress.IPv6Network((address, 64), strict=False))


class Limited:
    """Turns away the requests of a client that are more than a limit allows; but whoever keeps watch is answered."""

    def __init__(self, app: ASGIApp, limit: RateLimit) -> None:
        self._app = app
        self._limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on, or answers 429."""
        if scope["path"].removeprefix(scope.get("root_path", "")) in WATCHED:
            return await self._app(scope, receive, send)
        wait = self._limit.wait((scope.get("client") or ("",))[0])
        if not wait:
            return await self._app(scope, receive, send)
        headers = {"retry-after": str(math.ceil(wait)), "cache-control": "no-store"}
        await PlainTextResponse(both("too_many"), 429, headers)(scope, receive, send)
