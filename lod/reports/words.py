"""Words that reports print beside the messages of rules: severities, and how far a source binds."""

from __future__ import annotations

from lod.model import Rule

SEVERITIES = {
    "zh": {"error": "错误", "warning": "警告", "info": "提示"},
    "en": {"error": "error", "warning": "warning", "info": "info"},
}
STRENGTHS = {
    "zh": {"Regulation": "规定", "Standard": "标准", "Policy": "政策", "Practice": "实务", "House": "本单位"},
    "en": {
        "Regulation": "regulation",
        "Standard": "standard",
        "Policy": "policy",
        "Practice": "practice",
        "House": "house rule",
    },
}


def source(rule: Rule, lang: str = "zh") -> str:
    """The clause that a rule stands on, and how far it binds."""
    strength = STRENGTHS[lang].get(rule.strength, rule.strength)
    return f"{rule.clause}（{strength}）" if lang == "zh" else f"{rule.clause} ({strength})"
