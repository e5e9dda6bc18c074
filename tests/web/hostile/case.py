"""One hostile request as data, and how it is written down shortly."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, urlencode

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
# A host and port at which somebody listens whom the server must never visit; the five letters become the port.
TRAP = "127.0.0.1:TRAPS"
CUT = 0  # the status of a request that is not answered: the connection is closed


@dataclass(frozen=True, slots=True)
class Case:
    """What is sent, and what must hold besides that which holds for every answer (see `lod.tests.web.hostile.safety`).

    ``answers`` is the number of answers at most; ``pieces`` are sent after the request, one each ``pause`` seconds.
    """

    name: str
    request: bytes
    statuses: frozenset[int]
    shows: str = ""
    answers: int = 1
    pieces: tuple[bytes, ...] = ()
    pause: float = 0.2
    half_closed: bool = False


def ask(
    name: str,
    target: str,
    *statuses: int,
    method: str = "GET",
    body: str | bytes = b"",
    kind: str = "",
    accept: str = "*/*",
    shows: str = "",
    more: str = "",
) -> Case:
    """A request that is well formed; ``more`` holds further header lines."""
    content = body.encode() if isinstance(body, str) else body
    lines = [f"{method} {target} HTTP/1.1", "Host: 127.0.0.1", f"Accept: {accept}", "Connection: close"]
    if content or method in ("POST", "PUT", "PATCH"):
        lines.append(f"Content-Length: {len(content)}")
    if kind:
        lines.append(f"Content-Type: {kind}")
    head = "".join(f"{line}\r\n" for line in [*lines, *more.splitlines()])
    return Case(name, head.encode("latin-1") + b"\r\n" + content, frozenset(statuses), shows)


def query(name: str, text: str, *statuses: int, accept: str = "*/*", shows: str = "") -> Case:
    """A query, in the address while it fits into one."""
    if len(text) < 10_000:
        return ask(name, f"/sparql?query={quote(text)}", *statuses, accept=accept, shows=shows)
    return ask(name, "/sparql", *statuses, method="POST", body=text, kind=QUERY, accept=accept, shows=shows)


def post(name: str, fields: dict[str, str], *statuses: int) -> Case:
    """A form that is sent to the endpoint."""
    return ask(name, "/sparql", *statuses, method="POST", body=urlencode(fields), kind=FORM)


def raw(
    name: str,
    request: str | bytes,
    *statuses: int,
    answers: int = 1,
    pieces: tuple[bytes, ...] = (),
    half_closed: bool = False,
) -> Case:
    """Bytes as they are."""
    sent = request.encode("latin-1") if isinstance(request, str) else request
    return Case(name, sent, frozenset(statuses), "", answers, pieces, half_closed=half_closed)
