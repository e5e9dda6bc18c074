"""What strangers and careless people hand to the linter: it says one clear line, keeps their files whole, and ends."""

from __future__ import annotations

import datetime
import errno
import io
import os
import pickle
import re
import threading
import time
import zipfile
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest

from lod import caches, cli, linter, model, packing, parser, readers, rules, writers
from lod.commands import mending, output
from lod.engines import corpus
from lod.linting import baseline, judging, suppressions
from lod.linting.inputs import is_pattern, patterns
from lod.lsp import server
from lod.model import ConfigError, Edit, ReadError, RuleError, Source, Span, Text
from lod.parser.pairs import MOST, lone_marks
from lod.readers import plain
from lod.rules import reader
from lod.rules.shape import Query
from lod.settings import toml
from lod.words import WORDS
from lod.writers import comments
from tests.word_files import draft, paragraph

LINTER = linter.prepare()
RUNS = (
    "，",
    "、",
    "、，",
    "。",
    "0",
    "２",
    " ",
    "　",
    "《",
    "《甲",
    "“",
    "（",
    "甲乙 ",
    "2023年",
    "一、",
    "第",
    "附件",
)

HEAD = "安山县人民政府关于防汛工作的通知\n\n安政发〔2023〕1号\n\n各乡（镇）人民政府：\n\n"
# One shape of the document model each, so often that a look at each pair of them would take half a minute or more.
GIVEN = "明超兰霞平刚桂英华文辉建国志飞鹏春江山林海峰波龙"
MANY = {
    "units of a list": f"县直有关单位：{'、'.join(f'县水利{n}局' for n in range(500))}。",
    "one unit of a list": f"县直有关单位：{'、'.join(['县水利局'] * 500)}。",
    "lists of a paragraph": "推进除险加固，（县水利局牵头，县财政局、县发改局按职责分工负责）" * 300,
    "signatures": "\n".join("安山县人民政府" for _ in range(2500)),
    "signing bodies": "\n".join(f"安山县水利{n}局" for n in range(300)),
    "headings": "（一）甲。\n" * 4000,
    "items": "1.甲\n" * 5000,
    "references to articles": "第一条" * 16000,
    "titles": "\n".join(f"要落实《安山县水利{n}工程管理办法》精神。" for n in range(900)),
    "numbers of one title": "\n".join(f"要落实《安山县防汛工作办法》（安政发〔2022〕{n}号）。" for n in range(1, 900)),
    "titles of one number": "\n".join(f"要落实《安山县防汛{n}办法》（安政发〔2022〕7号）。" for n in range(900)),
    "one notice": "要落实《安山县人民政府关于防汛工作的通知》。\n" * 2000,
    "names of itself": "本办法和本规定，" * 2000,
    "lines with amounts": "1万元，\n" * 20000,
    "people": "\n".join(
        f"授予{a}{b}{c}同志称号。"
        for a in "王李张刘陈杨黄赵吴周徐孙马朱"
        for b in "伟芳娜静丽强磊军洋勇艳杰"
        for c in GIVEN
    ),
    "places": "\n".join(f"{a}{b}镇人民政府，{a}{b}镇。" for a in "安平清河石金新南" for b in GIVEN),
}


class _Deleting:
    def __init__(self, path: str) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.remove, (self.path,)


@pytest.mark.parametrize("code", sorted(rules.load().rules))
def test_patterns_take_no_time_on_runs_of_one_mark(code: str) -> None:
    rule = rules.load().rules[code]
    for pattern in filter(None, (rule.locate, rule.fix.pattern if rule.fix else None)):
        for run in RUNS:
            text = f"{run * (4000 // len(run))}x"
            since = time.process_time()
            sum(1 for _ in re.finditer(pattern, text))
            assert time.process_time() - since < 0.4, (pattern, run)


@pytest.mark.parametrize("name", MANY)
def test_a_text_of_many_things_is_judged_in_seconds(name: str) -> None:
    since = time.process_time()
    assert not replace(LINTER, limit=60).examine([_text(f"{HEAD}{MANY[name]}")]).late
    assert time.process_time() - since < 15


