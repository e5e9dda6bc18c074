"""Judges the battery and prints what is missed and what is a false alarm: ``report.py [SET…] [CODE…]``.

``second`` is the second set alone, ``battery`` the first. A code may be the beginning of one (``NUM``, ``TTL00``);
without a code everything is judged. The data themselves know nothing of the program: see README.md beside this file.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[2]))

from lod.linter import Linter, prepare
from lod.model import Diagnostic, Source
from tests.battery.data import SETS, Mutant, mutants

LOUD = ("error", "warning")


class Finding(NamedTuple):
    """A diagnostic by its place: ``first`` and ``last`` are lines, counted from 1."""

    code: str
    severity: str
    file: str
    first: int
    last: int
    quote: str

    def __str__(self) -> str:
        return f"{self.code} {self.severity} {self.file}:{self.first} {self.quote[:40]!r}"


def findings(linter: Linter, texts: Mapping[str, str]) -> list[Finding]:
    """What the linter says of texts that are given to it together, without hints."""
    sources = [Source(file, "text/plain", text.encode()) for file, text in texts.items()]
    return [finding for d in linter.judge(sources) if d.severity in LOUD for finding in _placed(d)]


def attempt(linter: Linter, texts: Mapping[str, str]) -> list[Finding]:
    """The same; a crash of the program counts as a finding of its own, so that the others are still judged."""
    try:
        return findings(linter, texts)
    except Exception as error:  # noqa: BLE001 - whatever goes wrong with one text is what the report is for
        return [Finding("CRASH", "error", next(iter(texts)), 1, 1, repr(error))]


def found(mutant: Mutant, said: Iterable[Finding], texts: Mapping[str, str]) -> bool:
    """Whether one of the findings is the expected one, at an expected place."""
    places, codes = mutant.places(texts), {mutant.rule, *mutant.also}
    return any(
        finding.code in codes and any((finding.file, n) in places for n in range(finding.first, finding.last + 1))
        for finding in said
    )


def false_alarms(linter: Linter, folder: Path) -> Iterator[Finding]:
    """The errors and warnings on texts that have no fault."""
    for path in sorted(folder.glob("*.txt")):
        yield from attempt(linter, {path.name: path.read_text(encoding="utf-8")})


def _placed(d: Diagnostic) -> Iterator[Finding]:
    for span in (d.span, *d.also):
        first, last = d.text.position(span.start)[0], d.text.position(max(span.start, span.end - 1))[0]
        yield Finding(d.rule.code, d.severity, d.text.source.name, first, last, d.text.slice(span))


def _judge(linter: Linter, chosen: Sequence[Mutant]) -> Iterator[str]:
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    usual: dict[tuple[str, ...], set[tuple[str, str, str]]] = {}
    for mutant in chosen:
        texts = mutant.texts()
        said = attempt(linter, texts)
        if mutant.files not in usual:
            base = attempt(linter, mutant.sound())
            usual[mutant.files] = {(f.code, f.file, f.quote) for f in base}
        hit = found(mutant, said, texts)
        for key in (mutant.priority, mutant.rule[:3]):
            counts[key][0] += hit
            counts[key][1] += 1
        others = [f for f in said if (f.code, f.file, f.quote) not in usual[mutant.files]]
        if not hit:
            yield f"miss  {mutant.id} {mutant.files[0]} {mutant.old[:40]!r} -> {mutant.new[:40]!r}"
        for finding in others:
            if finding.code not in {mutant.rule, *mutant.also} or not hit:
                yield f"      {'instead' if not hit else mutant.id + ' besides'}: {finding}"
    for key, (hits, all_) in sorted(counts.items()):
        yield f"recall {key} {hits}/{all_} = {hits / all_:.3f}"


def _report(linter: Linter, home: Path, codes: tuple[str, ...]) -> Iterator[str]:
    chosen = [m for m in mutants(home) if m.rule.startswith(codes)]
    yield from _judge(linter, chosen)
    yield from (f"no rule {rule} yet" for rule in sorted({m.rule for m in chosen} - set(linter.ruleset.rules)))
    for folder in ("clean", "traps"):
        for finding in false_alarms(linter, home / folder):
            if finding.code.startswith(codes):
                yield f"false alarm {folder}: {finding}"


def main(words: Sequence[str]) -> None:
    """Prints the report on the sets that are named, or on all, for rules whose code begins like one of the codes."""
    linter = prepare()
    names = {home.name: home for home in SETS}
    codes = tuple(word for word in words if word not in names) or ("",)
    for home in [names[word] for word in words if word in names] or SETS:
        for line in _report(linter, home, codes):
            sys.stdout.write(f"{home.name}: {line}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
