"""The dumps over HTTP: whole, in ranges, if changed, and nothing that is not a dump."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
from pathlib import Path
from typing import Any

import httpx
import pytest

from lod import release

NAMES = ("data.nq.gz", "data.trig.gz", "data.jsonld.gz")


@pytest.fixture(scope="module")
def manifest(small_release: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((release.current(small_release) / "manifest.json").read_text())
    return found


@pytest.mark.parametrize("name", NAMES)
def test_a_dump_is_the_file(client: httpx.Client, small_release: Path, manifest: dict[str, Any], name: str) -> None:
    answer = client.get(f"/dumps/{name}", headers={"accept-encoding": "gzip"})
    digest = hashlib.sha256(answer.content).hexdigest()
    assert digest == manifest["files"][name]["sha256"]
    assert answer.headers["etag"] == f'"{digest}"'
    assert answer.headers["repr-digest"] == f"sha-256=:{base64.b64encode(bytes.fromhex(digest)).decode()}:"
    assert answer.headers["content-type"] == "application/gzip"
    assert "content-encoding" not in answer.headers
    assert client.get(f"/dumps/{name}.sha256").text == f"{digest}  {name}\n"


def test_head_tells_length_and_type_without_a_body(client: httpx.Client, manifest: dict[str, Any]) -> None:
    answer = client.head("/dumps/data.nq.gz")
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["content-length"] == str(manifest["files"]["data.nq.gz"]["size"])
    assert answer.headers["accept-ranges"] == "bytes"


def test_a_download_that_broke_off_goes_on(client: httpx.Client) -> None:
    whole = client.get("/dumps/data.nq.gz")
    first = client.get("/dumps/data.nq.gz", headers={"range": "bytes=0-999"})
    rest = client.get("/dumps/data.nq.gz", headers={"range": "bytes=1000-", "if-range": first.headers["etag"]})
    assert (first.status_code, rest.status_code) == (206, 206)
    assert first.headers["content-range"] == f"bytes 0-999/{len(whole.content)}"
    assert gzip.decompress(first.content + rest.content) == gzip.decompress(whole.content)


def test_another_file_comes_whole(client: httpx.Client) -> None:
    answer = client.get("/dumps/data.nq.gz", headers={"range": "bytes=10-", "if-range": '"of another release"'})
    assert answer.status_code == 200


def test_a_range_outside_is_refused(client: httpx.Client) -> None:
    answer = client.get("/dumps/data.nq.gz", headers={"range": "bytes=99999999-"})
    assert answer.status_code == 416
    assert answer.headers["content-range"].startswith("bytes */")


def test_what_the_client_has_is_not_sent_again(client: httpx.Client) -> None:
    answer = client.head("/dumps/data.nq.gz")
    for headers in (
        {"if-none-match": answer.headers["etag"]},
        {"if-none-match": f'"x", W/{answer.headers["etag"]}'},
        {"if-modified-since": answer.headers["last-modified"]},
    ):
        again = client.get("/dumps/data.nq.gz", headers=headers)
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == answer.headers["etag"]


@pytest.mark.parametrize(
    "headers",
    [
        {"if-none-match": '"x"'},
        {"if-none-match": '"x"', "if-modified-since": "Fri, 01 Jan 2100 00:00:00 GMT"},
        {"if-modified-since": "Thu, 01 Jan 2015 00:00:00 GMT"},
        {"if-modified-since": "yesterday"},
    ],
)
def test_what_the_client_lacks_is_sent(client: httpx.Client, headers: dict[str, str]) -> None:
    assert client.get("/dumps/data.nq.gz", headers=headers).status_code == 200


@pytest.mark.parametrize(
    "path", ["manifest.json", "store", "data", "data.nq", "%2e%2e%2fmanifest.json", "..%2f..%2f.lock", "%00", ""]
)
def test_nothing_else_is_a_dump(client: httpx.Client, path: str) -> None:
    assert client.get(f"/dumps/{path}").status_code == 404
