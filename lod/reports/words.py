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
REASON = {"zh": "为什么：", "en": "Why: "}
FIXES = {
    "zh": {"safe": "可改为（安全）：", "unsafe": "可改为（须确认）："},
    "en": {"safe": "Fix (safe): ", "unsafe": "Fix (unsafe): "},
}
PAGE = {
    "zh": {"title": "检查报告", "none": "没有发现问题。", "line": "第 {} 行", "more": "同类 {} 处"},
    "en": {"title": "Lint report", "none": "No findings.", "line": "line {}", "more": "{} places"},
}


def source(rule: Rule, lang: str = "zh") -> str:
    """The clause that a rule stands on, and how far it binds."""
    strength = STRENGTHS[lang].get(rule.strength, rule.strength)
    return f"{rule.clause}（{strength}）" if lang == "zh" else f"{rule.clause} ({strength})"
