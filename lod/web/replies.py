"""An answer as it goes over the wire: its status, its headers, its body."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.types import Send

Headers = list[tuple[bytes, bytes]]


@dataclass(frozen=True, slots=True)
class Reply:
    """A whole answer."""

    status: int
    headers: Headers
    body: bytes = b""

    async def send(self, send: Send, head: bool) -> None:
        """Sends it, without the body for HEAD."""
        # A new message each time: what is sent through middleware is changed there.
        await send({"type": "http.response.start", "status": self.status, "headers": self.headers})
        await send({"type": "http.response.body", "body": b"" if head else self.body})


def fields(**values: str) -> Headers:
    """Header fields with these values.

    >>> fields(content_type="text/plain")
    [(b'content-type', b'text/plain')]
    """
    return [(name.replace("_", "-").encode(), value.encode("latin-1")) for name, value in values.items()]
