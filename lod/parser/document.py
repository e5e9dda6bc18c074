"""One document: head, body, tail and what it brings with it, as a tree."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import chain, islice

from lod import lazy
from lod.model import Name, Part, Span, Term, Text, Value
from lod.parser import attachments, colophon, notes
from lod.parser import patterns as p
from lod.parser.body import read_body
from lod.parser.head import Head, head_parts, head_values, read_head
from lod.parser.lines import Joined, Line, join, join_lines
from lod.parser.pairs import lone_marks
from lod.parser.strays import misplaced
from lod.parser.subjects import stated
from lod.parser.tail import Tail, read_tail, tail_parts, tail_values
from lod.parser.validity import clauses

# 已经市政府第36次常务会议审议通过 · 经县政府研究同意
APPROVAL = lazy.regex(
    r"(?:已经|业经|已由|经)\s*(?P<who>[^，。；《》\s][^，。；《》]{1,40}?)(?:研究|审议|讨论|审定)?(?:同意|通过|批准)"
)
# 市人民政府 · 市政府 · 县委常务委员会, in what APPROVAL found
APPROVING_UNIT = lazy.regex(
    r"(?:[\u4e00-\u9fff]{0,12}?人民政府|[省市州县区]政府|国务院|[\u4e00-\u9fff]{0,12}?(?:委员会|党组|党委))"
)
# 我代表县人民政府，向大会报告工作
SPEAKER = lazy.regex(
    r"我(?:代表|受)(?P<who>[\u4e00-\u9fff]{1,20}?(?:人民政府|委员会|法院|检察院))(?:委托)?\s*[，,]?\s*向"
)


def read_document(text: Text, lines: Sequence[Line], key: str = "document") -> Part:
    """The tree of one document: its elements in reading order, and what they say of it.

    `lines` are its lines, at least one; `key` is its key among the documents of an issue.
    """
    lines_in_order, strays = misplaced(lines)
    head = read_head(lines_in_order)
    rest, closing = colophon.split(head.rest)
    tail = _noted_last(_tail(head, rest))
    tail = replace(tail, below=(*tail.below, *closing, *strays))
    found = notes.listing(tail.before)
    body = read_body(found.rest)
    late = notes.misplaced(tail.after) if not found.entries else None
    if late:
        found, tail = late, replace(tail, after=late.rest)
    joined = {id(part): join(text, part.span) for part in _leaves(body)}
    enclosed = chain.from_iterable(attachments.enclosed(leaf) for leaf in joined.values())
    announced = list(islice(enclosed, attachments.MOST_ENCLOSED))
    values = [*head_values(head), *tail_values(tail)]
    values += [*_approval(body, joined), *_speaker(joined.values())]
    enclosures = [_clause(number, title, span) for number, (title, span) in enumerate(announced, 1)]
    brought = list(_brought(tail, found, [title for title, _ in announced], enclosures))
    values = list(_titled(values, brought))
    parts = [*head_parts(head), *body, *enclosures, *tail_parts(tail), *brought]
    signed = next((v.value for v in values if v.property == "eli:date_document"), None)
    parts = clauses(text, parts, signed if isinstance(signed, date) else None)
    span = Span(lines[0].span.start, lines[-1].span.end)
    parts.extend(lone_marks(text, span))
    parts.extend(stated(head.title.chars if head.title else "", joined.values()))
    parts.sort(key=lambda part: part.span.start)
    return Part("Document", key, span, tuple(_with_issuer(values)), tuple(parts))


def _noted_last(tail: Tail) -> Tail:
    # （此件公开发布） may close the whole document, below the text that it issues.
    last = tail.after[-1:]
    if tail.note or len(tail.after) < 2 or colophon.role_of(last[0].chars) != "PublicityNote":
        return tail
    note = ("PublicityNote", join_lines(last))
    return replace(tail, below=(*tail.below, note), after=tail.after[:-1])


def _tail(head: Head, lines: Sequence[Line]) -> Tail:
    tail = read_tail(lines)
    minutes = head.title is not None and head.title.chars.endswith("纪要")
    if minutes and tail.date and not tail.before and tail.after:
        # Minutes are dated below their number, above the text.
        closing = read_tail(tail.after)
        return replace(closing, signatures=(*tail.signatures, *closing.signatures), date=tail.date)
    return tail


def _leaves(parts: Sequence[Part]) -> Iterator[Part]:
    for part in parts:
        yield from (node for node in part.walk() if node.kind in ("Paragraph", "Item", "Heading"))


def _clause(number: int, title: str, span: Span) -> Part:
    values = (Value("gz:enclosedTitle", title), Value("nif:anchorOf", f"《{title}》"), Value("gz:ordinal", number))
    return Part("EnclosureClause", f"enclosure_{number}", span, values)


def _brought(tail: Tail, found: notes.Listing, titles: list[str], clauses: list[Part]) -> Iterator[Part]:
    sections = attachments.split_annexes(tail.after, titles) if tail.after else []
    numbered: dict[int, Sequence[Line]] = {}
    for number, lines in sections:
        if number is not None:
            # Two bare 附件 lines head two attachments all the same.
            numbered[number if number not in numbered else max(numbered) + 1] = lines
    issued = [lines for number, lines in sections if number is None]
    if found.entries or numbered or found.website:
        yield from attachments.listed_parts(found, numbered, titles)
    listed = {entry.ordinal for entry in found.entries}
    for number, lines in numbered.items():
        if number not in listed:
            yield attachments.printed_part(lines, number, enclosure=False)
    taken = max([*listed, *numbered, 0])
    expected = titles if len(titles) == len(issued) else [""] * len(issued)
    for at, (lines, title) in enumerate(zip(issued, expected, strict=True), taken + 1):
        yield attachments.printed_part(lines, at, enclosure=True, expected=title)
    if not issued and not numbered:
        listed_titles = [p.squeeze(entry.title.chars) for entry in found.entries]
        unlisted = [c for c in clauses if not attachments.is_listed(str(c.get("gz:enclosedTitle")), listed_titles)]
        yield from _unprinted(tail, unlisted, taken)


def _unprinted(tail: Tail, clauses: Sequence[Part], taken: int) -> Iterator[Part]:
    notes = [joined.chars for kind, joined in tail.below if kind == "WebsiteNote"]
    notes += [tail.note.chars] if tail.note else []
    website = any(re.search("网站|官网|网页", note) for note in notes)
    for at, clause in enumerate(clauses, taken + 1):
        values = [Value("dct:title", str(clause.get("gz:enclosedTitle")), "zh")]
        values += [Value("gz:ordinal", at), Value("gz:enclosure", True)]
        if website:
            values.append(Value("gz:availability", Term("gz:websiteOnly")))
        yield Part("Attachment", f"annex_{at}", clause.span, tuple(values))


def _approval(body: Sequence[Part], joined: dict[int, Joined]) -> Iterator[Value]:
    for paragraph in (joined[id(part)] for part in body if part.kind == "Paragraph"):
        approval = APPROVAL.search(paragraph.chars)
        if approval:
            yield Value("gz:approvedBy", p.squeeze(approval["who"]))
            day = p.DATE.match(approval["who"])
            unit = APPROVING_UNIT.search(approval["who"], day.end() if day else 0)
            if unit:
                at = approval.start("who")
                span = paragraph.span(at + unit.start(), at + unit.end())
                yield Value("gz:approvingUnit", Name("Unit", p.squeeze(unit[0]), span))
            return


def _speaker(leaves: Iterable[Joined]) -> Iterator[Value]:
    for leaf in leaves:
        speaker = SPEAKER.search(leaf.chars)
        if speaker:
            yield Value("gz:speaksFor", Name("Unit", speaker["who"], leaf.span(*speaker.span("who"))))
            return


def _titled(values: Sequence[Value], brought: Sequence[Part]) -> Iterator[Value]:
    # An order is titled after the instrument it brings into force.
    order = any(value.property == "gz:typeName" and value.value in ("令", "命令") for value in values)
    title = next((part.get("dct:title") for part in brought if part.get("gz:enclosure")), None) if order else None
    for value in values:
        yield Value("dct:title", title, "zh") if title is not None and value.property == "dct:title" else value


def _with_issuer(values: list[Value]) -> Iterator[Value]:
    # Issuers come from the title; where it names none, from the signature, else from the one spoken for.
    yield from values
    if any(value.property == "eli:passed_by" for value in values):
        return
    for source in ("gz:signedBy", "gz:speaksFor"):
        found = [value.value for value in values if value.property == source]
        if found:
            yield from (Value("eli:passed_by", name) for name in found)
            return
