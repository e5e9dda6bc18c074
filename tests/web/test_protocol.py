"""The battery of the protocol: each line of `data/protocol.jsonl` is a request and what must come back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx
import pytest

BATTERY = Path(__file__).with_name("data") / "protocol.jsonl"
CASES = [json.loads(line) for line in BATTERY.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_protocol(client: httpx.Client, case: dict[str, Any]) -> None:
    body = case.get("body", "") + " " * case.get("pad", 0)
    address = case.get("path", "/sparql") + (f"?{case['query']}" if case["query"] else "")
    answer = client.request(case["method"], address, headers=case.get("headers"), content=body.encode())
    assert answer.status_code == case["status"], answer.text[:300]
    for name, value in case.get("expect", {}).items():
        assert answer.headers.get(name) == value
    for name in case.get("absent", []):
        assert name not in answer.headers
    assert case.get("contains", "") in answer.text
    if case["method"] == "HEAD":
        assert not answer.content


def test_the_battery_is_large() -> None:
    assert len(CASES) >= 100
    assert len({case["name"] for case in CASES}) == len(CASES)


def test_a_tag_is_that_of_one_answer(client: httpx.Client) -> None:
    query = {"query": "SELECT * { ?s ?p ?o } LIMIT 50"}
    tags = set()
    for headers in ({"accept": "text/csv"}, {"accept": "text/csv", "accept-encoding": "gzip"}, {"accept": "*/*"}):
        first = client.get("/sparql", params=query, headers=headers)
        tags.add(first.headers["etag"])
        again = client.get(
            "/sparql", params=query, headers=headers | {"if-none-match": f'"x", W/{first.headers["etag"]}'}
        )
        assert again.status_code == 304
        assert not again.content
        assert again.headers["etag"] == first.headers["etag"]
        kept = client.get("/sparql", params=query, headers=headers)
        assert (kept.content, kept.headers["etag"]) == (first.content, first.headers["etag"])
    assert len(tags) == 3
