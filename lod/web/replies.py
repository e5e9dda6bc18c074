"""An answer as it goes over the wire: its status, its headers, its body; and sending it to slow readers."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from starlette.types import Send

Headers = list[tuple[bytes, bytes]]

PIECE = 256 * 1024  # more is not handed to the network at once: it would be held there for a reader who does not read


class SlowReader(ConnectionError):
    """A client takes nothing off its connection; the answer is given up."""


@dataclass(frozen=True, slots=True)
class Reply:
    """A whole answer."""

    status: int
    headers: Headers
    body: bytes = b""

    async def send(self, send: Send, head: bool, seconds: float) -> None:
        """Sends it, without the body for HEAD. Raises SlowReader where a piece is not taken within some seconds."""
        # A new message each time: what is sent through middleware is changed there.
        await send({"type": "http.response.start", "status": self.status, "headers": self.headers})
        if head or len(self.body) <= PIECE:
            return await send({"type": "http.response.body", "body": b"" if head else self.body})
        try:
            for place in range(0, len(self.body), PIECE):
                piece = self.body[place : place + PIECE]
                async with asyncio.timeout(seconds):
                    await send(
                        {"type": "http.response.body", "body": piece, "more_body": place + PIECE < len(self.body)}
                    )
        except TimeoutError as error:
            raise SlowReader(f"A client took nothing for {seconds:g} seconds.") from error


def fields(**values: str) -> Headers:
    """Header fields with these values.

    >>> fields(content_type="text/plain")
    [(b'content-type', b'text/plain')]
    """
    return [(name.replace("_", "-").encode(), value.encode("latin-1")) for name, value in values.items()]
