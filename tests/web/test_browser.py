"""The pages in a real browser: they render, nothing is refused, nothing is asked of the outside."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import httpx
import pytest

BROWSER = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)
QUIET = (
    "--headless --no-sandbox --disable-gpu --disable-background-networking --disable-component-update --disable-sync "
    "--disable-quic --no-first-run --enable-logging=stderr --window-size=390,1200"
).split()
PAGES = {"/?lang=zh": "公报", "/?lang=en": "linked data", "/140826/unit/shuiwuju": "水务局", "/sparql": "SPARQL"}

needs_browser = pytest.mark.skipif(BROWSER is None, reason="no Chromium on this machine (apt-get install chromium)")


def rendered(address: str, profile: Path) -> tuple[str, str]:
    """The document after rendering, and what the browser's console said."""
    assert BROWSER
    command = [BROWSER, *QUIET, f"--user-data-dir={profile}", "--dump-dom", address]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    return done.stdout, done.stderr


@needs_browser
@pytest.mark.parametrize("page", sorted(PAGES))
def test_page_renders_without_a_word_on_the_console(gazette: httpx.Client, tmp_path: Path, page: str) -> None:
    dom, log = rendered(f"{gazette.base_url}".rstrip("/") + page, tmp_path)
    assert PAGES[page] in dom
    assert "<h1" in dom
    assert [line for line in log.splitlines() if ":CONSOLE" in line] == []
