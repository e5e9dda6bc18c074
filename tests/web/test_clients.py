"""Programs that others wrote read what the server gives, each with the settings that it has by itself."""

from __future__ import annotations

import json
import shutil
import subprocess
from typing import Any

import httpx
import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, JSON, JSONLD, N3, RDFXML, TSV, TURTLE, XML, SPARQLWrapper

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::pytest.PytestUnraisableExceptionWarning")

PREFIXES = "PREFIX gz: <https://w3id.org/gongbao#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "
TASKS = PREFIXES + "SELECT DISTINCT ?task { ?task a gz:Task }"
NAMES = PREFIXES + "CONSTRUCT { ?s skos:prefLabel ?n } { ?s a gz:Unit ; skos:prefLabel ?n }"
ISSUE = "/140826/renminzhengfu/gongbao/2023/1"


@pytest.fixture(scope="module")
def endpoint(gazette: httpx.Client) -> str:
    return str(gazette.base_url.join("/sparql"))


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("form", [JSON, XML, CSV, TSV])
def test_sparqlwrapper_selects(endpoint: str, method: str, form: str) -> None:
    asking = SPARQLWrapper(endpoint, returnFormat=form)
    asking.setMethod(method)
    asking.setQuery(TASKS)
    answer = asking.query()
    found: Any = answer.convert()
    if form == JSON:
        number = len(found["results"]["bindings"])
    elif form == XML:
        number = len(found.getElementsByTagName("result"))
    else:
        number = len(found.decode().splitlines()) - 1
    assert number == 94


@pytest.mark.parametrize("form", [TURTLE, JSONLD, RDFXML, N3])
def test_sparqlwrapper_constructs(endpoint: str, form: str) -> None:
    asking = SPARQLWrapper(endpoint, returnFormat=form)
    asking.setQuery(NAMES)
    found: Any = asking.query().convert()
    graph = found if isinstance(found, rdflib.Graph) else rdflib.Graph().parse(data=found, format="turtle")
    assert len(graph) > 100


def test_sparqlstore_is_a_graph_like_any_other(endpoint: str) -> None:
    graph = rdflib.Graph(SPARQLStore(endpoint, returnFormat="json"))
    task = rdflib.URIRef("https://w3id.org/gongbao#Task")
    assert len(set(graph.subjects(rdflib.RDF.type, task))) == 94
    assert len(list(graph.query(TASKS))) == 94
    [(one, *_)] = list(graph.query(PREFIXES + "SELECT ?unit { ?unit skos:prefLabel '县水务局'@zh }"))  # type: ignore[misc]
    assert graph.value(one, rdflib.SKOS.prefLabel) == rdflib.Literal("县水务局", lang="zh")


def test_rdflib_reads_what_stands_at_addresses(gazette: httpx.Client) -> None:
    for path in (ISSUE, "/catalog", "/.well-known/void", "/ontology", "/sparql"):
        assert len(rdflib.Graph().parse(str(gazette.base_url.join(path)))) > 10


@pytest.mark.parametrize("path", [ISSUE, "/catalog", "/.well-known/void"])
def test_rapper_reads_what_stands_at_addresses(gazette: httpx.Client, path: str) -> None:
    if not shutil.which("rapper"):
        pytest.skip("NO RAPPER: install raptor2-utils to see that it reads the data")
    address = str(gazette.base_url.join(path))
    told = subprocess.run(["rapper", "-c", "-g", address], capture_output=True, text=True, check=True).stderr
    assert "error" not in told.lower()
    assert int(told.rpartition("returned ")[2].split()[0]) > 10


def test_json_ld_in_pages_is_json(gazette: httpx.Client) -> None:
    page = gazette.get(ISSUE, headers={"accept": "text/html"}).text
    told = json.loads(page.partition('<script type="application/ld+json">')[2].partition("</script>")[0])
    assert told["@context"]
