"""The whole data set as files, below ``/dumps/``: whole or in ranges, with their SHA-256."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response

from lod.web.conditional import http_date, not_modified
from lod.web.texts import both

# Of the file as it is: what is inside the gzip file, the catalogue says.
_TYPES = {".gz": "application/gzip", ".sha256": "text/plain; charset=us-ascii"}


class Dumps:
    """The dumps of a release folder; its manifest names them, and nothing else is ever opened."""

    def __init__(self, folder: Path, manifest: dict[str, Any]) -> None:
        self._folder = folder
        self._built = str(manifest.get("built", ""))
        files = manifest.get("files", {})
        self._files = {name: entry for name, entry in files.items() if name.startswith("data.")}

    def respond(self, request: Request) -> Response:
        """The answer to a request for one of the files."""
        name = request.path_params["name"]
        entry = self._files.get(name)
        if entry is None:
            return PlainTextResponse(both("no_dump", ", ".join(self._files)), 404)
        headers = self._headers(entry["sha256"])
        if not_modified(request, headers["etag"], self._built):
            return Response(status_code=304, headers=headers)
        return FileResponse(self._folder / name, headers=headers, media_type=_TYPES[Path(name).suffix])

    def _headers(self, sha256: str) -> dict[str, str]:
        return {
            "etag": f'"{sha256}"',
            "last-modified": http_date(self._built),
            "repr-digest": f"sha-256=:{base64.b64encode(bytes.fromhex(sha256)).decode()}:",
            # The next release has other files at the same addresses.
            "cache-control": "public, no-cache",
        }
