"""One rule file to a rule: what it says, why, its clause, examples, messages and fix.

Whatever is missing is an error that names the file, so that the person who wrote it knows where to look.
"""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

import pyoxigraph as ox

from lod.model import Anchor, Example, FixTemplate, QueryError, Rule, RuleError
from lod.rules import wordlists
from lod.stores import guard
from lod.vocab import expand

SEVERITIES = {"Violation": "error", "Warning": "warning", "Info": "info"}
_QUERIES = frozenset(expand(f"sh:{name}") for name in ("select", "ask", "construct", "update"))
Statements = tuple[ox.Triple, ...]


def read(file: Path) -> tuple[Rule, Statements]:
    """The rule of a Turtle file, and its statements, the word list put into the patterns. Raises RuleError."""
    statements = wordlists.spelled_out(parse(file))
    _check_queries(file, statements)
    return _Reader(file, statements).rule(), statements


def parse(file: Path) -> Statements:
    """The statements of a Turtle file. Raises RuleError."""
    try:
        quads = ox.parse(path=file, format=ox.RdfFormat.TURTLE, rename_blank_nodes=True)
        return tuple(quad.triple for quad in quads)
    except (SyntaxError, ValueError, OSError) as error:
        raise RuleError(f"{file}: {error}") from error


def _check_queries(file: Path, statements: Statements) -> None:
    # A rule may come from anybody, and an engine that follows SERVICE would send texts to any address.
    for triple in statements:
        if triple.predicate.value in _QUERIES and isinstance(triple.object, ox.Literal):
            try:
                guard.check(triple.object.value)
            except QueryError as error:
                raise RuleError(f"{file}: {error}") from error


class _Reader:
    """Reads one rule out of the statements of its file."""

    def __init__(self, file: Path, triples: Statements) -> None:
        self.file = file
        self.about: dict[object, list[tuple[str, object]]] = defaultdict(list)
        for triple in triples:
            self.about[triple.subject].append((triple.predicate.value, triple.object))

    def rule(self) -> Rule:
        node = self._node()
        code = self._text(node, "dct:identifier")
        if code != self.file.stem:
            raise self._error(f"the rule calls itself {code}; a rule's file has its code as its name")
        return Rule(
            code=code,
            iri=node.value,
            family=code.rstrip("0123456789"),
            title=self._texts(node, "rdfs:label"),
            why=self._texts(node, "rdfs:comment"),
            clause=self._text(node, "dct:source"),
            strength=self._local(node, "lint:strength"),
            severity=self._severity(node),
            since=self._text(node, "lint:since"),
            preview=self._maybe(node, "lint:preview") == "true",
            locate=self._pattern(self._maybe(node, "lint:locate")),
            fix=self._fix(node),
            examples=self._examples(node),
            path=f"{self.file.parent.name}/{self.file.name}",
            messages=tuple(self._texts(carrier, "sh:message") for carrier in self._carriers()),
            anchor=self._anchor(node),
            corpus=bool(self._all(node, "lint:scope")),
            issues=bool(self._all(node, "lint:scope")) and self._local(node, "lint:scope") == "Issues",
            raised_by=self._local(node, "lint:raisedBy") if self._all(node, "lint:raisedBy") else None,
            priority=self._maybe(node, "lint:priority") or "",
            confirm=self._maybe(node, "lint:confirm") == "true",
            fold=bool(self._all(node, "lint:fold")),
            words=self._words(node),
        )

    def _node(self) -> ox.NamedNode:
        kind = ox.NamedNode(expand("lint:Rule"))
        nodes = [s for s, pairs in self.about.items() if (expand("rdf:type"), kind) in pairs]
        if len(nodes) != 1 or not isinstance(nodes[0], ox.NamedNode):
            raise self._error(f"it holds {len(nodes)} rules; a file holds one node of class lint:Rule")
        return nodes[0]

    def _carriers(self) -> list[object]:
        carriers = [s for s in self.about if self._all(s, "sh:message")]
        if not carriers:
            raise self._error("the rule has no sh:message")
        return carriers

    def _severity(self, node: object) -> str:
        local = self._local(node, "sh:severity")
        if local not in SEVERITIES:
            raise self._error(f"sh:{local} is not one of sh:Violation, sh:Warning, sh:Info")
        return SEVERITIES[local]

    def _fix(self, node: object) -> FixTemplate | None:
        for fix in self._all(node, "lint:fix"):
            safety = self._local(fix, "lint:safety").lower()
            return FixTemplate(safety, self._text(fix, "lint:replace"), self._pattern(self._maybe(fix, "lint:pattern")))
        return None

    def _examples(self, node: object) -> tuple[Example, ...]:
        found = []
        for example in self._all(node, "lint:example"):
            bad, good, fixed = (self._maybe(example, f"lint:{which}") for which in ("bad", "good", "fixed"))
            literals = [o for o in self._all(example, "lint:bad") if isinstance(o, ox.Literal)]
            binary = any(o.datatype.value == expand("xsd:base64Binary") for o in literals)
            marked = tuple(o.value for o in self._all(example, "lint:marked") if isinstance(o, ox.Literal))
            near_miss = self._maybe(example, "lint:nearMiss") == "true"
            found.append(Example(bad, good, fixed, marked, binary, near_miss))
        return tuple(found)

    def _words(self, node: object) -> dict[str, str]:
        pairs = self._all(node, "lint:word")
        return {self._text(pair, "lint:wrong"): self._text(pair, "lint:right") for pair in pairs}

    def _anchor(self, node: object) -> Anchor:
        heads = self._all(node, "lint:at")
        classes = tuple(item for head in heads for item in self._list(head))
        last = bool(self._all(node, "lint:pick")) and self._local(node, "lint:pick") == "Last"
        after = bool(self._all(node, "lint:side")) and self._local(node, "lint:side") == "After"
        return Anchor(classes, last, after)

    def _list(self, head: object) -> list[str]:
        items: list[str] = []
        seen = set()
        while head != ox.NamedNode(expand("rdf:nil")):
            items += [o.value for o in self._all(head, "rdf:first") if isinstance(o, ox.NamedNode)]
            rest = self._all(head, "rdf:rest")
            if not rest or head in seen:
                raise self._error("lint:at is not a list of classes")
            seen.add(head)
            head = rest[0]
        return items

    def _pattern(self, pattern: str | None) -> str | None:
        try:
            re.compile(pattern or "")
        except re.error as error:
            raise self._error(f"the pattern {pattern!r} is none: {error}") from error
        return pattern

    def _all(self, node: object, curie: str) -> list[object]:
        iri = expand(curie)
        return [o for p, o in self.about.get(node, []) if p == iri]

    def _maybe(self, node: object, curie: str) -> str | None:
        return next((o.value for o in self._all(node, curie) if isinstance(o, ox.Literal)), None)

    def _text(self, node: object, curie: str) -> str:
        text = self._maybe(node, curie)
        if text is None:
            raise self._error(f"the rule has no {curie}")
        return text

    def _texts(self, node: object, curie: str) -> dict[str, str]:
        texts = {o.language: o.value for o in self._all(node, curie) if isinstance(o, ox.Literal) and o.language}
        if not {"zh", "en"} <= texts.keys():
            raise self._error(f"the rule needs {curie} in zh and in en")
        return texts

    def _local(self, node: object, curie: str) -> str:
        for value in self._all(node, curie):
            if isinstance(value, ox.NamedNode):
                return re.split("[#/]", value.value)[-1]
        raise self._error(f"the rule has no {curie}")

    def _error(self, what: str) -> RuleError:
        return RuleError(f"{self.file}: {what}.")
