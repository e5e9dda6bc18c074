"""Every core type of the package, frozen, and its one base exception.

Values flow one way: ``Source -> Text -> Document -> quads -> Finding -> Diagnostic``.
All offsets are Unicode code points, zero-based and half-open; lines and columns are 1-based.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property


class LodError(Exception):
    """The one base of every error a user can meet; its text is a complete sentence.

    >>> raise LodError("nothing to read")
    Traceback (most recent call last):
    lod.model.LodError: nothing to read
    """


class ReadError(LodError):
    """A source that cannot be turned into text (missing, binary, wrong encoding)."""


class ConfigError(LodError):
    """A setting, option or registry file that cannot be used."""


class RuleError(LodError):
    """A rule file that is malformed or that an engine refuses."""


class QueryError(LodError):
    """A SPARQL query that cannot be parsed or run."""


class HarvestError(LodError):
    """A catalogue that cannot be asked."""


class ReleaseError(LodError):
    """A release that is missing, damaged or cannot be written."""


class StoreError(LodError):
    """A store on another server that does not answer as it should; ``status`` is what a gateway says of that."""

    def __init__(self, message: str, status: int = 502) -> None:
        super().__init__(message)
        self.status = status


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a text: code points, zero-based, half-open.

    >>> Span(2, 5).length
    3
    """

    start: int
    end: int

    @property
    def length(self) -> int:
        """How many code points it has."""
        return self.end - self.start

    def contains(self, other: Span) -> bool:
        """Whether another span lies in this one, ends included."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Source:
    """Bytes as they came, with the name they came under (`-` for standard input)."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a stretch of text stood in its file: a page, a docx run, a PDF box.

    `writable` says whether the stretch can be edited there; what a program made itself, as an automatic number, cannot.
    """

    span: Span
    locator: str
    writable: bool = True


@dataclass(frozen=True)
class Text:
    """The decoded characters of a source (no byte-order mark, line ends as LF) and their origins.

    >>> Text(Source("a.txt", "text/plain", b""), "甲\\n乙丙").position(3)
    (2, 2)
    """

    source: Source
    chars: str
    origins: tuple[Origin, ...] = ()

    @cached_property
    def line_starts(self) -> tuple[int, ...]:
        """Offset of the first character of each line; only LF ends a line."""
        starts = [0]
        starts.extend(i + 1 for i, char in enumerate(self.chars) if char == "\n")
        return tuple(starts)

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column (both 1-based, columns in code points) of an offset."""
        line = bisect_right(self.line_starts, offset)
        return line, offset - self.line_starts[line - 1] + 1

    def slice(self, span: Span) -> str:
        """What was printed at a span, line breaks and all.

        >>> Text(Source("a.txt", "text/plain", b""), "甲乙丙").slice(Span(1, 2))
        '乙'
        """
        return self.chars[span.start : span.end]

    def locator(self, span: Span) -> str:
        """Where the first character of a span stood in its file; empty where the format has no places of its own."""
        return next((origin.locator for origin in self.origins_at(Span(span.start, span.start + 1))), "")

    def origins_at(self, span: Span) -> tuple[Origin, ...]:
        """The origins that a span touches, in order; those of one character where the span is empty.

        >>> origins = (Origin(Span(0, 2), "run 1"), Origin(Span(2, 3), "run 2"))
        >>> [origin.locator for origin in Text(Source("a", "", b""), "甲乙丙", origins).origins_at(Span(1, 3))]
        ['run 1', 'run 2']
        """
        first = bisect_right(self.origins, span.start, key=lambda origin: origin.span.end)
        last = bisect_left(self.origins, max(span.end, span.start + 1), key=lambda origin: origin.span.start)
        return self.origins[first:last]


@dataclass(frozen=True, slots=True)
class Term:
    """A term of a vocabulary as a CURIE, such as ``gz:proactive``."""

    curie: str


@dataclass(frozen=True, slots=True)
class Name:
    """A unit or an official as printed; linking gives it an entity (an address below the base)."""

    kind: str
    printed: str
    span: Span
    entity: str | None = None


@dataclass(frozen=True, slots=True)
class Ref:
    """Points at another node by its address below the base IRI."""

    address: str


Scalar = str | int | Decimal | date | Term | Name | Ref


