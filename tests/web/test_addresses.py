"""Under which address a request came, whatever stands before the server, and whom it believes."""

from __future__ import annotations

from typing import Any

import pytest

from lod.model import ConfigError
from lod.web.addresses import public_origin, public_url, rewrite
from lod.web.proxies import Proxies

Headers = dict[str, str]
TRUSTED = ["127.0.0.1", "10.0.0.0/8", "::1"]
FORWARDED = {"x-forwarded-for": "1.2.3.4", "x-forwarded-proto": "https", "x-forwarded-host": "a.cn"}


def scope(path: str, headers: Headers) -> dict[str, Any]:
    listed = {"host": "inner:8000"} | headers
    return {
        "type": "http",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "client": ("127.0.0.1", 9),
        "headers": [(name.encode(), value.encode()) for name, value in listed.items()],
    }


@pytest.mark.parametrize(
    ("headers", "address", "client"),
    [
        ({}, "http://inner:8000/", "127.0.0.1"),
        (FORWARDED, "https://a.cn/", "1.2.3.4"),
        (FORWARDED | {"x-forwarded-prefix": "/data/"}, "https://a.cn/data/", "1.2.3.4"),
        (FORWARDED | {"x-forwarded-for": "6.6.6.6, 1.2.3.4, 10.0.0.9"}, "https://a.cn/", "1.2.3.4"),
        (FORWARDED | {"x-forwarded-host": "evil.cn, a.cn"}, "https://a.cn/", "1.2.3.4"),
        ({"forwarded": 'for="[2001:db8::1]:80";proto=https;host="a.cn:81"'}, "https://a.cn:81/", "2001:db8::1"),
        ({"forwarded": "for=6.6.6.6;host=evil.cn, for=1.2.3.4;host=a.cn, for=10.0.0.1"}, "http://a.cn/", "1.2.3.4"),
        ({"x-forwarded-host": 'a"><script>'}, "http://inner:8000/", "127.0.0.1"),
        ({"x-forwarded-proto": "javascript"}, "http://inner:8000/", "127.0.0.1"),
        ({"x-forwarded-prefix": "//evil.cn"}, "http://inner:8000/", "127.0.0.1"),
        ({"x-forwarded-prefix": "/..%2f"}, "http://inner:8000/", "127.0.0.1"),
        ({"x-forwarded-for": "unknown"}, "http://inner:8000/", "127.0.0.1"),
    ],
)
def test_what_a_trusted_proxy_says(headers: Headers, address: str, client: str) -> None:
    asked = scope("/x", headers)
    kind = "forwarded" if "forwarded" in headers else "x-forwarded"
    rewrite(asked, Proxies(TRUSTED, kind).origin("127.0.0.1", asked["headers"]))
    assert public_url(asked) == address
    assert asked["client"][0] == client


def test_headers_of_the_kind_that_the_proxy_does_not_set_are_those_of_the_client() -> None:
    asked = scope("/x", FORWARDED | {"forwarded": "for=6.6.6.6;host=evil.cn"})
    assert Proxies(TRUSTED).origin("127.0.0.1", asked["headers"]).host == "a.cn"
    assert Proxies(TRUSTED, "forwarded").origin("127.0.0.1", asked["headers"]).host == "evil.cn"


def test_others_are_not_believed() -> None:
    asked = scope("/x", FORWARDED | {"x-forwarded-prefix": "/data", "forwarded": "host=evil.cn"})
    rewrite(asked, Proxies(TRUSTED).origin("9.9.9.9", asked["headers"]))
    assert public_url(asked) == "http://inner:8000/"
    assert asked["client"][0] == "127.0.0.1"


@pytest.mark.parametrize("path", ["/x", "/data/x"])
def test_the_prefix_may_be_taken_away_or_left(path: str) -> None:
    asked = scope(path, {})
    rewrite(asked, public_origin("https://a.cn/data/"))
    assert (asked["root_path"], asked["path"], asked["raw_path"]) == ("/data", "/data/x", b"/data/x")


@pytest.mark.parametrize("url", ["a.cn", "ftp://a.cn/", "https://a.cn/?x", "https://u:p@a.cn/", "https://a.cn//x", ""])
def test_what_is_no_address_of_a_server(url: str) -> None:
    with pytest.raises(ConfigError, match="public-url is an address such as"):
        public_origin(url)


def test_what_is_no_network() -> None:
    with pytest.raises(ConfigError, match="trusted-proxies"):
        Proxies(["everybody"])
