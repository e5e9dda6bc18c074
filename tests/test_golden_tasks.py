"""Tasks, measures and officials of the bundled gazette against the facts that a reader noted from its text."""

from __future__ import annotations

import re
from collections import Counter

import pyoxigraph as ox
import pytest

from tests.golden import FACTS, TASKS, agree, ask, column, plain, wide


def test_measures(gazette_store: ox.Store) -> None:
    rows = ask(
        gazette_store,
        """SELECT ?n ?line ?end ?heading ?text { ?m a gz:Measure ; gz:ordinal ?n ; gz:line ?line ; gz:endLine ?end ;
             gz:heading ?heading ; gz:text ?text }""",
    )
    assert len(rows) == 43
    found = {
        int(row["n"]): {
            "line": row["line"],
            "end": row["end"],
            "heading": plain(row["heading"]).rstrip("。"),
            # The text may or may not repeat its heading.
            "text": plain(row["text"]).removeprefix(f"{row['n']}.").removeprefix(f"{plain(row['heading'])}。"),
        }
        for row in rows
    }
    expected = {
        m["ordinal"]: {
            "line": str(m["line"]),
            "end": str(m["endLine"]),
            "heading": plain(m["heading"]),
            "text": plain(m["text"]),
        }
        for m in FACTS["measures"]
    }
    agree(expected, found)


@pytest.mark.parametrize(("term", "fact"), [("leadUnit", "leadUnits"), ("cooperatingUnit", "cooperatingUnits")])
def test_units_of_measures(gazette_store: ox.Store, term: str, fact: str) -> None:
    rows = ask(gazette_store, f"SELECT ?n ?u {{ ?m a gz:Measure ; gz:ordinal ?n ; gz:{term}/skos:prefLabel ?u }}")
    groups = {group["ordinal"]: sorted({u["name"] for u in group[fact]}) for group in FACTS["measureGroups"]}
    agree({str(m["ordinal"]): groups[m["group"]] for m in FACTS["measures"]}, column(rows, "n", "u"))


def test_tasks(gazette_store: ox.Store) -> None:
    rows = ask(
        gazette_store,
        "SELECT ?n ?line ?end ?text { ?t a gz:Task ; gz:ordinal ?n ; gz:line ?line ; gz:endLine ?end ; gz:text ?text }",
    )
    assert len(rows) == 94
    found = {
        int(row["n"]): (int(row["line"]), int(row["end"]), plain(row["text"]).removeprefix(f"{row['n']}."))
        for row in rows
    }
    agree({n: (t["line"], t["endLine"], plain(t["text"])) for n, t in TASKS.items()}, found)


@pytest.mark.parametrize(
    ("term", "fact"),
    [
        ("gz:leadOfficial/foaf:name", "leadOfficials"),
        ("gz:leadUnit/skos:prefLabel", "leadUnits"),
        ("gz:cooperatingUnit/skos:prefLabel", "cooperatingUnits"),
    ],
)
def test_who_does_a_task(gazette_store: ox.Store, term: str, fact: str) -> None:
    found = column(ask(gazette_store, f"SELECT ?n ?who {{ ?t a gz:Task ; gz:ordinal ?n ; {term} ?who }}"), "n", "who")
    expected = {str(n): sorted({who["name"] for who in task[fact]}) for n, task in TASKS.items() if task[fact]}
    agree(expected, found)


def test_section_official_of_tasks(gazette_store: ox.Store) -> None:
    rows = ask(gazette_store, "SELECT ?n ?who { ?t a gz:Task ; gz:ordinal ?n ; gz:sectionOfficial/foaf:name ?who }")
    agree({str(n): [task["sectionOfficial"]] for n, task in TASKS.items()}, column(rows, "n", "who"))


