"""Rule files to a rule set: one rule is one Turtle file, ``shapes/<family>/<CODE>.ttl``.

The file is the only place that knows its rule. Tests, messages, pages and the shapes that the engines compile are
read from it here; nothing in the package names a rule.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from lod import caches, model, packing, resources
from lod.model import ConfigError, Rule, RuleError
from lod.rules import demands, reader, shape, wordlists
from lod.rules.reader import Statements, read
from lod.rules.shape import Compiled, Query

META = "meta.ttl"
# What reads rule files: a change in it makes what was kept of them worthless.
_READERS = [
    Path(str(module.__file__)) for module in (sys.modules[__name__], caches, demands, model, reader, shape, wordlists)
]


@dataclass(frozen=True)
class RuleSet:
    """Rules by code, and what the engines are given of each.

    >>> ruleset = load()
    >>> ruleset.rules["NUM002"].title["en"]
    'Year not enclosed in 〔〕'
    """

    rules: Mapping[str, Rule]
    compiled: Mapping[str, Compiled]

    def pick(self, select: Sequence[str] = (), ignore: Sequence[str] = (), preview: bool = False) -> RuleSet:
        """The rules whose codes begin with one of ``select`` (all, if empty) and with none of ``ignore``.

        Preview rules take part when asked for, or when selected by their whole code. Raises ConfigError for a
        code that no rule has.

        >>> "NUM006" in load().pick(select=["NUM"], ignore=["NUM006"]).rules
        False
        """
        for code in (*select, *ignore):
            if not any(known.startswith(code) for known in self.rules):
                raise ConfigError(f"No rule is called {code}, and no family of rules.")
        codes = [
            code
            for code, rule in self.rules.items()
            if (not select or code.startswith(tuple(select)))
            and not (ignore and code.startswith(tuple(ignore)))
            and (preview or not rule.preview or code in select)
        ]
        return RuleSet({c: self.rules[c] for c in codes}, {c: self.compiled[c] for c in codes})

    def where(self, wanted: Callable[[Rule], bool]) -> RuleSet:
        """The rules that a test lets through.

        >>> list(load().where(lambda rule: rule.code == "NUM002").rules)
        ['NUM002']
        """
        codes = [code for code, rule in self.rules.items() if wanted(rule)]
        return RuleSet({c: self.rules[c] for c in codes}, {c: self.compiled[c] for c in codes})

    def shapes(self, code: str) -> str:
        """The shape of one rule as N-Triples, complete for any SHACL engine."""
        return self.compiled[code].shapes

    def statements(self, code: str) -> Statements:
        """All statements of a rule's file."""
        return read(self.compiled[code].file)[1]

    def raised_by(self, what: str) -> Rule | None:
        """The rule that a part of the linter raises itself, such as ``Reader`` for unreadable input."""
        return next((rule for rule in self.rules.values() if rule.raised_by == what), None)

    @cached_property
    def document_shapes(self) -> str:
        """The shapes of all rules that look at one document, as N-Triples."""
        codes = [code for code, rule in self.rules.items() if not rule.corpus and not rule.raised_by]
        return "".join(self.shapes(code) for code in codes)

    @cached_property
    def queries(self) -> tuple[Query, ...]:
        """The SPARQL constraints of all rules that look at several documents, or join mentions."""
        return tuple(query for code, rule in self.rules.items() if rule.corpus for query in self.compiled[code].queries)

    def code(self, shape: str) -> str:
        """The code of the rule that a shape belongs to (its IRI, with or without angle brackets)."""
        return self._codes[shape.strip("<>")]

    @cached_property
    def _codes(self) -> Mapping[str, str]:
        return {rule.iri: code for code, rule in self.rules.items()}


def load(folders: Iterable[Path] = ()) -> RuleSet:
    """The bundled rules and those of further folders; a later file replaces an earlier rule of the same code.

    What was read once is kept in the user's cache for as long as no file changes. Raises RuleError, which names the
    file, for Turtle that cannot be read and for a rule that lacks a part.
    """
    files = [f for folder in (resources.path("shapes"), *folders) for f in rule_files(folder)]
    key = caches.key([*files, *_READERS], str(sys.version_info))
    kept = _kept(key)
    if kept is not None:
        return kept
    ruleset = _read(files)
    caches.put("rules", key, packing.pack(ruleset, []))
    return ruleset


def _kept(key: str) -> RuleSet | None:
    kept = caches.get("rules", key)
    try:
        ruleset = packing.unpack(kept, []) if kept is not None else None
    except packing.NotPacked:
        return None
    return ruleset if isinstance(ruleset, RuleSet) else None


def _read(files: Iterable[Path]) -> RuleSet:
    rules: dict[str, Rule] = {}
    compiled: dict[str, Compiled] = {}
    for file in files:
        rule, statements = read(file)
        rules[rule.code], compiled[rule.code] = rule, shape.compiled(rule, file, statements)
    return RuleSet(dict(sorted(rules.items())), compiled)


def rule_files(folder: Path) -> list[Path]:
    """The rule files below a folder, in the order of their paths."""
    if not folder.is_dir():
        raise ConfigError(f"There is no folder of rules at {folder}.")
    files = [file for file in sorted(folder.rglob("*.ttl")) if file.name != META]
    for file in files:
        if not file.is_file():  # a named pipe would be waited for
            raise RuleError(f"{file} is not a file.")
    return files
