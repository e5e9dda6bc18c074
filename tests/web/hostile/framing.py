"""Requests that are no proper HTTP, or that two programs would read in two ways."""

from __future__ import annotations

from tests.web.hostile.case import CUT, QUERY, Case, ask, raw

HOST = "Host: 127.0.0.1\r\n"
END = "Connection: close\r\n\r\n"
POST = f"POST /sparql HTTP/1.1\r\n{HOST}Content-Type: {QUERY}\r\n"
HIDDEN = f"GET /readyz HTTP/1.1\r\n{HOST}{END}"
ALIVE = f"GET /healthz HTTP/1.1\r\n{HOST}\r\n"

# Whatever is unclear about the length of a body, the rest must never be taken for a second request.
LENGTHS = [
    raw(f"length: {name}", f"{POST}{lines}Connection: close\r\n\r\n{body}", *(statuses or (400,)))
    for name, lines, body, *statuses in (
        ("Content-Length and chunks", "Content-Length: 6\r\nTransfer-Encoding: chunked\r\n", f"0\r\n\r\n{HIDDEN}"),
        ("chunks and Content-Length", "Transfer-Encoding: chunked\r\nContent-Length: 6\r\n", f"0\r\n\r\n{HIDDEN}"),
        ("two lengths", "Content-Length: 6\r\nContent-Length: 0\r\n", f"ASK {{}}{HIDDEN}"),
        ("two lengths in a line", "Content-Length: 6, 0\r\n", f"ASK {{}}{HIDDEN}"),
        ("a length with a sign", "Content-Length: +6\r\n", f"ASK {{}}{HIDDEN}"),
        ("a length below zero", "Content-Length: -6\r\n", HIDDEN),
        ("a length in hexadecimal", "Content-Length: 0x6\r\n", f"ASK {{}}{HIDDEN}"),
        ("a length of 21 digits", "Content-Length: 100000000000000000000\r\n", "ASK {}"),
        ("no number", "Content-Length: six\r\n", "ASK {}"),
        ("a blank before the colon", "Content-Length : 6\r\n", f"ASK {{}}{HIDDEN}"),
        ("a coding nobody knows", "Transfer-Encoding: xchunked\r\n", f"0\r\n\r\n{HIDDEN}"),
        ("chunked not last", "Transfer-Encoding: chunked, identity\r\n", f"0\r\n\r\n{HIDDEN}"),
        ("chunked twice", "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n", f"0\r\n\r\n{HIDDEN}"),
        ("a tab before chunked", "Transfer-Encoding:\x0bchunked\r\n", f"0\r\n\r\n{HIDDEN}"),
        ("a folded line", "Transfer-Encoding:\r\n chunked\r\n", f"0\r\n\r\n{HIDDEN}"),
        ("a chunk in decimal with a sign", "Transfer-Encoding: chunked\r\n", "+6\r\nASK {}\r\n0\r\n\r\n"),
        ("a chunk with 0x", "Transfer-Encoding: chunked\r\n", "0x6\r\nASK {}\r\n0\r\n\r\n"),
        ("a chunk of 17 digits", "Transfer-Encoding: chunked\r\n", "10000000000000006\r\nASK {}\r\n0\r\n\r\n"),
        ("a chunk that is longer than it says", "Transfer-Encoding: chunked\r\n", "3\r\nASK {}\r\n0\r\n\r\n"),
        ("a chunk without a size", "Transfer-Encoding: chunked\r\n", "\r\nASK {}\r\n0\r\n\r\n"),
        ("LF for CRLF in chunks", "Transfer-Encoding: chunked\r\n", "6\nASK {}\n0\n\n"),
        ("an extension with LF", "Transfer-Encoding: chunked\r\n", f"6;a\nASK {{}}\r\n0\r\n\r\n{HIDDEN}"),
        ("no last chunk", "Transfer-Encoding: chunked\r\n", "6\r\nASK {}\r\n", 400, 408),
        ("a long trailer", "Transfer-Encoding: chunked\r\n", f"0\r\n{'A: b' * 40_000}", CUT, 400, 408, 431),
        ("a long extension", "Transfer-Encoding: chunked\r\n", f"6;{'a' * 200_000}", CUT, 400, 408, 413),
        ("a body after GET", "Content-Length: 0\r\n", HIDDEN),
    )
]  # fmt: skip
HEADS: list[Case] = [
    raw("HTTP/0.9", "GET /\r\n", 400, 408),
    raw("HTTP/1.2", f"GET / HTTP/1.2\r\n{HOST}{END}", 200, 400, 505),
    raw("HTTP/2 by surprise", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", CUT, 400, 505),
    raw("h2c", f"GET / HTTP/1.1\r\n{HOST}Connection: Upgrade, HTTP2-Settings, close\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMA\r\n\r\n", 200),
    raw("a web socket", f"GET / HTTP/1.1\r\n{HOST}Connection: Upgrade, close\r\nUpgrade: websocket\r\nSec-WebSocket-Key: AA==\r\n\r\n{HIDDEN}", 200, 400),
    raw("TLS", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(200), 400),
    raw("no method", f" / HTTP/1.1\r\n{HOST}{END}", 400),
    raw("an unknown method", f"HACK / HTTP/1.1\r\n{HOST}{END}", 400, 405),
    raw("a method in small letters", f"get / HTTP/1.1\r\n{HOST}{END}", 400, 405),
    raw("a blank in the path", f"GET /a b HTTP/1.1\r\n{HOST}{END}", 400),
    raw("a tab as blank", f"GET\t/\tHTTP/1.1\r\n{HOST}{END}", 400),
    raw("NUL in the path", f"GET /a\x00b HTTP/1.1\r\n{HOST}{END}", 400),
    raw("NUL in a header", f"GET / HTTP/1.1\r\n{HOST}Accept: a\x00b\r\n{END}", 400),
    raw("bytes above 127 in the path", f"GET /\xe7\xbb\x9b HTTP/1.1\r\n{HOST}{END}", 400, 404),
    raw("CR in a header", f"GET / HTTP/1.1\r\n{HOST}Accept: a\rX-Injected: b\r\n{END}", 400),
    raw("LF only", "GET /healthz HTTP/1.1\nHost: 127.0.0.1\nConnection: close\n\n", 200, 400),
    raw("a header without a colon", f"GET / HTTP/1.1\r\n{HOST}Nonsense\r\n{END}", 400),
    raw("a header without a name", f"GET / HTTP/1.1\r\n{HOST}: a\r\n{END}", 400),
    raw("a folded header", f"GET / HTTP/1.1\r\n{HOST}Accept: text/html,\r\n text/turtle\r\n{END}", 200, 400),
    raw("options of everything", f"OPTIONS * HTTP/1.1\r\n{HOST}{END}", 200, 204, 400, 404),
    raw("no path", f"GET  HTTP/1.1\r\n{HOST}{END}", 400),
    raw("a path without a slash", f"GET healthz HTTP/1.1\r\n{HOST}{END}", 400),
    raw("a query only", f"GET ?query=ASK%7B%7D HTTP/1.1\r\n{HOST}{END}", 400, 404),
    raw("a file's address", f"GET file:///etc/passwd HTTP/1.1\r\n{HOST}{END}", 400, 404),
    raw("two hosts", f"GET / HTTP/1.1\r\n{HOST}Host: other\r\n{END}", 400),
    raw("no host", f"GET /sparql HTTP/1.1\r\nAccept: text/turtle\r\n{END}", 200, 400),
    raw("half a head, closed", f"GET / HTTP/1.1\r\n{HOST}", CUT, 408, half_closed=True),
    raw("half a body, closed", f"{POST}Content-Length: 60\r\n\r\nASK", CUT, 400, 408, half_closed=True),
    raw("asked and closed", f"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\n{HOST}{END}", CUT, 200, half_closed=True),
    raw("100-continue that never goes on", f"{POST}Expect: 100-continue\r\nContent-Length: 6\r\n\r\n", 408),
    raw("an expectation nobody knows", f"{POST}Expect: 200-maybe\r\nContent-Length: 6\r\n{END}ASK {{}}", 200, 400, 417),
    raw("three requests at once", ALIVE * 2 + HIDDEN, 200, answers=3),
    raw("20,000 requests at once", ALIVE * 20_000, CUT, 200, 429, 503, answers=20_000),
    raw("a slow query and 20,000 requests", f"GET /sparql?query=ASK%7B?a%20?b%20?c%7D HTTP/1.1\r\n{HOST}\r\n" + ALIVE * 20_000, CUT, 200, 429, 503, answers=20_001),
    raw("nonsense behind a request", f"{ALIVE}\x00\x01\x02\r\n\r\n", 200, 400, answers=2),
    raw("nothing but line ends", "\r\n" * 50_000, CUT, 400, 408),
    raw("headers without end", f"GET / HTTP/1.1\r\n{HOST}" + "A: b\r\n" * 50_000, CUT, 431),
    raw("a header of 100 kB", f"GET / HTTP/1.1\r\n{HOST}Accept: {'a' * 100_000}\r\n{END}", CUT, 431),
    raw("an address of 100 kB", f"GET /{'a' * 100_000} HTTP/1.1\r\n{HOST}{END}", CUT, 414),
    raw("a method of 100 kB", "G" * 100_000, CUT, 400),
]  # fmt: skip
SLOW: list[Case] = [
    raw("a head that drips", "GET / HTTP/1.1\r\nHost", CUT, 408, pieces=(b"T",) * 20),
    raw("headers that drip", f"GET / HTTP/1.1\r\n{HOST}", CUT, 408, pieces=(b"A: b\r\n",) * 20),
    raw("a body that drips", f"{POST}Content-Length: 900\r\n\r\n", CUT, 408, pieces=(b" ",) * 20),
    raw("chunks that drip", f"{POST}Transfer-Encoding: chunked\r\n\r\n", CUT, 408, pieces=(b"1\r\n \r\n",) * 20),
    raw("a body that nobody wants and that drips", f"GET / HTTP/1.1\r\n{HOST}Content-Length: 900\r\n\r\n", 200, pieces=(b" ",) * 20),
    raw("a body for another method", f"DELETE / HTTP/1.1\r\n{HOST}Content-Length: 1000000000\r\n\r\n", 405, pieces=(b"a" * 100_000,) * 20),
]  # fmt: skip
HOSTS = [
    raw(f"host: {host[:20]}", f"GET /sparql HTTP/1.1\r\nHost: {host}\r\nAccept: text/turtle\r\n{END}", 200, 400)
    for host in ("a b", "<script>", "x/y?z", "[::1", "a@b", "e.example:99999999", "'\"><img src=x>", "a" * 1000, "")
]
INJECTED = [
    ask(f"a header in {where}", target, *statuses, accept="text/html", more=more)
    for where, target, statuses, more in (
        ("the path", "/a%0d%0aX-Injected:%201", (404,), ""),
        ("a suffix", "/140826/unit/water.ttl%0d%0aX-Injected:%201", (404,), ""),
        ("format", "/140826/unit/water?format=ttl%0d%0aX-Injected:%201", (400,), ""),
        ("lang", "/140826/unit/water?lang=en%0d%0aX-Injected:%201", (200,), ""),
        ("a page's number", "/catalog?page=1%0d%0aX-Injected:%201", (404,), ""),
        ("a format of the catalogue", "/catalog?format=ttl%0d%0aX-Injected:%201", (400,), ""),
        ("a file's name", "/dumps/data.nq.gz%0d%0aX-Injected:%201", (404,), ""),
        ("a redirect", "/static%0d%0aX-Injected:%201", (404,), ""),
        ("the prefix of a proxy", "/catalog", (200, 406), "X-Forwarded-Prefix: /a%0d%0aX-Injected:%201"),
    )
]
CASES = [*LENGTHS, *HEADS, *SLOW, *HOSTS, *INJECTED]
