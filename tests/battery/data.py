"""The battery as data: clean documents, mutants and traps. Nothing here knows the program that is judged."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
SETS = (HERE, *(HERE / name for name in ("second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")))


@dataclass(frozen=True)
class Mutant:
    """One fault put into the first of ``files``; ``at`` are stretches on whose lines the finding may stand, too."""

    id: str
    rule: str
    priority: str
    files: tuple[str, ...]
    old: str
    new: str
    count: int = 1
    at: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    home: Path = HERE

    def sound(self) -> dict[str, str]:
        """The texts by file before the fault is put in."""
        return {file: clean(file, self.home) for file in self.files}

    def texts(self) -> dict[str, str]:
        """The texts that are judged together, by file, the fault put in."""
        texts = self.sound()
        texts[self.files[0]] = texts[self.files[0]].replace(self.old, self.new)
        return texts

    def places(self, texts: Mapping[str, str]) -> set[tuple[str, int]]:
        """The lines on which the expected finding may stand."""
        faulty = texts[self.files[0]]
        places = {(self.files[0], line) for line in _changed(clean(self.files[0], self.home), self.old, self.new)}
        for stretch in self.at:
            places |= {(file, line) for file, text in texts.items() for line in _lines(text, stretch)}
        return {(file, line) for file, line in places if line <= faulty.count("\n") + 1 or file != self.files[0]}


def clean(file: str, home: Path = HERE) -> str:
    """The text of a clean document of one of the sets."""
    return (home / "clean" / file).read_text(encoding="utf-8")


def mutants(home: Path = HERE) -> list[Mutant]:
    """All mutants of a set, in the order of the file."""
    rows = map(json.loads, (home / "mutants.jsonl").read_text(encoding="utf-8").splitlines())
    return [_mutant({**row, "home": home}) for row in rows]


def traps(home: Path = HERE) -> dict[str, list[str]]:
    """The rules that each trap of a set is laid for."""
    laid: dict[str, list[str]] = defaultdict(list)
    for row in (home / "traps.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        file, rule, _ = row.split("\t")
        laid[file].append(rule)
    return laid


def _mutant(row: dict[str, object]) -> Mutant:
    row["also"] = row.pop("or", ())
    return Mutant(**{k: tuple(v) if isinstance(v, list) else v for k, v in row.items()})  # type: ignore[arg-type]


def _changed(text: str, old: str, new: str) -> Iterator[int]:
    shift, start = 0, text.find(old)
    while start >= 0:
        line = text[:start].count("\n") + shift + 1
        yield from range(line, line + new.strip("\n").count("\n") + 1 + (len(new) - len(new.lstrip("\n"))))
        shift += new.count("\n") - old.count("\n")
        start = text.find(old, start + len(old))


def _lines(text: str, stretch: str) -> Iterator[int]:
    start = text.find(stretch)
    while start >= 0:
        line = text[:start].count("\n") + 1
        yield from range(line, line + stretch.rstrip("\n").count("\n") + 1)
        start = text.find(stretch, start + 1)
