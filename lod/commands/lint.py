"""`lod lint`: reads what is given, checks it, mends it on request, prints a report and judges."""

from __future__ import annotations

import argparse
import difflib
import io
import os
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path

from lod import arguments, caches, readers, reports, writers
from lod.commands import terminal
from lod.linting import baseline, inputs
from lod.linting.judging import Judge
from lod.linting.session import Outcome, Session
from lod.linting.verdict import fails
from lod.model import ConfigError, Diagnostic, LodError, ReadError, Source, Text
from lod.reports import FORMATS
from lod.settings import Resolver, Settings
from lod.settings.schema import SEVERITIES
from lod.words import WORDS

OK, FOUND, BAD = 0, 1, 2


def run(options: argparse.Namespace) -> int:
    """Runs the command and returns its exit code: 0 clean, 1 findings, 2 something that could not be read."""
    if options.cache_dir:
        os.environ[caches.FOLDER] = os.path.abspath(options.cache_dir)  # also for the processes that are started
    return _watch(options) if options.watch else _once(options)


def _once(options: argparse.Namespace) -> int:
    resolver = Resolver(arguments.given(options), options.config, options.isolated)
    settings = _of_run(options, resolver)
    lang = settings["lang"] or arguments.language()
    progress = terminal.Progress(sys.stderr, WORDS[lang]["linting"])
    tell = progress if sys.stderr.isatty() and not options.quiet else None
    judge = Judge(resolver, options.engine, settings["jobs"], settings["cache"], tell)
    try:
        return _Command(options, resolver, judge, settings, lang, progress).run()
    finally:
        progress.end()


def _watch(options: argparse.Namespace) -> int:
    from lod.commands import watch

    if "-" in options.paths:
        raise ConfigError("Standard input cannot be watched; name files or folders.")
    while True:
        with watch.Watcher(options.paths, _watched(options)).watching() as wait:
            try:
                _once(options)
            except LodError as error:
                # Somebody is in the middle of writing settings or a rule.
                _tell(f"lod: {error}")
            sys.stdout.flush()
            if not options.quiet:
                _tell(WORDS[options.lang or arguments.language()]["watching"])
            wait()


def _watched(options: argparse.Namespace) -> Settings:
    try:
        return _of_run(options, Resolver(arguments.given(options), options.config, options.isolated))
    except LodError:
        return Resolver({}, isolated=True).of_folder(Path())


@dataclass(frozen=True)
class _Read:
    """What was read: texts, what is told of unreadable files, and whether anything could not be read."""

    texts: list[Text]
    unreadable: list[Diagnostic]
    failed: bool


