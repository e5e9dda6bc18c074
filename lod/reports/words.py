"""Words that reports print beside the messages of rules: severities, and how far a source binds."""

from __future__ import annotations

import re
from collections.abc import Callable

from lod.model import Diagnostic, Rule, Span, Text

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
_MOST_LINES = 12
PAGE = {
    "zh": {
        "title": "检查报告",
        "none": "没有发现问题。",
        "more": "同类 {} 处，另见第 {} 行",
        "others": "另有 {} 处：",
        "line": "第{}行",
        "files": "文件",
        "up": "回到目录",
        "colon": "：",
    },
    "en": {
        "title": "Lint report",
        "none": "No findings.",
        "more": "{} places, also in line {}",
        "others": "The other places ({}):",
        "line": "line {}",
        "files": "Files",
        "up": "Back to the files",
        "colon": ": ",
    },
}


PLACES = {"page": "第{}页", "table": "表{}", "row": "第{}行", "cell": "第{}格", "paragraph": "第{}段"}


def locator(text: Text, span: Span, lang: str = "zh") -> str:
    """Where a finding stands in a file that has places of its own, such as a Word document; else empty.

    >>> from lod.model import Origin, Source
    >>> text = Text(Source("a.docx", "", b""), "甲", (Origin(Span(0, 1), "table 1, row 2, cell 3, paragraph 4"),))
    >>> locator(text, Span(0, 1), "zh"), locator(text, Span(0, 1), "en")
    ('表1第2行第3格第4段', 'table 1, row 2, cell 3, paragraph 4')
    """
    # An editor sees paragraphs; runs are Word's own affair.
    place = re.sub(r", run \d+$", "", text.locator(span))
    if lang != "zh":
        return place
    named = re.sub(r"([a-z]+) (\d+)", lambda match: PLACES.get(match[1], match[0]).format(match[2]), place)
    return named.replace("text box", "文本框").replace(", ", "")


def source(rule: Rule, lang: str = "zh") -> str:
    """The clause that a rule stands on, and how far it binds."""
    strength = STRENGTHS[lang].get(rule.strength, rule.strength)
    return f"{rule.clause}（{strength}）" if lang == "zh" else f"{rule.clause} ({strength})"


def elsewhere(diagnostic: Diagnostic, lang: str = "zh", show: Callable[[int], str] = str) -> str:
    """Where the places are that were folded into a finding: their number and lines, each as ``show`` writes it.

    Empty where there are none.
    """
    if not diagnostic.also:
        return ""
    lines = sorted({diagnostic.text.position(span.start)[0] for span in diagnostic.also})
    more = "…" if len(lines) > _MOST_LINES else ""
    shown = ("、" if lang == "zh" else ", ").join(map(show, lines[:_MOST_LINES])) + more
    return PAGE[lang]["more"].format(len(diagnostic.also) + 1, shown)
