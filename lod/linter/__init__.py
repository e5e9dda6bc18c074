"""The whole road from a text to its diagnostics: parse, link, build, check, locate.

Rules and registry are loaded once and used for every text. Each text is judged alone by the rules for one document;
rules that compare documents see all the texts that are given together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import chain
from pathlib import Path

import pyoxigraph as ox

from lod import diagnostics, fixes, graph, readers, registry, resources, rules, vocab
from lod.engines import corpus
from lod.linker import printings
from lod.linter.ceiling import TooLongError, allowed, within
from lod.linter.stages import Engine, Found, Here, Stages, about, described
from lod.model import ConfigError, Diagnostic, Document, Judgement, Late, ReadError, Rule, RuleError, Source, Text
from lod.registry import Registry
from lod.rules import RuleSet

ENGINES = ("fast", "pyshacl")
__all__ = ["ENGINES", "Engine", "Linter", "load_rules", "prepare", "prepare_for", "unreadable"]


@dataclass(frozen=True)
class Linter:
    """Rules, authority files and an engine, ready to judge texts.

    >>> from lod.model import Source
    >>> [d.rule.code for d in prepare(select=["NUM002"]).lint(Text(Source("a.txt", "text/plain", b""), "Hello."))]
    []
    """

    ruleset: RuleSet
    known: Registry
    validate: Engine
    readable: bool = False  # whether anybody will see the addresses of what is linted
    limit: float = 0  # seconds for each step with a text of a million characters or fewer; 0: any time

    def lint(self, text: Text) -> list[Diagnostic]:
        """The diagnostics of a text, in the order of their places. Raises RuleError for a rule that cannot run."""
        return self.compare([text])

    def compare(self, texts: Sequence[Text]) -> list[Diagnostic]:
        """The diagnostics of texts that are judged together, in the order of the texts and of places in them.

        Two texts of one document (drafts, or a gazette and a single page) are judged apart.
        """
        return self.examine(texts).diagnostics

    def examine(self, texts: Sequence[Text], stages: Stages | None = None) -> Judgement:
        """The same, with what is known of the documents in each text. ``stages`` does the work for each text."""
        here = Here(self.ruleset, self.known, self.validate, self.readable, self.limit)
        late: list[Late] = []
        if len(texts) == 1:
            linked = here.read(texts[0])
            if linked is None:
                return Judgement([], [()], [Late(texts[0])])
            return Judgement(self._together([linked], stages or here, self.ruleset, late), [about(linked)], late)
        each = (stages or here).alone(texts)
        late += [Late(text) for text, one in zip(texts, each, strict=True) if one.parsed is None]
        groups = here.link_apart([one.parsed for one in each if one.parsed])
        apart = self.ruleset.where(lambda rule: len(groups) == 1 or not rule.issues)
        found = [told for group in groups for told in self._together(group, stages or here, apart, late)]
        if len(groups) > 1:
            found += self._across([document for group in groups for document in group], late)
        order = {id(text): number for number, text in enumerate(texts)}
        found.sort(key=lambda diagnostic: (order[id(diagnostic.text)], *_place(diagnostic)))
        return Judgement(found, [one.about for one in each], late)

    def _together(
        self, linked: Sequence[Document], stages: Stages, ruleset: RuleSet, late: list[Late]
    ) -> list[Diagnostic]:
        each = stages.found(linked)
        late += [Late(document.text) for document, found in zip(linked, each, strict=True) if found.late]
        joined = self._joined(linked, each, ruleset, late)
        order = {id(document.text): number for number, document in enumerate(linked)}
        told = [*chain.from_iterable(found.diagnostics for found in each), *joined]
        return sorted(told, key=lambda diagnostic: (order[id(diagnostic.text)], *_place(diagnostic)))

    def _across(self, linked: Sequence[Document], late: list[Late]) -> list[Diagnostic]:
        """What the rules find that compare issues: a document may stand in several, so these are not seen apart."""
        ruleset = self.ruleset.where(lambda rule: rule.issues)
        issues = {document.text.chars: document for document in linked if document.root.kind == "Issue"}
        if not ruleset.queries or not issues:
            return []
        printed = printings.separate(list(issues.values()))
        return self._joined(printed, [described(document) for document in printed], ruleset, late)

    def judge(self, sources: Iterable[Source]) -> list[Diagnostic]:
        """The diagnostics of sources; one that cannot be read gives a diagnostic too, not an exception."""
        texts, unreadable = [], []
        for source in sources:
            try:
                texts.append(readers.read(source))
            except ReadError as error:
                unreadable.extend(self.unreadable(source, error))
        return [*unreadable, *self.compare(texts)]

    def unreadable(self, source: Source, error: ReadError) -> list[Diagnostic]:
        """What is said of a source that cannot be read; nothing where the rule for it is not selected."""
        return unreadable(self.ruleset, source, error)

    def _joined(
        self, linked: Sequence[Document], each: Sequence[Found], ruleset: RuleSet, late: list[Late]
    ) -> list[Diagnostic]:
        """What the rules find that compare documents, or join mentions."""
        pairs = [pair for pair in zip(linked, each, strict=True) if not pair[1].late]
        if not ruleset.queries or not pairs:
            return []
        linked, each = [document for document, _ in pairs], [found for _, found in pairs]
        running: list[str] = []
        try:
            return within(
                allowed(self.limit, [document.text for document in linked]),
                lambda: self._compared(linked, each, ruleset, running),
            )
        except TooLongError:
            if len(pairs) == 1:
                late.append(Late(linked[0].text, next(iter(running), "")))
                return []
        # Which text is to blame shows when each is looked at alone; the others are not to suffer for it.
        return [told for one, found in pairs for told in self._joined([one], [found], ruleset, late)]

    def _compared(
        self, linked: Sequence[Document], each: Sequence[Found], ruleset: RuleSet, running: list[str]
    ) -> list[Diagnostic]:
        store = ox.Store()
        for found in each:
            store.extend(found.graph.quads)
        entities = [entity for document in linked for entity in document.entities]
        store.extend(graph.registry_quads(self.known, vocab.BASE, entities))
        findings = corpus.validate(store, ruleset, running)
        if not findings:
            return []
        quads = chain.from_iterable(found.graph.quads for found in each)
        contexts = {found.context: document.text for found, document in zip(each, linked, strict=True)}
        return diagnostics.diagnose(findings, quads, contexts, ruleset)

    def mend(self, text: Text, unsafe: bool = False) -> str:
        """The text with its fixes applied, again and again until nothing is left to mend."""
        return fixes.mend(text, self.lint, unsafe).chars


def unreadable(ruleset: RuleSet, source: Source, error: ReadError) -> list[Diagnostic]:
    """What a rule set says of a source that cannot be read: one diagnostic, or none without a rule for it."""
    rule = ruleset.raised_by("Reader")
    return [diagnostics.raised(rule, Text(source, ""), {"reason": str(error)})] if rule else []


def prepare(
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    preview: bool = False,
    rule_folders: Iterable[Path] = (),
    registry_folders: Iterable[Path] = (),
    engine: str = "fast",
) -> Linter:
    """A linter with the bundled rules and authority files, and those of more folders.

    Raises ConfigError for an unknown code or engine, or an unusable registry, and RuleError for a bad rule file.

    >>> prepare(engine="abacus")
    Traceback (most recent call last):
    lod.model.ConfigError: There is no engine called 'abacus'; choose fast or pyshacl.
    """
    ruleset = load_rules(rule_folders).pick(select, ignore, preview)
    return Linter(ruleset, registry.load(registry_folders), _engine(engine))


def prepare_for(
    wanted: Callable[[Rule], bool],
    rule_folders: Iterable[Path] = (),
    registry_folders: Iterable[Path] = (),
    engine: str = "fast",
    limit: float = 0,
) -> Linter:
    """A linter with the rules that a test lets through, and seconds for each step. Raises as `prepare` does."""
    ruleset = load_rules(rule_folders).where(wanted)
    return Linter(ruleset, registry.load(registry_folders), _engine(engine), limit=limit)


def load_rules(folders: Iterable[Path] = ()) -> RuleSet:
    """The bundled rules and those of more folders, which are judged first. Raises RuleError for a bad rule file."""
    own = list(folders)
    ruleset = rules.load(own)
    if own:
        _check(ruleset)
    return ruleset


def _check(ruleset: RuleSet) -> None:
    # The bundled rules are checked by the tests; what an office brings along is checked when it is used.
    from lod.engines import fast

    meta = (resources.path("shapes") / rules.META).read_text(encoding="utf-8")
    for code, message in fast.judge(ruleset, meta):
        raise RuleError(f"{ruleset.rules[code].path}: {message}")
    fast.check(ruleset)


def _engine(name: str) -> Engine:
    # Each engine is imported only when it is wanted: pySHACL alone costs thirty times the rest of a lint.
    if name == "fast" and find_spec("shacl"):
        from lod.engines import fast

        return fast.validate
    if name in ENGINES:
        # No wheel of the fast engine for this machine: the reference finds the same, only later.
        from lod.engines import reference

        return reference.validate
    raise ConfigError(f"There is no engine called {name!r}; choose {' or '.join(ENGINES)}.")


def _place(diagnostic: Diagnostic) -> tuple[int, int, str, str]:
    return diagnostic.span.start, diagnostic.span.end, diagnostic.rule.code, diagnostic.message["zh"]
