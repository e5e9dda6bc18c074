"""Requests that want a file that is not for them."""

from __future__ import annotations

from tests.web.hostile.case import Case, ask, raw

PASSWD = "etc/passwd"
UP = {
    "dots": "../" * 8,
    "encoded dots": "%2e%2e/" * 8,
    "an encoded slash": "..%2f" * 8,
    "all encoded": "%2e%2e%2f" * 8,
    "encoded twice": "%252e%252e%252f" * 8,
    "an overlong slash": "..%c0%af" * 8,
    "overlong dots": "%c0%ae%c0%ae/" * 8,
    "a backslash": "..%5c" * 8,
    "a backslash as it is": "..\\" * 8,
    "more dots": "....//" * 8,
    "parameters": "..;/" * 8,
    "UTF-16": "%u002e%u002e%u2215" * 8,
    "full-width dots": "%ef%bc%8e%ef%bc%8e%ef%bc%8f" * 8,
    "a null byte": "%00../" * 8,
}
FOLDERS = {"static": "/static/", "dumps": "/dumps/", "catalog": "/catalog/", "rules": "/rules/", "root": "/"}
CASES: list[Case] = [
    *(ask(f"{name} below {at}", f"{folder}{up}{PASSWD}", 404, 400) for name, up in UP.items() for at, folder in FOLDERS.items()),
    *(
        ask(f"{path}", path, 404)
        for path in (
            "/static/%2fetc/passwd", "/static//etc/passwd", "/static/style.css%00.txt", "/static/.",
            "/static/..%2fapp.py", "/static/../app.py", "/dumps/manifest.json", "/dumps/..", "/dumps/store", "/dumps/%2e",
            "/dumps/data.nq.gz/..", "/dumps/C:%5cx", "/dumps/changes.jsonl", "/.git/config", "/.env", "/manifest.json", "/store/CURRENT",
            "/etc/passwd", "/proc/self/environ", "/file:///etc/passwd", "/debug", "/server-status",
            "/static/CON", "/static/style.css::$DATA", "/lint/../static/../../pyproject.toml", "/%ff%fe", "/%ed%a0%80", "/%00",
        )
    ),
    *(raw(f"{target} as it is", f"GET {target} HTTP/1.0\r\n\r\n", 400, 404) for target in ("/../../../etc/passwd", "..//etc/passwd")),
]  # fmt: skip
