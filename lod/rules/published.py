"""Rules as they are published: the statements of their files, every node with an address."""

from __future__ import annotations

import pyoxigraph as ox

from lod import vocab
from lod.rules import RuleSet
from lod.rules.reader import Statements


def rule_quads(ruleset: RuleSet, base: str = vocab.BASE) -> list[ox.Quad]:
    """The graph of all rules. Addresses of rules do not follow `base`; the address of the graph does.

    A node that a rule file leaves blank gets the rule's address and its place in the file, so that the same file
    always gives the same statements.

    >>> from lod.rules import load
    >>> any(isinstance(quad.subject, ox.BlankNode) for quad in rule_quads(load()))
    False
    """
    graph = ox.NamedNode(f"{base}graph/rules")
    quads = []
    for code, rule in ruleset.rules.items():
        statements = ruleset.statements(code)
        names = _names(rule.iri, statements)
        for triple in statements:
            subject = names.get(triple.subject, triple.subject)
            value = names.get(triple.object, triple.object)
            quads.append(ox.Quad(subject, triple.predicate, value, graph))
    return quads


def _names(iri: str, statements: Statements) -> dict[object, ox.NamedNode]:
    found: dict[object, ox.NamedNode] = {}
    for triple in statements:
        for term in (triple.subject, triple.object):
            if isinstance(term, ox.BlankNode) and term not in found:
                found[term] = ox.NamedNode(f"{iri}#part-{len(found) + 1}")
    return found
