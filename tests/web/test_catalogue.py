"""The catalogue over HTTP: valid on every page, paging that ends, and addresses that give what the catalogue says.

`LOD_DCAT_AP` names a folder with the published shapes of DCAT-AP 3 (shapes.ttl, range.ttl, deprecateduris.ttl,
shapes_recommended.ttl).
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import rdflib
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse
from pyshacl import validate
from rdflib import DCAT, DCTERMS, FOAF, RDF, VOID, Namespace

from lod import formats, harvesting, release, vocab
from lod.catalogue import Site, catalogue, read_holdings
from lod.changes import read_log
from lod.stores.opening import open_anywhere
from lod.stores.triples import write_triples
from lod.vocab import BASE
from tests.web.conftest import ROOT, running_server

HYDRA = Namespace("http://www.w3.org/ns/hydra/core#")
SPDX = Namespace("http://spdx.org/rdf/terms#")
OWN = ROOT / "tests" / "data" / "catalogue.shapes.ttl"
# pySHACL has not followed rdflib yet.
pytestmark = pytest.mark.filterwarnings("ignore:Dataset.:DeprecationWarning")
PUBLISHED = ("shapes", "range", "deprecateduris", "shapes_recommended")


def issue(name: str, *titles: str) -> list[Quad]:
    node = NamedNode(f"{BASE}{name}")
    graph = NamedNode(f"{node.value}/graph")
    kind = Quad(node, NamedNode(vocab.expand("rdf:type")), NamedNode(vocab.expand("gz:Issue")), graph)
    title = NamedNode(vocab.expand("dct:title"))
    return [kind, *(Quad(node, title, Literal(text, language="zh"), graph) for text in titles)]


@pytest.fixture(scope="module")
def served(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    log = tmp_path_factory.mktemp("catalogue") / "log"
    settings = {"catalogue_datasets": 1, "publisher_name": "绛县人民政府办公室", "contact_email": "a@example.org"}
    with running_server(folder, log, **settings) as (_, address), httpx.Client(base_url=address, timeout=20) as client:
        yield client


@pytest.fixture(scope="module")
def pages(served: httpx.Client) -> list[rdflib.Graph]:
    """All pages, in the order in which a harvester comes to them."""
    found, todo, seen = [], "/catalog.ttl", set[str]()
    while todo:
        assert todo not in seen, "the paging goes round in a circle"
        seen.add(todo)
        found.append(rdflib.Graph().parse(data=served.get(todo).raise_for_status().text, format="turtle"))
        todo = str(next(iter(found[-1].objects(None, HYDRA.next)), ""))
    return found


def test_every_page_has_what_is_mandatory(pages: list[rdflib.Graph]) -> None:
    for page in pages:
        conforms, _, told = validate(page, shacl_graph=rdflib.Graph().parse(OWN))
        assert conforms, told


@pytest.mark.parametrize("name", PUBLISHED)
def test_every_page_conforms_to_the_published_shapes(pages: list[rdflib.Graph], name: str) -> None:
    if "LOD_DCAT_AP" not in os.environ:
        pytest.skip("DCAT-AP SHAPES ABSENT: set LOD_DCAT_AP to their folder")
    shapes = rdflib.Graph().parse(Path(os.environ["LOD_DCAT_AP"]) / f"{name}.ttl")
    shapes.remove((None, rdflib.OWL.imports, None))  # nothing is fetched
    for page in pages:
        conforms, _, told = validate(page, shacl_graph=shapes)
        assert conforms, told


def test_the_paging_names_each_data_set_once(pages: list[rdflib.Graph]) -> None:
    named = [dataset for page in pages for dataset in page.objects(None, DCAT.dataset)]
    assert len(pages) == len(named) == len(set(named)) == 2
    assert {int(str(total)) for page in pages for total in page.objects(None, HYDRA.totalItems)} == {2}


def test_what_is_named_is_there(served: httpx.Client, pages: list[rdflib.Graph]) -> None:
    addresses = {str(url) for page in pages for url in page.objects(None, DCAT.accessURL)}
    assert len(addresses) == 7
    for address in addresses:
        assert address.startswith(str(served.base_url))
        assert served.head(address).status_code == 200
    for page in pages:
        for dataset in page.subjects(RDF.type, DCAT.Dataset):
            path = str(dataset).removeprefix("https://w3id.org/gongbao")
            alone = rdflib.Graph().parse(data=served.get(f"{path}?format=ttl").text, format="turtle")
            assert set(alone.objects(dataset, DCAT.distribution)) == set(page.objects(dataset, DCAT.distribution))


def test_checksums_are_those_of_the_files(served: httpx.Client, pages: list[rdflib.Graph]) -> None:
    found = list(pages[0].subject_objects(SPDX.checksum))
    assert len(found) == 3
    for distribution, checksum in found:
        body = served.get(str(pages[0].value(distribution, DCAT.downloadURL)), headers={"accept-encoding": ""}).content
        stated = pages[0].value(checksum, SPDX.checksumValue)
        assert isinstance(stated, rdflib.Literal)
        assert str(stated).lower() == hashlib.sha256(body).hexdigest()


def test_the_data_of_an_issue_are_the_same_in_each_syntax(served: httpx.Client) -> None:
    path = "/catalog/140826/renminzhengfu/gongbao/2023/1/data"
    datasets = {form: set(parse(served.get(f"{path}.{form.suffix}").content, form.rdf)) for form in formats.DATASETS}
    quads = datasets[formats.N_QUADS]
    assert datasets[formats.TRIG] == datasets[formats.JSON_LD] == quads
    assert len({quad.graph_name for quad in quads}) == 8
    triples = {quad.triple for quad in parse(served.get(f"{path}.ttl").content, RdfFormat.TURTLE)}
    assert triples == {quad.triple for quad in quads}


@pytest.mark.parametrize("form", formats.GRAPHS, ids=lambda form: form.suffix)
def test_syntaxes_by_suffix_format_and_accept(served: httpx.Client, form: formats.Format) -> None:
    asked = [
        served.get(f"/catalog.{form.suffix}"),
        served.get(f"/catalog?format={form.suffix}"),
        served.get("/catalog", headers={"accept": form.media_type}),
    ]
    assert {answer.headers["content-type"] for answer in asked} == {form.content_type}
    again = served.get(f"/catalog.{form.suffix}", headers={"if-none-match": asked[0].headers["etag"]})
    assert (again.status_code, again.content, again.headers["vary"]) == (
        304,
        b"",
        "Accept, Accept-Language, Accept-Encoding",
    )
    assert asked[0].headers["last-modified"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/catalog?page=0", 404),
        ("/catalog?page=3", 404),
        ("/catalog?page=x", 404),
        ("/catalog?page=%C2%B2", 404),
        ("/catalog.docx", 404),
        ("/catalog?format=docx", 400),
        ("/catalog/nothing", 404),
        ("/catalog/../manifest.json", 404),
        ("/catalog/%2e%2e/x/data.nq", 404),
    ],
)
def test_what_is_not_there(served: httpx.Client, path: str, status: int) -> None:
    assert served.get(path).status_code == status
    assert served.head(path).status_code == status


def test_the_statistics_are_those_of_the_data(served: httpx.Client) -> None:
    void = rdflib.Graph().parse(data=served.get("/.well-known/void?format=nt").text, format="nt")
    query = """PREFIX void: <http://rdfs.org/ns/void#> SELECT ?graph ?n ?sum {
      ?set <http://purl.org/dc/terms/source> ?graph ; void:triples ?n
      { SELECT ?set (SUM(?t) AS ?sum) { ?set void:propertyPartition/void:triples ?t } GROUP BY ?set } }"""
    rows = [tuple(map(str, row)) for row in void.query(query) if isinstance(row, rdflib.query.ResultRow)]
    asked = served.get(
        "/sparql",
        params={"query": "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"},
        headers={"accept": "text/csv"},
    )
    stated = dict(line.split(",") for line in asked.text.split()[1:])
    assert {graph: total for graph, total, _ in rows} == stated
    assert all(total == parts for _, total, parts in rows)
    whole = void.value(rdflib.URIRef("https://w3id.org/gongbao/.well-known/void#data"), VOID.triples)
    union = served.get(
        "/sparql",
        params={"query": "SELECT (COUNT(*) AS ?n) { SELECT DISTINCT ?s ?p ?o { GRAPH ?g { ?s ?p ?o } } }"},
        headers={"accept": "text/csv"},
    )
    assert str(whole) == union.text.split()[1]


def test_browsers_get_pages_and_harvesters_data(served: httpx.Client) -> None:
    browser = {"accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "accept-language": "zh"}
    first = served.get("/catalog", headers=browser)
    assert first.headers["content-type"] == "text/html; charset=utf-8"
    assert first.headers["content-language"] == "zh"
    assert "下一页" in first.text
    assert 'href="/catalog?page=2" rel="next"' in first.text
    second = served.get("/catalog?page=2", headers=browser)
    assert "绛县人民政府公报2023年第1期" in second.text
    assert "下一页" not in second.text
    assert served.get("/catalog.html?lang=en").headers["content-language"] == "en"
    for headers in ({}, {"accept": "*/*"}):
        assert served.get("/catalog", headers=headers).headers["content-type"] == "text/turtle; charset=utf-8"
    assert served.get("/catalog?page=3").status_code == 404
    assert served.get("/catalog", headers={"accept": "image/png"}).status_code == 406


def test_keywords_are_in_their_language(pages: list[rdflib.Graph]) -> None:
    words = [word for page in pages for word in page.objects(None, DCAT.keyword)]
    assert {str(word) for word in words if getattr(word, "language", None) == "zh"} >= {"通知", "报告"}
    assert not [word for word in words if getattr(word, "language", None) == "zh" and str(word).isascii()]


def test_an_issue_says_what_its_data_are(pages: list[rdflib.Graph]) -> None:
    [dataset] = pages[1].subjects(RDF.type, DCAT.Dataset)
    told = {str(text) for text in pages[1].objects(dataset, DCAT.distribution / DCTERMS.description)}
    assert "The data of this issue and its documents, as Turtle" in told
    assert not [text for text in told if "全部" in text or "All of the data" in text]


def test_a_portal_sees_what_changed_when(tmp_path: Path) -> None:
    for quads in (issue("a", "甲"), issue("a", "甲") + issue("b", "乙"), issue("a", "甲") + issue("b", "乙", "丙")):
        folder = release.write_quads(quads, tmp_path)
    store = open_anywhere(folder)
    days = [f"2026-0{month}-01T00:00:00+00:00" for month in (1, 2, 3)]
    entries = [entry | {"built": day} for entry, day in zip(store.manifest["log"], days, strict=True)]
    store.manifest["log"] = entries
    holdings = read_holdings(store, read_log(folder, store.manifest).changed())
    assert {one.iri[-1]: one.modified for one in holdings.issues} == {"a": days[0], "b": days[2]}
    told = rdflib.Graph()
    told.parse(data=write_triples(catalogue(holdings, Site("http://localhost/", BASE), 1, 10, str), formats.TURTLE))
    for node, dated, day in (
        ("catalog/a", DCTERMS.modified, days[0]),
        ("catalog/b", DCTERMS.modified, days[2]),
        ("catalog/data", DCTERMS.issued, days[0]),
        ("catalog", DCTERMS.issued, days[0]),
    ):
        assert told.value(rdflib.URIRef(BASE + node), dated) == rdflib.Literal(day, datatype=rdflib.XSD.dateTime)


def test_stream_feed_and_statistics_are_named(served: httpx.Client, pages: list[rdflib.Graph]) -> None:
    endpoints = {str(url) for url in pages[0].objects(None, DCAT.endpointURL)}
    assert endpoints == {f"{served.base_url}/{path}" for path in ("sparql", "ldes", "feed.atom")}
    for address in (*endpoints - {f"{served.base_url}/sparql"}, *map(str, pages[0].objects(None, FOAF.page))):
        assert served.get(address).status_code == 200
    for service in pages[0].objects(None, DCAT.service):
        path = str(service).removeprefix("https://w3id.org/gongbao")
        alone = rdflib.Graph().parse(data=served.get(f"{path}?format=ttl").text, format="turtle")
        assert alone.value(service, DCAT.endpointURL) == pages[0].value(service, DCAT.endpointURL)
    assert len(list(pages[0].objects(None, FOAF.page))) == 1


def test_the_licence_has_one_address(served: httpx.Client, pages: list[rdflib.Graph]) -> None:
    [licence] = {str(iri) for page in pages for iri in page.objects(None, DCTERMS.license)}
    link = served.get("/140826/renminzhengfu/gongbao/2023/1.ttl").headers["link"]
    assert f'<{licence}>; rel="license"' in link


@pytest.mark.parametrize("harvester", harvesting.HARVESTERS.values(), ids=lambda harvester: harvester.name)
@pytest.mark.parametrize("address", ["/catalog", "/catalog.rdf", "/catalog.jsonld", "/catalog?format=nt"])
def test_harvesters_take_everything(served: httpx.Client, harvester: harvesting.Harvester, address: str) -> None:
    outcome = harvesting.foresee(harvester, str(served.base_url.join(address)), {}, "zh")
    assert (outcome.pages, outcome.problems, outcome.whole) == (2, (), True)
    assert [action.title for action in outcome.actions] == ["中国政府公报关联数据", "绛县人民政府公报2023年第1期"]
    again = harvesting.foresee(harvester, str(served.base_url.join(address)), outcome.kept, "zh")
    assert {action.kind for action in again.actions} == {"keep"}