@dataclass(frozen=True, slots=True)
class Value:
    """One statement about a part: a property (CURIE), its value, and the tag of a language."""

    property: str
    value: Scalar
    lang: str | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A node read from a text: kind (local name of a ``gz:`` class), span, statements and parts.

    ``key`` is the last segment of its address. The parser's trees are a dozen levels deep at most, so that walking
    them may recurse.

    >>> part = Part("Item", "item_1", Span(0, 2), (Value("gz:ordinal", 1), Value("gz:ordinal", 2)))
    >>> part.get("gz:ordinal"), part.all("gz:ordinal"), part.get("gz:label")
    (1, [1, 2], None)
    """

    kind: str
    key: str
    span: Span
    values: tuple[Value, ...] = ()
    parts: tuple[Part, ...] = ()

    def get(self, property: str) -> Scalar | None:
        """The first value of a property, or None."""
        return next((v.value for v in self.values if v.property == property), None)

    def all(self, property: str) -> list[Scalar]:
        """All values of a property, in order."""
        return [v.value for v in self.values if v.property == property]

    def walk(self) -> Iterator[Part]:
        """This part and all below it, in reading order."""
        yield self
        for part in self.parts:
            yield from part.walk()


@dataclass(frozen=True, slots=True)
class NameForm:
    """A form in which an entity's name is printed, and why it is taken for that entity."""

    form: str
    kind: str
    reason_zh: str
    reason_en: str


@dataclass(frozen=True, slots=True)
class Entity:
    """A unit or an official. ``address`` is below the base IRI, ``kind`` is ``Unit`` or ``Official``."""

    address: str
    kind: str
    label: str
    unit_kind: str | None = None
    parent: str | None = None
    forms: tuple[NameForm, ...] = ()
    known: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """What the parser made of a text: one tree. ``root.kind`` is ``Issue`` or ``Document``."""

    text: Text
    root: Part
    address: str = ""
    entities: tuple[Entity, ...] = ()


@dataclass(frozen=True, slots=True)
class Example:
    """An example of a rule: a text that breaks it, one that does not, and the mended text.

    ``marked`` are the stretches of the bad text that the findings mark; ``binary`` says that it is written in Base64;
    ``near_miss`` says that the good text is one that a coarser rule would find.
    """

    bad: str | None
    good: str | None
    fixed: str | None
    marked: tuple[str, ...] = ()
    binary: bool = False
    near_miss: bool = False


@dataclass(frozen=True, slots=True)
class FixTemplate:
    """How a rule mends what it found: ``replace`` may use ``$1`` … of the pattern, and ``{?name}`` of the finding.

    Without a ``pattern`` the one that located the finding is used.
    """

    safety: str
    replace: str
    pattern: str | None = None


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where an element should stand that is missing: at (or after) the first or last part of one of these classes."""

    classes: tuple[str, ...] = ()
    last: bool = False
    after: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule as its Turtle file states it. Texts are by language tag (``zh``, ``en``).

    ``confirm`` says that a finding stands only where ``locate`` matches, ``fold`` that all findings of a page (of a
    document, where no pages are marked) are told as one; ``words`` gives the right word for each wrong one. A rule of
    ``corpus`` scope compares documents; one that compares ``issues`` is of that scope too.
    """

    code: str
    iri: str
    family: str
    title: Mapping[str, str]
    why: Mapping[str, str]
    clause: str
    strength: str
    severity: str
    since: str
    preview: bool
    locate: str | None
    fix: FixTemplate | None
    examples: tuple[Example, ...]
    path: str
    messages: tuple[Mapping[str, str], ...] = ()
    anchor: Anchor = Anchor()
    corpus: bool = False
    issues: bool = False
    raised_by: str | None = None
    priority: str = ""
    confirm: bool = False
    fold: bool = False
    words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Finding:
    """One SHACL result: the rule that owns it, focus, path, component, value, severity, messages.

    Focus and value are terms in N-Triples syntax; ``bindings`` are the further variables of a SPARQL rule.
    """

    rule: str
    focus: str
    path: str | None
    component: str
    value: str | None
    severity: str
    messages: tuple[str, ...]
    bindings: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace a span of the text by other characters."""

    span: Span
    replacement: str


@dataclass(frozen=True, slots=True)
class Fix:
    """Edits that together mend one finding; ``safety`` is ``safe`` or ``unsafe``."""

    edits: tuple[Edit, ...]
    safety: str


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """A finding at its place, as an editor reads it; ``also`` are the further places that were folded into it."""

    rule: Rule
    text: Text
    span: Span
    message: Mapping[str, str]
    severity: str
    fix: Fix | None = None
    extra: Mapping[str, str] = field(default_factory=dict)
    also: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class About:
    """What is known of a document as a whole: where it stands in its text, its type (文种), number and authority.

    ``authorities`` are the 机关代字 of its number and the bodies that issue it, as printed and under their own names.
    """

    span: Span
    type: str | None = None
    number: str | None = None
    authorities: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Late:
    """A text that took too long to be judged, and the code of the rule that was at it, where that is known."""

    text: Text
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Judgement:
    """The diagnostics of texts that were judged together, and for each text what is known of its documents.

    ``late`` are the texts that were not judged to the end.
    """

    diagnostics: list[Diagnostic]
    about: list[tuple[About, ...]]
    late: list[Late] = field(default_factory=list)
