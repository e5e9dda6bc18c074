"""How long the commands take on the bundled gazette; with `--record` one line more in `data/bench/log.jsonl`.

Each figure is the best of several runs in a process of its own, in milliseconds, so that a slow disk or a busy
neighbour does not count.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
GAZETTE = str(ROOT / "data/gazettes/jiangxian-2023-01.txt")
LOG = Path(__file__).with_name("log.jsonl")
RUNS = 5


def measure(command: list[str]) -> int:
    """Milliseconds of the fastest run."""
    best = float("inf")
    for _ in range(RUNS):
        begin = time.perf_counter()
        subprocess.run(command, capture_output=True, check=False)
        best = min(best, time.perf_counter() - begin)
    return round(best * 1000)


def main() -> int:
    lod = [sys.executable, "-m", "lod"]
    with tempfile.TemporaryDirectory() as folder:
        release = str(Path(folder) / "release")
        figures = {
            "bare python": measure([sys.executable, "-c", "pass"]),
            "lod --version": measure([*lod, "--version"]),
            "lod rule": measure([*lod, "rule"]),
            "lod lint": measure([*lod, "lint", GAZETTE]),
            "lod build": measure([*lod, "build", GAZETTE, "--out", release, "--quiet"]),
            "lod query": measure([*lod, "query", "--release", release, "SELECT (COUNT(*) AS ?n) { ?t a gz:Task }"]),
        }
    for name, milliseconds in figures.items():
        print(f"{name:14} {milliseconds:6} ms")
    if "--record" in sys.argv[1:]:
        from lod import __version__

        with LOG.open("a", encoding="utf-8") as log:
            log.write(json.dumps({"version": __version__, "python": sys.version.split()[0], "ms": figures}) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
