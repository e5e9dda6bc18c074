"""The graph of the bundled gazette against the facts that a reader noted from its text, kind by kind.

The facts (`data/golden/jiangxian-2023-01.facts.json`) were written without the parser. Lines are those of the file.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable
from typing import Any

import pyoxigraph as ox
import pytest

from tests.golden import FACTS, agree, ask, column, plain, wide

DOCUMENTS: list[dict[str, Any]] = FACTS["documents"]
TASKS: dict[int, dict[str, Any]] = {task["ordinal"]: task for task in FACTS["tasks"]}
ONE_TO_94 = [str(number) for number in TASKS]


def document_at(line: int) -> int:
    """The position in the issue of the document that a line belongs to."""
    return next(int(d["position"]) for d in DOCUMENTS if d["line"] <= line <= d["endLine"])


def heads(store: ox.Store, pattern: str) -> list[dict[str, str]]:
    """Rows about documents: `pattern` may bind ?value of the document ?d; ?line is where the document begins."""
    return ask(store, f"SELECT ?line ?value {{ ?d a gz:Document ; dct:isPartOf ?i ; gz:line ?line . {pattern} }}")


def test_issue(gazette_store: ox.Store) -> None:
    facts = FACTS["issue"]
    terms = {
        "year": "gz:year",
        "number": "gz:number",
        "totalNumber": "gz:totalNumber",
        "issued": "dct:issued",
        "publisher": "dct:publisher/skos:prefLabel",
        "postalCode": "schema:postalCode",
        "telephone": "schema:telephone",
        "faxNumber": "schema:faxNumber",
        "address": "schema:address",
        "website": "schema:url",
    }
    found = {
        name: column(ask(gazette_store, f"SELECT ?i ?v {{ ?i a gz:Issue ; {path} ?v }}"), "i", "v")
        for name, path in terms.items()
    }
    agree({name: [str(facts[name])] for name in terms}, {name: next(iter(v.values()), []) for name, v in found.items()})
    [title] = ask(gazette_store, "SELECT ?t { ?i a gz:Issue ; dct:title ?t }")
    assert facts["title"] in plain(title["t"])


def test_contents(gazette_store: ox.Store) -> None:
    rows = ask(
        gazette_store,
        """SELECT ?position ?title ?number ?page ?column ?line ?for {
             ?i gz:contentsEntry ?e . ?e a gz:ContentsEntry ; gz:position ?position ; dct:title ?title ; gz:line ?line ;
                gz:page ?page ; gz:column ?column ; gz:entryFor/gz:line ?for
             OPTIONAL { ?e eli:id_local ?number } }""",
    )
    found = {
        row["position"]: (wide(row["title"]), row.get("number"), row["page"], row["column"], row["line"], row["for"])
        for row in rows
    }
    expected = {
        str(e["position"]): (wide(e["title"]), e["number"], str(e["page"]), e["column"], str(e["line"]), str(d["line"]))
        for e, d in zip(FACTS["contents"], DOCUMENTS, strict=True)
    }
    agree(expected, found)


HEAD_FIELDS: dict[str, tuple[str, Callable[[dict[str, Any]], list[str]]]] = {
    "title": ("?d dct:title ?value", lambda d: [d["title"]]),
    "number": ("?d eli:id_local ?value", lambda d: [d["number"]["text"]] if d["number"] else []),
    "agency code": ("?d gz:agencyCode ?value", lambda d: [d["number"]["agencyCode"]] if d["number"] else []),
    "year": ("?d gz:numberYear ?value", lambda d: [str(d["number"]["year"])] if d["number"] else []),
    "serial": ("?d gz:serial ?value", lambda d: [str(d["number"]["serial"])] if d["number"] else []),
    "type": (
        '?d eli:type_document/skos:prefLabel ?value FILTER(LANG(?value) = "zh")',
        lambda d: [d["type"]],
    ),
    "issuers": ("?d eli:passed_by/skos:prefLabel ?value", lambda d: d["issuers"]),
    "addressees": ("?d gz:addressee/skos:prefLabel ?value", lambda d: [a["name"] for a in d["addressees"]]),
    "signing date": ("?d eli:date_document ?value", lambda d: [d["signingDate"]["date"]] if d["signingDate"] else []),
    "publicity": ("?d gz:publicity ?value", lambda d: [f"gz:{d['publicity']['value']}"] if d["publicity"] else []),
    "marking": ("?d gz:publicityMarking ?value", lambda d: [d["publicity"]["marking"]] if d["publicity"] else []),
    "approved by": ("?d gz:approvedBy ?value", lambda d: [d["approval"]["by"]] if d["approval"] else []),
}


@pytest.mark.parametrize("field", HEAD_FIELDS)
def test_heads_of_documents(gazette_store: ox.Store, field: str) -> None:
    pattern, fact = HEAD_FIELDS[field]
    found = column(heads(gazette_store, pattern), "line", "value")
    expected = {str(d["line"]): sorted(map(wide, fact(d))) for d in DOCUMENTS if fact(d)}
    agree(expected, {line: sorted(map(wide, values)) for line, values in found.items()})


@pytest.mark.parametrize(
    ("kind", "fact"),
    [
        ("DocumentNumber", "number"),
        ("SigningDate", "signingDate"),
        ("PublicityNote", "publicity"),
        ("Signature", "signature"),
        ("Salutation", "salutation"),
    ],
)
def test_lines_of_heads_and_tails(gazette_store: ox.Store, kind: str, fact: str) -> None:
    rows = ask(gazette_store, f"SELECT ?line {{ ?n a gz:{kind} ; gz:line ?line }}")
    expected = Counter(str(d[fact]["line"]) for d in DOCUMENTS if d.get(fact))
    agree(expected, Counter(row["line"] for row in rows))


def test_annexes(gazette_store: ox.Store) -> None:
    rows = ask(
        gazette_store,
        """SELECT ?line ?title ?where { ?d a gz:Document ; gz:line ?line ; eli:has_annex ?a .
             ?a a gz:Attachment ; dct:title ?title ; gz:availability ?where }""",
    )
    found: dict[int, set[tuple[str, str]]] = defaultdict(set)
    for row in rows:
        found[int(row["line"])].add((wide(row["title"]), row["where"]))
    expected = {
        d["line"]: {(wide(a["title"]), f"gz:{a['availability']}") for a in d["annexes"]}
        for d in DOCUMENTS
        if d["annexes"]
    }
    agree(expected, found)


def test_citations(gazette_store: ox.Store) -> None:
    """Each citation with its line, the title between 《》 as printed, and the number of what is cited."""
    rows = ask(
        gazette_store,
        """SELECT DISTINCT ?c ?line ?printed ?number { ?c a gz:Citation ; gz:line ?line ; nif:anchorOf ?printed ;
             gz:cited ?x OPTIONAL { ?x eli:id_local ?number } }""",
    )
    found = Counter(
        (int(row["line"]), quoted(row["printed"]), wide(row["number"]) if "number" in row else None) for row in rows
    )
    listed = [(d, c) for d in DOCUMENTS for c in d["citations"]]
    expected = Counter((c["line"], wide(c["title"]), c["number"] or own_number(c)) for _, c in listed)
    for _, press in filter(lambda pair: pair[1].get("press"), listed):
        # Whether a newspaper article is a cited document is a matter of taste.
        key = (press["line"], wide(press["title"]), None)
        expected.pop(key)
        found.pop(key, None)
    agree(expected, found)


def quoted(printed: str) -> str:
    text = wide(printed)
    return text[text.index("《") + 1 : text.rindex("》")] if "《" in text and "》" in text else text


def own_number(citation: dict[str, Any]) -> str | None:
    cited = citation.get("inIssue")
    number = DOCUMENTS[cited - 1]["number"] if cited else None
    return str(number["text"]) if number else None


def test_documents_say_every_citation_once_more(gazette_store: ox.Store) -> None:
    rows = ask(
        gazette_store,
        """SELECT ?line (COUNT(DISTINCT ?x) AS ?inside) (COUNT(DISTINCT ?y) AS ?said) {
             ?d a gz:Document ; gz:line ?line
             OPTIONAL { ?c a gz:Citation ; gz:citing/eli:is_part_of* ?d ; gz:cited ?x }
             OPTIONAL { ?d eli:cites ?y } } GROUP BY ?line""",
    )
    agree({row["line"]: row["inside"] for row in rows}, {row["line"]: row["said"] for row in rows})
    assert {int(row["line"]) for row in rows if row["said"] != "0"} == {d["line"] for d in DOCUMENTS if d["citations"]}


def test_articles(gazette_store: ox.Store) -> None:
    rows = ask(
        gazette_store,
        """SELECT ?n ?label ?line ?end ?chapter ?chapterHeading ?section ?sectionHeading {
             ?a a gz:Article ; gz:ordinal ?n ; gz:label ?label ; gz:line ?line ; gz:endLine ?end ; eli:is_part_of+ ?c .
             ?c a gz:Chapter ; gz:ordinal ?chapter ; gz:heading ?chapterHeading
             OPTIONAL { ?a eli:is_part_of+ ?s .
                        ?s a gz:Section ; gz:ordinal ?section ; gz:heading ?sectionHeading } }""",
    )
    names = ("label", "line", "endLine", "chapter", "chapterHeading", "section", "sectionHeading")
    keys = ("label", "line", "end", "chapter", "chapterHeading", "section", "sectionHeading")
    found = {row["n"]: {name: row.get(key) for name, key in zip(names, keys, strict=True)} for row in rows}
    expected = {
        str(a["ordinal"]): {name: None if a[name] is None else str(a[name]) for name in names}
        for a in FACTS["articles"]
    }
    assert len(rows) == 46
    agree(expected, found)


@pytest.mark.parametrize(("kind", "fact"), [("Item", "itemLines"), ("Paragraph", "paragraphLines")])
def test_items_and_paragraphs_of_articles(gazette_store: ox.Store, kind: str, fact: str) -> None:
    below = "eli:is_part_of+" if kind == "Item" else "eli:is_part_of"
    rows = ask(
        gazette_store,
        f"SELECT ?n ?line {{ ?p a gz:{kind} ; gz:line ?line ; {below} ?a . ?a a gz:Article ; gz:ordinal ?n }}",
    )
    found: dict[int, list[int]] = {a["ordinal"]: [] for a in FACTS["articles"]}
    for row in rows:
        found[int(row["n"])].append(int(row["line"]))
    expected = {a["ordinal"]: a[fact] for a in FACTS["articles"]}
    if kind == "Paragraph":
        # An article of one paragraph, or the first of several, may be told by the article itself.
        expected = {n: lines[1:] for n, lines in expected.items()}
        found = {a["ordinal"]: [x for x in found[a["ordinal"]] if x != a["line"]] for a in FACTS["articles"]}
    agree(expected, {n: sorted(lines) for n, lines in found.items()})


def test_a_paragraph_inside_an_item(gazette_store: ox.Store) -> None:
    for fact in FACTS["insideItems"]:
        rows = ask(
            gazette_store,
            f"""SELECT ?line {{ ?p a gz:Paragraph ; gz:line ?line ; eli:is_part_of ?i .
                 ?i a gz:Item ; gz:ordinal {fact["item"]} ; eli:is_part_of+ ?a .
                 ?a a gz:Article ; gz:ordinal {fact["article"]} }}""",
        )
        assert str(fact["paragraphLine"]) in {row["line"] for row in rows}


def test_headings(gazette_store: ox.Store) -> None:
    """Levels 1 and 2 everywhere, level 3 in the annual report (elsewhere 1. 2. number measures)."""
    rows = ask(
        gazette_store,
        """SELECT DISTINCT ?line ?level ?label ?text { ?h a gz:Heading ; gz:line ?line ; gz:level ?level ;
             gz:label ?label ; gz:heading ?text }""",
    )
    sentences = {fact["line"] for fact in FACTS["numberedSentences"]}
    found = {
        int(row["line"]): (int(row["level"]), wide(row["label"]), wide(row["text"]).rstrip("。"))
        for row in rows
        if int(row["line"]) not in sentences and (int(row["level"]) < 3 or document_at(int(row["line"])) == 3)
    }
    agree({h["line"]: (h["level"], wide(h["label"]), wide(h["text"])) for h in FACTS["headings"]}, found)


def test_numbered_sentences_are_parts(gazette_store: ox.Store) -> None:
    rows = ask(gazette_store, "SELECT ?line ?label { ?p gz:line ?line ; gz:label ?label }")
    found = {(int(row["line"]), wide(row["label"])) for row in rows}
    assert {(fact["line"], wide(fact["label"])) for fact in FACTS["numberedSentences"]} <= found


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


def test_headline_targets(gazette_store: ox.Store) -> None:
    found = indicators(gazette_store, "?x a gz:HeadlineTarget ; gz:year 2023")
    expected = Counter((t["line"], t["name"], number(t["value"]), t["unit"], t["comparator"]) for t in FACTS["targets"])
    agree(expected, found)


def test_targets_of_tasks(gazette_store: ox.Store) -> None:
    """A task that repeats a headline target states it too, under the same name, at its own line."""
    for task in {t["task"] for t in FACTS["taskTargets"]}:
        found = indicators(gazette_store, f"?x a gz:Target ; gz:statedIn ?t . ?t a gz:Task ; gz:ordinal {task}")
        expected = Counter(
            (t["line"], t["name"], number(t["value"]), t["unit"], t["comparator"])
            for t in FACTS["taskTargets"]
            if t["task"] == task
        )
        agree(expected, found)


def indicators(store: ox.Store, pattern: str) -> Counter[tuple[int, str, float, str, str | None]]:
    rows = ask(
        store,
        f"""SELECT DISTINCT ?x ?line ?name ?value ?unit ?comparator {{ {pattern} . ?x gz:line ?line ;
             gz:indicatorName ?name ; gz:value ?value ; gz:valueUnit ?unit
             OPTIONAL {{ ?x gz:comparator ?comparator }} }}""",
    )
    return Counter((int(r["line"]), r["name"], number(r["value"]), r["unit"], r.get("comparator")) for r in rows)


def number(text: str) -> float:
    return float(text)


def results(store: ox.Store, line: int) -> list[tuple[str, float, str, str]]:
    rows = ask(
        store,
        f"""SELECT DISTINCT ?x ?name ?value ?unit ?basis {{ ?x a gz:Result ; gz:line {line} ; gz:indicatorName ?name ;
             gz:value ?value ; gz:valueUnit ?unit OPTIONAL {{ ?x gz:basis ?basis }} }}""",
    )
    return [(r["name"], number(r["value"]), r["unit"], r.get("basis", "")) for r in rows]


def test_results_of_2022(gazette_store: ox.Store) -> None:
    """Line 81: an amount and its growth are two results; nothing else stands there."""
    found = results(gazette_store, 81)
    expected = [(r["name"], number(r["value"]), r["unit"], f"gz:{r['basis']}") for r in FACTS["results"]]
    lacking = [
        want
        for want in expected
        if not any(want[0] in name and want[1:] == rest for name, *tail in found for rest in [tuple(tail)])
    ]
    assert not lacking, f"{lacking}\nfound: {found}"
    assert len(found) == len(expected)


@pytest.mark.parametrize("fact", FACTS["otherResults"], ids=lambda fact: f"{fact['line']}-{fact['value']}")
def test_other_results_of_2022(gazette_store: ox.Store, fact: dict[str, Any]) -> None:
    found = results(gazette_store, fact["line"])
    wanted = (number(fact["value"]), fact["unit"])
    assert wanted in [(value, unit) for name, value, unit, _ in found if fact["name"] in plain(name)], found


def test_spans_and_lines(gazette_store: ox.Store, gazette_path: Any) -> None:
    """Every span slices to what was printed, and `gz:line` is the line where it begins."""
    [context] = ask(gazette_store, "SELECT ?text { ?c nif:isString ?text }")
    text = context["text"]
    rows = ask(
        gazette_store,
        """SELECT ?n ?begin ?end ?line ?printed { ?n nif:beginIndex ?begin ; nif:endIndex ?end ; gz:line ?line
             OPTIONAL { ?n nif:anchorOf ?printed } }""",
    )
    assert len(rows) > 1500
    wrong = []
    for row in rows:
        begin, end = int(row["begin"]), int(row["end"])
        if text.count("\n", 0, begin) + 1 != int(row["line"]) or not 0 <= begin < end <= len(text):
            wrong.append(f"{row['n']}: line {row['line']}, {begin}-{end}")
        if "printed" in row and plain(text[begin:end]) != plain(row["printed"]):
            wrong.append(f"{row['n']}: {row['printed']!r} is not {text[begin:end]!r}")
    assert not wrong, "\n".join(wrong[:20])
    assert text == gazette_path.read_text(encoding="utf-8")


def test_no_statement_stands_in_two_graphs(gazette_store: ox.Store) -> None:
    """The union of graphs is a bag in the store: what stands in two graphs would be counted twice by every query."""
    graphs: dict[str, set[str]] = defaultdict(set)
    for quad in gazette_store:
        graphs[str(quad.triple)].add(str(quad.graph_name))
    assert [triple for triple, where in graphs.items() if len(where) > 1] == []
