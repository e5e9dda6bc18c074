"""What the linter may cost, as ratios that `data/bench/run.py` measures in one run."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
pytestmark = pytest.mark.slow


def ratios(which: str) -> dict[str, float]:
    line = [sys.executable, str(ROOT / "data/bench/run.py"), which]
    told = subprocess.run(line, cwd=ROOT, env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=True)
    return {figure["what"]: figure["ratio"] for figure in map(json.loads, told.stdout.splitlines())}


def test_a_gazette_takes_a_twentieth_of_the_time_of_the_command_of_pyshacl() -> None:
    measured = ratios("gazette")
    assert measured["gazette, same shapes and graph"] <= 1 / 20
    assert measured["gazette, unchanged"] <= 1 / 20
    # Reading, linking and what rules compare across a gazette come on top of what pySHACL does.
    assert measured["gazette, first time"] <= 1 / 4


def test_a_page_again_takes_at_most_five_times_bare_python() -> None:
    measured = ratios("page")
    assert measured["page, unchanged"] <= 5
    assert measured["page, changed in an editor"] < measured["page, first time"]
