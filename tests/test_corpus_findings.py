"""What the rules find in real documents of other authorities: each finding was looked up on its page and judged there.

Pages give every error and warning; texts and laws, whose punctuation is not what was printed, give their errors.
"""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from lod import linter, readers

TABLE = Path(__file__).resolve().parent.parent / "data" / "golden" / "corpus.findings.tsv"
Row = tuple[str, str, int, int, str]


def reviewed() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


REVIEWED = reviewed()
ON_PAGES = [row for row in REVIEWED if row["file"].endswith(".html")]


def noted(*endings: str) -> list[Row]:
    rows = [row for row in REVIEWED if row["file"].endswith(endings)]
    return sorted((r["file"], r["code"], int(r["line"]), int(r["column"]), r["quote"]) for r in rows)


def found(folder: Path, severities: set[str], *endings: str) -> list[Row]:
    lint = linter.prepare().lint
    rows = []
    for path in (path for path in folder.iterdir() if path.name.endswith(endings)):
        for diagnostic in lint(readers.read(readers.open_source(str(path)))):
            if diagnostic.severity in severities:
                line, column = diagnostic.text.position(diagnostic.span.start)
                quote = diagnostic.text.slice(diagnostic.span).partition("\n")[0]
                rows.append((path.name, diagnostic.rule.code, line, column, quote))
    return sorted(rows)


def test_pages_have_the_reviewed_errors_and_warnings_and_no_others(corpus: Path) -> None:
    assert found(corpus, {"error", "warning"}, ".html") == noted(".html")


def test_texts_have_the_reviewed_errors_and_no_others(corpus: Path) -> None:
    assert found(corpus, {"error"}, ".txt") == noted(".txt")


@pytest.mark.parametrize("number", range(300, 307))
def test_laws_have_the_reviewed_errors_and_no_others(corpus: Path, number: int) -> None:
    name = f"{number}_law.md"
    assert found(corpus, {"error"}, name) == noted(name)


def test_at_least_nineteen_of_twenty_findings_on_pages_are_true() -> None:
    true = sum(row["verdict"] == "true" for row in ON_PAGES)
    assert true / len(ON_PAGES) >= 0.95
    false = Counter(row["file"] for row in ON_PAGES if row["verdict"] == "false")
    assert [file for file, count in false.items() if count > 2] == []


def test_every_verdict_has_its_reason() -> None:
    assert {row["verdict"] for row in REVIEWED} <= {"true", "false"}
    assert [row for row in REVIEWED if not row["reason"]] == []
