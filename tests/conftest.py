"""What every test may use: the gazette, the graph read from it, and the corpus of other authorities' documents."""

from __future__ import annotations

import os
from pathlib import Path

import pyoxigraph as ox
import pytest

ROOT = Path(__file__).resolve().parent.parent
GAZETTE = ROOT / "data" / "gazettes" / "jiangxian-2023-01.txt"


def corpus_folder() -> Path:
    """Where the real documents of other authorities lie: `LOD_CORPUS`, or beside the checkout."""
    return Path(os.environ.get("LOD_CORPUS", ROOT.parent / "shared" / "corpus"))


def pytest_report_header() -> list[str]:
    folder = corpus_folder()
    if folder.is_dir():
        return [f"corpus: {folder}"]
    return [
        f"CORPUS ABSENT: {folder} is not there. Tests on real documents are skipped; set LOD_CORPUS to run them.",
    ]


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of the corpus; skips the test where there is none."""
    folder = corpus_folder()
    if not folder.is_dir():
        pytest.skip(f"no corpus at {folder} (set LOD_CORPUS)")
    return folder


@pytest.fixture(scope="session")
def gazette_path() -> Path:
    return GAZETTE


@pytest.fixture(scope="session")
def gazette_store(gazette_path: Path) -> ox.Store:
    """The graph of the bundled gazette with registry and ontology; ask it with the union as default graph."""
    from lod import graph, linker, parser, readers, registry

    known = registry.load()
    [document] = linker.link([parser.parse(readers.read(readers.open_source(str(gazette_path))))], known)
    store = ox.Store()
    for quads in (graph.build(document), graph.registry_quads(known), graph.ontology_quads()):
        store.extend(quads)
    return store


@pytest.fixture(scope="session")
def gazette_lines(gazette_path: Path) -> list[str]:
    """The lines of the gazette; index 0 is empty so that line numbers can be used as they are."""
    return ["", *gazette_path.read_text(encoding="utf-8").split("\n")]


@pytest.fixture(autouse=True)
def _quiet_settings(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    # A developer's own settings must not decide what a test sees, and tests leave nothing in the user's cache.
    monkeypatch.delenv("LOD_CONFIG", raising=False)
    monkeypatch.setenv("LOD_CACHE_DIR", str(tmp_path_factory.getbasetemp() / "cache"))
