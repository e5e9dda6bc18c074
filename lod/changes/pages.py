"""The log in pages: by number of changes and by size, never over the end of a step, so that a page never changes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lod.changes.log import Change, Log, Step


@dataclass(frozen=True, slots=True)
class Limits:
    """How many changes a page has at most, and how many bytes of N-Quads, unless a single change has more."""

    changes: int
    size: int


@dataclass(frozen=True, slots=True)
class Page:
    """Changes of one step, one after the other; ``following`` is the position at which the step goes on."""

    step: Step
    changes: tuple[Change, ...]
    following: int | None = None

    @property
    def first(self) -> int:
        """The position of its first change."""
        return self.changes[0].position

    @property
    def path(self) -> str:
        """Where the page is found, below the address of the stream or of the feed."""
        return page_path(self.step, self.first)


def page_path(step: Step, first: int) -> str:
    """Path of the page that begins with a position. Two logs that both begin at 1 have no path in common.

    >>> page_path(Step(1, "0a1b", "2026-01-01T00:00:00+00:00", 1, 13), 5)
    '0a1b/5'
    """
    return f"{step.release}/{first}"


def page_at(log: Log, release: str, first: int, limits: Limits) -> Page | None:
    """The page that begins with a position of the step of a release. Any of its positions will do: who read a page
    that was cut otherwise goes on where that one ended.
    """
    step = log.step(first)
    if step is None or step.release != release:
        return None
    changes = log.changes(step)[first - step.first :]
    taken = _taken(changes, limits)
    return Page(step, changes[:taken], first + taken if taken < len(changes) else None)


def pages_of(log: Log, step: Step, limits: Limits) -> Iterator[Page]:
    """The pages of a step, in order."""
    first: int | None = step.first
    while first is not None:
        page = page_at(log, step.release, first, limits)
        if page is None:
            return
        yield page
        first = page.following


def latest(log: Log, limits: Limits) -> Page | None:
    """The page with the latest changes; None for an empty log."""
    return next(reversed([*pages_of(log, log.steps[-1], limits)]), None) if log.steps else None


def before(log: Log, page: Page, limits: Limits) -> Page | None:
    """The page before a page, the last one of the step before where it is the first of its own."""
    if page.first > page.step.first:
        earlier = [found for found in pages_of(log, page.step, limits) if found.first < page.first]
    else:
        step = log.step(page.first - 1)
        earlier = list(pages_of(log, step, limits)) if step else []
    return earlier[-1] if earlier else None


def _taken(changes: tuple[Change, ...], limits: Limits) -> int:
    size = 0
    for taken, change in enumerate(changes[: limits.changes]):
        size += change.size
        if taken and size > limits.size:
            return taken
    return min(len(changes), limits.changes)
