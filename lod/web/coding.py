"""Content codings of an answer: brotli and gzip (RFC 9110, sections 8.4 and 12.5.3)."""

from __future__ import annotations

import gzip
from functools import lru_cache

import brotli
from starlette.requests import Request
from starlette.responses import Response

# The server's choice among those that a client weighs alike.
CODINGS = ("br", "gzip")
WORTH = 500  # below, the header costs what the coding saves


@lru_cache(maxsize=256)
def negotiate_coding(accept_encoding: str) -> str | None:
    """The coding that a client prefers, or None for the answer as it is, which everybody takes.

    >>> negotiate_coding("gzip, deflate, br"), negotiate_coding("gzip;q=0.5, br;q=0"), negotiate_coding("")
    ('br', 'gzip', None)
    """
    weights = dict(_weighed(member) for member in accept_encoding.lower().split(","))
    rest = weights.get("*", 0.0)
    found = max(CODINGS, key=lambda coding: weights.get(coding, rest))
    weight = weights.get(found, rest)
    return found if weight > 0 and weight >= weights.get("identity", 0.0) else None


def encode(body: bytes, coding: str | None) -> tuple[bytes, str | None]:
    """A body in a coding, and that coding; a body too small to gain by it stays as it is.

    >>> encode(b"short", "br")
    (b'short', None)
    """
    if coding is None or len(body) < WORTH:
        return body, None
    return (brotli.compress(body, quality=4) if coding == "br" else gzip.compress(body, 5, mtime=0)), coding


def coded(request: Request, answer: Response) -> Response:
    """An answer in the coding that the client prefers; a file or a stream stays as it is.

    The tag of a coded answer is weak: its bytes are others than those of the answer as it is.
    """
    body = getattr(answer, "body", b"")
    if answer.status_code not in (200, 304) or "content-encoding" in answer.headers or not isinstance(body, bytes):
        return answer
    answer.headers.add_vary_header("Accept-Encoding")
    answer.body, coding = encode(body, negotiate_coding(", ".join(request.headers.getlist("accept-encoding"))))
    if coding:
        answer.headers["content-encoding"] = coding
        answer.headers["content-length"] = str(len(answer.body))
        if "etag" in answer.headers:
            answer.headers["etag"] = f"W/{answer.headers['etag'].removeprefix('W/')}"
    return answer


def _weighed(member: str) -> tuple[str, float]:
    name, _, parameters = member.partition(";")
    name = {"x-gzip": "gzip"}.get(name.strip(), name.strip())
    key, _, value = parameters.partition("=")
    if key.strip() != "q":
        return name, 1.0
    try:
        weight = float(value)
    except ValueError:
        return name, 0.0
    return name, weight if 0 <= weight <= 1 else 0.0
