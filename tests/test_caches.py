"""What is kept between commands: found again, noticed when damaged, and never in the way."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from lod import caches, resources, rules


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LOD_CACHE_DIR", str(tmp_path / "cache"))
    return tmp_path / "cache"


def test_an_entry_is_found_again_and_a_damaged_one_is_absent(folder: Path) -> None:
    caches.put("things", "a", b"content")
    assert caches.get("things", "a") == b"content"
    (folder / "things" / "a").write_bytes((folder / "things" / "a").read_bytes()[:-1])
    assert caches.get("things", "a") is None
    assert caches.get("things", "b") is None


def test_a_cache_that_cannot_be_written_is_no_error(folder: Path) -> None:
    folder.write_text("a file where a folder should be")
    caches.put("things", "a", b"content")
    assert caches.get("things", "a") is None


def test_rules_from_the_cache_are_those_of_their_files(folder: Path) -> None:
    first, again = rules.load(), rules.load()
    assert list((folder / "rules").iterdir())
    assert first == again
    assert first.document_shapes == again.document_shapes


def test_a_changed_rule_file_is_read_again(tmp_path: Path) -> None:
    own = tmp_path / "own" / "NUM002.ttl"
    own.parent.mkdir()
    shutil.copy(resources.path("shapes") / "NUM" / "NUM002.ttl", own)
    assert rules.load([own.parent]).rules["NUM002"].severity == "error"
    own.write_text(own.read_text(encoding="utf-8").replace("sh:severity sh:Violation", "sh:severity sh:Info"))
    assert rules.load([own.parent]).rules["NUM002"].severity == "info"


def test_a_damaged_entry_is_made_anew(folder: Path) -> None:
    rules.load()
    [entry] = (folder / "rules").iterdir()
    entry.write_bytes(b"damaged")
    assert "NUM002" in rules.load().rules
    assert entry.read_bytes() != b"damaged"
