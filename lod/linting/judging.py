"""Judges texts by the settings for their folders, and compares all with one another.

Files that share rules and authority files are judged together, with every rule that one of them wants; what a file
does not want is left out of its own findings afterwards.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from lod.linting import heeding
from lod.model import About, Diagnostic, Document, Judgement, Late, ReadError, Rule, Source, Text
from lod.settings import Resolver, Settings

# The linter is imported when it is needed: a result that is kept has to come at once.
if TYPE_CHECKING:
    from lod.linter.stages import Alone, Found, Stages
    from lod.linting.keeping import Keeper
    from lod.rules import RuleSet

# A process needs half a second until it has its rules; a text of so many characters takes as long.
WORTHWHILE = 40_000
Tell = Callable[[int, int], None]
Result = TypeVar("Result")
Folders = tuple[tuple[Path, ...], tuple[Path, ...]]


@dataclass(frozen=True)
class Case:
    """A text with its settings, its findings and what is known of its documents."""

    text: Text
    settings: Settings
    found: Sequence[Diagnostic] = ()
    about: tuple[About, ...] = ()
    late: Late | None = None  # where it was not judged to the end

    @property
    def name(self) -> str:
        """The name of the file."""
        return self.text.source.name


class Judge:
    """Rules and settings, ready to judge. Rules are loaded when they are needed, and once."""

    def __init__(
        self, resolver: Resolver, engine: str = "fast", jobs: int = 1, cache: bool = False, tell: Tell | None = None
    ) -> None:
        self.resolver = resolver
        self._engine = engine
        self._jobs = jobs
        self._cache = cache
        self._tell = tell
        self._rulesets: dict[tuple[Path, ...], RuleSet] = {}
        self._codes: dict[tuple[Path, ...], frozenset[str]] = {}

    def judge(self, texts: Sequence[Text]) -> list[Case]:
        """Each text with what the settings let through. Raises ConfigError and RuleError."""
        cases = [Case(text, self.resolver.of_file(Path(text.source.name))) for text in texts]
        groups: dict[Folders, list[Case]] = {}
        for case in cases:
            groups.setdefault(_folders(case.settings), []).append(case)
        judged = {id(case.text): case for folders, group in groups.items() for case in self._together(folders, group)}
        return [judged[id(text)] for text in texts]

    def unreadable(self, source: Source, error: ReadError) -> list[Diagnostic]:
        """What is said of a source that cannot be read; nothing where the rule for it is off."""
        from lod import linter

        settings = self.resolver.of_file(Path(source.name))
        told = linter.unreadable(self.ruleset(settings), source, error)
        return heeding.heed(told, source.name, (), settings)

    def ruleset(self, settings: Settings) -> RuleSet:
        """All rules that the settings know, wanted or not."""
        from lod import linter

        folders, _ = _folders(settings)
        if folders not in self._rulesets:
            self._rulesets[folders] = linter.load_rules(folders)
        return self._rulesets[folders]

    def codes(self, settings: Settings) -> frozenset[str]:
        """The codes of these rules. A rule's file is called by its code: nothing has to be read."""
        from lod import resources, rules

        folders, _ = _folders(settings)
        if folders not in self._codes:
            files = [file for folder in (resources.path("shapes"), *folders) for file in rules.rule_files(folder)]
            self._codes[folders] = frozenset(file.stem for file in files)
        return self._codes[folders]

    def _together(self, folders: Folders, group: Sequence[Case]) -> Iterable[Case]:
        judgement = self._examined(folders, group)
        by_text: dict[int, list[Diagnostic]] = {}
        for diagnostic in judgement.diagnostics:
            by_text.setdefault(id(diagnostic.text), []).append(diagnostic)
        late = {id(one.text): one for one in judgement.late}
        for case, about in zip(group, judgement.about, strict=True):
            found = heeding.heed(by_text.get(id(case.text), ()), case.name, about, case.settings)
            yield Case(case.text, case.settings, found, about, late.get(id(case.text)))

    def _examined(self, folders: Folders, group: Sequence[Case]) -> Judgement:
        everyone = list({id(case.settings): case.settings for case in group}.values())
        texts = [case.text for case in group]
        if not self._cache:
            return self._made(folders, everyone, texts, None)
        from lod.linting import keeping

        wanted = " ".join(sorted({settings.selection for settings in everyone}))
        keeper = keeping.keeper(*folders, self._engine, wanted)
        return keeper.judgement(texts, lambda: self._made(folders, everyone, texts, keeper))

    def _made(
        self, folders: Folders, everyone: Sequence[Settings], texts: Sequence[Text], keeper: Keeper | None
    ) -> Judgement:
        from lod import linter
        from lod.linter.stages import Here

        limit = _limit(everyone)
        judge = linter.prepare_for(_wanted(everyone), *folders, self._engine, limit)
        here = Here(judge.ruleset, judge.known, judge.validate, limit=limit)
        steps = _Steps(self._tell, 2 * len(texts))
        with ExitStack() as stack:
            stages: Stages = _Told(here, steps.one)
            jobs = how_many(self._jobs, texts)
            if jobs > 1:
                from lod.linting import pool

                wanted = pool.Wanted(frozenset(judge.ruleset.rules), *folders, self._engine, limit)
                stages = stack.enter_context(pool.pool(jobs, wanted, here, steps.one))
            return judge.examine(texts, keeper.stages(stages) if keeper and len(texts) > 1 else stages)


class _Steps:
    """Counts what is done."""

    def __init__(self, tell: Tell | None, of: int) -> None:
        self._tell, self._of, self._done = tell, of, 0

    def one(self) -> None:
        self._done += 1
        if self._tell:
            self._tell(self._done, self._of)


@dataclass(frozen=True)
class _Told:
    """Stages that tell of each text when it is done."""

    inner: Stages
    tell: Callable[[], None]

    def alone(self, texts: Sequence[Text]) -> list[Alone]:
        return [result for text in texts for result in self._one(self.inner.alone([text]))]

    def found(self, documents: Sequence[Document]) -> list[Found]:
        return [result for document in documents for result in self._one(self.inner.found([document]))]

    def _one(self, results: list[Result]) -> list[Result]:
        self.tell()
        return results


def _folders(settings: Settings) -> Folders:
    return settings["rules"], settings["registry"]


def _wanted(everyone: Sequence[Settings]) -> Callable[[Rule], bool]:
    return lambda rule: any(settings.wants(rule) for settings in everyone)


def _limit(everyone: Sequence[Settings]) -> int:
    limits: list[int] = [settings["time-limit"] for settings in everyone]
    return max(limits) if all(limits) else 0


def how_many(wished: int, texts: Sequence[Text]) -> int:
    """How many processes are worth their while: those wished for, or (0) what files and processors suggest.

    >>> how_many(0, []), how_many(3, [])
    (1, 1)
    """
    if wished:
        return max(1, min(wished, len(texts)))
    size = sum(len(text.chars) for text in texts)
    return max(1, min(_processors(), len(texts), size // WORTHWHILE))


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
