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

from lod import diagnostics, fixes, graph, linker, parser, readers, registry, resources, rules, vocab
from lod.engines import corpus
from lod.model import (
    About,
    ConfigError,
    Diagnostic,
    Document,
    Finding,
    Name,
    Part,
    ReadError,
    Rule,
    RuleError,
    Source,
    Text,
)
from lod.registry import Registry
from lod.rules import RuleSet

Engine = Callable[[Iterable[ox.Quad], RuleSet], list[Finding]]
ENGINES = ("fast", "pyshacl")
_BEGIN = vocab.expand("nif:beginIndex")


@dataclass(frozen=True, eq=False)
class Case:
    """A text that is being judged: what was parsed from it, the same linked, and its graph."""

    parsed: Document
    linked: Document
    quads: Sequence[ox.Quad]

    @property
    def text(self) -> Text:
        return self.parsed.text


@dataclass(frozen=True, slots=True)
class Judgement:
    """The diagnostics of texts, and for each text what is known of its documents."""

    diagnostics: list[Diagnostic]
    about: list[tuple[About, ...]]


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

    def lint(self, text: Text) -> list[Diagnostic]:
        """The diagnostics of a text, in the order of their places. Raises RuleError for a rule that cannot run."""
        return self.compare([text])

    def compare(self, texts: Sequence[Text]) -> list[Diagnostic]:
        """The diagnostics of texts that are judged together, in the order of the texts and of places in them.

        Two texts of one document (drafts, or a gazette and a single page) share addresses; they are judged apart.
        """
        return self.examine(texts).diagnostics

    def examine(self, texts: Sequence[Text]) -> Judgement:
        """The same, with what is known of the documents in each text."""
        rest = [case for text in texts for case in self._cases([parser.parse(text)])]
        known = [_about(case.linked) for case in rest]
        found: list[Diagnostic] = []
        while rest:
            together = _disjoint(rest)
            rest = [case for case in rest if case not in together]
            # Linked once more, so that the tasks of one text find the report that another one is.
            found += self._together(self._cases([c.parsed for c in together]) if len(together) > 1 else together)
        order = {id(text): number for number, text in enumerate(texts)}
        return Judgement(sorted(found, key=lambda diagnostic: order[id(diagnostic.text)]), known)

    def _cases(self, parsed: Sequence[Document]) -> list[Case]:
        linked = linker.link(parsed, self.known, vocab.pinyin if self.readable else vocab.unread)
        return [Case(one, other, graph.build(other)) for one, other in zip(parsed, linked, strict=True)]

    def _together(self, cases: Sequence[Case]) -> list[Diagnostic]:
        findings = [finding for case in cases for finding in self.validate(case.quads, self.ruleset)]
        findings += self._joined(cases)
        contexts = {_context(case.quads): case.text for case in cases}
        quads = chain.from_iterable(case.quads for case in cases)
        return diagnostics.diagnose(findings, quads, contexts, self.ruleset)

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

    def _joined(self, cases: Sequence[Case]) -> list[Finding]:
        if not self.ruleset.queries:
            return []
        store = ox.Store()
        for case in cases:
            store.extend(case.quads)
        entities = [entity for case in cases for entity in case.linked.entities]
        store.extend(graph.registry_quads(self.known, vocab.BASE, entities))
        return corpus.validate(store, self.ruleset)

    def mend(self, text: Text, unsafe: bool = False) -> str:
        """The text with its fixes applied, again and again until nothing is left to mend."""
        return fixes.mend(text.chars, lambda chars: self.lint(Text(text.source, chars)), unsafe)


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
) -> Linter:
    """A linter with the rules that a test lets through. Raises as `prepare` does."""
    return Linter(load_rules(rule_folders).where(wanted), registry.load(registry_folders), _engine(engine))


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


def _disjoint(cases: Iterable[Case]) -> list[Case]:
    chosen: list[Case] = []
    seen: set[str] = set()
    for case in cases:
        nodes = {str(quad.subject) for quad in case.quads if quad.predicate.value == _BEGIN}
        if seen.isdisjoint(nodes):
            seen |= nodes
            chosen.append(case)
    return chosen


def _context(quads: Iterable[ox.Quad]) -> str:
    wanted = vocab.expand("nif:isString")
    subjects = (quad.subject for quad in quads if quad.predicate.value == wanted)
    return next(subject.value for subject in subjects if isinstance(subject, ox.NamedNode))


def _about(document: Document) -> tuple[About, ...]:
    works = [part for part in document.root.walk() if part.kind == "Document"]
    labels = {entity.address: entity.label for entity in document.entities}
    found = []
    for part in works:
        issuers = [name for name in part.all("eli:passed_by") if isinstance(name, Name)]
        names = [
            part.get("gz:agencyCode"),
            *(n.printed for n in issuers),
            *(labels.get(n.entity or "") for n in issuers),
        ]
        authorities = tuple(dict.fromkeys(name for name in names if isinstance(name, str)))
        found.append(About(part.span, _string(part, "gz:typeName"), _string(part, "eli:id_local"), authorities))
    return tuple(found)


def _string(part: Part, property: str) -> str | None:
    value = part.get(property)
    return value if isinstance(value, str) else None
