"""What a harvester would create, change and delete, and what would stop it: the same steps, without a portal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from lod.harvesting.fetching import Fetcher, Refused, same_site
from lod.harvesting.harvesters import Harvester
from lod.harvesting.listing import Listed, Page

Kept = Mapping[str, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Action:
    """What happens to one data set of the portal."""

    kind: Literal["create", "change", "keep", "delete", "archive"]
    key: str
    title: str


@dataclass(frozen=True, slots=True)
class Problem:
    """What a harvester stumbles over, where, and what it met there."""

    kind: str
    where: str
    said: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a harvest would do, and the data sets that the portal has afterwards (title and digest by key).

    ``whole`` is False where the harvest would break off; then nothing is deleted.
    """

    harvester: str
    pages: int
    actions: tuple[Action, ...]
    problems: tuple[Problem, ...]
    whole: bool
    kept: Kept


class _Run:
    """A harvest under way."""

    def __init__(self, harvester: Harvester, language: str) -> None:
        self.harvester, self.language = harvester, language
        self.found: dict[str, Listed] = {}
        self.problems: list[Problem] = []
        self.pages = 0
        self.whole = True

    def stop(self, kind: str, where: str, said: str = "") -> None:
        self.problems.append(Problem(kind, where, said))
        self.whole = False

    def walk(self, fetcher: Fetcher, start: str, most: int) -> None:
        address: str | None = start
        seen: set[str] = set()
        while address:
            page = self._page(fetcher, address)
            if page is None:
                return
            self.pages += 1
            self._take(page)
            seen.add(address)
            address = self._following(page.next(self.harvester), start, seen, most)

    def _page(self, fetcher: Fetcher, address: str) -> Page | None:
        try:
            fetched = fetcher.page(address)
            if fetched.syntax is None:
                raise Refused("type", fetched.media_type)
            return Page(fetched.content, fetched.syntax, address)
        except Refused as refused:
            self.stop(refused.kind, address, refused.said)
        except (SyntaxError, ValueError) as error:
            self.stop("syntax", address, str(error))
        return None

    def _following(self, address: str | None, start: str, seen: set[str], most: int) -> str | None:
        if address is None:
            return None
        if address in seen:
            self.stop("circle", address)
        elif not same_site(address, start):
            self.stop("elsewhere", address)
        elif len(seen) >= most:
            self.stop("pages", address, str(most))
        else:
            return address
        return None

    def _take(self, page: Page) -> None:
        for listed in page.datasets(self.language):
            key = listed.identifier if self.harvester.key == "identifier" else listed.iri or listed.identifier
            where = listed.iri or listed.identifier or listed.title
            if not listed.title:
                self._untitled(where)
            elif not key:
                self.problems.append(Problem("key", where, self.harvester.key))
            elif key in self.found and self.found[key].digest != listed.digest:
                self.problems.append(Problem("twice", key, listed.title))
            else:
                self.found[key] = listed

    def _untitled(self, where: str) -> None:
        # This ends the whole run of one harvester; of another it costs that data set.
        self.problems.append(Problem("title", where))
        self.whole = self.whole and not self.harvester.all_or_nothing


def foresee(
    harvester: Harvester, address: str, kept: Kept, language: str = "en", seconds: float = 60, most: int = 10_000
) -> Outcome:
    """What a harvester would do that has these data sets (title and digest by key) already.

    Raises HarvestError where nobody answers at the address.
    """
    run = _Run(harvester, language)
    with Fetcher(harvester, seconds) as fetcher:
        run.walk(fetcher, address, most)
    if harvester.all_or_nothing and not run.whole:
        return Outcome(harvester.name, run.pages, (), tuple(run.problems), False, kept)
    after = {key: (listed.title, listed.digest) for key, listed in run.found.items()}
    actions = tuple(_actions(after, kept, harvester if run.whole else None))
    return Outcome(
        harvester.name, run.pages, actions, tuple(run.problems), run.whole, after if run.whole else {**kept, **after}
    )


def _actions(after: Kept, before: Kept, deleting: Harvester | None) -> Iterator[Action]:
    for key, (title, digest) in after.items():
        if key not in before:
            yield Action("create", key, title)
        else:
            yield Action("keep" if before[key][1] == digest else "change", key, title)
    for key in sorted(before.keys() - after.keys()) if deleting else ():
        yield Action("archive" if deleting and deleting.grace else "delete", key, before[key][0])
