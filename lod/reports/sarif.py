"""SARIF 2.1.0 (OASIS): the interchange format that code hosts and editors read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from importlib.metadata import version
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from lod.model import Diagnostic, Edit, Rule, Span, Text
from lod.reports.fingerprints import fingerprinted
from lod.reports.words import source

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {"error": "error", "warning": "warning", "info": "note"}
_TONGUES = {"zh": "zh-CN", "en": "en"}


def render(diagnostics: Iterable[Diagnostic], lang: str = "zh", texts: Sequence[Text] = ()) -> str:
    """All findings as one run of SARIF; lines and columns count from 1 in Unicode code points, ends are exclusive.

    Fingerprints do not depend on lines, so that a finding is the same one after an edit elsewhere.

    >>> json.loads(render([]))["runs"][0]["columnKind"]
    'unicodeCodePoints'
    """
    found = list(diagnostics)
    rules = {diagnostic.rule.code: diagnostic.rule for diagnostic in found}
    index = {code: number for number, code in enumerate(sorted(rules))}
    run = {
        "tool": {"driver": _driver([rules[code] for code in index], lang)},
        "language": _TONGUES[lang],
        "columnKind": "unicodeCodePoints",
        "results": [_result(diagnostic, name, index, lang) for diagnostic, name in fingerprinted(found)],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2)


def _driver(rules: Sequence[Rule], lang: str) -> dict[str, Any]:
    return {
        "name": "lod",
        "semanticVersion": version("gongbao"),
        "informationUri": "https://w3id.org/gongbao",
        "rules": [_rule(rule, lang) for rule in rules],
    }


def _rule(rule: Rule, lang: str) -> dict[str, Any]:
    help_text = f"{rule.why[lang]}\n\n{source(rule, lang)}"
    return {
        "id": rule.code,
        "name": rule.title[lang],
        "shortDescription": {"text": rule.title[lang]},
        "fullDescription": {"text": rule.why[lang]},
        "help": {"text": help_text, "markdown": help_text},
        "helpUri": rule.iri,
        "defaultConfiguration": {"level": _LEVELS[rule.severity], "enabled": not rule.preview},
        "properties": {"tags": [rule.family], "clause": rule.clause, "strength": rule.strength},
    }


def _result(diagnostic: Diagnostic, fingerprint: str, index: dict[str, int], lang: str) -> dict[str, Any]:
    text, code = diagnostic.text, diagnostic.rule.code
    result: dict[str, Any] = {
        "ruleId": code,
        "ruleIndex": index[code],
        "level": _LEVELS[diagnostic.severity],
        "message": {"text": diagnostic.message[lang]},
        "locations": [_location(text, diagnostic.span)],
        "partialFingerprints": {"quotedText/v1": fingerprint},
    }
    if diagnostic.also:
        places = enumerate(diagnostic.also, 1)
        result["relatedLocations"] = [{"id": number, **_location(text, span)} for number, span in places]
    if diagnostic.fix:
        result["fixes"] = [_fix(text, diagnostic.fix.edits, diagnostic.fix.safety)]
    return result


def _location(text: Text, span: Span) -> dict[str, Any]:
    region = {**_region(text, span), "snippet": {"text": text.slice(span)}}
    return {"physicalLocation": {"artifactLocation": {"uri": _uri(text)}, "region": region}}


def _region(text: Text, span: Span) -> dict[str, Any]:
    (line, column), (end_line, end_column) = text.position(span.start), text.position(span.end)
    return {"startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column}


def _fix(text: Text, edits: Sequence[Edit], safety: str) -> dict[str, Any]:
    replacements = [
        {"deletedRegion": _region(text, edit.span), "insertedContent": {"text": edit.replacement}} for edit in edits
    ]
    changes = {"artifactLocation": {"uri": _uri(text)}, "replacements": replacements}
    return {"description": {"text": safety}, "artifactChanges": [changes]}


def _uri(text: Text) -> str:
    name = text.source.name
    if name == "-":
        return "stdin"
    path = PurePath(name)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix(), errors="surrogatepass")
