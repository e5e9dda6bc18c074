"""The reference of all rules is up to date, and says what the command and the editor say."""

from __future__ import annotations

from pathlib import Path

from lod import reference, rulecards, rules

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "rules"
RULES = rules.load().rules


def test_the_reference_is_up_to_date() -> None:
    written = {str(path.relative_to(FOLDER)): path.read_text(encoding="utf-8") for path in FOLDER.rglob("*.md")}
    made = reference.pages(RULES)
    assert written.keys() == made.keys()
    assert [name for name in made if made[name] != written[name]] == [], "run `make docs`"


def test_every_rule_has_an_entry_with_the_words_of_the_command() -> None:
    made = reference.pages(RULES)
    for code, rule in RULES.items():
        for lang in reference.LANGUAGES:
            page = made[f"{lang}/{rule.family}.md"]
            assert rulecards.markdown(rule, lang) in page
            plain = rulecards.card(rule, lang)
            assert rule.why[lang] in plain
            assert rule.title[lang] in page
            assert f"| {code} | {rule.title[lang]} |" in made["README.md"]
