"""The command `lod`: arguments in, exit code out. The only module that prints.

Handlers import what they need when they run, so that `lod rule` does not pay for the web server. A LodError becomes
one line on standard error and exit code 2.
"""

from __future__ import annotations

import argparse
import difflib
import io
import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from lod import arguments
from lod.arguments import SEVERITIES, Handler
from lod.model import ConfigError, Diagnostic, LodError, ReadError, Source, Text
from lod.words import WORDS

if TYPE_CHECKING:
    from lod.linter import Linter

OK, FOUND, BAD = 0, 1, 2


def main(command_line: Sequence[str] | None = None) -> int:
    """Runs a command line (that of the process by default) and returns its exit code.

    Raises SystemExit for `--help`, `--version` and arguments that cannot be parsed.

    >>> main(["rule", "NUM999"])
    2
    """
    # A stream that was closed before we began is None, and what is printed to None goes to the other one.
    sys.stdout, sys.stderr = (stream or open(os.devnull, "w") for stream in (sys.stdout, sys.stderr))  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # Chinese must not fail on a terminal or pipe with another encoding.
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    options = arguments.parser(HANDLERS).parse_args(command_line)
    handler: Handler = options.handler
    try:
        code = handler(options)
        sys.stdout.flush()
        return code
    except LodError as error:
        return _complain(error)
    except BrokenPipeError:
        _abandon_output()
        return 128 + 13
    except OSError as error:
        if error.filename is not None:
            raise  # of a file: whoever opened it should have made a LodError of it
        _abandon_output()  # most likely its disk is full
        return _complain(LodError(f"The output cannot be written: {error.strerror or error}."))
    except KeyboardInterrupt:
        return 128 + 2


def _abandon_output() -> None:
    # The interpreter must not try to flush the rest at exit.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _lint(options: argparse.Namespace) -> int:
    from importlib import import_module

    from lod import linter

    judge = linter.prepare(
        options.select, options.ignore, options.preview, options.rules, options.registry, options.engine
    )
    texts, unreadable, failed = _texts(judge, options)
    if options.diff or options.fix or options.unsafe_fixes:
        texts = [_mended(judge, text, options) for text in texts]
        if options.diff or "-" in options.paths:
            # Standard output holds the mended text: what could not be read is told beside it.
            for diagnostic in unreadable:
                print(f"lod: {diagnostic.message[options.lang]}", file=sys.stderr)
            return BAD if failed else OK
    found = [*unreadable, *judge.compare(texts)]
    report = import_module(f"lod.reports.{options.format}").render(found, options.lang)
    print(report, end="" if report.endswith("\n") or not report else "\n")
    if options.format == "text" and (found or not failed):
        _count(len(options.paths), found, WORDS[options.lang])
    return BAD if failed else _verdict(found, options.fail_on)


def _texts(judge: Linter, options: argparse.Namespace) -> tuple[list[Text], list[Diagnostic], bool]:
    from lod import readers

    texts: list[Text] = []
    unreadable: list[Diagnostic] = []
    failed = False
    for path in options.paths:
        # One bad file must not hide what is wrong with the others.
        try:
            opened = readers.open_source(path)
        except ReadError as error:
            failed = _complain(error) != OK
            continue
        source = Source(_name(path, options.stdin_filename), opened.media_type, opened.content)
        try:
            texts.append(readers.read(source))
        except ReadError as error:
            failed = True
            told = judge.unreadable(source, error)
            unreadable += told
            if not told:
                _complain(error)
    return texts, unreadable, failed


def _name(path: str, stdin_name: str | None) -> str:
    return stdin_name or path if path == "-" else path


def _mended(judge: Linter, text: Text, options: argparse.Namespace) -> Text:
    mended = judge.mend(text, options.unsafe_fixes)
    name = text.source.name
    if options.diff:
        # Only LF ends a line here; `splitlines` would split elsewhere too.
        before, after = (io.StringIO(chars).readlines() for chars in (text.chars, mended))
        sys.stdout.writelines(difflib.unified_diff(before, after, name, name))
    elif name == _name("-", options.stdin_filename):
        print(mended, end="")
    elif mended != text.chars:
        _write(text, mended)
        print(WORDS[options.lang]["fixed"].format(name=name), file=sys.stderr)
    return Text(text.source, mended)


def _write(text: Text, mended: str) -> None:
    from lod import rewrite

    path = Path(text.source.name)
    try:
        path.write_bytes(rewrite.encode(mended, text.source))
    except OSError as error:
        raise ConfigError(f"{path} cannot be written: {error.strerror}.") from error


def _count(files: int, found: Sequence[Diagnostic], words: dict[str, str]) -> None:
    if not found:
        print(words["clean"], file=sys.stderr)
        return
    counts = {severity: sum(d.severity == severity for d in found) for severity in SEVERITIES}
    print(words["count"].format(files=files, findings=len(found), **counts), file=sys.stderr)


def _verdict(found: Iterable[Diagnostic], fail_on: str) -> int:
    limit = SEVERITIES.index(fail_on)
    return FOUND if any(SEVERITIES.index(d.severity) >= limit for d in found) else OK


def _rule(options: argparse.Namespace) -> int:
    import json

    from lod import rulecards, rules

    known = rules.load(options.rules).rules
    codes = [code.upper() for code in options.codes]
    unknown = [code for code in codes if code not in known]
    if unknown:
        raise ConfigError(f"No rule is called {', '.join(unknown)}; `lod rule` lists all.")
    chosen = [known[code] for code in codes] or list(known.values())
    if options.format == "json":
        print(json.dumps([rulecards.record(rule, options.lang) for rule in chosen], ensure_ascii=False, indent=2))
    elif options.codes or options.all:
        print("\n".join(rulecards.card(rule, options.lang) for rule in chosen), end="")
    else:
        print("\n".join(rulecards.line(rule, options.lang) for rule in chosen))
    return OK


def _build(options: argparse.Namespace) -> int:
    from lod import readers, release

    sources = [readers.open_source(path) for path in options.sources]
    folder = release.write(sources, options.out, options.base, None if options.quiet else _progress, options.registry)
    print(folder)
    return OK


def _query(options: argparse.Namespace) -> int:
    from lod import queries, release
    from lod.stores import embedded

    query = queries.read_query(options.query)
    folder = release.current(options.release) if options.release else release.bundled_release()
    print(queries.answer(embedded.open_release(folder), query, options.format), end="")
    return OK


def _serve(options: argparse.Namespace) -> int:
    from lod import release
    from lod.web import app

    app.serve(options.release or release.bundled_release(), options.host, options.port)
    return OK


def _suggest(options: argparse.Namespace) -> int:
    from lod import linker, parser, readers, registry

    known = registry.load(options.registry)
    documents = [parser.parse(readers.read(readers.open_source(path))) for path in options.sources]
    print(registry.suggest(linker.link(documents, known), known), end="")
    return OK


def _progress(message: str) -> None:
    print(message, file=sys.stderr)


def _complain(error: LodError) -> int:
    print(f"lod: {error}", file=sys.stderr)
    return BAD


HANDLERS: dict[str, Handler] = {
    "lint": _lint,
    "rule": _rule,
    "build": _build,
    "query": _query,
    "serve": _serve,
    "registry": _suggest,
}
