"""Lets those who ask the same thing at the same time wait for one answer."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from lod.web.frames import WorkerAnswer

Ask = Callable[[dict[str, Any], str], Awaitable[WorkerAnswer]]


@dataclass(slots=True)
class _Flight:
    task: asyncio.Future[WorkerAnswer]
    passengers: int = 0


class Flights:
    """Queries that are being answered, by what they ask."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask
        self._flights: dict[str, _Flight] = {}

    async def ask(self, key: str, message: dict[str, Any], client: str) -> WorkerAnswer:
        """The answer to a message; the query is given up when nobody waits for it any more."""
        flight = self._flights.get(key)
        if flight is None:
            flight = self._flights[key] = _Flight(asyncio.ensure_future(self._ask(message, client)))
            flight.task.add_done_callback(lambda _: self._land(key, flight))
        flight.passengers += 1
        try:
            return await asyncio.shield(flight.task)
        finally:
            flight.passengers -= 1
            if not flight.passengers and not flight.task.done():
                # At once, lest somebody boards who would then be thrown out.
                self._land(key, flight)
                flight.task.cancel()

    def _land(self, key: str, flight: _Flight) -> None:
        if self._flights.get(key) is flight:
            del self._flights[key]
