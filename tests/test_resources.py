"""The folders that travel with the package."""

from __future__ import annotations

from pathlib import Path

import pytest

from lod import resources
from lod.model import ConfigError


@pytest.mark.parametrize("name", ["ontology", "shapes", "registry", "gazettes"])
def test_a_checkout_uses_its_own_folders(name: str) -> None:
    folder = resources.path(name)
    assert folder.is_dir()
    assert folder.is_relative_to(Path(__file__).resolve().parent.parent)


def test_a_wheel_uses_its_bundled_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bundled = tmp_path / "lod" / "_data" / "shapes"
    bundled.mkdir(parents=True)
    monkeypatch.setattr(resources, "_PACKAGE", tmp_path / "lod")
    assert resources.path("shapes") == bundled


def test_a_damaged_installation_says_what_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resources, "_PACKAGE", tmp_path / "lod")
    with pytest.raises(ConfigError, match="lacks its ontology folder"):
        resources.path("ontology")
