"""Diagnostics as LSP tells them: where, how grave, which clause, and what an editor may do about them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from lsprotocol import types as lsp

from lod import fixes, rulecards
from lod.lsp.positions import Positions
from lod.model import Diagnostic, Edit, Span
from lod.reports.words import source
from lod.words import WORDS

FIX_ALL = "source.fixAll.lod"
_SEVERITIES = {
    "error": lsp.DiagnosticSeverity.Error,
    "warning": lsp.DiagnosticSeverity.Warning,
    "info": lsp.DiagnosticSeverity.Information,
}
_MOST_RELATED = 100


def diagnostic(found: Diagnostic, positions: Positions, uri: str, lang: str) -> lsp.Diagnostic:
    """One finding for the editor's list; the places folded into it are related information."""
    message = f"{found.message[lang]}\n{source(found.rule, lang)}"
    related = [
        lsp.DiagnosticRelatedInformation(lsp.Location(uri, positions.range(span)), found.message[lang])
        for span in found.also[:_MOST_RELATED]
    ]
    return lsp.Diagnostic(
        range=positions.range(found.span),
        message=message,
        severity=_SEVERITIES[found.severity],
        code=found.rule.code,
        code_description=lsp.CodeDescription(found.rule.iri),
        source="lod",
        related_information=related or None,
    )


def hover(found: Iterable[Diagnostic], positions: Positions, at: int, lang: str) -> lsp.Hover | None:
    """What the rules say whose findings cover an offset (code points from 0): the words of `lod rule CODE`."""
    here = [d for d in found if any(_covers(span, at) for span in (d.span, *d.also))]
    if not here:
        return None
    rules = {d.rule.code: d.rule for d in here}
    cards = "\n---\n\n".join(rulecards.markdown(rule, lang) for rule in rules.values())
    return lsp.Hover(lsp.MarkupContent(lsp.MarkupKind.Markdown, cards), positions.range(here[0].span))


def actions(
    found: Sequence[Diagnostic], positions: Positions, uri: str, where: Span, lang: str, version: int | None
) -> Iterator[lsp.CodeAction]:
    """What can be done about the findings in a span (code points): a quick fix for each, and all safe fixes at once."""
    for one in found:
        if one.fix and any(_touch(span, where) for span in (one.span, *one.also)):
            title = WORDS[lang]["mend_one"].format(code=one.rule.code, title=one.rule.title[lang])
            if one.fix.safety == "unsafe":
                title += WORDS[lang]["look_first"]
            yield lsp.CodeAction(
                title=title,
                kind=lsp.CodeActionKind.QuickFix,
                diagnostics=[diagnostic(one, positions, uri, lang)],
                is_preferred=one.fix.safety == "safe",
                edit=_change(one.fix.edits, positions, uri, version),
            )
    safe = fixes.edits(positions.text, found)
    if safe:
        edit = _change(safe, positions, uri, version)
        yield lsp.CodeAction(title=WORDS[lang]["mend_all"], kind=FIX_ALL, edit=edit)


def _change(edits: Iterable[Edit], positions: Positions, uri: str, version: int | None) -> lsp.WorkspaceEdit:
    texts = [lsp.TextEdit(positions.range(edit.span), edit.replacement) for edit in edits]
    document = lsp.OptionalVersionedTextDocumentIdentifier(uri, version)
    return lsp.WorkspaceEdit(document_changes=[lsp.TextDocumentEdit(document, list(texts))])


def _covers(span: Span, at: int) -> bool:
    return span.start <= at <= span.end


def _touch(span: Span, where: Span) -> bool:
    return span.start <= where.end and where.start <= span.end
