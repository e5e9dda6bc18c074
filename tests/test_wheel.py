"""The wheel, installed into an empty environment in another folder, is a working `lod` with its data."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
NOTICE = "绛县人民政府关于防汛工作的通知\n\n绛政发[2023]1号\n"


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment that holds the wheel, and reads every dependency from the one that runs the tests."""
    folder = tmp_path_factory.mktemp("wheel")
    _call(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder), cwd=ROOT)
    [wheel] = folder.glob("gongbao-*.whl")
    venv.create(folder / "env", with_pip=False)
    target = _site_packages(folder / "env")
    # pip runs from here and installs there: the new environment needs no network and no pip of its own.
    _call(
        sys.executable,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-deps",
        "--no-index",
        "--target",
        str(target),
        str(wheel),
    )
    dependencies = Path(sysconfig.get_path("purelib"))
    # Only the packages: `site` would also run the .pth file of our own editable install, and with it the checkout.
    (target / "dependencies.pth").write_text(f"{dependencies}\n", encoding="utf-8")
    return folder / "env"


def _site_packages(environment: Path) -> Path:
    return Path(sysconfig.get_path("purelib", "venv", {"base": str(environment), "platbase": str(environment)}))


def _call(*command: str, cwd: Path | None = None, cache: Path | None = None) -> subprocess.CompletedProcess[str]:
    clean = {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV", "LOD_"))
    }
    clean |= {"LC_ALL": "C.UTF-8"} | ({"XDG_CACHE_HOME": str(cache)} if cache else {})
    result = subprocess.run(command, cwd=cwd, env=clean, capture_output=True, text=True, encoding="utf-8", check=False)
    assert result.returncode in (0, 1), result.stderr
    return result


def _lod(environment: Path, cwd: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    python = environment / ("Scripts" if os.name == "nt" else "bin") / "python"
    return _call(str(python), "-m", "lod", *arguments, cwd=cwd, cache=cwd / "cache")


@pytest.mark.slow
def test_the_package_comes_from_the_wheel(environment: Path, tmp_path: Path) -> None:
    python = environment / "bin" / "python"
    code = "import lod, lod.resources as r; print(lod.__file__); print(r.path('ontology'))"
    places = _call(str(python), "-c", code, cwd=tmp_path).stdout.split()
    assert all(Path(place).is_relative_to(environment) for place in places)


@pytest.mark.slow
def test_rule_and_lint_in_the_wheel(environment: Path, tmp_path: Path) -> None:
    assert "〔2023〕" in _lod(environment, tmp_path, "rule", "NUM002").stdout
    (tmp_path / "notice.txt").write_text(NOTICE, encoding="utf-8")
    result = _lod(environment, tmp_path, "lint", "--select", "NUM002", "notice.txt")
    assert result.returncode == 1
    assert result.stdout.startswith("notice.txt:3:4: NUM002")


@pytest.mark.slow
def test_query_in_the_wheel_asks_the_bundled_gazette(environment: Path, tmp_path: Path) -> None:
    query = "SELECT (COUNT(DISTINCT ?t) AS ?n) { ?t a gz:Task }"
    assert _lod(environment, tmp_path, "query", "--format", "csv", query).stdout.split() == ["n", "94"]


@pytest.mark.slow
def test_the_command_is_installed(environment: Path) -> None:
    scripts = _site_packages(environment) / "bin"
    assert [path.name for path in scripts.iterdir()] == ["lod"]
