"""A real client over standard input and output: what an editor is told while somebody types."""

from __future__ import annotations

import asyncio
import contextlib
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types as lsp
from pygls.lsp.client import LanguageClient

from lod import rulecards, rules

ROOT = Path(__file__).resolve().parents[2]
NOTICE = "𠮷安山县人民政府关于防汛的通知\n\n安政发[2022]15号\n\n各乡镇人民政府：\n\n𠮷请做好“防汛”、“抗旱”。\n"
Talk = Callable[["Editor"], Awaitable[None]]


class Editor:
    """A client that remembers what it is told."""

    def __init__(self, folder: Path) -> None:
        self.client = LanguageClient("editor", "1")
        self.uri = (folder / "draft.txt").as_uri()
        self.told: asyncio.Queue[lsp.PublishDiagnosticsParams] = asyncio.Queue()
        self.shown: asyncio.Queue[str] = asyncio.Queue()
        self.client.feature(lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)(lambda told: self.told.put_nowait(told))
        self.client.feature(lsp.WINDOW_SHOW_MESSAGE)(lambda message: self.shown.put_nowait(message.message))

    async def start(self, folder: Path, encodings: list[lsp.PositionEncodingKind] | None, options: Any) -> None:
        environment = {"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin", "LANG": "zh_CN.UTF-8", "HOME": str(folder)}
        program = "import sys; from lod.cli import main; sys.exit(main(['lsp']))"
        await self.client.start_io(sys.executable, "-c", program, env=environment, cwd=str(folder))
        capabilities = lsp.ClientCapabilities(general=lsp.GeneralClientCapabilities(position_encodings=encodings))
        answer = await self.client.initialize_async(
            lsp.InitializeParams(
                capabilities=capabilities, root_uri=folder.as_uri(), initialization_options=options, process_id=None
            )
        )
        assert answer.server_info is not None
        assert answer.server_info.name == "lod"
        self.client.initialized(lsp.InitializedParams())

    async def open(self, chars: str) -> list[lsp.Diagnostic]:
        document = lsp.TextDocumentItem(self.uri, "plaintext", 1, chars)
        self.client.text_document_did_open(lsp.DidOpenTextDocumentParams(document))
        return await self.listed(1)

    async def write(self, version: int, chars: str) -> None:
        self.client.text_document_did_change(
            lsp.DidChangeTextDocumentParams(
                lsp.VersionedTextDocumentIdentifier(version, self.uri),
                [lsp.TextDocumentContentChangeWholeDocument(chars)],
            )
        )

    async def listed(self, version: int) -> list[lsp.Diagnostic]:
        while True:
            told = await asyncio.wait_for(self.told.get(), 30)
            assert told.version is None or told.version <= version
            if told.version == version:
                return list(told.diagnostics)

    async def actions(self, where: lsp.Range, only: list[str] | None = None) -> list[lsp.CodeAction]:
        context = lsp.CodeActionContext([], only=only)
        params = lsp.CodeActionParams(lsp.TextDocumentIdentifier(self.uri), where, context)
        offered = await self.client.text_document_code_action_async(params)
        return [action for action in offered or [] if isinstance(action, lsp.CodeAction)]


def talk(
    folder: Path,
    conversation: Talk,
    encodings: list[lsp.PositionEncodingKind] | None = None,
    options: Any = None,
) -> None:
    async def run() -> None:
        editor = Editor(folder)
        await editor.start(folder, encodings, options)
        try:
            await asyncio.wait_for(conversation(editor), 60)
            await asyncio.wait_for(editor.client.shutdown_async(None), 10)
            editor.client.exit(None)
        finally:
            with contextlib.suppress(TimeoutError):  # a server that does not end is ended
                await asyncio.wait_for(editor.client.stop(), 10)  # type: ignore[no-untyped-call]

    asyncio.run(run())


def of(found: list[lsp.Diagnostic], code: str) -> lsp.Diagnostic:
    return next(diagnostic for diagnostic in found if diagnostic.code == code)


def columns(found: lsp.Diagnostic) -> tuple[int, int, int]:
    return found.range.start.line, found.range.start.character, found.range.end.character


def apply(chars: str, action: lsp.CodeAction) -> str:
    # As an editor does: by UTF-16 units, from the last edit to the first.
    assert action.edit is not None
    assert action.edit.document_changes is not None
    [change] = action.edit.document_changes
    assert isinstance(change, lsp.TextDocumentEdit)
    lines = [line.encode("utf-16-le") for line in chars.split("\n")]
    for edit in sorted(change.edits, key=lambda e: (e.range.start.line, e.range.start.character), reverse=True):
        assert isinstance(edit, lsp.TextEdit)
        start, end = edit.range.start, edit.range.end
        assert start.line == end.line
        line = lines[start.line]
        lines[start.line] = line[: start.character * 2] + edit.new_text.encode("utf-16-le") + line[end.character * 2 :]
    return "\n".join(line.decode("utf-16-le") for line in lines)


