"""Answers that are kept, as those of a release never change: up to so many bytes, then the longest unasked one goes."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass

from lod.web.replies import Reply

OVERHEAD = 1000  # bytes that an entry costs beside its body, about


@dataclass(frozen=True, slots=True)
class _Entry:
    reply: Reply
    size: int


class ReplyCache:
    """Replies by what was asked, of no more than `limit` bytes together; one alone takes a tenth of that at most.

    >>> cache = ReplyCache(100_000)
    >>> cache.put("ASK {}", Reply(200, [], b"true"))
    >>> cache.get("ASK {}").body, cache.get("ASK { }")
    (b'true', None)
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._entries: OrderedDict[Hashable, _Entry] = OrderedDict()
        self.size = 0

    def get(self, key: Hashable) -> Reply | None:
        """The reply that is kept for a key."""
        entry = self._entries.get(key)
        if entry is None:
            return None
        self._entries.move_to_end(key)
        return entry.reply

    def put(self, key: Hashable, reply: Reply, length: int = 0) -> None:
        """Keeps a reply, if it is not too large; `length` is that of the key."""
        size = len(reply.body) + length + OVERHEAD
        if key in self._entries or size > self._limit // 10:
            return
        self._entries[key] = _Entry(reply, size)
        self.size += size
        while self.size > self._limit:
            self.size -= self._entries.popitem(last=False)[1].size
