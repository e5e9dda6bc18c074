"""Errors are said in the language of whoever reads them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from lod import cli, complaints
from lod.complaints import CHINESE, in_chinese

REFUSING = ("BadRequest", "Overloaded", "QueryTimeout", "QueryCrash", "_refusal")
RAISING = ("error", "_error", "wrong", "wrong_at")
# These hold another sentence, or stand around one.
WRAPPING = {"{}: {}", "{}: {}.", "{}:{}: {}.", "{} {}", "{}.", "trusted-proxies: {}."}


def _templates() -> Iterator[str]:
    folder = Path(complaints.__file__).parent
    for file in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and (name := _name(node.func))
                and (file.parent.name != "web" or name in REFUSING)
            ):
                for sentence in filter(None, map(_template, node.args)):
                    yield f"{{}} {sentence}" if name == "Wrong" else sentence


def _name(called: ast.expr) -> str | None:
    name: str = getattr(called, "id", "") or getattr(called, "attr", "")
    raised = name.endswith("Error") and name != "ArgumentTypeError"
    return name if raised or name == "Wrong" or name in (*RAISING, *REFUSING) else None


def _template(argument: ast.expr) -> str | None:
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        return argument.value
    if not isinstance(argument, ast.JoinedStr):
        return None
    parts = (str(part.value) if isinstance(part, ast.Constant) else "{}" for part in argument.values)
    return "".join(parts).replace("{}{}", "{}")


def test_every_sentence_has_its_chinese() -> None:
    sentences = set(_templates()) - WRAPPING
    assert len(sentences) > 90
    assert sorted(sentence for sentence in sentences if in_chinese(sentence) == sentence) == []


def test_what_varies_is_kept() -> None:
    for english, chinese in CHINESE.items():
        names = [f"n{number}" for number in range(english.count("{}"))]
        assert in_chinese(english.format(*names)) == chinese.format(*names)


def test_a_hostile_name_takes_no_time() -> None:
    assert in_chinese(": ".join("x" * 900)) == ": ".join("x" * 900)


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("a.txt: cannot be read (No such file or directory)", "a.txt：无法读取（没有这个文件或文件夹）"),
        (
            "lod.toml:3: there is no setting called ignor (you may have meant ignore).",
            "lod.toml:3：没有名为 ignor 的设置（也许是 ignore）。",
        ),
        ("rules/A.ttl: The query failed: x.", "rules/A.ttl：查询失败：x。"),
        ("Whatever nobody has translated.", "Whatever nobody has translated."),
    ],
)
def test_a_sentence_within_a_sentence_is_chinese_as_well(said: str, wanted: str) -> None:
    assert in_chinese(said) == wanted


def test_the_command_line_complains_in_the_language_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    missing = str(tmp_path / "a.txt")
    assert cli.main(["lint", missing, "--lang", "zh"]) == 2
    assert capsys.readouterr().err == f"lod: {missing}：无法读取（没有这个文件或文件夹）\n"
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert cli.main(["rule", "NUM999"]) == 2
    assert capsys.readouterr().err.startswith("lod: 没有代号为 NUM999 的规则或规则类别")
    assert cli.main(["lint", missing, "--lang", "en"]) == 2
    assert "cannot be read" in capsys.readouterr().err
