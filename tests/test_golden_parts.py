"""Articles, headings and the text itself against the facts: where each part stands, and that none is lost."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

import pyoxigraph as ox
import pytest

from tests.golden import DOCUMENTS, FACTS, agree, ask, plain, wide


def document_at(line: int) -> int:
    """The position in the issue of the document that a line belongs to."""
    return next(int(d["position"]) for d in DOCUMENTS if d["line"] <= line <= d["endLine"])


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


def test_text_of_articles(gazette_store: ox.Store, gazette_lines: list[str]) -> None:
    """Joined over line and page breaks, with nothing left out but the label."""
    rows = ask(gazette_store, "SELECT ?label ?text { ?a a gz:Article ; gz:label ?label ; gz:text ?text }")
    found = {row["label"]: plain(row["text"]).removeprefix(row["label"]) for row in rows}
    expected = {}
    for article in FACTS["articles"]:
        printed = "".join(line.removeprefix("- ") for line in gazette_lines[article["line"] : article["endLine"] + 1])
        expected[article["label"]] = plain(printed).removeprefix(article["label"])
    agree(expected, found)


def test_no_line_of_a_document_is_lost(gazette_store: ox.Store, gazette_lines: list[str]) -> None:
    """Every printed line belongs to a part with a text of its own, not only to its document or chapter."""
    rows = ask(
        gazette_store,
        """SELECT DISTINCT ?line ?end { ?p gz:line ?line ; gz:endLine ?end ; a ?kind
             FILTER(?kind NOT IN (gz:Issue, gz:Document, gz:Attachment, gz:Chapter, gz:Section, gz:Subdivision,
                                  gz:Mention, gz:Citation, eli:LegalResourceSubdivision))
             FILTER(?kind != gz:Heading || ?line = ?end) }""",
    )
    told = {number for row in rows for number in range(int(row["line"]), int(row["end"]) + 1)}
    headings = {number for number, line in enumerate(gazette_lines) if re.match("第.{1,3}[章节] ", line)}
    headings |= {heading["line"] for heading in FACTS["headings"]}
    lost = [
        f"{number}: {gazette_lines[number][:40]}"
        for document in DOCUMENTS
        for number in range(document["line"], document["endLine"] + 1)
        if gazette_lines[number].strip() and number not in told | headings
    ]
    assert lost == []


def test_spans_and_lines(gazette_store: ox.Store, gazette_path: Path) -> None:
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
