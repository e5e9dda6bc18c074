"""`lod harvest-check`: what a harvester would make of a catalogue."""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from urllib.parse import urlsplit

from lod import harvesting
from lod.commands.output import save
from lod.harvesting import HARVESTERS, Outcome
from lod.model import ConfigError
from lod.words import WORDS, harmless

CLEAN, FOUND = 0, 1
_ENDS = ("delete", "archive")


def check(options: argparse.Namespace) -> int:
    """Prints what would happen; the exit code is 1 where anything would be deleted or a harvester stumbles.

    Raises ConfigError for an address that is none of the web, HarvestError where nobody answers.
    """
    if urlsplit(options.url).scheme not in ("http", "https"):
        raise ConfigError(f"{options.url} is no address of the web; it begins with http:// or https://.")
    state = harvesting.read_state(options.state) if options.state else harvesting.State()
    outcomes = [
        harvesting.foresee(
            HARVESTERS[name], options.url, state.of(name), options.titles, options.timeout, options.max_pages
        )
        for name in ([options.harvester] if options.harvester else HARVESTERS)
    ]
    words = WORDS[options.lang]
    written = _json(outcomes) if options.format == "json" else "\n".join(_text(outcomes, words))
    print(written)
    if options.state:
        kept = {**state.kept, **{outcome.harvester: outcome.kept for outcome in outcomes}}
        save(options.state, harvesting.written(harvesting.State(kept)))
    return FOUND if any(map(_matters, outcomes)) else CLEAN


def _matters(outcome: Outcome) -> bool:
    return bool(outcome.problems) or any(action.kind in _ENDS for action in outcome.actions)


def _json(outcomes: list[Outcome]) -> str:
    told = [{name: value for name, value in asdict(outcome).items() if name != "kept"} for outcome in outcomes]
    return json.dumps(told, ensure_ascii=False, indent=2)


def _text(outcomes: list[Outcome], words: dict[str, str]) -> Iterator[str]:
    for outcome in outcomes:
        kinds = {kind: _kind(kind, outcome, words) for kind in ("create", "change", "keep", *_ENDS)}
        number = Counter[str](action.kind for action in outcome.actions)
        counts = ", ".join(f"{told} {number[kind]}" for kind, told in kinds.items() if number[kind])
        yield words["harvested"].format(
            name=outcome.harvester, pages=outcome.pages, counts=counts or words["harvest_nothing"]
        )
        for action in outcome.actions:
            yield f"  {kinds[action.kind]}\t{harmless(action.key)}\t{harmless(action.title)}"
        for problem in outcome.problems:
            told = words[f"problem_{problem.kind}"].format(said=harmless(problem.said))
            yield f"  ! {harmless(problem.where)}: {told}"
        if not outcome.whole:
            yield f"  ! {words['harvest_broken_off'].format(name=outcome.harvester)}"


def _kind(kind: str, outcome: Outcome, words: dict[str, str]) -> str:
    return words[f"harvest_{kind}"].format(days=HARVESTERS[outcome.harvester].grace)