@dataclass(frozen=True)
class _Command:
    options: argparse.Namespace
    resolver: Resolver
    judge: Judge
    settings: Settings
    lang: str
    progress: terminal.Progress

    def run(self) -> int:
        read = self._read()
        session = Session(self.judge, self.options.paths, known=not self.options.write_baseline)
        if self.options.diff or self.options.fix or self.options.unsafe_fixes:
            return self._mend(session, read)
        outcome = session.check(read.texts)
        if self.options.write_baseline:
            return self._write_baseline(outcome, read)
        self._warn_of_stale(outcome)
        return self._report(outcome, read)

    @property
    def words(self) -> dict[str, str]:
        return WORDS[self.lang]

    @property
    def _format(self) -> str:
        name: str = self.settings["format"]
        if name not in FORMATS:
            raise ConfigError(f"{self.settings.origin('format')}: there is no format {name}; {', '.join(FORMATS)}.")
        return name

    def _name(self, path: str) -> str:
        return self.options.stdin_filename or path if path == "-" else path

    def _read(self) -> _Read:
        names, missing = inputs.expand(self.options.paths, self.resolver, self.options.force_exclude)
        for error in missing:
            _complain(error)
        read = _Read([], [], bool(missing))
        for name in names:
            # One bad file must not hide what is wrong with the others.
            read = self._opened(name, read)
        return read

    def _opened(self, name: str, read: _Read) -> _Read:
        try:
            opened = readers.open_source(name)
        except ReadError as error:
            _complain(error)
            return _Read(read.texts, read.unreadable, True)
        source = Source(self._name(name), _media_type(self._name(name), opened), opened.content)
        try:
            return _Read([*read.texts, readers.read(source)], read.unreadable, read.failed)
        except ReadError as error:
            told = self.judge.unreadable(source, error)
            if not told:
                _complain(error)
            return _Read(read.texts, [*read.unreadable, *told], True)

    def _mend(self, session: Session, read: _Read) -> int:
        before = session.check(read.texts)
        found = [self._mended(session, text) for text in read.texts]
        mended = [new or old for new, old in zip(found, read.texts, strict=True)]
        read = replace(read, failed=read.failed or None in found)
        if self.options.diff or "-" in self.options.paths:
            # Standard output holds the mended text: what could not be read is told beside it.
            for diagnostic in read.unreadable:
                _tell(f"lod: {diagnostic.message[self.lang]}")
            return BAD if read.failed else OK
        outcome = session.check(mended)
        code = self._report(outcome, replace(read, texts=mended))
        if not self.options.quiet:
            unsafe = self.options.unsafe_fixes
            done = max(0, _mendable(before.diagnostics, unsafe) - _mendable(outcome.diagnostics, unsafe))
            _tell(self.words["mended"].format(mended=done, left=len(outcome.diagnostics)))
        return code

    def _mended(self, session: Session, text: Text) -> Text | None:
        # None where the file cannot take what was mended.
        mended = session.mend(text, self.options.unsafe_fixes)
        name = text.source.name
        if self.options.diff:
            # Only LF ends a line here; `splitlines` would split elsewhere too.
            before, after = (io.StringIO(chars).readlines() for chars in (text.chars, mended.chars))
            sys.stdout.writelines(difflib.unified_diff(before, after, name, name))
        elif name == self._name("-"):
            print(mended.chars, end="")
        elif mended.chars != text.chars:
            if not writers.can_write(text.source):
                _tell(self.words["unwritable"].format(name=name))
                return None
            _save(Path(name), writers.content(mended))
            if not self.options.quiet:
                _tell(self.words["fixed"].format(name=name))
        return mended

    def _write_baseline(self, outcome: Outcome, read: _Read) -> int:
        path: Path = self.options.write_baseline
        found = [diagnostic for case in outcome.cases for diagnostic in case.found]
        _save(path, baseline.text(found, path))
        if not self.options.quiet:
            _tell(self.words["baselined"].format(path=path, findings=len(found)))
        return BAD if read.failed else OK

    def _warn_of_stale(self, outcome: Outcome) -> None:
        if outcome.stale and not self.options.quiet:
            path = self.settings["baseline"] or ""
            _tell(self.words["stale"].format(path=path, count=len(outcome.stale)))

    def _report(self, outcome: Outcome, read: _Read) -> int:
        self.progress.end()
        found = [*read.unreadable, *outcome.diagnostics]
        format = self._format
        if self.options.statistics:
            self._print(import_module("lod.linting.statistics").render(found, self.lang, format))
        else:
            columns = None if self.options.output else terminal.width(sys.stdout)
            self._print(reports.render(format, found, self.lang, read.texts, columns))
        if format == "text" and not self.options.quiet and (found or not read.failed):
            files = len(read.texts) + len({id(d.text) for d in read.unreadable})
            _tell(_count(files, found, self.words))
        if read.failed:
            return BAD
        return FOUND if fails(found, self.settings) and not self.options.exit_zero else OK

    def _print(self, report: str) -> None:
        whole = report if report.endswith("\n") or not report else f"{report}\n"
        if self.options.output:
            _save(self.options.output, whole)
        elif self._format in reports.FOR_PEOPLE and terminal.coloured(self.options.color, sys.stdout):
            print(terminal.painted(whole), end="")
        else:
            print(whole, end="")


def _of_run(options: argparse.Namespace, resolver: Resolver) -> Settings:
    """The settings of the run as a whole: those for the first path."""
    path = options.paths[0]
    first = Path(options.stdin_filename or path if path == "-" else path)
    return resolver.of_folder(first) if first.is_dir() else resolver.of_file(first)


def _media_type(name: str, opened: Source) -> str:
    suffix = Path(name).suffix.lower()
    return readers.MEDIA_TYPES.get(suffix, opened.media_type)


def _mendable(found: Iterable[Diagnostic], unsafe: bool) -> int:
    return sum(d.fix is not None and (unsafe or d.fix.safety == "safe") for d in found)


def _count(files: int, found: Sequence[Diagnostic], words: dict[str, str]) -> str:
    if not found:
        return words["clean"]
    counts = {severity: sum(d.severity == severity for d in found) for severity in SEVERITIES}
    return words["count"].format(files=files, findings=len(found), **counts)


def _save(path: Path, content: str | bytes) -> None:
    try:
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    except OSError as error:
        raise ConfigError(f"{path} cannot be written: {error.strerror}.") from error


def _tell(words: str) -> None:
    print(words, file=sys.stderr)


def _complain(error: ReadError) -> None:
    _tell(f"lod: {error}")
