"""What the endpoint gives, beside another one on the same data: requests for each second, as wrk counts them.

Both must be running, on the same data:

    lod serve --release DIR --port 8000 &
    oxigraph serve-read-only --location STORE --bind 127.0.0.1:7878 --union-default-graph &
    python data/bench/web.py http://127.0.0.1:8000/sparql http://127.0.0.1:7878/query
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from urllib.parse import quote

LOOKUP = "SELECT * { <https://w3id.org/gongbao/100000/unit/guojia-shuiwu-zongju> ?p ?o }"


def rate(endpoint: str) -> float:
    """Lookups that an endpoint answers in a second, the best of three runs."""
    command = ["wrk", "-t1", "-c8", "-d4", f"{endpoint}?query={quote(LOOKUP)}"]
    runs = [subprocess.run(command, capture_output=True, text=True, check=True).stdout for _ in range(3)]
    return max(float(re.findall(r"Requests/sec:\s*([\d.]+)", run)[0]) for run in runs)


def main(ours: str, other: str) -> None:
    """Prints both rates and their ratio as one line of JSON."""
    own, foreign = rate(ours), rate(other)
    print(json.dumps({"what": "lookups", "rate": own, "than": other, "ratio": round(own / foreign, 3)}))


if __name__ == "__main__":
    main(*sys.argv[1:])
