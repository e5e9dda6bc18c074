"""What must hold for every answer to every hostile request."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from tests.web.hostile.case import CUT, Case
from tests.web.hostile.wire import Answer, Outcome

ROOT = str(Path(__file__).resolve().parents[3])
# What only the inside of the server knows, or the machine it runs on.
INSIDE = re.compile(r"Traceback|root:x:0|site-packages|\.py\b.{0,9}line \d|" + re.escape(ROOT))
RUN = {
    "script",
    "iframe",
    "frame",
    "object",
    "embed",
    "svg",
    "math",
    "base",
    "img",
    "audio",
    "video",
    "style",
    "template",
}
LEADS = {"href", "src", "action", "formaction", "data", "poster", "srcset", "xlink:href"}
ADDRESS = re.compile(r"(?:https?://|mailto:|/(?![/\\])|[?#]|[\w.-]+(?:[/?#]|$))", re.IGNORECASE)
WITHIN = 15.0  # seconds; a query may wait two and run two, and all of them share two processors


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []
        self._data = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self._data = tag == "script" and given.get("type") == "application/ld+json"
        if tag in RUN and not self._data:
            self.faults.append(f"has <{tag}>")
        for name, value in attrs:
            if name.startswith("on") or name in ("style", "srcdoc"):
                self.faults.append(f"has an attribute {name}")
            if name in LEADS and value and not ADDRESS.match(value):
                self.faults.append(f"leads to {value[:40]!r}")
            if name == "http-equiv":
                self.faults.append("has a header inside")

    def handle_data(self, data: str) -> None:
        if self._data:
            json.loads(data)

    def handle_endtag(self, tag: str) -> None:
        self._data = False


def faults(case: Case, outcome: Outcome) -> Iterator[str]:
    """What is wrong with what came back."""
    statuses = [answer.status for answer in outcome.answers] or [CUT]
    if not set(statuses) <= case.statuses:
        yield f"answered {sorted(set(statuses))}, not {sorted(case.statuses)}: {_begun(outcome)}"
    if len(outcome.answers) > case.answers:
        yield f"{len(outcome.answers)} answers"
    if outcome.rest and CUT not in case.statuses:
        yield f"what cannot be read: {outcome.rest[:60]!r}"
    if outcome.seconds > WITHIN + len(case.pieces) * case.pause:
        yield f"{outcome.seconds:.1f} seconds"
    for answer in outcome.answers[:100]:
        yield from _faults_of(answer)
    if case.shows and not any(case.shows.encode() in answer.body for answer in outcome.answers):
        yield f"does not show {case.shows!r}: {_begun(outcome)}"


def _faults_of(answer: Answer) -> Iterator[str]:
    kind, text = answer.header("content-type"), answer.body.decode("utf-8", "replace")
    if answer.header("x-injected") or answer.header("set-cookie"):
        yield "a header that a stranger wrote"
    if found := INSIDE.search(text):
        yield f"tells of its inside: {text[max(0, found.start() - 20) :][:80]!r}"
    if answer.status in (200, 404) and answer.header("x-content-type-options") != "nosniff":
        yield "lets the browser guess the type"
    where = answer.header("location")
    if where and not re.match(r"/(?![/\\])|http://127\.0\.0\.1", where):
        yield f"sends away to {where!r}"
    if kind.startswith("text/html"):
        yield from _faults_of_page(answer, text)


def _faults_of_page(answer: Answer, text: str) -> Iterator[str]:
    policy = answer.header("content-security-policy")
    # A report is saved and not shown, and has a policy of its own.
    if "attachment" in answer.header("content-disposition"):
        return
    if not policy.startswith("default-src 'none'") or "unsafe" in policy:
        yield f"allows {policy!r}"
    page = _Page()
    page.feed(text)
    yield from page.faults


def _begun(outcome: Outcome) -> str:
    return repr(outcome.answers[0].body[:120] if outcome.answers else outcome.rest[:60])
