"""The battery is sound in itself: each fault can be put in as it says, each trap is described, nothing is twice."""

from collections import Counter
from pathlib import Path

import pytest

from tests.battery.data import HERE, SETS, Mutant, mutants, traps

TEXTS = sorted(path for home in SETS for path in home.glob("*/*.txt"))
FILES = [*TEXTS, *(home / name for home in SETS for name in ("mutants.jsonl", "traps.tsv"))]
MUTANTS = [mutant for home in SETS for mutant in mutants(home)]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_files_are_plain(path: Path) -> None:
    text = path.read_bytes().decode("utf-8")
    assert text.endswith("\n")
    assert not text.startswith("\n")
    assert not set(text) & set("\r\t\ufeff\u200b") - ({"\t"} if path.suffix == ".tsv" else set())


def test_no_text_is_there_twice() -> None:
    texts = Counter(path.read_text(encoding="utf-8") for path in TEXTS)
    assert [text[:40] for text, times in texts.items() if times > 1] == []


def test_there_is_enough_of_everything() -> None:
    assert len(list(HERE.glob("clean/*.txt"))) >= 40
    assert len(list(HERE.glob("traps/*.txt"))) >= 60
    assert len({m.rule for m in MUTANTS}) >= 100


def test_mutants_have_names_of_their_own_and_differ() -> None:
    assert len({m.id for m in MUTANTS}) == len(MUTANTS)
    assert len({(m.rule, m.files, m.old, m.new) for m in MUTANTS}) == len(MUTANTS)


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.id)
def test_a_fault_can_be_put_in_as_it_says(mutant: Mutant) -> None:
    assert mutant.old != mutant.new
    assert mutant.sound()[mutant.files[0]].count(mutant.old) == mutant.count
    texts = mutant.texts()
    assert mutant.places(texts)
    for stretch in mutant.at:
        assert any(stretch in text for text in texts.values()), stretch


@pytest.mark.parametrize("home", SETS, ids=lambda home: home.name)
def test_every_trap_is_described(home: Path) -> None:
    assert sorted(traps(home)) == sorted(path.name for path in home.glob("traps/*.txt"))
