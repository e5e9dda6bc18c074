"""What the endpoint gives, beside others on the same data: requests for each second, as wrk counts them.

All must be running, on the same data:

    lod serve --release DIR --port 8000 &
    oxigraph serve-read-only --location STORE --bind 127.0.0.1:7878 --union-default-graph &
    rdflib-endpoint serve --host 127.0.0.1 --port 8001 DIR/data.nq &
    python data/bench/web.py http://127.0.0.1:8000/sparql http://127.0.0.1:7878/query http://127.0.0.1:8001/

Lookups are asked in two ways: the same one again and again, and no one twice. Each endpoint has its turn in each round.
"""

from __future__ import annotations

import csv
import json
import random
import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote
from urllib.request import Request, urlopen

ROUNDS = 3
WRK = ["wrk", "-t1", "-c8", "-d3"]
LOOKUP = "SELECT * { <%s> ?p ?o }"
SUBJECTS = "SELECT DISTINCT ?s { ?s a ?class } LIMIT 5000"
# The number at the end makes of every query one that nobody has asked before.
SCRIPT = """
local paths, number = {%s}, %d
request = function()
  number = number + 1
  return wrk.format("GET", paths[number %% #paths + 1] .. "%%23" .. number)
end
"""


def subjects(endpoint: str) -> list[str]:
    """IRIs that the data say something about."""
    request = Request(f"{endpoint}?query={quote(SUBJECTS)}", headers={"Accept": "text/csv"})
    with urlopen(request) as answer:
        rows = csv.reader(answer.read().decode().splitlines())
    return [row[0] for row in rows][1:]


def repeated(endpoint: str, iris: Sequence[str]) -> list[str]:
    """The command that asks one lookup again and again."""
    return [*WRK, f"{endpoint}?query={quote(LOOKUP % iris[0])}"]


def different(endpoint: str, iris: Sequence[str]) -> list[str]:
    """The command that asks no lookup twice."""
    path = "/" + endpoint.split("/", 3)[3]
    paths = ",".join(json.dumps(f"{path}?query={quote(LOOKUP % iri)}") for iri in iris)
    script = Path(tempfile.gettempdir()) / "lookups.lua"
    script.write_text(SCRIPT % (paths, random.randrange(10**9)), encoding="utf-8")
    return [*WRK, "-s", str(script), endpoint]


def rate(command: list[str]) -> float:
    """Answers in a second. Fails where an answer is none."""
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if failed := re.findall(r"Non-2xx.*|Socket errors.*", told):
        raise SystemExit(f"{command[-1]}: {failed[0]}")
    return float(re.findall(r"Requests/sec:\s*([\d.]+)", told)[0])


def main(ours: str, *others: str) -> None:
    """Prints for each kind of lookup, and each other endpoint, both rates and their ratio as a line of JSON."""
    iris = subjects(ours)
    for ask in (repeated, different):
        best = dict.fromkeys((ours, *others), 0.0)
        for _ in range(ROUNDS):
            for endpoint in best:
                best[endpoint] = max(best[endpoint], rate(ask(endpoint, iris)))
        for other in others:
            found = {"lookups": ask.__name__, "rate": best[ours], "than": other, "its": best[other]}
            print(json.dumps(found | {"ratio": round(best[ours] / best[other], 2)}))


if __name__ == "__main__":
    main(*sys.argv[1:])
