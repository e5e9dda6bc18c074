"""`lod rule`: what the rules say, on the terminal, as JSON or as pages of a reference."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence

from lod import reference, rulecards, rules
from lod.commands.output import save
from lod.model import ConfigError, Rule


def run(options: argparse.Namespace) -> int:
    """Runs the command and returns its exit code. Raises ConfigError for a code that neither rule nor family has."""
    known = rules.load(options.rules).rules
    if options.reference:
        for name, page in reference.pages(known).items():
            path = options.reference / name
            path.parent.mkdir(parents=True, exist_ok=True)
            save(path, page)
        return 0
    chosen = _chosen(known, [code.upper() for code in options.codes])
    if options.format == "json":
        print(json.dumps([rulecards.record(rule, options.lang) for rule in chosen], ensure_ascii=False, indent=2))
    elif options.format == "markdown":
        print("\n".join(rulecards.markdown(rule, options.lang) for rule in chosen), end="")
    elif options.codes or options.all:
        print("\n".join(rulecards.card(rule, options.lang) for rule in chosen), end="")
    else:
        print("\n".join(rulecards.line(rule, options.lang) for rule in chosen))
    return 0


def _chosen(known: Mapping[str, Rule], codes: Sequence[str]) -> list[Rule]:
    families = {rule.family for rule in known.values()}
    unknown = [code for code in codes if code not in known and code not in families]
    if unknown:
        raise ConfigError(f"No rule is called {', '.join(unknown)}, and no family of rules; `lod rule` lists all.")
    return [rule for code, rule in known.items() if not codes or code in codes or rule.family in codes]
