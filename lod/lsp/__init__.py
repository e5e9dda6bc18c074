"""The language server: what the linter finds, in any editor that speaks LSP, while one types. Alone knows pygls."""

from __future__ import annotations

__all__ = ["serve"]


def serve(lang: str) -> None:
    """Speak LSP on standard input and output until the editor ends it; messages are in ``zh`` or ``en``."""
    from lod.lsp.server import server

    server(lang).start_io()
