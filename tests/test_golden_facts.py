"""Issue, contents and documents of the bundled gazette against the facts that a reader noted from its text.

The facts (`data/golden/jiangxian-2023-01.facts.json`) were written without the parser. Lines are those of the file.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from typing import Any

import pyoxigraph as ox
import pytest

from tests.golden import DOCUMENTS, FACTS, agree, ask, column, plain, wide


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
