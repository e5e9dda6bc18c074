"""A process that lints uploads and can be killed: what a stranger's text costs, it costs here.

It speaks as `lod.web.worker` does; after the header of a request comes the body of the upload. It opens no connection
and starts no program, whatever a text makes of it.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import IO, Any

from lod import formats, readers, reports
from lod.complaints import in_chinese
from lod.engines import corpus
from lod.formats import Format
from lod.linting.judging import Judge
from lod.linting.verdict import bounded
from lod.model import ConfigError, LodError, ReadError, Source, Text
from lod.reports import html
from lod.settings import Resolver, Settings, unknown_codes
from lod.web import frames
from lod.web.frames import WorkerAnswer
from lod.web.processes import NO_MEMORY, limit_memory
from lod.web.protocol import BadRequest
from lod.web.uploads import profiles, read_upload

FORBIDDEN = ("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.system", "urllib.")
WARM = "安山县人民政府关于防汛工作的通知\n\n安政发[2022]15号\n"
EDITED = 200_000  # characters of a text that the page shows again to be edited
FLAGS = {"": False, "0": False, "false": False, "1": True, "true": True, "on": True}


def answer(request: Mapping[str, Any], body: bytes, limit: int) -> WorkerAnswer:
    """The report on one upload (for a page its parts, as JSON), or the sentence that says why there is none."""
    lang = request["lang"]
    try:
        upload = read_upload(request["type"], body, request["parts"])
        asked = {**request["options"], **{name: value for name, value in upload.fields.items() if value}}
        lang = asked["lang"] if asked.get("lang") in ("zh", "en") else lang
        form = _form(asked.get("format", ""), request["accept"])
        report = _report(upload.source, asked, form, lang)
        if len(report.body) > limit:
            raise BadRequest(f"The report is larger than {limit:,} bytes; select fewer rules.")
    except LodError as error:
        status = error.status if isinstance(error, BadRequest) else 400
        sentence = in_chinese(str(error)) if lang == "zh" else str(error)
        return WorkerAnswer(status, "text/plain; charset=utf-8", None, f"{sentence}\n".encode())
    return report


def _form(key: str, accept: str) -> Format:
    form = formats.by_key(key, formats.REPORTS) if key else formats.negotiate(accept, formats.REPORTS)
    if form is None:
        raise BadRequest(f"Reports are {', '.join(form.suffix for form in formats.REPORTS)}.", status=406)
    return form


def _report(source: Source, asked: Mapping[str, str], form: Format, lang: str) -> WorkerAnswer:
    judge = _judge(
        asked.get("profile", ""), asked.get("select", ""), asked.get("ignore", ""), _flag(asked.get("preview", ""))
    )
    settings = _settings(judge)
    unknown_codes(settings, lambda: judge.codes(settings))
    text = _read(source)
    [case] = judge.judge([text])
    told, _ = bounded(case.found, settings["max-findings"])
    if form.name == "html" and not asked.get("format"):
        shown = text.chars if len(text.chars) <= EDITED else ""
        page = {"marked": html.fragment(told, lang, [text]), "text": shown}
        return WorkerAnswer(200, form.content_type, len(told), json.dumps(page).encode())
    report = reports.render(form.name, told, lang, [text]).encode("utf-8", "backslashreplace")
    return WorkerAnswer(200, form.content_type, None, report)


def _read(source: Source) -> Text:
    try:
        return readers.read(source)
    except RecursionError as error:
        raise ReadError(f"{source.name}: the page nests its elements too deeply to be read") from error


def _flag(value: str) -> bool:
    if value.lower() not in FLAGS:
        raise BadRequest("preview is true or false.")
    return FLAGS[value.lower()]


@lru_cache(16)
def _judge(profile: str, select: str, ignore: str, preview: bool) -> Judge:
    if profile and profile not in profiles():
        raise BadRequest(f"There is no such profile; there are {', '.join(profiles())}.")
    given: dict[str, Any] = {"preview": preview, "time-limit": 0, "jobs": 1, "cache": False}
    if profile:
        given["profile"] = profile
    given |= {name: codes for name, said in (("select", select), ("ignore", ignore)) if (codes := _codes(said))}
    # Isolated: settings and suppressions that lie about on the server are not the sender's.
    return Judge(Resolver(given, isolated=True))


def _codes(said: str) -> tuple[str, ...]:
    codes = tuple(code.strip().upper() for code in said.split(",") if code.strip())
    if any(not (code.isascii() and code.isalnum()) or len(code) > 10 for code in codes):
        raise ConfigError("Rules are named by their codes, with commas between them.")
    return codes


def _settings(judge: Judge) -> Settings:
    return judge.resolver.of_folder(Path())


def main(memory: int, limit: int) -> None:
    """Lints uploads from standard input until it ends."""
    os.nice(10)  # pages go before uploads
    judge = _judge("", "", "", False)
    judge.judge([Text(Source("a.txt", "text/plain", b""), WARM)])
    sys.addaudithook(_forbid)
    # The stacks of the rules that compare are reserved for each text anew, and are not what a text takes.
    limit_memory(memory + corpus.STACKS)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        _serve(sys.stdin.buffer, sys.stdout.buffer, limit)
    except MemoryError:
        os._exit(NO_MEMORY)  # without more words, which would want memory


def _serve(requests: IO[bytes], answers: IO[bytes], limit: int) -> None:
    answers.write(frames.write_answer(WorkerAnswer(200, "", None, b"")))  # ready
    answers.flush()
    while head := requests.read(frames.LENGTH.size):
        request = json.loads(requests.read(frames.LENGTH.unpack(head)[0]))
        answers.write(frames.write_answer(answer(request, requests.read(request["size"]), limit)))
        answers.flush()


def _forbid(event: str, arguments: tuple[Any, ...]) -> None:
    if event.startswith(FORBIDDEN):
        raise PermissionError(f"{event} is not for uploads")


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
