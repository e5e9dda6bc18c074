"""The reference of all rules: a page for each family in each language, and one that lists them; made from the rules."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby

import pyoxigraph as ox

from lod import rulecards, terms, vocab
from lod.model import Rule
from lod.reports.words import SEVERITIES, STRENGTHS

LANGUAGES = ("zh", "en")
_HEADS = {
    "zh": ("规则", "问题", "级别", "约束力", "修改", "启用"),
    "en": ("Rule", "Fault", "Severity", "Strength", "Fix", "On"),
}
_ON = {"zh": ("默认", "预览"), "en": ("by default", "preview")}
_FIXES = {"zh": {"safe": "安全", "unsafe": "须确认"}, "en": {"safe": "safe", "unsafe": "unsafe"}}
_MADE = "<!-- Made by `make docs` from the rule files; change those. -->"


def pages(rules: Mapping[str, Rule]) -> dict[str, str]:
    """The pages by their path below the folder of the reference.

    >>> sorted(pages({}))
    ['README.md']
    """
    ordered = sorted(rules.values(), key=lambda rule: rule.code)
    families = {family: list(group) for family, group in groupby(ordered, lambda rule: rule.family)}
    made = {
        f"{lang}/{family}.md": _page(family, members, lang)
        for family, members in families.items()
        for lang in LANGUAGES
    }
    return {**made, "README.md": _index(families)}


def _page(family: str, members: Iterable[Rule], lang: str) -> str:
    head = f"{_MADE}\n\n# {family}  {_label(family, lang)}\n"
    return "\n".join([head, *(rulecards.markdown(rule, lang) for rule in members)])


def _index(families: Mapping[str, list[Rule]]) -> str:
    number = sum(len(members) for members in families.values())
    rows = [_MADE, "", f"# 规则 · Rules ({number})", ""]
    for lang in LANGUAGES:
        for family, members in families.items():
            rows += [f"## [{family}  {_label(family, lang)}]({lang}/{family}.md)", "", *_table(members, lang), ""]
    return "\n".join(rows)


def _table(members: Iterable[Rule], lang: str) -> list[str]:
    heads = _HEADS[lang]
    rows = [heads, tuple("---" for _ in heads), *(_row(rule, lang) for rule in members)]
    return ["| " + " | ".join(row) + " |" for row in rows]


def _row(rule: Rule, lang: str) -> tuple[str, ...]:
    fix = _FIXES[lang][rule.fix.safety] if rule.fix else ""
    strength = STRENGTHS[lang][rule.strength]
    return rule.code, rule.title[lang], SEVERITIES[lang][rule.severity], strength, fix, _ON[lang][rule.preview]


def _label(family: str, lang: str) -> str:
    subject, label = ox.NamedNode(vocab.expand(f"lint:{family}")), ox.NamedNode(vocab.expand("rdfs:label"))
    stated = (t.object for t in terms.load().triples if t.subject == subject and t.predicate == label)
    return next((o.value for o in stated if isinstance(o, ox.Literal) and o.language == lang), "")
