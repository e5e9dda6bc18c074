"""Names that a query cannot do without: never one that it can do without."""

from __future__ import annotations

import pytest

from lod.rules.demands import demands

NEEDED = {
    "?s a e:A ; e:p/e:q ?o": "A p q",
    "?s a e:A OPTIONAL { ?s e:p ?o }": "A",
    "?s a e:A . { ?s e:p ?o } UNION { ?s e:q ?o } UNION { ?s e:r ?o }": "A",
    "?s a e:A . { ?s e:p ?o . { ?o e:q ?t } }": "A p q",
    "?s a e:A . FILTER NOT EXISTS { ?s e:p ?o } FILTER EXISTS { ?s e:q ?o }": "A",
    "?s a e:A . FILTER ( ?s = e:B || e:f(?s) )": "A",
    "?s a e:A FILTER e:f(?s)": "A",
    "?s a e:A ; e:p+ ?o ; e:q* ?o ; e:r? ?o": "A p",
    "?s a e:A ; e:p|e:q ?o": "",
    "?s a e:A ; (e:p|e:q)/e:r ?o ; !e:s ?o ; ^e:t ?o": "A r",
    "?s a e:A ; e:p 'e:q', \"e:r\"^^e:t . # e:u": "A p",
    "?s a e:A . VALUES ?o { e:B } VALUES (?t) { (e:C) }": "A",
    "?s a e:A . GRAPH ?g { ?s e:p ?o }": "A",
    "{ SELECT ?s (COUNT(?o) AS ?n) { ?s e:p ?o } GROUP BY ?s } ?s a e:A": "A p",
    "{ SELECT (COUNT(?o) AS ?n) { ?s e:p ?o } } ?s a e:A": "A",
    "{ SELECT (1 AS ?n) { ?s e:p ?o } HAVING (COUNT(?o) = 0) } ?s a e:A": "A",
    "?s a e:A ; e:p.q ?o ; e:r\\-s ?o": "A",
    "?s a e:A ; e:p ?o FILTER(?o<?t)FILTER(?t>1)": "",
    "?s a f:A ; e:p ?o": "p",
}


@pytest.mark.parametrize("pattern", NEEDED)
def test_names_that_must_occur(pattern: str) -> None:
    found = demands(f"PREFIX e: <e:> SELECT DISTINCT ?s WHERE {{ {pattern} }}\n")
    assert found == tuple(f"e:{name}" for name in NEEDED[pattern].split())


@pytest.mark.parametrize("query", ["ASK { ?s a e:A }", "SELECT ?s WHERE {", "", "SELECT", "SELECT (", ") } {"])
def test_what_does_not_select_demands_nothing(query: str) -> None:
    assert demands("PREFIX e: <e:> " + query) == ()
