"""`/lint` over HTTP: reports of uploads, and uploads made to harm, each answered plainly while others are served."""

from __future__ import annotations

import io
import json
import re
import socket
import struct
import time
import zipfile
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from lod import formats
from tests.web.conftest import running_server
from tests.word_files import DOCX, draft, package, paragraph, parts, run

NOTICE = "安山县人民政府关于防汛工作的通知\n\n安政发[2022]15号\n\n各乡（镇）人民政府：\n"
SETTINGS = {
    "lint_size": 1_000_000,
    "lint_seconds": 20,
    "lint_body_seconds": 3,
    "lint_memory": 256 * 2**20,
    "lint_workers": 1,
}
PLAIN, HTML, MULTIPART = "text/plain", "text/html", "multipart/form-data; boundary=xx"
BOMB = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "{}">]>'.format("&a;" * 50)
DEEP = (
    f'<?xml version="1.0"?>{BOMB.replace("<!ENTITY b", "<!ENTITY c " + chr(34) + "&b;" * 1 + chr(34) + "><!ENTITY b")}'
)


@pytest.fixture(scope="module")
def server(small_release: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    log = tmp_path_factory.mktemp("lint") / "server.log"
    with (
        running_server(small_release, log, **SETTINGS) as (_, address),
        httpx.Client(base_url=address, timeout=30, headers={"accept-language": "en"}) as client,
    ):
        yield client


def post(server: httpx.Client, content: bytes, kind: str = PLAIN, **more: str) -> httpx.Response:
    return server.post("/lint", params=more, content=content, headers={"content-type": kind})


def part(content: bytes, name: str = "file", filename: str = "a.txt", kind: str = "") -> bytes:
    head = f'--xx\r\nContent-Disposition: form-data; name="{name}"; filename="{filename}"\r\n'
    more = f"Content-Type: {kind}\r\n" if kind else ""
    return f"{head}{more}\r\n".encode() + content + b"\r\n"


def form(*of: bytes) -> bytes:
    return b"".join(of) + b"--xx--\r\n"


def word(body: str = paragraph(run("关于防汛的通知")), **replaced: str | bytes) -> bytes:
    return package(parts(body) | replaced)


def stored(infos: int = 1, name: str = "word/document.xml", size: int = 0) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as written:
        for number in range(infos):
            written.writestr(f"{number or ''}{name}", b"\0" * size)
    return file.getvalue()


def lying() -> bytes:
    # The directory says ten bytes where there are ten million.
    whole = bytearray(stored(size=600_000))
    place = whole.rindex(b"PK\x01\x02") + 24
    whole[place : place + 4] = struct.pack("<I", 10)
    return bytes(whole)


def docx(content: bytes) -> tuple[str, bytes]:
    return DOCX, content


# name: content type, body, status, words of the message (of JSON where the status is 200)
HOSTILE: dict[str, tuple[str, bytes, int, str]] = {
    "nothing": (PLAIN, b"", 400, "empty"),
    "blanks": (PLAIN, b" \n\t\n", 400, "empty"),
    "binary data": (PLAIN, bytes(range(256)) * 40, 400, "binary"),
    "null bytes": (PLAIN, b"\0" * 5000, 400, "binary"),
    "broken UTF-8 that is no GB 18030 either": (PLAIN, b"\xff\xff\xff\x80", 400, "binary"),
    "broken UTF-16": (PLAIN, b"\xff\xfe\x00\xd8\x00", 400, "utf-16"),
    "UTF-16 with its mark": (PLAIN, NOTICE.encode("utf-16"), 200, "NUM002"),
    "GB 18030": (PLAIN, NOTICE.encode("gb18030"), 200, "NUM002"),
    "GBK that says so": ("text/plain; charset=gbk", NOTICE.encode("gbk"), 200, "NUM002"),
    "another character set than it says": ("text/plain; charset=utf-16", b"abc", 400, "utf-16"),
    "an unknown character set": ("text/plain; charset=zip_codec", b"abc", 415, "character set"),
    "a codec that unpacks": ("text/plain; charset=bz2", b"abc", 415, "character set"),
    "no type": ("", NOTICE.encode(), 415, "send text/plain"),
    "a form of curl": ("application/x-www-form-urlencoded", NOTICE.encode(), 415, "send text/plain"),
    "a picture": ("image/png", b"\x89PNG", 415, "image/png"),
    "a PDF": (MULTIPART, form(part(b"%PDF-1.7", filename="a.pdf")), 415, "application/pdf"),
    "too large": (PLAIN, b"a" * 1_000_001, 413, "larger than 1,000,000"),
    "an old Word file": (MULTIPART, form(part(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", filename="a.doc")), 400, "docx"),
    "no zip": (*docx(b"PK\x03\x04" + b"x" * 400), 400, "damaged"),
    "half a zip": (*docx(word()[:-60]), 400, "damaged"),
    "an empty zip": (*docx(b"PK\x05\x06" + b"\0" * 18), 400, "Word document"),
    "a zip of other things": (*docx(stored(3, "a.txt", 9)), 400, "Word document"),
    "a zip bomb": (*docx(stored(size=300_000_000)), 400, "unpacks to"),
    "a zip of many names": (*docx(stored(5000, "a", 0)), 400, "parts"),
    "a zip whose directory lies": (*docx(lying()), 400, ""),
    "a name above": (*docx(word(**{"../../etc/passwd": "x"})), 400, "outside itself"),
    "a name from the root": (*docx(word(**{"/etc/passwd": "x"})), 400, "outside itself"),
    "a name with a drive": (*docx(word(**{"C:\\x": "x"})), 400, "outside itself"),
    "entities in Word": (*docx(word(**{"word/document.xml": DEEP + "<x>&c;</x>"})), 400, "document type"),
    "an outside entity in Word": (
        *docx(word(**{"word/document.xml": '<!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>'})),
        400,
        "document type",
    ),
    "entities in the types": (*docx(word(**{"[Content_Types].xml": DEEP + "<x>&c;</x>"})), 400, "document type"),
    "deep XML": (*docx(word("<w:p>" * 5000 + "</w:p>" * 5000)), 400, "damaged"),
    "XML that does not end": (*docx(word(**{"word/document.xml": "<a>" * 90})), 400, "damaged"),
    "a Word file without words": (*docx(word("")), 400, "no text"),
    "entities in HTML": (HTML, (DEEP + f"<p>{NOTICE}&c;</p>").encode(), 200, ""),
    "an outside entity in HTML": (
        HTML,
        f'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><p>{NOTICE}&e;</p>'.encode(),
        200,
        "",
    ),
    "deep HTML": (HTML, b"<div>" * 100_000 + NOTICE.encode(), 400, "nests"),
    "HTML without text": (HTML, b"<script>alert(1)</script>", 400, "no text of its own"),
    "no boundary": ("multipart/form-data", form(part(b"x")), 400, "boundary"),
    "a long boundary": (f"multipart/form-data; boundary={'x' * 900}", form(part(b"x")), 400, "boundary"),
    "another boundary": ("multipart/form-data; boundary=yy", form(part(NOTICE.encode())), 400, "damaged"),
    "no last boundary": (MULTIPART, part(NOTICE.encode()), 400, "last boundary"),
    "boundaries without end": (MULTIPART, b"\r\n--x" * 200_000, 400, "damaged"),
    "line ends only": (MULTIPART, b"\r\n" * 400_000, 400, ""),
    "no parts": (MULTIPART, b"--xx--\r\n", 400, ""),
    "many parts": (MULTIPART, form(*[part(b"x", f"n{n}") for n in range(5000)]), 400, "20 parts"),
    "many headers": (MULTIPART, b"--xx\r\n" + b"A: b\r\n" * 50_000 + b"\r\n" + form(), 400, "damaged"),
    "a long header": (MULTIPART, b"--xx\r\nA: " + b"b" * 500_000 + b"\r\n\r\n" + form(), 400, "damaged"),
    "two files": (MULTIPART, form(part(b"a"), part(b"b")), 400, "one document"),
    "no file": (MULTIPART, form(part(b"a", "other")), 400, "no part called file"),
    "a file name above": (MULTIPART, form(part(NOTICE.encode(), filename="../../etc/a.txt")), 200, '"file": "a.txt"'),
    "a file name of Windows": (MULTIPART, form(part(NOTICE.encode(), filename="C:\\\\b\\\\a.txt")), 200, '"a.txt"'),
    "a file name of kilobytes": (MULTIPART, form(part(NOTICE.encode(), filename="x" * 3000 + ".txt")), 200, "NUM002"),
    "a text called Word": (MULTIPART, form(part(NOTICE.encode(), filename="a.docx")), 400, "not a Word document"),
    "a large field": (MULTIPART, form(part(b"x" * 5000, "select"), part(b"a")), 400, "select"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_made_to_harm_is_answered_plainly(server: httpx.Client, name: str) -> None:
    kind, body, status, words = HOSTILE[name]
    answer = post(server, body, kind)
    assert (answer.status_code, words in answer.text) == (status, True), answer.text[:300]
    assert "root:" not in answer.text
    assert "Traceback" not in answer.text
    if status != 200:
        assert answer.headers["content-type"] == "text/plain; charset=utf-8"
        assert len(answer.text.splitlines()) <= 2
    assert server.get("/healthz").is_success


@pytest.mark.parametrize("asked", formats.REPORTS, ids=lambda form: form.name)
def test_every_report(server: httpx.Client, asked: formats.Format) -> None:
    answer = post(server, NOTICE.encode(), format=asked.suffix)
    assert answer.headers["content-type"] == asked.content_type, answer.text
    assert "NUM002" in answer.text


def test_the_report_goes_by_accept(server: httpx.Client) -> None:
    body, headers = {"file": ("通知.txt", NOTICE.encode())}, {"accept": "application/sarif+json"}
    assert server.post("/lint", files=body, headers=headers).json()["version"] == "2.1.0"
    [finding, *_] = server.post("/lint", files=body, params={"select": "NUM002"}).json()
    assert (finding["file"], finding["quote"]) == ("通知.txt", "[2022]")
    assert server.post("/lint", files=body, headers={"accept": "image/png"}).status_code == 406


def test_word(server: httpx.Client) -> None:
    body = draft("".join(paragraph(run(line)) for line in NOTICE.split())).content
    assert "NUM002" in {finding["code"] for finding in post(server, body, DOCX).json()}


@pytest.mark.parametrize(
    ("options", "status", "words"),
    [
        ({"select": "NUM002"}, 200, "NUM002"),
        ({"ignore": "NUM"}, 200, "["),
        ({"profile": "draft"}, 200, "NUM002"),
        ({"profile": "../profiles/draft"}, 400, "draft, gazette, general"),
        ({"profile": "/etc/x.toml"}, 400, "draft, gazette, general"),
        ({"select": "NO"}, 400, "NO"),
        ({"select": "x" * 3000}, 400, "codes"),
        ({"preview": "maybe"}, 400, "true or false"),
        ({"format": "docx"}, 406, "sarif"),
        ({"format": "../json"}, 406, "sarif"),
        ({"lang": "zh"}, 200, "六角括号"),
    ],
)
def test_options(server: httpx.Client, options: dict[str, str], status: int, words: str) -> None:
    answer = post(server, NOTICE.encode(), **options)
    assert (answer.status_code, words in answer.text) == (status, True), answer.text[:300]
    assert options != {"ignore": "NUM"} or "NUM002" not in answer.text


@pytest.mark.parametrize(("lang", "words"), [("zh", "发现的问题"), ("en", "Findings")])
def test_the_page_marks_the_text_and_offers_it_again(server: httpx.Client, lang: str, words: str) -> None:
    headers, fields = {"accept": "text/html,*/*;q=0.8"}, {"text": f"\n<script>alert(1)</script>\n{NOTICE}"}
    assert 'enctype="multipart/form-data"' in server.get("/lint", params={"lang": lang}, headers=headers).text
    files = {"file": ("", b"")}  # as a browser sends the field that nobody filled
    answer = server.post("/lint", params={"lang": lang}, headers=headers, data=fields, files=files)
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert words in answer.text
    assert re.search(r'<mark class="\w+" title="NUM002">\[2022\]</mark>', answer.text)
    assert "<script" not in answer.text
    assert "&lt;script&gt;alert(1)" in answer.text.partition("<textarea")[2]
    saved = server.post("/lint", headers=headers, data=fields | {"format": "html"}, files=files)
    assert saved.headers["content-disposition"] == 'attachment; filename="lint.html"'


def test_the_page_tells_what_is_wrong(server: httpx.Client) -> None:
    files = {"file": ("<b>.docx", b"PK")}
    answer = server.post("/lint", headers={"accept": "text/html"}, files=files)
    assert (answer.status_code, 'role="alert"' in answer.text) == (400, True)
    assert "&lt;b&gt;.docx" in answer.text
    assert "<b>" not in answer.text


def test_refusals_are_told_in_both_languages(server: httpx.Client) -> None:
    refused = server.put("/lint")
    assert (refused.status_code, len(refused.text.splitlines())) == (405, 2)
    answer = server.post("/lint?" + "a=1&" * 50, content=b"a", headers={"content-type": PLAIN})
    assert answer.text == "网址中的参数过多。\nThe address has too many parameters.\n"
    # The linter itself speaks the language that is asked for.
    assert post(server, NOTICE.encode(), preview="maybe", lang="zh").text == "preview 应当是 true 或 false。\n"


def test_compressed_bodies_are_not_unpacked(server: httpx.Client) -> None:
    headers = {"content-type": PLAIN, "content-encoding": "deflate"}
    answer = server.post("/lint", content=zlib.compress(b"a" * 5_000_000), headers=headers)
    assert answer.status_code == 415


def test_a_slow_body_is_ended(server: httpx.Client) -> None:
    with socket.create_connection((server.base_url.host, server.base_url.port or 0), 10) as slow:
        slow.sendall(b"POST /lint HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: 900\r\n\r\nabc")
        assert b" 408 " in slow.recv(200)


def test_others_are_served_while_a_text_takes_too_long(small_release: Path, tmp_path: Path) -> None:
    slow = ("要落实《安山县人民政府关于防汛工作的通知》，第一条、（一）2022年1万元。\n" * 9000).encode()
    settings = SETTINGS | {"lint_seconds": 2.5}
    with (
        running_server(small_release, tmp_path / "log", **settings) as (_, address),
        httpx.Client(base_url=address, timeout=30, headers={"accept-language": "en"}) as client,
        ThreadPoolExecutor(1) as pool,
    ):
        waiting = pool.submit(post, client, slow)
        longest = 0.0
        while not waiting.done():
            began = time.monotonic()
            assert client.get("/healthz").is_success
            longest = max(longest, time.monotonic() - began)
        answer = waiting.result()
        assert (answer.status_code, "longer than 2.5 seconds" in answer.text) == (503, True)
        assert "retry-after" in answer.headers
        assert longest < 1
        after = post(client, NOTICE.encode())
        assert after.is_success, after.text
        assert json.loads(after.text)
