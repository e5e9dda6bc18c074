"""What the words of a text say: citations, commitments of a report, targets and results."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from lod import lazy
from lod.model import Part, Span, Text, Value
from lod.parser import citations, clauses, counting, quantities, rates, references, samples, totals
from lod.parser.breaks import breaks
from lod.parser.lines import Joined, join

LEAVES = ("Paragraph", "Item", "Heading")
REVIEW = lazy.regex("回顾|总结|成效|(?:完成|执行|落实|进展|实施)情况|存在问题|履行|取得")
PLAN = lazy.regex("安排|计划|任务|目标|打算|举措|建设|部署|重点工作")
ACCOUNT = lazy.regex("(?:统计公报|情况的(?:通报|汇报|公告))(?:[（(]|$)")
# 2023年末，全市规模以上工业企业482家: what a text that is no report says of a year and a whole area
OF_A_YEAR = lazy.regex(
    r"(?:^|[。；])\s*(?P<year>20[0-9]{2})年(?:[底末]|全年|度)?[，,]?(?P<said>(?:全[省市县区州]|我[省市县区州])[^。；0-9]{2,20}[0-9][^。；]*)"
)
YEAR = lazy.regex(r"(?P<year>[0-9]{4})\s*年")


@dataclass(frozen=True, slots=True)
class _Context:
    """What kind of text we are in: a report (and whether it looks back or ahead), tasks, or neither."""

    report: bool = False
    work_report: bool = False
    look: str = ""
    year: int | None = None
    article: int | None = None
    run_in: int = 0  # by id: the paragraph whose figures are read together with those of the heading before it


def enrich(text: Text, root: Part) -> Part:
    """The same tree with citations, commitments and indicators at the parts whose words say them.

    A 政府工作报告 promises where it looks ahead (工作安排) and reports results where it looks back (工作回顾).
    Totals with their parts, counts with what they count and rates with their bases are read in every text.
    """
    over_lines: dict[int, list[Part]] = {}  # by id of a part
    for where, found in (*counting.over_lines(text, root), *samples.read(text, root)):
        over_lines.setdefault(id(where), []).append(found)
    return _visit(text, root, _Context(), over_lines)


def _visit(text: Text, part: Part, context: _Context, over_lines: dict[int, list[Part]]) -> Part:
    found = over_lines.pop(id(part), [])
    if part.kind in ("Masthead", "Imprint"):
        return part  # they name their own gazette and cite nothing
    context = _entered(part, context)
    own = part.kind in ("Task", "Measure")  # read as a whole, below
    after = _run_in(text, part)
    if after:
        context = replace(context, run_in=id(after))
        found.extend(counting.within(join(text, part.span)))
        for figure in _figures(join(text, Span(part.span.start, after.span.end))):
            beside = over_lines.setdefault(id(after), []) if figure.span.start >= after.span.start else found
            beside.append(figure)
    parts = part.parts if own else tuple(_visit(text, child, context, over_lines) for child in part.parts)
    if part.kind in LEAVES and not any(child.kind in LEAVES for child in part.parts):
        joined = join(text, part.span)
        found.extend(citations.read(joined))
        found.extend(references.read(joined, context.article))
        found.extend(counting.within(joined))
        if id(part) != context.run_in:
            found.extend(_figures(joined))
        if part.kind != "Heading":
            found.extend(_said(joined, part, context))
        found.extend(breaks(text, part.span))
    elif part.kind == "Task":
        found.extend(_task(text, part, context))
    if part.kind == "Task" and context.year:
        part = replace(part, values=(*part.values, Value("gz:year", context.year)))
    if part.kind == "Measure":
        found.extend(citations.read(join(text, part.span)))
    if own:
        found.extend(place for child in parts if child.kind == "Paragraph" for place in breaks(text, child.span))
    if not found:
        return replace(part, parts=parts)
    return replace(part, parts=tuple(sorted((*parts, *found), key=lambda child: child.span.start)))


def _figures(joined: Joined) -> Iterator[Part]:
    yield from totals.read(joined)
    yield from rates.read(joined)


def _run_in(text: Text, part: Part) -> Part | None:
    # 一、共受理230件。按类型分，…… is printed as one line, and adds up as one
    first = part.parts[0] if part.kind == "Heading" and part.parts else None
    if first is None or first.kind != "Paragraph" or first.parts:
        return None
    return None if text.chars[part.span.end : first.span.start].strip(" ") else first


def _entered(part: Part, context: _Context) -> _Context:
    if part.kind in ("Document", "Attachment"):
        return _of_text(part, context)
    if part.kind == "Article":
        ordinal = part.get("gz:ordinal")
        return replace(context, article=ordinal if isinstance(ordinal, int) else 0)
    if part.kind == "Heading" and part.get("gz:level") == 1 and context.report:
        words = str(part.get("gz:heading"))
        look = "back" if REVIEW.search(words) else "ahead" if PLAN.search(words) else context.look
        year = YEAR.search(words)
        return replace(context, look=look, year=int(year["year"]) if year else context.year)
    return context


def _of_text(part: Part, context: _Context) -> _Context:
    title = str(part.get("dct:title") or "")
    if part.kind == "Attachment" and not title:
        return context  # what follows below the date of a report is the report
    year = YEAR.search(title)
    report = part.get("gz:typeName") in ("报告", "公报") or bool(ACCOUNT.search(title))
    # A report plans the year it is delivered in; a heading that names another year (2022年工作回顾) goes before.
    delivered = part.get("gz:deliveryDate")
    planned = delivered.year if isinstance(delivered, date) else context.year
    return _Context(
        report=report,
        work_report=report and "工作报告" in title,
        look="back" if report else "",
        year=int(year["year"]) if year else planned,
    )


def _said(joined: Joined, part: Part, context: _Context) -> Iterator[Part]:
    if context.work_report and context.look == "ahead":
        yield from _commitments(joined, part, context)
    elif context.report and context.look == "back":
        yield from quantities.read(joined, "Result", context.year)
    elif not context.report and (said := OF_A_YEAR.search(joined.chars)):
        yield from quantities.read(joined.part(*said.span("said")), "Result", int(said["year"]))


def _commitments(joined: Joined, part: Part, context: _Context) -> Iterator[Part]:
    # Read over the whole paragraph, because 总量力争突破3.16万户 is about the subject of the clause before it.
    targets = list(quantities.read(joined, "Target", context.year))
    begins = [target.span.start for target in targets]
    for number, clause in enumerate(clauses.promises(joined), 1):
        span = clause.joined.whole()
        kind = "HeadlineTarget" if clause.headline else "Target"
        within = targets[bisect_left(begins, span.start) : bisect_left(begins, span.end)]
        own = tuple(replace(target, kind=kind) for target in within if span.contains(target.span))
        values = [Value("gz:text", clause.joined.chars), Value("gz:ordinal", number)]
        if context.year:
            values.append(Value("gz:year", context.year))
        yield Part("Commitment", f"commitment_{number}", span, tuple(values), own)


def _task(text: Text, part: Part, context: _Context) -> Iterator[Part]:
    words = str(part.get("gz:text"))
    joined = join(text, part.span)
    at = joined.chars.find(words)
    if at >= 0:
        sentence = joined.part(at, at + len(words))
        yield from citations.read(sentence)
        yield from quantities.read(sentence, "Target", context.year)
        yield from totals.read(sentence)