@pytest.mark.parametrize(
    ("role", "fact"),
    [("lead", "leadUnits"), ("cooperating", "cooperatingUnits"), ("leadOfficial", "leadOfficials")],
)
def test_every_printed_name_is_a_mention(gazette_store: ox.Store, role: str, fact: str) -> None:
    """Each with its line, as printed, and the entity it means; a name that is printed twice is two mentions."""
    rows = ask(
        gazette_store,
        f"""SELECT DISTINCT ?m ?line ?printed (STR(?label) AS ?name) {{ ?m a gz:Mention ; gz:role "{role}" ;
             gz:line ?line ; nif:anchorOf ?printed ; gz:mentions/(skos:prefLabel|foaf:name) ?label }}""",
    )
    found = Counter((int(row["line"]), plain(row["printed"]), row["name"]) for row in rows)
    groups = FACTS["measureGroups"] if fact != "leadOfficials" else []
    expected = Counter(
        (who["line"], plain(who["printed"]), who["name"]) for owner in [*TASKS.values(), *groups] for who in owner[fact]
    )
    agree(expected, found)


def test_commitments_of_tasks(gazette_store: ox.Store) -> None:
    """The clauses of the report that a task implements cover what it repeats, and stay in the same sentences."""
    rows = ask(
        gazette_store,
        """SELECT DISTINCT ?n ?line ?text { ?t a gz:Task ; gz:ordinal ?n ; gz:implements ?c .
             ?c a gz:Commitment ; gz:line ?line ; gz:text ?text }""",
    )
    found: dict[int, list[tuple[int, str]]] = {n: [] for n in TASKS}
    for row in rows:
        found[int(row["n"])].append((int(row["line"]), wide(row["text"])))
    problems = [line for n in TASKS for line in _commitment_problems(n, sorted(found[n]))]
    assert not problems, f"{len(problems)} differences\n" + "\n".join(problems)


def _commitment_problems(number: int, clauses: list[tuple[int, str]]) -> list[str]:
    stretches = [(s["line"], s["endLine"], wide(s["text"])) for s in TASKS[number]["implements"]]
    problems = []
    for line, end, stretch in stretches:
        near = [text.strip("。；，") for where, text in clauses if line - 6 <= where <= end]
        # A clause may be longer than what the task repeats of it (要聚焦…), or be one piece of it.
        for piece in re.split("[。；，]", stretch):
            if not any(piece in text or text in piece for text in near):
                problems.append(f"task {number}: no clause has {piece!r} of line {line}")
    for line, text in clauses:
        clause = text.strip("。；，")
        if not any(clause in s or s in clause or _common(clause, s) for _, _, s in stretches):
            problems.append(f"task {number}: {clause!r} of line {line} is not what it repeats")
        if len(clause) > 3 * max(len(s) for _, _, s in stretches) + 40:
            problems.append(f"task {number}: {clause[:30]!r}… of line {line} is a paragraph, not a clause")
    return problems


def _common(clause: str, stretch: str) -> bool:
    return any(stretch[at : at + 6] in clause for at in range(max(1, len(stretch) - 5)))


def test_officials(gazette_store: ox.Store) -> None:
    rows = ask(
        gazette_store,
        """SELECT ?name ?post ?alt ?portfolio { ?o a gz:Official ; foaf:name ?name
             OPTIONAL { ?o org:holds/skos:prefLabel ?post FILTER(LANG(?post) = "zh") }
             OPTIONAL { ?o skos:altLabel ?alt } OPTIONAL { ?o gz:portfolio ?portfolio } }""",
    )
    posts, alts, fields = column(rows, "name", "post"), column(rows, "name", "alt"), column(rows, "name", "portfolio")
    officials = FACTS["officials"]
    assert {o["name"] for o in officials} <= {row["name"] for row in rows}
    assert not {alt for o in officials for alt in o["altNames"]} & {row["name"] for row in rows}
    agree({o["name"]: o["altNames"] for o in officials}, {o["name"]: alts.get(o["name"], []) for o in officials})
    for official in officials:
        said = wide(" ".join(fields.get(official["name"], [])))
        lacking = [field for field in official["fields"] if wide(field) not in said]
        assert not lacking, f"{official['name']}: {lacking} is not in the portfolio {said!r}"
        if official["post"]:
            assert any(post.endswith(official["post"]) for post in posts.get(official["name"], [])), official["name"]
