"""What harvesters would do with catalogues: each case is a small web site and what two harvesters make of it."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from lod import cli
from lod.harvesting import HARVESTERS, Outcome, foresee
from lod.model import HarvestError

PREFIXES = """@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .
@prefix hydra: <http://www.w3.org/ns/hydra/core#> . @prefix : <http://e/> .
"""
A = ':a a dcat:Dataset ; dct:identifier "a" ; dct:title "甲"@zh , "A"@en .\n'
B = ':b a dcat:Dataset ; dct:identifier "b" ; dct:title "乙"@zh .\n'
WITHOUT_TITLE = ':c a dcat:Dataset ; dct:identifier "c" .\n'
WITHOUT_IDENTIFIER = ':d a dcat:Dataset ; dct:title "丁"@zh .\n'
WITHOUT_IRI = '[] a dcat:Dataset ; dct:identifier "e" ; dct:title "戊"@zh ; dcat:distribution [ dct:title "x" ] .\n'


def turtle(*said: str, next: str = "", kind: str = "PartialCollectionView", property: str = "next") -> str:
    paging = f"<> a hydra:{kind} ; hydra:{property} <{next}> .\n" if next else ""
    return PREFIXES + "".join(said) + paging


@dataclass(frozen=True)
class Answer:
    body: str = ""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=lambda: {"content-type": "text/turtle; charset=utf-8"})
    head: int | None = None


class Site:
    """A web site whose answers a test sets; it notes what it was asked."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {}
        self.asked: list[str] = []

    def handler(self) -> type[BaseHTTPRequestHandler]:
        site = self

        class Handler(BaseHTTPRequestHandler):
            def _answer(self, body: bool) -> None:
                site.asked.append(f"{self.command} {self.path}")
                answer = site.answers.get(self.path, Answer(status=404))
                self.send_response(answer.status if body or answer.head is None else answer.head)
                content = answer.body.encode()
                for name, value in {"content-length": str(len(content)), **answer.headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                if body:
                    self.wfile.write(content)

            def do_GET(self) -> None:
                self._answer(True)

            def do_HEAD(self) -> None:
                self._answer(False)

            def log_message(self, format: str, *args: object) -> None:
                pass

        return Handler


@pytest.fixture
def site() -> Iterator[tuple[Site, str]]:
    site = Site()
    server = ThreadingHTTPServer(("127.0.0.1", 0), site.handler())
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield site, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def told(outcome: Outcome) -> str:
    actions = [f"{action.kind} {action.key.removeprefix('http://e/')} {action.title}" for action in outcome.actions]
    problems = [f"! {problem.kind} {problem.said}".rstrip() for problem in outcome.problems]
    return "; ".join([*actions, *problems, *([] if outcome.whole else ["broken off"])])


# What stands at each path, what CKAN makes of it, and what udata does.
CASES: dict[str, tuple[dict[str, Answer], str, str]] = {
    "two data sets": ({"/c": Answer(turtle(A, B))}, "create a A; create b 乙", "create a A; create b 乙"),
    "paging": (
        {"/c": Answer(turtle(A, next="c2")), "/c2": Answer(turtle(B))},
        "create a A; create b 乙",
        "create a A; create b 乙",
    ),
    "paging by what one of them does not know": (
        {"/c": Answer(turtle(A, next="c2", property="nextPage")), "/c2": Answer(turtle(B))},
        "create a A; create b 乙",
        "create a A",
    ),
    "old paging": (
        {"/c": Answer(turtle(A, next="c2", kind="PagedCollection", property="nextPage")), "/c2": Answer(turtle(B))},
        "create a A; create b 乙",
        "create a A; create b 乙",
    ),
    "a page that is missing": (
        {"/c": Answer(turtle(A, next="c2"))},
        "! status 404; broken off",
        "create a A; ! status 404; broken off",
    ),
    "paging in a circle": (
        {"/c": Answer(turtle(A, next="c"))},
        "! circle; broken off",
        "create a A; ! circle; broken off",
    ),
    "paging that leads elsewhere": (
        {"/c": Answer(turtle(A, next="http://169.254.169.254/latest"))},
        "! elsewhere; broken off",
        "create a A; ! elsewhere; broken off",
    ),
    "no title": (
        {"/c": Answer(turtle(A, WITHOUT_TITLE))},
        "! title; broken off",
        "create a A; ! title",
    ),
    "no identifier": (
        {"/c": Answer(turtle(A, WITHOUT_IDENTIFIER))},
        "create a A; create d 丁",
        "create a A; ! key identifier",
    ),
    "no IRI": ({"/c": Answer(turtle(WITHOUT_IRI))}, "create e 戊", "create e 戊"),
    "HEAD that is not allowed": ({"/c": Answer(turtle(A), head=405)}, "create a A", "create a A"),
    "HEAD that finds nothing": (
        {"/c": Answer(turtle(A), head=404)},
        "! status 404; broken off",
        "! status 404; broken off",
    ),
    "HEAD that finds nothing, where the suffix tells the syntax": (
        {"/c.ttl": Answer(turtle(A), head=404)},
        "! status 404; broken off",
        "create a A",
    ),
    "too large": (
        {"/c": Answer(turtle(A), headers={"content-type": "text/turtle", "content-length": str(51 * 1024 * 1024)})},
        f"! size {51 * 1024 * 1024}; broken off",
        "! broken ProtocolError; broken off",
    ),
    "a redirect": (
        {"/c": Answer(status=302, headers={"location": "/d"}), "/d": Answer(turtle(A))},
        "create a A",
        "! status 302; broken off",
    ),
    "a redirect to another server": (
        {"/c": Answer(status=302, headers={"location": "http://169.254.169.254/"})},
        "! elsewhere http://169.254.169.254/; broken off",
        "! status 302; broken off",
    ),
    "redirects without end": (
        {"/c": Answer(status=302, headers={"location": "/c"})},
        "! redirects http://127.0.0.1/c; broken off",
        "! status 302; broken off",
    ),
    "a page for people": (
        {"/c": Answer("<html>", headers={"content-type": "text/html"})},
        "! type text/html; broken off",
        "! type text/html; broken off",
    ),
    "one data set named twice, differently": (
        {"/c": Answer(turtle(A, next="c2")), "/c2": Answer(turtle(A.replace('"A"@en', '"Z"@en')))},
        "create a A; ! twice Z",
        "create a A; ! twice Z",
    ),
}


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("harvester", HARVESTERS)
def test_what_would_happen(site: tuple[Site, str], name: str, harvester: str) -> None:
    answers, *expected = CASES[name]
    site[0].answers = answers
    start = site[1] + next(iter(answers))
    found = told(foresee(HARVESTERS[harvester], start, {})).replace(site[1], "http://127.0.0.1")
    assert found == expected[list(HARVESTERS).index(harvester)]
    assert all("169.254" not in asked for asked in site[0].asked)


def test_broken_turtle_is_said_with_its_place(site: tuple[Site, str]) -> None:
    site[0].answers = {"/c": Answer(turtle(A) + "<http://e/")}
    outcome = foresee(HARVESTERS["ckan"], site[1] + "/c", {})
    assert (outcome.actions, outcome.whole, outcome.problems[0].kind) == ((), False, "syntax")
    assert "line" in outcome.problems[0].said


def test_an_earlier_state_tells_changes_and_deletions(site: tuple[Site, str]) -> None:
    ckan, udata = HARVESTERS.values()
    site[0].answers = {"/c": Answer(turtle(A, B, WITHOUT_IRI))}
    before = {harvester.name: foresee(harvester, site[1] + "/c", {}).kept for harvester in (ckan, udata)}
    unchanged = foresee(ckan, site[1] + "/c", before["ckan"])
    assert {action.kind for action in unchanged.actions} == {"keep"}
    site[0].answers = {"/c": Answer(turtle(A.replace('"A"@en', '"Z"@en'), WITHOUT_IRI))}
    assert told(foresee(ckan, site[1] + "/c", before["ckan"])) == "change a Z; keep e 戊; delete b 乙"
    assert told(foresee(udata, site[1] + "/c", before["udata"])) == "change a Z; keep e 戊; archive b 乙"


def test_a_harvest_that_breaks_off_deletes_nothing(site: tuple[Site, str]) -> None:
    ckan, udata = HARVESTERS.values()
    site[0].answers = {"/c": Answer(turtle(A, next="c2")), "/c2": Answer(turtle(B))}
    before = foresee(ckan, site[1] + "/c", {}).kept
    del site[0].answers["/c2"]
    outcome = foresee(ckan, site[1] + "/c", before)
    assert (outcome.actions, outcome.kept) == ((), before)
    partly = foresee(udata, site[1] + "/c", {"a": before["http://e/a"], "b": before["http://e/b"]})
    assert told(partly) == "keep a A; ! status 404; broken off"
    assert set(partly.kept) == {"a", "b"}


def test_a_server_that_is_not_there() -> None:
    with pytest.raises(HarvestError, match="does not answer"):
        foresee(HARVESTERS["ckan"], "http://127.0.0.1:9/catalog", {}, seconds=2)


def test_the_command_keeps_what_it_saw(
    site: tuple[Site, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    state, asked = tmp_path / "state.json", ["harvest-check", f"{site[1]}/c", "--state", str(tmp_path / "state.json")]
    site[0].answers = {"/c": Answer(turtle(A, B))}
    assert cli.main([*asked, "--lang", "zh"]) == 0
    assert "新增\thttp://e/a\tA" in capsys.readouterr().out
    assert set(json.loads(state.read_text(encoding="utf-8"))) == set(HARVESTERS)
    site[0].answers = {"/c": Answer(turtle(A))}
    assert cli.main([*asked, "--format", "json"]) == 1
    kinds = [[action["kind"] for action in outcome["actions"]] for outcome in json.loads(capsys.readouterr().out)]
    assert kinds == [["keep", "delete"], ["keep", "archive"]]


@pytest.mark.parametrize("content", ["", "[]", '{"ckan": 1}', '{"ckan": {"a": "b"}}'])
def test_a_file_that_is_no_state(content: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    state = tmp_path / "state.json"
    state.write_text(content, encoding="utf-8")
    assert cli.main(["harvest-check", "http://127.0.0.1:9/", "--state", str(state)]) == 2
    assert "is no state of a harvester" in capsys.readouterr().err
    assert state.read_text(encoding="utf-8") == content


def test_addresses_that_are_none(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["harvest-check", "file:///etc/passwd", "--lang", "zh"]) == 2
    assert "不是网址" in capsys.readouterr().err
