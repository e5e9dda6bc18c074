"""Lines to blocks: a block is one labelled or plain paragraph, joined over line and page breaks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lod import lazy
from lod.parser import patterns as p
from lod.parser.lines import Joined, Line, join_lines

CLAUSE_MARK = lazy.regex(r"[，,。；;：:]")
PAUSE = lazy.regex(r"[，,。；;]")
LONGEST_HEADING = 40
LONGEST_BARE_HEADING = 25
# …（责任单位：县教育局）: what such a bracket closes is finished, though it ends in no mark
CLOSED_FIELDS = lazy.regex(r"[（(][^（）()]{2,8}[:：][^（）()]{2,400}[）)]$")
LONGEST_FIELDS = 411
# （本表可复印使用）: a remark on a line of its own, which nothing goes on from
REMARK = lazy.regex(r"[（(【][^（）()【】]{4,200}[）)】]")
# More closing marks than these in a row are a scanning accident; a bound keeps the test for an end constant.
MOST_CLOSERS = 20
STARTS = (
    ("chapter", 0, p.CHAPTER),
    ("section", 0, p.SECTION),
    ("article", 0, p.ARTICLE),
    ("level", 1, p.LEVEL_1),
    ("level", 2, p.LEVEL_2),
    ("level", 3, p.LEVEL_3),
    ("level", 4, p.LEVEL_4),
    ("decimal", 0, p.DECIMAL),
    ("group", 0, p.GROUP),
    ("field", 0, p.FIELD),
    ("attachment", 0, p.ATTACHMENT),
    ("website", 0, p.WEBSITE_NOTE),
    ("series", 0, p.SERIES),
)


@dataclass(frozen=True, slots=True)
class Start:
    """How a line begins: kind (``row`` for a row of a table), level of 一、（一）1.（1）, ordinal, label.

    `words_at` is the 0-based index where its words begin.
    """

    kind: str
    level: int
    ordinal: int | None
    label: str
    words_at: int


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph with the label it begins with; `start.words_at` counts in the joined text."""

    start: Start
    joined: Joined

    @property
    def words(self) -> Joined:
        """The block without its label."""
        return self.joined.part(self.start.words_at, len(self.joined.chars))

    @property
    def finished(self) -> bool:
        """Whether the block ends a sentence."""
        return finished(self.joined.chars)


PLAIN = Start("plain", 0, None, "", 0)
# Cells are parted by tabs; the number in a cell is no heading of the text.
ROW = Start("row", 0, None, "", 0)


def start_of(chars: str) -> Start:
    """How a line begins (GB/T 9704-2012 7.3.3: 一、（一）1.（1）); kind ``plain`` where no label is known.

    >>> start_of("（一）强化组织领导")
    Start(kind='level', level=2, ordinal=1, label='（一）', words_at=3)
    """
    for kind, level, pattern in STARTS:
        match = pattern.match(chars)
        if match and level and "\t" in chars[match.end() :].strip():
            return ROW
        if match:
            printed = match.groupdict().get("n")
            ordinal = p.numeral(printed) if printed else None
            return Start(kind, level, ordinal, match[0].replace("**", "").strip(), match.end())
    return PLAIN


def finished(chars: str) -> bool:
    """Whether a line ends a sentence: a terminal mark, closing marks after it aside.

    >>> finished("（此件公开发布。）"), finished("县人民医院"), finished("五年提升”")
    (True, False, False)
    """
    return bool(chars) and chars[-MOST_CLOSERS:].rstrip(p.CLOSERS)[-1:] in p.TERMINAL


def blocks(lines: Sequence[Line], articles: bool) -> list[Block]:
    """The blocks of a body, in reading order; every line is in one of them.

    `articles` says that the text is set out in 条, so that （一） opens an item and not a heading.

    >>> from lod.model import Source, Text
    >>> from lod.parser.lines import lines as lines_of
    >>> text = Text(Source("-", "text/plain", b""), "一、加强领导\\n各镇要落实，各单\\n位要配合。")
    >>> [(block.start.kind, block.joined.chars) for block in blocks(list(lines_of(text)), False)]
    [('level', '一、加强领导'), ('plain', '各镇要落实，各单位要配合。')]
    """
    return _Joiner(articles).run(lines)


class _Joiner:
    def __init__(self, articles: bool) -> None:
        self.articles = articles
        self.done: list[Block] = []
        self.run_in: dict[int, bool] = {}  # level -> the last block of that level ran into its paragraph
        self.article = 0

    def run(self, lines: Sequence[Line]) -> list[Block]:
        current: list[Line] = []
        start, chars = PLAIN, ""
        for line in lines:
            following = start_of(line.chars)
            if following == PLAIN and "\t" in line.chars:
                following = ROW
            if current and self._continues(start, chars, following):
                current.append(line)
                chars += line.chars
                continue
            self._close(start, current)
            current, start, chars = [line], following, line.chars
        self._close(start, current)
        return self.done

    def _close(self, start: Start, current: list[Line]) -> None:
        if not current:
            return
        joined = join_lines(current)
        block = Block(start if joined.chars[start.words_at :] or not start.level else PLAIN, joined)
        start = block.start
        if start.kind == "level":
            self.run_in = {level: ran for level, ran in self.run_in.items() if level < start.level}
            self.run_in[start.level] = block.finished
        if start.kind == "article":
            self.article = start.ordinal or self.article
        self.done.append(block)

    def _continues(self, here: Start, chars: str, following: Start) -> bool:
        if finished(chars) or _closes_fields(chars) or _is_remark(here, chars):
            return False
        if following.kind == "article":
            # 第三十八条 at the head of a line may be a reference inside a broken sentence.
            return not self._next_article(here, following)
        if following.kind == "series":
            return here.kind == "plain" and not self._bare_heading(chars)
        if following.kind != "plain":
            return False
        if here.kind == "level" and len(chars) <= here.words_at:
            return True  # a number alone in its line
        if here.kind == "level" and not self.articles:
            return not self._is_heading(here, chars)
        if here.kind in ("plain", "decimal"):
            return not self._bare_heading(chars)
        return here.kind not in ("chapter", "section", "website", "row")

    def _next_article(self, here: Start, following: Start) -> bool:
        last = here.ordinal if here.kind == "article" else self.article
        return here.kind in ("chapter", "section") or following.ordinal == (last or 0) + 1

    def _is_heading(self, start: Start, chars: str) -> bool:
        # A heading that runs into its paragraph has its 。 inside the line, and what follows goes on.
        if len(chars) > LONGEST_HEADING or chars[-1] in "，,、；;" or "。" in chars:
            return False
        sibling_ran_in = self.run_in.get(start.level) if (start.ordinal or 1) > 1 else None
        if sibling_ran_in:
            return False
        if not CLAUSE_MARK.search(chars):
            return True
        return start.level < 3 or sibling_ran_in is False

    def _bare_heading(self, chars: str) -> bool:
        return len(chars) <= LONGEST_BARE_HEADING and chars[-1] != "、" and not PAUSE.search(chars)


def _closes_fields(chars: str) -> bool:
    match = CLOSED_FIELDS.search(chars[-LONGEST_FIELDS:])
    return bool(match and p.GROUP.match(match[0]))


def _is_remark(start: Start, chars: str) -> bool:
    return start.kind == "plain" and bool(REMARK.fullmatch(chars) or p.INTERNAL.fullmatch(chars))
