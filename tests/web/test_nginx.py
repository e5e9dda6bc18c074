"""Behind a real nginx: the configuration in `deploy/` and the one for a path in the documentation."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.web.conftest import ROOT, running_server
from tests.web.test_serve import wait_for

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
pytestmark = pytest.mark.skipif(NGINX is None, reason="needs nginx")

SITE = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
PAGE = (ROOT / "docs" / "running.md").read_text(encoding="utf-8")
AROUND = """
daemon off; pid {folder}/pid; error_log {folder}/error.log; events {{}}
http {{
  access_log off;
  client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder};
  uwsgi_temp_path {folder}; scgi_temp_path {folder};
  {site}
}}
"""


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


@contextmanager
def nginx(site: str, server: str, folder: Path) -> Iterator[str]:
    """nginx with a site before a server, and its address."""
    port = free_port()
    site = re.sub(r"listen \[::\]:80;", "", site).replace("listen 80;", f"listen 127.0.0.1:{port};")
    site = site.replace("127.0.0.1:8000", server.removeprefix("http://"))
    (folder / "nginx.conf").write_text(AROUND.format(folder=folder, site=site), encoding="utf-8")
    assert NGINX
    with subprocess.Popen([NGINX, "-c", str(folder / "nginx.conf"), "-p", str(folder)]) as process:
        try:
            address = f"http://127.0.0.1:{port}"
            wait_for(lambda: listens(port) or process.poll() is not None, "nginx did not start")
            assert process.poll() is None, (folder / "error.log").read_text()
            yield address
        finally:
            process.terminate()


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture
def site(small_release: Path, tmp_path: Path) -> Iterator[httpx.Client]:
    with (
        running_server(small_release, tmp_path / "log", trusted_proxies=["127.0.0.1"]) as (_, server),
        nginx(SITE, server, tmp_path) as address,
        httpx.Client(base_url=address, headers={"host": "data.example.cn"}) as client,
    ):
        yield client


def test_the_site_of_the_deploy_folder(site: httpx.Client, tmp_path: Path) -> None:
    described = site.get("/sparql", headers={"accept": "text/turtle", "x-forwarded-host": "evil.cn"})
    assert "http://data.example.cn/sparql" in described.text
    assert "evil" not in described.text
    page = site.get("/140826/unit/water", headers={"accept": "text/html", "x-forwarded-prefix": "/evil"})
    assert "/evil" not in page.text
    tag = {"if-none-match": page.headers["etag"], "accept": "text/html"}
    assert site.get("/140826/unit/water", headers=tag).status_code == 304
    assert site.head("/140826/unit/water").headers["content-length"] != "0"
    assert site.post("/sparql", data={"query": "ASK {}"}).json()["boolean"] is True
    assert site.get("/sparql", params={"query": f"ASK {{}} #{'x' * 50_000}"}).status_code == 200
    assert "gongbao_http_requests_total" in site.get("/metrics").text


def test_the_rate_limit_of_the_site(site: httpx.Client) -> None:
    assert 429 in {site.get("/healthz").status_code for _ in range(200)}


def test_below_a_path(small_release: Path, tmp_path: Path) -> None:
    [location] = re.findall(r"```nginx\n(.*?)```", PAGE, re.DOTALL)
    server_block = f"upstream gongbao {{ server 127.0.0.1:8000; }} server {{ listen 80; {location} }}"
    with (
        running_server(small_release, tmp_path / "log", trusted_proxies=["127.0.0.1"]) as (_, server),
        nginx(server_block, server, tmp_path) as address,
    ):
        described = httpx.get(f"{address}/data/sparql", headers={"accept": "text/turtle"})
        assert f"{address}/data/sparql" in described.text
        assert httpx.get(f"{address}/data/140826/unit/water.ttl").status_code == 200
        assert httpx.get(f"{address}/data/healthz").text == "ok\n"
        assert httpx.get(f"{address}/data/nothing").status_code == 404


def test_no_head_is_too_long_for_a_proxy(gazette: httpx.Client) -> None:
    addresses = re.findall(r"<loc>(.*?)</loc>", gazette.get("/sitemap/1.xml").text)
    for address in addresses:
        head = gazette.head(address).headers
        assert sum(len(name) + len(value) + 4 for name, value in head.items()) < 4000, address
