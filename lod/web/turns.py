"""Hands out what there is little of to those who wait for it, one client after the other.

Whoever sends a hundred queries waits behind the first of everybody else, not they behind his hundred.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict, deque
from typing import Generic, TypeVar

T = TypeVar("T")


class Turns(Generic[T]):
    """Things that are free, and the clients that wait where none is.

    >>> turns = Turns(["a"])
    >>> asyncio.run(turns.take("client"))
    'a'
    >>> turns.give("b"); turns.free
    ['b']
    """

    def __init__(self, free: list[T]) -> None:
        self.free = free
        self.waiting = 0
        self._lines: OrderedDict[str, deque[asyncio.Future[T]]] = OrderedDict()

    async def take(self, client: str) -> T:
        """One of the things, as soon as it is this client's turn."""
        if self.free:
            return self.free.pop()
        place: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._lines.setdefault(client, deque()).append(place)
        self.waiting += 1
        try:
            return await place
        except asyncio.CancelledError:
            # Cancelled between its turn and its waking: what it was given goes to the next.
            if place.done() and not place.cancelled():
                self.give(place.result())
            raise
        finally:
            self.waiting -= 1

    def give(self, thing: T) -> None:
        """Gives a thing back, or a new one, to whoever is next."""
        while self._lines:
            client, line = next(iter(self._lines.items()))
            place = line.popleft()
            if line:
                self._lines.move_to_end(client)
            else:
                del self._lines[client]
            if not place.done():
                return place.set_result(thing)
        self.free.append(thing)
