"""What an operator may set, with the limits that hold where nothing is set."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """Limits of the server; times in seconds, sizes in bytes.

    >>> Settings(query_seconds=1).workers
    2
    """

    query_seconds: float = 10.0
    workers: int = 2
    waiting: int = 64  # queries that may wait for a worker before the next is turned away
    worker_memory: int = 1024 * 1024 * 1024
    answer_size: int = 50 * 1024 * 1024  # harvesters take no larger answer
    request_size: int = 1024 * 1024
    body_seconds: float = 10.0  # the time that the body of a request may take to arrive
    page_rows: int = 1000  # rows of a query that a page shows
