"""Whether the client has the answer already (RFC 9110, section 13)."""

from __future__ import annotations

import hashlib
from datetime import datetime
from email.utils import format_datetime, parsedate_to_datetime

from starlette.requests import Request

from lod import __version__


def http_date(built: str) -> str:
    """The time of a manifest as HTTP writes it.

    >>> http_date("2026-11-24T16:14:12+00:00")
    'Tue, 24 Nov 2026 16:14:12 GMT'
    """
    return format_datetime(datetime.fromisoformat(built), usegmt=True)


def tag(*parts: str) -> str:
    """The entity tag of an answer that follows from this version of the program and from some words.

    >>> tag("release", "ttl") == tag("release", "ttl"), tag("release", "ttl") == tag("release", "nt")
    (True, False)
    """
    digest = hashlib.sha256("\n".join((__version__, *parts)).encode()).hexdigest()
    return f'"{digest[:24]}"'


def matches(tags: str, etag: str) -> bool:
    """Whether an If-None-Match names a tag.

    >>> matches('W/"a", "b"', '"a"'), matches("*", '"a"'), matches('"b"', '"a"')
    (True, True, False)
    """
    return bool({etag, "*"} & {known.strip().removeprefix("W/") for known in tags.split(",")})


def not_modified(request: Request, etag: str, built: str) -> bool:
    """Whether an answer with this tag, made at this time, is the one that the client has."""
    tags = request.headers.get("if-none-match")
    if tags is not None:
        return matches(tags, etag)
    try:
        since = parsedate_to_datetime(request.headers.get("if-modified-since", ""))
        return datetime.fromisoformat(built) <= since
    except (ValueError, TypeError, OverflowError):  # no date, one without a zone, one of another age of the world
        return False