@pytest.mark.parametrize(
    ("encoding", "expected"),
    [
        (None, (6, 9, 10)),
        (lsp.PositionEncodingKind.Utf16, (6, 9, 10)),
        (lsp.PositionEncodingKind.Utf32, (6, 8, 9)),
        (lsp.PositionEncodingKind.Utf8, (6, 25, 28)),
    ],
)
def test_places_are_right_in_the_units_of_the_client(
    tmp_path: Path, encoding: lsp.PositionEncodingKind | None, expected: tuple[int, int, int]
) -> None:
    async def conversation(editor: Editor) -> None:
        found = await editor.open(NOTICE)
        assert columns(of(found, "NUM002")) == (2, 3, 9) if encoding != lsp.PositionEncodingKind.Utf8 else True
        assert columns(of(found, "TYP002")) == expected

    talk(tmp_path, conversation, [encoding] if encoding else None)


def test_findings_follow_the_keys_and_end_with_the_document(tmp_path: Path) -> None:
    async def conversation(editor: Editor) -> None:
        assert "NUM002" in {d.code for d in await editor.open(NOTICE)}
        for version in range(2, 8):
            await editor.write(version, NOTICE.replace("[2022]", f"〔202{version}〕"))
        assert "NUM002" not in {d.code for d in await editor.listed(7)}
        identifier = lsp.TextDocumentIdentifier(editor.uri)
        editor.client.text_document_did_close(lsp.DidCloseTextDocumentParams(identifier))
        assert not (await asyncio.wait_for(editor.told.get(), 10)).diagnostics

    talk(tmp_path, conversation)


def test_hover_says_what_the_command_says(tmp_path: Path) -> None:
    async def conversation(editor: Editor) -> None:
        found = of(await editor.open(NOTICE), "NUM002")
        where = lsp.HoverParams(lsp.TextDocumentIdentifier(editor.uri), found.range.start)
        hover = await editor.client.text_document_hover_async(where)
        assert hover is not None
        assert isinstance(hover.contents, lsp.MarkupContent)
        assert hover.contents.value == rulecards.markdown(rules.load().rules["NUM002"], "zh")
        nowhere = lsp.HoverParams(lsp.TextDocumentIdentifier(editor.uri), lsp.Position(1, 0))
        assert await editor.client.text_document_hover_async(nowhere) is None

    talk(tmp_path, conversation)


def test_a_quick_fix_mends_one_and_fix_all_every_safe_one(tmp_path: Path) -> None:
    async def conversation(editor: Editor) -> None:
        found = of(await editor.open(NOTICE), "NUM002")
        offered = await editor.actions(found.range)
        quick = next(action for action in offered if action.kind == lsp.CodeActionKind.QuickFix)
        assert apply(NOTICE, quick) == NOTICE.replace("[2022]", "〔2022〕")
        assert quick.is_preferred
        [everything] = await editor.actions(found.range, ["source.fixAll"])
        assert apply(NOTICE, everything) == NOTICE.replace("[2022]", "〔2022〕").replace("”、“", "”“")

    talk(tmp_path, conversation)


def test_a_broken_configuration_is_told_once_and_mended_on_save(tmp_path: Path) -> None:
    async def conversation(editor: Editor) -> None:
        (tmp_path / "lod.toml").write_text("ignore = 7\n", encoding="utf-8")
        assert await editor.open(NOTICE) == []
        assert "lod.toml" in await asyncio.wait_for(editor.shown.get(), 10)
        (tmp_path / "lod.toml").write_text('ignore = ["NUM"]\n', encoding="utf-8")
        saved = lsp.TextDocumentIdentifier((tmp_path / "lod.toml").as_uri())
        editor.client.text_document_did_save(lsp.DidSaveTextDocumentParams(saved))
        codes = {d.code for d in await editor.listed(1)}
        assert "TYP002" in codes
        assert "NUM002" not in codes

    talk(tmp_path, conversation)


def test_the_editor_chooses_the_language(tmp_path: Path) -> None:
    async def conversation(editor: Editor) -> None:
        assert "(standard)" in of(await editor.open(NOTICE), "NUM002").message

    talk(tmp_path, conversation, options={"lang": "en", "config": ["no path"]})


def test_line_ends_that_only_python_knows_move_nothing(tmp_path: Path) -> None:
    async def conversation(editor: Editor) -> None:
        found = await editor.open("说明\u2028\x0b\x85\r\n" + NOTICE.replace("\n", "\r\n"))
        assert columns(of(found, "NUM002")) == (3, 3, 9)

    talk(tmp_path, conversation)
