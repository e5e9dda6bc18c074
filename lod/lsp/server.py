"""What the server does with each message. Linting runs beside the conversation; overtaken results are dropped."""

from __future__ import annotations

import asyncio
import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

from lsprotocol import types as lsp
from pygls import uris
from pygls.lsp.server import LanguageServer

from lod import lazy, readers
from lod.linting.judging import Judge
from lod.linting.session import Session
from lod.lsp import told
from lod.lsp.positions import Positions
from lod.model import Diagnostic, LodError, Source, Span, Text
from lod.settings import Resolver

SURROGATES = lazy.regex("[\ud800-\udfff]")
PAUSE = 0.15  # seconds without a key before a text is linted again
CONFIGURATION = ("lod.toml", "pyproject.toml", "lod-suppressions.toml")


@dataclass(frozen=True)
class Seen:
    """What was found in one version of a document."""

    version: int | None
    text: Text
    found: list[Diagnostic] = field(default_factory=list)


@dataclass(frozen=True)
class Options:
    """What the editor said when it started the server: a language, and a configuration file or None."""

    lang: str
    config: Path | None = None

    def but(self, said: Any) -> Options:
        """The options with those a client sent along; anything that is none is passed over.

        >>> Options("zh").but({"lang": "en", "config": 7})
        Options(lang='en', config=None)
        """
        if not isinstance(said, dict):
            return self
        config, lang = said.get("config"), said.get("lang")
        return Options(
            lang if lang in ("zh", "en") else self.lang,
            Path(config) if isinstance(config, str) and config else self.config,
        )


class Server(LanguageServer):
    """A language server with what it has seen of each open document, by its URI."""

    def __init__(self, lang: str) -> None:
        # Whole texts: incremental changes would be applied at line ends that only Python knows (U+2028 …).
        super().__init__("lod", version("gongbao"), text_document_sync_kind=lsp.TextDocumentSyncKind.Full)
        self.seen: dict[str, Seen] = {}
        self.options = Options(lang)
        self.complained = ""
        self.linting = ThreadPoolExecutor(1, "lint")

    async def look(self, uri: str, pause: float = 0) -> None:
        """Lint a document once nobody has changed it for `pause` seconds, and tell the editor."""
        document = self.workspace.get_text_document(uri)
        asked = document.version
        await asyncio.sleep(pause)
        if uri not in self.workspace.text_documents or document.version != asked:
            return
        seen = Seen(asked, _text(uri, document.source))
        loop = asyncio.get_running_loop()
        found = await loop.run_in_executor(self.linting, partial(self._lint, seen.text))
        if uri in self.workspace.text_documents and document.version == asked:
            self.seen[uri] = Seen(asked, seen.text, found)
            self._publish(uri)

    def forget(self, uri: str) -> None:
        """A document is closed: nothing is found in it any more."""
        self.seen.pop(uri, None)
        self.text_document_publish_diagnostics(lsp.PublishDiagnosticsParams(uri, []))

    def positions(self, text: Text) -> Positions:
        """Positions in the units that the client has agreed to."""
        encoding = self.workspace.position_encoding or lsp.PositionEncodingKind.Utf16
        return Positions(text, str(getattr(encoding, "value", encoding)))

    def _publish(self, uri: str) -> None:
        seen = self.seen[uri]
        positions = self.positions(seen.text)
        listed = [told.diagnostic(one, positions, uri, self.options.lang) for one in seen.found]
        self.text_document_publish_diagnostics(lsp.PublishDiagnosticsParams(uri, listed, seen.version))

    def _lint(self, text: Text) -> list[Diagnostic]:
        try:
            # Settings and rules are looked up anew: somebody may be writing them in the next window.
            session = Session(Judge(Resolver({}, self.options.config)))
            found = session.look(text)
            self.complained = ""
            return found
        except LodError as error:
            self._complain(str(error))
            return []

    def _complain(self, message: str) -> None:
        if message != self.complained:  # once, not with each key
            self.complained = message
            self.window_show_message(lsp.ShowMessageParams(lsp.MessageType.Error, f"lod: {message}"))


def server(lang: str) -> Server:
    """A server with all that it answers, in a language."""
    made = Server(lang)
    _listen(made)
    _answer(made)
    return made


def _listen(made: Server) -> None:
    @made.feature(lsp.INITIALIZE)
    def initialize(server: Server, params: lsp.InitializeParams) -> None:
        server.options = server.options.but(params.initialization_options)

    @made.feature(lsp.TEXT_DOCUMENT_DID_OPEN)
    async def opened(server: Server, params: lsp.DidOpenTextDocumentParams) -> None:
        await server.look(params.text_document.uri)

    @made.feature(lsp.TEXT_DOCUMENT_DID_CHANGE)
    async def changed(server: Server, params: lsp.DidChangeTextDocumentParams) -> None:
        await server.look(params.text_document.uri, PAUSE)

    @made.feature(lsp.TEXT_DOCUMENT_DID_SAVE)
    async def saved(server: Server, params: lsp.DidSaveTextDocumentParams) -> None:
        # A new setting may change what is found in every open text.
        if os.path.basename(params.text_document.uri) in CONFIGURATION:
            for uri in list(server.seen):
                await server.look(uri)

    @made.feature(lsp.TEXT_DOCUMENT_DID_CLOSE)
    def closed(server: Server, params: lsp.DidCloseTextDocumentParams) -> None:
        server.forget(params.text_document.uri)


def _answer(made: Server) -> None:
    kinds = [lsp.CodeActionKind.QuickFix, told.FIX_ALL]

    @made.feature(lsp.TEXT_DOCUMENT_HOVER)
    def hover(server: Server, params: lsp.HoverParams) -> lsp.Hover | None:
        seen = server.seen.get(params.text_document.uri)
        if seen is None:
            return None
        positions = server.positions(seen.text)
        return told.hover(seen.found, positions, positions.offset(params.position), server.options.lang)

    @made.feature(lsp.TEXT_DOCUMENT_CODE_ACTION, lsp.CodeActionOptions(code_action_kinds=kinds))
    def code_action(server: Server, params: lsp.CodeActionParams) -> list[lsp.CodeAction]:
        uri = params.text_document.uri
        seen = server.seen.get(uri)
        if seen is None or seen.version != server.workspace.get_text_document(uri).version:
            return []  # edits made for an older version would land elsewhere
        positions = server.positions(seen.text)
        where = Span(positions.offset(params.range.start), positions.offset(params.range.end))
        wanted = params.context.only
        offered = told.actions(seen.found, positions, uri, where, server.options.lang, seen.version)
        return [action for action in offered if not wanted or _asked(str(action.kind), wanted)]


def _asked(kind: str, wanted: Any) -> bool:
    names = [str(getattr(name, "value", name)) for name in wanted]
    kind = str(getattr(kind, "value", kind))
    return any(kind == name or kind.startswith(f"{name}.") for name in names)


def _text(uri: str, chars: str) -> Text:
    path = uris.to_fs_path(uri) or uri
    media_type = readers.MEDIA_TYPES.get(Path(path).suffix.lower(), "text/plain")
    # Half a character, which an editor may send, counts one unit of UTF-16, as does what stands in for it.
    whole = SURROGATES.sub("\ufffd", chars)
    return Text(Source(path, media_type, b""), whole.replace("\r\n", "\n").replace("\r", "\n"))
