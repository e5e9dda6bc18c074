"""Whether the client has the answer already (RFC 9110, section 13)."""

from __future__ import annotations

from datetime import datetime
from email.utils import format_datetime, parsedate_to_datetime

from starlette.requests import Request


def http_date(built: str) -> str:
    """The time of a manifest as HTTP writes it.

    >>> http_date("2026-11-24T16:14:12+00:00")
    'Tue, 24 Nov 2026 16:14:12 GMT'
    """
    return format_datetime(datetime.fromisoformat(built), usegmt=True)


def not_modified(request: Request, etag: str, built: str) -> bool:
    """Whether an answer with this tag, made at this time, is the one that the client has."""
    tags = request.headers.get("if-none-match")
    if tags is not None:
        return bool({etag, "*"} & {tag.strip().removeprefix("W/") for tag in tags.split(",")})
    try:
        since = parsedate_to_datetime(request.headers.get("if-modified-since", ""))
        return datetime.fromisoformat(built) <= since
    except (ValueError, TypeError):  # no date, or one without a zone
        return False
