"""Judges texts by the settings for their folders, and compares all with one another.

Files that share rules and authority files are judged together, with every rule that one of them wants; what a file
does not want is left out of its own findings afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from lod import linter, resources, rules
from lod.linter import Judgement
from lod.linting import heeding
from lod.model import About, Diagnostic, ReadError, Rule, Source, Text
from lod.rules import RuleSet
from lod.settings import Resolver, Settings

Folders = tuple[tuple[Path, ...], tuple[Path, ...]]


@dataclass(frozen=True)
class Case:
    """A text with its settings, its findings and what is known of its documents."""

    text: Text
    settings: Settings
    found: Sequence[Diagnostic] = ()
    about: tuple[About, ...] = ()

    @property
    def name(self) -> str:
        """The name of the file."""
        return self.text.source.name


class Judge:
    """Rules and settings, ready to judge. Rules are loaded when they are needed, and once."""

    def __init__(self, resolver: Resolver, engine: str = "fast") -> None:
        self.resolver = resolver
        self._engine = engine
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
        settings = self.resolver.of_file(Path(source.name))
        told = linter.unreadable(self.ruleset(settings), source, error)
        return heeding.heed(told, source.name, (), settings)

    def ruleset(self, settings: Settings) -> RuleSet:
        """All rules that the settings know, wanted or not."""
        folders, _ = _folders(settings)
        if folders not in self._rulesets:
            self._rulesets[folders] = linter.load_rules(folders)
        return self._rulesets[folders]

    def codes(self, settings: Settings) -> frozenset[str]:
        """The codes of these rules. A rule's file is called by its code: nothing has to be read."""
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
        for case, about in zip(group, judgement.about, strict=True):
            found = heeding.heed(by_text.get(id(case.text), ()), case.name, about, case.settings)
            yield Case(case.text, case.settings, found, about)

    def _examined(self, folders: Folders, group: Sequence[Case]) -> Judgement:
        everyone = list({id(case.settings): case.settings for case in group}.values())
        return linter.prepare_for(_wanted(everyone), *folders, self._engine).examine([case.text for case in group])


def _folders(settings: Settings) -> Folders:
    return settings["rules"], settings["registry"]


def _wanted(everyone: Sequence[Settings]) -> Callable[[Rule], bool]:
    return lambda rule: any(settings.wants(rule) for settings in everyone)
