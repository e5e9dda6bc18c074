"""Settings: which file holds, who speaks last, where each value comes from, and what is said of a wrong one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lod import cli, resources, rules
from lod.model import ConfigError
from lod.settings import Resolver, Settings, shown, toml, unknown_codes

RULES = rules.load().rules
Capture = pytest.CaptureFixture[str]


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def settings(folder: Path, **given: object) -> Settings:
    return Resolver({name.replace("_", "-"): value for name, value in given.items()}).of_folder(folder)


def on(settings: Settings, code: str) -> bool:
    return settings.severity(RULES[code], RULES[code].severity) is not None


def test_the_nearest_file_holds_and_lod_toml_comes_before_pyproject(tmp_path: Path) -> None:
    write(tmp_path / "lod.toml", 'fail-on = "error"\n')
    write(tmp_path / "a" / "pyproject.toml", "[tool.other]\nx = 1\n")
    write(tmp_path / "b" / "pyproject.toml", '[tool.lod]\nfail-on = "info"\n')
    write(tmp_path / "c" / "pyproject.toml", '[tool.lod]\nfail-on = "info"\n')
    write(tmp_path / "c" / "lod.toml", 'lang = "en"\n')
    (tmp_path / "b" / "deep" / "er").mkdir(parents=True)
    assert settings(tmp_path)["fail-on"] == "error"
    assert settings(tmp_path / "a")["fail-on"] == "error"
    assert settings(tmp_path / "b" / "deep" / "er")["fail-on"] == "info"
    assert (settings(tmp_path / "c")["fail-on"], settings(tmp_path / "c")["lang"]) == ("warning", "en")


def test_config_goes_before_the_environment_and_that_before_the_nearest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "lod.toml", "max-warnings = 1\n")
    environment, option = (
        write(tmp_path / "e.toml", "max-warnings = 2\n"),
        write(tmp_path / "o.toml", "max-warnings = 3\n"),
    )
    assert Resolver({}).of_folder(tmp_path)["max-warnings"] == 1
    monkeypatch.setenv("LOD_CONFIG", str(environment))
    assert Resolver({}).of_folder(tmp_path)["max-warnings"] == 2
    assert Resolver({}, option).of_folder(tmp_path)["max-warnings"] == 3
    assert Resolver({}, option, isolated=True).of_folder(tmp_path)["max-warnings"] is None


def test_a_table_called_lint_may_hold_the_settings(tmp_path: Path) -> None:
    write(tmp_path / "lod.toml", 'lang = "en"\n[lint]\nfail-on = "error"\n[lint.severity]\nNUM = "off"\n')
    found = settings(tmp_path)
    assert (found["lang"], found["fail-on"], on(found, "NUM002")) == ("en", "error", False)
    assert found.origin("fail-on").endswith("lod.toml:3")


def test_extended_files_speak_first_and_paths_are_relative_to_their_file(tmp_path: Path) -> None:
    write(tmp_path / "office" / "base.toml", 'rules = ["own"]\nignore = ["NUM"]\nfail-on = "error"\n')
    write(
        tmp_path / "work" / "lod.toml",
        'extends = "../office/base.toml"\nextend-select = ["NUM002"]\nfail-on = "info"\n',
    )
    found = settings(tmp_path / "work")
    assert found["fail-on"] == "info"
    assert [path.resolve() for path in found["rules"]] == [(tmp_path / "office" / "own").resolve()]
    assert (on(found, "NUM002"), on(found, "NUM006")) == (True, False)


def test_a_circle_of_extends_is_told(tmp_path: Path) -> None:
    write(tmp_path / "a.toml", 'extends = "lod.toml"\n')
    write(tmp_path / "lod.toml", 'extends = ["a.toml"]\n')
    with pytest.raises(ConfigError, match=r"a\.toml.*extends leads back.*lod\.toml"):
        settings(tmp_path)


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("preview = true\nselct = []\n", 2, "there is no setting called selct .you may have meant select."),
        ('fail-on = "loud"\n', 1, "fail-on is one of info, warning, error"),
        ("\npreview = 1\n", 2, "preview is true or false"),
        ("select = 'NUM002'\n", 1, "select is a list of strings"),
        ("max-warnings = -1\n", 1, "max-warnings is a whole number from 0"),
        ('[severity]\nTTL = "off"\nNUM = "fatal"\n', 3, "severity.NUM is one of off, info, warning, error"),
        ('[per-type."通知"]\nignroe = []\n', 2, "per-type.通知.ignroe is unknown here"),
        ('[per-file-ignores]\n"a" = ["NUM"]\n"b*" = "NUM"\n', 3, r"per-file-ignores.b\* is a list of strings"),
        ("a = \n", 1, "this is no TOML"),
        ('extends = "gone.toml"\n', 1, "there is no file .*gone.toml to extend"),
        ("extends = 3\n", 1, "extends is a path, or a list of paths"),
        ("severity = 3\n", 1, "severity is a table"),
    ],
)
def test_what_is_wrong_is_told_with_file_and_line(tmp_path: Path, text: str, line: int, says: str) -> None:
    path = write(tmp_path / "lod.toml", text)
    with pytest.raises(ConfigError, match=says) as told:
        settings(tmp_path)
    assert str(told.value).startswith(f"{path}:{line}: ")


def test_a_wrong_key_of_pyproject_is_told_with_its_line(tmp_path: Path) -> None:
    path = write(
        tmp_path / "pyproject.toml", "[project]\nname = 'x'\n\n[tool.lod]\npreview = true\n[tool.lod.per-kind]\n"
    )
    with pytest.raises(ConfigError) as told:
        settings(tmp_path)
    assert str(told.value).startswith(f"{path}:6: there is no setting called per-kind")


def test_a_configuration_that_is_no_utf8_is_told(tmp_path: Path) -> None:
    (tmp_path / "lod.toml").write_bytes("# 配置".encode("gb18030"))
    with pytest.raises(ConfigError, match=r"lod\.toml is not UTF-8"):
        settings(tmp_path)


def test_the_command_line_selects_anew(tmp_path: Path) -> None:
    write(tmp_path / "lod.toml", 'select = ["TTL"]\nignore = ["NUM002"]\n')
    found = settings(tmp_path)
    assert [code for code in RULES if on(found, code)] == [
        code for code in RULES if code[:3] == "TTL" and not RULES[code].preview
    ]
    found = settings(tmp_path, select=("NUM002",))
    assert [code for code in RULES if on(found, code)] == ["NUM002"]
    found = settings(tmp_path, extend_select=("NUM",))
    assert on(found, "NUM002")
    assert on(found, "TTL004")


def test_all_stands_for_every_rule(tmp_path: Path) -> None:
    found = settings(tmp_path, ignore=("ALL",), extend_select=("NUM002",))
    assert [code for code in RULES if on(found, code)] == ["NUM002"]


def test_severity_of_rule_and_family_and_off(tmp_path: Path) -> None:
    write(tmp_path / "lod.toml", '[severity]\nNUM = "info"\nNUM002 = "warning"\nTTL = "off"\n')
    found = settings(tmp_path)
    assert found.severity(RULES["NUM002"], "error") == "warning"
    assert found.severity(RULES["NUM006"], "error") == "info"
    assert found.severity(RULES["TTL004"], "error") is None
    assert settings(tmp_path, severity={"TTL": "error"}).severity(RULES["TTL004"], "info") == "error"


def test_a_profile_speaks_before_the_file_that_names_it(tmp_path: Path) -> None:
    write(tmp_path / "own.toml", 'preview = true\nfail-on = "info"\n')
    write(tmp_path / "work" / "lod.toml", 'profile = "../own.toml"\nfail-on = "error"\n')
    found = settings(tmp_path / "work")
    assert (found["preview"], found["fail-on"]) == (True, "error")
    assert found.origin("preview").startswith("profile ")
    with pytest.raises(ConfigError, match="no profile called 'x'; there are draft, gazette, general"):
        settings(tmp_path, profile="x")


@pytest.mark.parametrize("profile", sorted(path.stem for path in resources.path("profiles").glob("*.toml")))
def test_built_in_profiles_can_be_used(profile: str, tmp_path: Path) -> None:
    assert settings(tmp_path, profile=profile)["profile"] == profile


def test_files_below_the_current_folder_are_called_from_there_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path / "office" / "lod.toml", "preview = true\n")
    monkeypatch.chdir(tmp_path)
    assert toml.read(path).text.source.name == "office/lod.toml"
    monkeypatch.chdir(tmp_path / "office")
    assert settings(tmp_path / "office").origin("preview") == "lod.toml:1"
    assert toml.read(resources.path("profiles") / "draft.toml").name == str(resources.path("profiles") / "draft.toml")


@pytest.mark.parametrize("profile", ["gazette", "draft"])
def test_built_in_profiles_name_rules_that_there_are(profile: str, tmp_path: Path) -> None:
    assert unknown_codes(settings(tmp_path, profile=profile), RULES.keys) == []


def test_unknown_codes_are_named_with_their_key(tmp_path: Path) -> None:
    text = 'ignore = [\n  "NUM002",\n  "QQQ1",\n]\n[severity]\nQQQ2 = "off"\n[per-type."通知"]\nselect = ["QQQ3"]\n'
    path = write(tmp_path / "lod.toml", text)
    unknown = unknown_codes(settings(tmp_path), RULES.keys)
    assert [one.code for one in unknown] == ["QQQ1", "QQQ2", "QQQ3"]
    file = toml.read(path)
    spans = [file.span(one.layer.key(one.path), one.code) for one in unknown]
    assert [file.text.slice(span) for span in spans] == ['"QQQ1"', "QQQ2", '"QQQ3"']
    assert [file.text.position(span.start)[0] for span in spans] == [3, 6, 8]
    with pytest.raises(ConfigError, match="No rule is called QQQ"):
        unknown_codes(settings(tmp_path, select=("QQQ",)), RULES.keys)


def test_config_show_says_where_each_value_comes_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    write(tmp_path / "base.toml", 'lang = "en"\n[severity]\nNUM = "info"\n')
    write(tmp_path / "lod.toml", 'extends = "base.toml"\n\nextend-ignore = ["TTL"]\n[severity]\nTTL004 = "off"\n')
    monkeypatch.chdir(tmp_path)
    assert cli.main(["config", "show", "--profile", "draft"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert 'extend-ignore = ["TTL"]  # lod.toml:3' in lines
    assert 'profile = "draft"  # command line' in lines
    assert 'fail-on = "warning"  # default' in lines
    assert 'lang = "en"  # base.toml:1' in lines
    assert 'severity.NUM = "info"  # base.toml:3' in lines
    assert 'severity.TTL004 = "off"  # lod.toml:5' in lines
    assert any(line.startswith("severity.") and "draft.toml:" in line for line in lines)
    assert cli.main(["config", "show", "--format", "json", "--isolated", str(tmp_path / "a.txt")]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert {"key": "fail-on", "value": "warning", "origin": "default"} in rows


def test_what_is_shown_is_what_holds(tmp_path: Path) -> None:
    write(tmp_path / "lod.toml", 'exclude = ["a"]\nbaseline = "b.json"\n[per-type."函"]\nignore = ["NUM"]\n')
    rows = {row.key: row.value for row in shown.rows(settings(tmp_path))}
    assert (rows["exclude"], rows["baseline"]) == (["a"], str(tmp_path / "b.json"))
    assert rows['per-type."函"'] == {"ignore": ["NUM"], "select": [], "severity": {}}
