"""`lod lint`: reads what is given, checks it, mends it on request, prints a report and judges."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path

from lod import arguments, caches, readers, reports
from lod.commands import answers, mending, terminal
from lod.commands.output import complain, save, tell
from lod.linting import baseline, reading, standing
from lod.linting.judging import Judge
from lod.linting.reading import Input
from lod.linting.session import Outcome, Session
from lod.linting.verdict import bounded, fails
from lod.model import ConfigError, Diagnostic, LodError, Text
from lod.reports import COPY, FORMATS
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
    return answers.kept(options, resolver, lambda: _answer(options, resolver))


def _answer(options: argparse.Namespace, resolver: Resolver) -> int:
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
                complain(error, options.lang or arguments.language())
            sys.stdout.flush()
            if not options.quiet:
                tell(WORDS[options.lang or arguments.language()]["watching"])
            wait()


def _watched(options: argparse.Namespace) -> Settings:
    try:
        return _of_run(options, Resolver(arguments.given(options), options.config, options.isolated))
    except LodError:
        return Resolver({}, isolated=True).of_folder(Path())


@dataclass(frozen=True)
class _Command:
    options: argparse.Namespace
    resolver: Resolver
    judge: Judge
    settings: Settings
    lang: str
    progress: terminal.Progress

    def run(self) -> int:
        options = self.options
        read = reading.read(options.paths, self.judge, options.stdin_filename, options.force_exclude)
        for error in read.errors:
            complain(error, self.lang)
        session = Session(self.judge, self.options.paths, known=not self.options.write_baseline)
        if self.options.diff or self.options.fix or self.options.unsafe_fixes:
            return self._mend(session, read)
        outcome = session.check(read.texts)
        read = replace(read, late=self._late(outcome))
        if self.options.write_baseline:
            return self._write_baseline(outcome, read)
        if self.options.add_suppressions:
            return self._add_suppressions(outcome, read)
        self._warn_of_stale(outcome)
        return self._report(outcome, read)

    @property
    def words(self) -> dict[str, str]:
        return WORDS[self.lang]

    @property
    def _format(self) -> str:
        name: str = self.settings["format"]
        if name not in (*FORMATS, COPY):
            raise ConfigError(f"{self.settings.origin('format')}: there is no format {name}; {', '.join(FORMATS)}.")
        return name

    def _mend(self, session: Session, read: Input) -> int:
        options = self.options
        before = session.check(read.texts)
        read = replace(read, late=self._late(before))
        late = set(map(id, read.late))
        mended = [text if id(text) in late else session.mend(text, options.unsafe_fixes) for text in read.texts]
        # Standard input is mended by itself: its files are not the caller's business.
        beside = [] if "-" in options.paths else mending.files(before.hygiene)
        pairs = [*zip(read.texts, mended, strict=True), *beside]
        written = [self._written(*pair) for pair in pairs]
        failed = read.failed or not all(written)
        if options.diff or "-" in options.paths:
            # Standard output holds the mended text: what could not be read is told beside it.
            for diagnostic in read.unreadable:
                tell(f"lod: {diagnostic.message[self.lang]}")
            if failed:
                return BAD
            # As other linters do: a difference is something that somebody still has to write.
            differs = any(old.chars != new.chars for old, new in pairs)
            return FOUND if options.diff and differs and not options.exit_zero else OK
        now = [new if good else old for old, new, good in zip(read.texts, mended, written, strict=False)]
        outcome = Session(self.judge, options.paths).check(now)
        code = self._report(outcome, replace(read, texts=now))
        if not options.quiet:
            was, left = (mending.mendable(o.diagnostics, options.unsafe_fixes) for o in (before, outcome))
            tell(self.words["mended"].format(mended=max(0, was - left), left=len(outcome.diagnostics)))
        return BAD if failed else code

    def _written(self, before: Text, after: Text) -> bool:
        if self.options.diff:
            sys.stdout.writelines(mending.diff(before, after))
        elif before.source.name == (self.options.stdin_filename or "-") and "-" in self.options.paths:
            print(after.chars, end="")
        else:
            return mending.write(before, after, self.words, self.options.quiet)
        return True

    def _write_baseline(self, outcome: Outcome, read: Input) -> int:
        path: Path = self.options.write_baseline
        found = [diagnostic for case in outcome.cases for diagnostic in case.found]
        save(path, baseline.text(found, path))
        if not self.options.quiet:
            tell(self.words["baselined"].format(path=path, findings=len(found)))
        return BAD if read.failed else OK

    def _add_suppressions(self, outcome: Outcome, read: Input) -> int:
        if "-" in self.options.paths:
            raise ConfigError("What comes from standard input has no file of suppressions; name files or folders.")
        roots = [Path(os.path.abspath(path)) for path in self.options.paths if os.path.isdir(path)]
        found: dict[Path, list[Diagnostic]] = {}
        for case in outcome.cases:
            path = case.settings["suppressions"] or standing.home(case.settings.file, case.name, roots)
            found.setdefault(path, []).extend(case.found)
        for path, diagnostics in found.items():
            if made := standing.entries(diagnostics, path, self.options.reason):
                save(path, standing.appended(path.read_bytes() if path.is_file() else b"", path, made))
                if not self.options.quiet:
                    tell(self.words["suppressed"].format(path=path, count=len(made)))
        return BAD if read.failed else OK

    def _late(self, outcome: Outcome) -> list[Text]:
        late = [(case.late, case.settings["time-limit"]) for case in outcome.cases if case.late]
        for one, seconds in late:
            words = self.words["late_rule" if one.rule else "late"]
            tell(words.format(name=one.text.source.name, rule=one.rule, seconds=seconds))
        return [one.text for one, _ in late]

    def _warn_of_stale(self, outcome: Outcome) -> None:
        if outcome.stale and not self.options.quiet:
            path = self.settings["baseline"] or ""
            tell(self.words["stale"].format(path=path, count=len(outcome.stale)))

    def _report(self, outcome: Outcome, read: Input) -> int:
        self.progress.end()
        found = [*read.unreadable, *outcome.diagnostics]
        format = self._format
        if self.options.statistics:
            self._print(import_module("lod.linting.statistics").render(found, self.lang, format))
        elif format == COPY:
            self._copy(read, self._bounded(found))
        else:
            columns = None if self.options.output else terminal.width(sys.stdout)
            self._print(reports.render(format, self._bounded(found), self.lang, read.texts, columns))
        if format == "text" and not self.options.quiet and (found or not read.failed):
            tell(_count(read.files, found, self.words))
        if read.failed:
            return BAD
        return FOUND if fails(found, self.settings) and not self.options.exit_zero else OK

    def _bounded(self, found: Sequence[Diagnostic]) -> list[Diagnostic]:
        told, left_out = bounded(found, self.settings["max-findings"])
        for (name, rule), count in left_out.items():
            tell(self.words["left_out"].format(name=name, rule=rule, count=count))
        return told

    def _copy(self, read: Input, found: Sequence[Diagnostic]) -> None:
        path: Path | None = self.options.output
        for diagnostic in read.unreadable:
            tell(f"lod: {diagnostic.message[self.lang]}")
        drafts = [text for text in read.texts if text.source.media_type == readers.MEDIA_TYPES[".docx"]]
        if path is None or read.files > 1 or (not drafts and not read.failed):
            raise ConfigError("--format docx takes one .docx file, and --out FILE for the copy with comments.")
        for draft in drafts:
            if path.resolve() == Path(draft.source.name).resolve():
                raise ConfigError(f"{path} is the draft itself; name another file for the copy with comments.")
            save(path, import_module("lod.reports.docx").render(draft, found, self.lang))

    def _print(self, report: str) -> None:
        whole = report if report.endswith("\n") or not report else f"{report}\n"
        if self.options.output:
            save(self.options.output, whole)
        elif self._format in reports.FOR_PEOPLE and terminal.coloured(self.options.color, sys.stdout):
            print(terminal.painted(whole), end="")
        else:
            print(whole, end="")


def _of_run(options: argparse.Namespace, resolver: Resolver) -> Settings:
    """The settings of the run as a whole: those for the first path."""
    path = options.paths[0]
    first = Path(options.stdin_filename or path if path == "-" else path)
    return resolver.of_folder(first) if first.is_dir() else resolver.of_file(first)


def _count(files: int, found: Sequence[Diagnostic], words: dict[str, str]) -> str:
    if not found:
        return words["clean"]
    counts = {severity: sum(d.severity == severity for d in found) for severity in SEVERITIES}
    return words["count"].format(files=files, findings=len(found), **counts)