@pytest.mark.parametrize("together", [False, True])
def test_a_text_that_takes_too_long_to_parse_is_told_and_the_others_are_judged(
    together: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    forever = threading.Event()
    parse = parser.parse
    monkeypatch.setattr(parser, "parse", lambda text: forever.wait() if "慢" in text.chars else parse(text))
    slow, good = _text(f"{HEAD}慢"), _text(f"{HEAD}截止目前")
    judgement = replace(LINTER, limit=1).examine([slow, good] if together else [slow])
    assert [(late.text is slow, late.rule) for late in judgement.late] == [(True, "")]
    assert all(found.text is good for found in judgement.diagnostics)
    assert bool(judgement.diagnostics) is together
    forever.set()


def test_a_query_that_takes_too_long_names_its_rule_and_spares_other_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    forever = threading.Event()
    rows = corpus._rows

    def slowly(store: ox.Store, query: Query) -> list[dict[str, str]]:
        asked = 'ASK { ?s ?p ?o FILTER CONTAINS(STR(?o), "慢") }'
        slow = query.code == "ORG005" and store.query(asked, use_default_graph_as_union=True)
        return [] if slow and forever.wait() else rows(store, query)

    monkeypatch.setattr(corpus, "_rows", slowly)
    twice = "县直有关单位：县水利局、县财政局、县教育局、县水利局。"
    slow, good = _text(f"{HEAD}慢，{twice}"), _text(f"{HEAD.replace('1号', '2号')}{twice}")
    judgement = replace(LINTER, limit=1).examine([slow, good])
    assert [(late.text is slow, late.rule) for late in judgement.late] == [(True, "ORG005")]
    assert ("ORG005", True) in [(found.rule.code, found.text is good) for found in judgement.diagnostics]
    forever.set()


def test_what_is_not_judged_to_the_end_is_an_error_in_the_input(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LOD_CACHE_DIR", str(tmp_path / "cache"))
    Path("a.txt").write_text(f"{HEAD}慢\n")
    Path("b.txt").write_text("安山县人民政府关于防汛的通知\n\n安政发[2023]1号\n")
    forever = threading.Event()
    parse = parser.parse
    with monkeypatch.context() as patched:
        patched.setattr(parser, "parse", lambda text: forever.wait() if "慢" in text.chars else parse(text))
        patched.setattr(judging, "_limit", lambda everyone: 1)
        assert cli.main(["lint", "--select", "NUM002", "a.txt", "b.txt", "--lang", "zh"]) == 2
        out, err = capsys.readouterr()
        assert "b.txt:3" in out
        assert err.startswith("lod: a.txt：耗时过长（time-limit：60 秒）")
    forever.set()
    assert cli.main(["lint", "--select", "NUM002", "a.txt", "b.txt"]) == 1  # nothing of it was kept


def test_of_a_rule_that_finds_too_much_the_first_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("lod.toml").write_text("max-findings = 2\n")
    Path("a.txt").write_text(HEAD + "截止目前，已完成。\n" * 5)
    assert cli.main(["lint", "--select", "TYP011", "--lang", "en", "a.txt"]) == 1
    out, err = capsys.readouterr()
    assert out.count("TYP011") == 2
    assert "a.txt: 3 more finding(s) of TYP011 are not told" in err
    Path("lod.toml").write_text("max-findings = 0\n")
    assert cli.main(["lint", "--select", "TYP011", "a.txt"]) == 1
    assert capsys.readouterr().out.count("TYP011") == 5


def test_of_thousands_of_lone_marks_the_first_are_noted() -> None:
    text = Text(Source("-", "text/plain", b""), "（" * 5000)
    assert len(list(lone_marks(text, Span(0, 5000)))) == MOST


def test_nothing_of_other_making_comes_out_of_the_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOD_CACHE_DIR", str(tmp_path))
    rules.load()
    [entry] = (tmp_path / "rules").iterdir()
    draft = tmp_path / "draft.txt"
    draft.touch()
    caches.put("rules", entry.name, pickle.dumps(_Deleting(str(draft))))
    assert "NUM002" in rules.load().rules
    assert draft.exists()
    caches.put("rules", entry.name, pickle.dumps(datetime.date(2024, 1, 1)))
    assert "NUM002" in rules.load().rules


@pytest.mark.parametrize("name", ["dataclass", "LodError.mro", "bisect_left", "Iterator"])
def test_only_types_of_results_are_made_of_packed_bytes(name: str) -> None:
    assert hasattr(model, name.partition(".")[0])
    with pytest.raises(packing.NotPacked):
        packing.unpack(b"\x80\x04\x8c\x09lod.model\x8c" + bytes([len(name)]) + name.encode() + b"\x93.", [])


@pytest.mark.parametrize(
    "content", ["a = " + "[" * 50_000, "jobs = " + "9" * 10_000, 'x = "\x00"', "preview = 2026-13-45"]
)
def test_settings_that_no_one_writes_are_told_in_one_line(content: str) -> None:
    with pytest.raises(ConfigError, match=r"lod\.toml"):
        _ = toml.TomlFile(Path("lod.toml"), content).data


@pytest.mark.parametrize(
    "content",
    [
        '{"findings": ' + "[" * 100_000,
        '{"version": 1, "findings": [{"file": "a", "code": "b", "quote": "c", "count": 1e999}]}',
    ],
)
def test_a_baseline_that_is_none(tmp_path: Path, content: str) -> None:
    (tmp_path / "b.json").write_text(content)
    with pytest.raises(ConfigError, match=r"b\.json"):
        baseline.read(tmp_path / "b.json")


def test_a_suppression_for_no_file_names_its_line() -> None:
    file = toml.TomlFile(Path("s.toml"), '[[suppress]]\ncode = "NUM002"\nquote = "[2023]"\nfile = "."\n')
    with pytest.raises(ConfigError, match=r"s\.toml:1: file is"):
        suppressions.parse(file)


def test_a_pattern_that_git_passes_over(tmp_path: Path) -> None:
    assert not is_pattern("!")
    with pytest.raises(ConfigError, match="no pattern"):
        patterns(tmp_path, ["!"])


@pytest.mark.parametrize("text", ['baseline = "\\u0000"', 'rules = ["\\u0000"]', 'suppressions = "\\u0000"'])
def test_a_path_with_nul_names_file_and_line(
    tmp_path: Path, text: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("lod.toml").write_text(f"{text}\n")
    Path("a.txt").write_text("关于防汛的通知\n")
    assert cli.main(["lint", "a.txt"]) == 2
    told = capsys.readouterr().err
    assert "lod.toml:1: " in told
    assert told.count("\n") == 1


def test_names_reach_no_terminal_with_their_control_characters(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a\n::error::\x1b[31m.txt").write_text("安山县人民政府关于防汛的通知\n\n安政发[2023]1号\n")
    assert cli.main(["lint", "--select", "NUM002", ".", "gone\n\x1b[2J.txt"]) == 2
    out, err = capsys.readouterr()
    assert "\x1b" not in out + err
    assert not [line for line in (out + err).split("\n") if line.startswith("::")]


def test_a_name_that_is_too_long_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["lint", "a" * 5000 + ".txt"]) == 2
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("甲\r\n发[2023]1号\n乙\r丙", "甲\r\n发〔2023〕1号\n乙\r丙"),
        ("\r发[2023]1号\r\n", "\r发〔2023〕1号\r\n"),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_fix_keeps_every_other_character_and_line_end(before: str, after: str, encoding: str) -> None:
    source = Source("a.txt", "text/plain", before.encode(encoding))
    text = plain.read(source)
    mended = Text(source, text.chars.replace("[", "〔").replace("]", "〕"))
    assert writers.content(mended) == after.encode(encoding)


def test_a_fix_is_written_in_the_encoding_that_was_read() -> None:
    # These bytes are valid UTF-8 by accident; they were read as GB 18030.
    pairs = (chr(a) + chr(b) for a in range(0x4E00, 0x5200) for b in (0x4E00,))
    content = next(c for c in (pair.encode("gb18030") for pair in pairs) if _is_utf8(c) and not _is_utf8_han(c))
    text = plain.read(Source("a.txt", "text/plain", content))
    assert plain.encoding_of(content) == (b"", "gb18030")
    assert writers.content(text) == content


def _text(chars: str) -> Text:
    return Text(Source("a.txt", "text/plain", b""), chars)


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


def _is_utf8_han(content: bytes) -> bool:
    return bool(plain.HAN.search(content.decode()))


def test_a_file_that_somebody_else_changed_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.txt"
    path.write_text("后来的文字")
    before = Text(Source(str(path), "text/plain", "先前的文字".encode()), "先前的文字")
    assert not mending.write(before, Text(before.source, "改过的文字"), WORDS["en"], quiet=False)
    assert path.read_text() == "后来的文字"
    assert "changed while" in capsys.readouterr().err


def test_a_full_disk_leaves_the_file_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.write_text("原文")
    path.chmod(0o640)

    def full(*arguments: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", full)
        with pytest.raises(ConfigError, match="No space left"):
            output.save(path, "新文")
    assert [file.read_text() for file in tmp_path.iterdir()] == ["原文"]
    output.save(path, "新文")
    assert path.read_text() == "新文"
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_report_with_an_odd_name_can_be_saved(tmp_path: Path) -> None:
    output.save(tmp_path / "report.txt", "\udcff.txt")
    assert (tmp_path / "report.txt").read_text() == "\\udcff.txt"


def test_a_list_that_bites_its_tail_is_no_list(tmp_path: Path) -> None:
    source = next(file for file in rules.rule_files(Path("shapes")) if file.name == "NUM002.ttl")
    ring = "\nrule:NUM002 lint:at _:x . _:x <http://www.w3.org/1999/02/22-rdf-syntax-ns#rest> _:x .\n"
    file = tmp_path / "NUM002.ttl"
    file.write_text(source.read_text() + ring)
    with pytest.raises(RuleError, match="not a list"):
        reader.read(file)


def test_a_link_to_no_rule_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "ABC001.ttl").symlink_to("nowhere")
    with pytest.raises(RuleError, match="ABC001"):
        rules.load([tmp_path])
    assert caches.key([tmp_path / "ABC001.ttl"]) == caches.key([tmp_path / "ABC001.ttl"])


def test_a_draft_with_a_damaged_picture_is_told_before_anything_is_written() -> None:
    whole = io.BytesIO(draft(paragraph("安政发[2023]1号")).content)
    with zipfile.ZipFile(whole, "a") as package:
        package.writestr("word/media/picture.bin", b"A" * 1000)
    source = Source("a.docx", draft(paragraph("甲")).media_type, whole.getvalue().replace(b"A" * 1000, b"B" * 1000))
    with pytest.raises(ReadError, match=r"a\.docx: word/media/picture\.bin is damaged"):
        writers.apply(readers.read(source), [Edit(Span(3, 4), "〔")])


def test_a_comment_holds_only_what_a_document_can_hold() -> None:
    source = draft(paragraph("甲乙"))
    commented = comments.annotated(source, [comments.Note(Span(0, 1), ("a\x1b\ud800",))])
    assert "a\ufffd\ufffd" in zipfile.ZipFile(io.BytesIO(commented)).read("word/comments.xml").decode()
    assert not writers.is_possible(readers.read(source), Edit(Span(0, 1), "\x00"))


def test_half_a_character_from_an_editor_keeps_its_place() -> None:
    assert server._text("file:///a.txt", "甲\ud800乙").chars == "甲\ufffd乙"
