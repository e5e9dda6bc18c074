"""JUnit XML: a test suite for each text, a failed test for each finding, one that passed for a text without any."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from xml.etree import ElementTree

from lod import lazy
from lod.model import Diagnostic, Text
from lod.reports.words import source

# What XML 1.0 cannot hold, not even escaped.
_FORBIDDEN = lazy.regex("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(diagnostics: Iterable[Diagnostic], lang: str = "zh", texts: Sequence[Text] = ()) -> str:
    """All findings as a JUnit report. `texts` are all that were linted, also those without findings.

    >>> render([]).splitlines()[1]
    '<testsuites name="lod" tests="0" failures="0" />'
    """
    by_name: dict[str, list[Diagnostic]] = {text.source.name: [] for text in texts}
    for diagnostic in diagnostics:
        by_name.setdefault(diagnostic.text.source.name, []).append(diagnostic)
    suites = [_suite(name, found, lang) for name, found in by_name.items()]
    tests, failures = sum(len(suite) for suite in suites), sum(len(found) for found in by_name.values())
    root = ElementTree.Element("testsuites", name="lod", tests=str(tests), failures=str(failures))
    root.extend(suites)
    ElementTree.indent(root)
    written: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return written.decode() + "\n"


def _suite(name: str, found: Sequence[Diagnostic], lang: str) -> ElementTree.Element:
    name = _allowed(name)
    suite = ElementTree.Element("testsuite", name=name, tests=str(len(found) or 1), failures=str(len(found)))
    if not found:
        ElementTree.SubElement(suite, "testcase", name=name, classname="lod")
    for diagnostic in found:
        _case(suite, name, diagnostic, lang)
    return suite


def _case(suite: ElementTree.Element, name: str, diagnostic: Diagnostic, lang: str) -> None:
    line, column = diagnostic.text.position(diagnostic.span.start)
    rule, message = diagnostic.rule, _allowed(diagnostic.message[lang])
    called = f"{rule.code} {line}:{column}"
    case = ElementTree.SubElement(suite, "testcase", name=called, classname=name, file=name, line=str(line))
    failure = ElementTree.SubElement(case, "failure", message=message, type=diagnostic.severity)
    quote = diagnostic.text.slice(diagnostic.span)
    failure.text = _allowed(f"{name}:{line}:{column}: {rule.code} {message}\n{quote}\n{source(rule, lang)}")


def _allowed(words: str) -> str:
    return _FORBIDDEN.sub("\ufffd", words)
