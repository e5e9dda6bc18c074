"""The command `lod`: arguments in, exit code out. The commands that are more than a few lines are in
`lod.commands`; only they and this module print.

Handlers import what they need when they run, so that `lod rule` does not pay for the web server. A LodError becomes
one line on standard error and exit code 2.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Sequence

from lod import arguments
from lod.arguments import Handler
from lod.commands.output import complain
from lod.model import LodError

OK, BAD = 0, 2


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
        return _complain(error, options)
    except BrokenPipeError:
        _abandon_output()
        return 128 + 13
    except OSError as error:
        if error.filename is not None:
            # Files vanish while one works with them.
            return _complain(LodError(f"{error.filename} cannot be used: {error.strerror or error}."), options)
        _abandon_output()  # most likely its disk is full
        return _complain(LodError(f"The output cannot be written: {error.strerror or error}."), options)
    except KeyboardInterrupt:
        return 128 + 2


def _abandon_output() -> None:
    # The interpreter must not try to flush the rest at exit.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _lint(options: argparse.Namespace) -> int:
    from lod import programs
    from lod.commands import lint

    with programs.carried():
        return lint.run(options)


def _config(options: argparse.Namespace) -> int:
    from lod.commands import config

    return config.show(options)


def _completion(options: argparse.Namespace) -> int:
    from lod.commands import completion

    print(completion.script(arguments.parser(HANDLERS), options.shell), end="")
    return OK


def _rule(options: argparse.Namespace) -> int:
    from lod.commands import rule

    return rule.run(options)


def _build(options: argparse.Namespace) -> int:
    from lod import readers, release

    sources = [readers.open_source(path) for path in options.sources]
    tell = None if options.quiet else _progress
    folder = release.write(sources, options.out, options.base, tell, options.registry)
    if options.keep:
        release.prune(options.out, options.keep, tell)
    print(folder)
    return OK


def _changes(options: argparse.Namespace) -> int:
    from lod.commands import changes

    return changes.show(options)


def _harvest(options: argparse.Namespace) -> int:
    from lod.commands import harvest

    return harvest.check(options)


def _query(options: argparse.Namespace) -> int:
    from lod import queries, release
    from lod.stores import embedded

    query = queries.read_query(options.query)
    folder = release.current(options.release) if options.release else release.bundled_release()
    print(queries.answer(embedded.open_release(folder), query, options.format), end="")
    return OK


def _serve(options: argparse.Namespace) -> int:
    from lod.commands import serve

    return serve.run(options)


def _suggest(options: argparse.Namespace) -> int:
    from lod import linker, parser, readers, registry

    known = registry.load(options.registry)
    documents = [parser.parse(readers.read(readers.open_source(path))) for path in options.sources]
    print(registry.suggest(linker.link(documents, known), known), end="")
    return OK


def _lsp(options: argparse.Namespace) -> int:
    from lod import lsp

    lsp.serve(options.lang)
    return OK


def _progress(message: str) -> None:
    print(message, file=sys.stderr)


def _complain(error: LodError, options: argparse.Namespace) -> int:
    complain(error, getattr(options, "lang", None) or arguments.language())
    return BAD


HANDLERS: dict[str, Handler] = {
    "lint": _lint,
    "rule": _rule,
    "build": _build,
    "changes": _changes,
    "harvest-check": _harvest,
    "query": _query,
    "serve": _serve,
    "lsp": _lsp,
    "registry": _suggest,
    "config": _config,
    "completion": _completion,
}
