"""The options of the command `lod`."""

from __future__ import annotations

import argparse
import dataclasses
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from lod import __version__, reports
from lod.settings.schema import LEVELS, READERS, SELECTING, SEVERITIES
from lod.vocab import BASE
from lod.web.settings import Settings as ServerSettings
from lod.words import WORDS

Handler = Callable[[argparse.Namespace], int]


def parser(handlers: Mapping[str, Handler]) -> argparse.ArgumentParser:
    """The parser of the command line; what it parses has the ``handler`` of its command.

    >>> parser({}).prog
    'lod'
    """
    words = WORDS[language()]
    command_line = argparse.ArgumentParser(prog="lod", description=words["lod"])
    command_line.add_argument("--version", action="version", version=f"lod {__version__}")
    commands = command_line.add_subparsers(metavar="COMMAND", required=True)
    for name, handler in handlers.items():
        command = commands.add_parser(name, help=words[name], description=words[name])
        command.set_defaults(handler=handler)
        _DECLARE[name](command, words)
    return command_line


def language() -> str:
    """The language of messages that the user's locale asks for: ``zh`` or ``en``."""
    spoken = next(filter(None, (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    return "zh" if spoken.startswith("zh") else "en"


def _lint_options(command: argparse.ArgumentParser, words: dict[str, str]) -> None:
    command.add_argument("paths", nargs="+", metavar="PATH", help=words["inputs"])
    command.add_argument("--format", choices=(*reports.FORMATS, reports.COPY), help=words["format"])
    command.add_argument("--output", "--out", type=Path, metavar="FILE", help=words["output"])
    command.add_argument("--color", choices=("auto", "always", "never"), default="auto", help=words["color"])
    command.add_argument("--watch", action="store_true", help=words["watch"])
    _selecting_options(command, words)
    _verdict_options(command, words)
    command.add_argument("--fix", action="store_true", help=words["fix"])
    command.add_argument("--unsafe-fixes", action="store_true", help=words["unsafe"])
    command.add_argument("--diff", action="store_true", help=words["diff"])
    command.add_argument("--stdin-filename", metavar="NAME", help=words["stdin"])
    command.add_argument("--exclude", action="append", metavar="PATTERN", help=words["exclude"])
    command.add_argument("--force-exclude", action="store_true", help=words["force_exclude"])
    command.add_argument("--engine", choices=("fast", "pyshacl"), default="fast", help=words["engine"])
    command.add_argument("--rules", action="append", type=Path, metavar="DIR", help=words["rules"])
    command.add_argument("--registry", action="append", type=Path, metavar="DIR", help=words["registries"])
    command.add_argument("--suppressions", type=Path, metavar="FILE", help=words["suppressions"])
    command.add_argument("--baseline", type=Path, metavar="FILE", help=words["baseline"])
    command.add_argument("--write-baseline", type=Path, metavar="FILE", help=words["write_baseline"])
    command.add_argument("--add-suppressions", action="store_true", help=words["add_suppressions"])
    command.add_argument("--reason", default="", metavar="TEXT", help=words["reason"])
    command.add_argument("--jobs", type=int, metavar="N", help=words["jobs"])
    command.add_argument("--no-cache", dest="cache", action="store_false", default=None, help=words["no_cache"])
    command.add_argument("--cache-dir", type=Path, metavar="DIR", help=words["cache_dir"])
    _config_options(command, words)
    command.add_argument("--lang", choices=sorted(WORDS), help=words["lang"])


def _selecting_options(command: argparse.ArgumentParser, words: dict[str, str]) -> None:
    for name in SELECTING:
        command.add_argument(f"--{name}", type=_codes, metavar="CODE,…", help=words[name.replace("-", "_")])
    command.add_argument("--severity", action="append", type=_level, metavar="CODE=LEVEL", help=words["level"])
    command.add_argument("--preview", action="store_true", default=None, help=words["preview"])


def _verdict_options(command: argparse.ArgumentParser, words: dict[str, str]) -> None:
    command.add_argument("--fail-on", choices=SEVERITIES, help=words["fail_on"])
    command.add_argument("--max-warnings", type=int, metavar="N", help=words["max_warnings"])
    command.add_argument("--exit-zero", action="store_true", help=words["exit_zero"])
    command.add_argument("--statistics", action="store_true", help=words["statistics"])
    command.add_argument("--quiet", "-q", action="store_true", help=words["quiet_lint"])


def _config_options(command: argparse.ArgumentParser, words: dict[str, str]) -> None:
    command.add_argument("--config", type=Path, metavar="FILE", help=words["config_file"])
    command.add_argument("--isolated", action="store_true", help=words["isolated"])
    command.add_argument("--profile", metavar="NAME|FILE", help=words["profile"])


def _settings_options(command: argparse.ArgumentParser, words: dict[str, str]) -> None:
    verbs = command.add_subparsers(metavar="VERB", required=True)
    show = verbs.add_parser("show", help=words["show"], description=words["show"])
    show.add_argument("path", nargs="?", type=Path, default=Path(), metavar="PATH", help=words["shown_path"])
    show.add_argument("--format", choices=("text", "json"), default="text", help=words["format"])
    _config_options(show, words)


def _completion_options(command: argparse.ArgumentParser, words: dict[str, str]) -> None:
    command.add_argument("shell", choices=("bash", "zsh", "fish"), help=words["shell"])


def given(options: argparse.Namespace) -> dict[str, Any]:
    """The settings that a command line gives, by the names that they have in a configuration file.

    >>> given(argparse.Namespace(fail_on="error", quiet=True, rules=None, severity=[("NUM", "off")]))
    {'severity': {'NUM': 'off'}, 'fail-on': 'error'}
    """
    said = {name: getattr(options, name.replace("-", "_"), None) for name in READERS}
    return {name: _setting(name, value) for name, value in said.items() if value is not None}


def _setting(name: str, value: Any) -> Any:
    if name == "severity":
        return dict(value)
    return tuple(value) if isinstance(value, list) else value


def _rule_options(command: argparse.ArgumentParser, words: dict[str, str]) -> None:
    command.add_argument("codes", nargs="*", metavar="CODE", help=words["codes"])
    command.add_argument("--all", action="store_true", help=words["all"])
    command.add_argument("--format", choices=("text", "json", "markdown"), default="text", help=words["format"])
    command.add_argument("--reference", type=Path, metavar="DIR", help=words["reference"])
    command.add_argument("--rules", action="append", type=Path, default=[], metavar="DIR", help=words["rules"])
    _language_option(command, words)


def _build_options(command: argparse.ArgumentParser, words: dict[str, str]) -> None:
    command.add_argument("sources", nargs="+", metavar="SOURCE", help=words["paths"])
    command.add_argument("--out", type=Path, required=True, metavar="DIR", help=words["out"])
    command.add_argument("--base", default=BASE, metavar="IRI", help=words["base"])
    command.add_argument("--quiet", action="store_true", help=words["quiet"])
    command.add_argument("--keep", type=_count, metavar="N", help=words["keep"])
    _registry_option(command, words)


def _changes_options(command: argparse.ArgumentParser, words: dict[str, str]) -> None:
    command.add_argument("--release", type=Path, metavar="DIR", help=words["release"])
    command.add_argument("--after", type=int, default=0, metavar="POSITION", help=words["after"])
    command.add_argument("--format", choices=("text", "jsonl"), default="text", help=words["format"])


def _harvest_options(command: argparse.ArgumentParser, words: dict[str, str]) -> None:
    command.add_argument("url", metavar="URL", help=words["catalogue_url"])
    command.add_argument("--as", dest="harvester", choices=("ckan", "udata"), help=words["harvester"])
    command.add_argument("--state", type=Path, metavar="FILE", help=words["state"])
    command.add_argument("--titles", default="en", metavar="LANGUAGE", help=words["titles"])
    command.add_argument("--timeout", type=_count, default=60, metavar="SECONDS", help=words["timeout"])
    command.add_argument("--max-pages", type=_count, default=10_000, metavar="N", help=words["max_pages"])
    command.add_argument("--format", choices=("text", "json"), default="text", help=words["format"])
    _language_option(command, words)


def _query_options(command: argparse.ArgumentParser, words: dict[str, str]) -> None:
    command.add_argument("query", metavar="QUERY|@FILE", help=words["sparql"])
    command.add_argument("--release", type=Path, metavar="DIR", help=words["release"])
    command.add_argument("--format", choices=("table", "json", "csv", "turtle"), default="table", help=words["format"])


def _serve_options(command: argparse.ArgumentParser, words: dict[str, str]) -> None:
    for row in dataclasses.fields(ServerSettings):
        flag, told = f"--{row.name.replace('_', '-')}", row.metadata[language()]
        if isinstance(row.default, bool):
            command.add_argument(flag, action=argparse.BooleanOptionalAction, default=None, help=told)
        else:
            command.add_argument(flag, metavar=_METAVARS[type(row.default)], help=told)
    command.add_argument("--show-settings", action="store_true", help=words["show"])
    command.add_argument("--config", type=Path, metavar="FILE", help=words["config_file"])
    command.add_argument("--isolated", action="store_true", help=words["isolated"])


def _registry_options(command: argparse.ArgumentParser, words: dict[str, str]) -> None:
    verbs = command.add_subparsers(metavar="VERB", required=True)
    suggest = verbs.add_parser("suggest", help=words["suggest"], description=words["suggest"])
    suggest.add_argument("sources", nargs="+", metavar="SOURCE", help=words["paths"])
    _registry_option(suggest, words)


def _registry_option(command: argparse.ArgumentParser, words: dict[str, str]) -> None:
    command.add_argument("--registry", action="append", type=Path, default=[], metavar="DIR", help=words["registries"])


def _language_option(command: argparse.ArgumentParser, words: dict[str, str]) -> None:
    command.add_argument("--lang", choices=sorted(WORDS), default=language(), help=words["lang"])


def _count(argument: str) -> int:
    if not argument.isascii() or not argument.isdigit() or not int(argument):
        raise argparse.ArgumentTypeError(f"{argument!r} is not a number of at least 1")
    return int(argument)


def _codes(argument: str) -> list[str]:
    return [code.strip().upper() for code in argument.split(",") if code.strip()]


def _level(argument: str) -> tuple[str, str]:
    code, _, level = argument.partition("=")
    if level not in LEVELS:
        raise argparse.ArgumentTypeError(f"{argument!r} is not CODE=LEVEL with a level of {', '.join(LEVELS)}")
    return code.strip().upper(), level


_METAVARS: dict[type, str] = {int: "N", float: "N", str: "TEXT", tuple: "TEXT,…"}
_DECLARE = {
    "lint": _lint_options,
    "rule": _rule_options,
    "build": _build_options,
    "changes": _changes_options,
    "harvest-check": _harvest_options,
    "query": _query_options,
    "serve": _serve_options,
    "lsp": _language_option,
    "registry": _registry_options,
    "config": _settings_options,
    "completion": _completion_options,
}
