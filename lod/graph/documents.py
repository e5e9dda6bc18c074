"""A linked document to quads: every part a node with its place."""

from __future__ import annotations

from datetime import date
from functools import cache

import pyoxigraph as ox

from lod import terms, vocab
from lod.addresses import CONTAINERS, WORKS, addresses
from lod.graph import series
from lod.graph.values import COUNT, literal, node, statements
from lod.model import Document, Name, Part, Ref, Scalar, Span, Term
from lod.parser.citations import normal_number
from lod.parser.lines import join
from lod.registry import area_of

# What the parser notes for later stages and the graph says otherwise.
INTERNAL = {
    "gz:address",
    "gz:typeName",
    "gz:postTitle",
    "gz:postSlug",
    "gz:lists",
    "gz:names",
}
# What refers, lists or cites says in whose text it does so: an attachment's own, else the document's.
POINTING = frozenset(("Citation", "AttachmentReference", "ArticleReference", "SelfReference", "AttachmentEntry"))
ROLES = {
    "gz:leadOfficial": "leadOfficial",
    "gz:sectionOfficial": "sectionOfficial",
    "gz:addressee": "addressee",
    "gz:signedBy": "signature",
    "gz:copiedTo": "copied",
    "eli:passed_by": "issuer",
    "dct:publisher": "publisher",
    "gz:approvingUnit": "approval",
    "gz:names": "text",
}
BLOCK = vocab.expand("gz:Block")


@cache
def _blocks() -> frozenset[str]:
    # The kinds of parts that the ontology puts under gz:Block.
    own = vocab.expand("gz:")
    supers = terms.load().supers
    return frozenset(term.removeprefix(own) for term, above in supers.items() if BLOCK in above)


def build(document: Document, base: str = vocab.BASE) -> list[ox.Quad]:
    """All quads of a linked document below `base`, without duplicates, in no particular order.

    One named graph for each ``Document``, one for an issue; what it says of entities goes to the registry graph.

    >>> from lod.model import Source, Text
    >>> root = Part("Document", "document", Span(0, 2))
    >>> quads = build(Document(Text(Source("-", "text/plain", b""), "通知"), root, "a/1"), "https://example.org/")
    >>> sorted({quad.subject.value for quad in quads})
    ['https://example.org/a/1', 'https://example.org/a/1/text']
    """
    return list(dict.fromkeys(_Builder(document, base).quads()))


class _Builder:
    def __init__(self, document: Document, base: str) -> None:
        self.document = document
        self.text = document.text
        self.base = base
        self.at = addresses(document)
        self.nodes = {part: node(base + address) for part, address in self.at.items()}  # by id of a part
        self.before = series.previous(document.root)
        self.kinds = {self.at[id(part)]: part.kind for part in document.root.walk()}
        self.graphs: dict[int, ox.NamedNode] = {}  # by id of a part: the graph that describes it
        self.text_address = vocab.text_address(document.address)
        self.context = node(base + self.text_address)
        self.mentioned: dict[Span, tuple[Part, str, Name]] = {}
        self.found: list[ox.Quad] = []
        self.graph = node(f"{base}{document.address}/graph")
        # What several texts may say alike stands in a graph of its own: a query over all graphs would count it twice.
        self.registry = node(base + vocab.graph_address("registry"))
        self.ontology = node(base + vocab.graph_address("ontology"))

    def quads(self) -> list[ox.Quad]:
        self._text()
        self._visit(self.document.root, None, [])
        for span, (part, role, name) in self.mentioned.items():
            self._mention(span, part, role, name)
        return self.found

    def _say(
        self, subject: ox.NamedNode, curie: str, value: ox.NamedNode | ox.Literal, graph: ox.NamedNode | None = None
    ) -> None:
        self.found.extend(statements(subject, vocab.expand(curie), value, graph or self.graph))

    def _iri(self, part: Part) -> ox.NamedNode:
        return self.nodes[id(part)]

    def _text(self) -> None:
        self._say(self.context, "rdf:type", node(vocab.expand("nif:Context")))
        self._say(self.context, "nif:isString", literal(self.text.chars))
        self._say(self.context, "nif:beginIndex", ox.Literal("0", datatype=node(COUNT)))
        self._say(self.context, "nif:endIndex", ox.Literal(str(len(self.text.chars)), datatype=node(COUNT)))

    def _visit(self, part: Part, parent: Part | None, above: list[Part]) -> None:
        outer = self.graph
        if part.kind in WORKS:
            self.graph = node(f"{self.base}{self.at[id(part)]}/graph")
        self.graphs[id(part)] = self.graph
        subject = self._iri(part)
        self._say(subject, "rdf:type", node(vocab.expand(f"gz:{part.kind}")))
        self._place(subject, part.span)
        if parent is not None:
            self._belongs(subject, part, parent)
        listed = str(part.get("gz:role") or "")
        for value in part.values:
            if isinstance(value.value, Name):
                self._note_mention(part, value.property, value.value, listed)
            if value.property not in INTERNAL:
                self._say(subject, value.property, self._object(value.value, value.lang))
        self._block(subject, part)
        if id(part) in self.before:
            self._say(subject, "gz:follows", self._iri(self.before[id(part)]))
        self._special(subject, part, above)
        for child in part.parts:
            self._visit(child, part, [*above, part])
        self.graph = outer

    def _block(self, subject: ox.NamedNode, part: Part) -> None:
        # What is printed in one piece says so, and carries its words: rules about words look at nothing else.
        undivided = part.kind == "Item" and not any(child.kind in ("Paragraph", "Item") for child in part.parts)
        if undivided:
            self._say(subject, "rdf:type", node(BLOCK))
        if (undivided or part.kind in _blocks()) and not part.get("nif:anchorOf"):
            self._say(subject, "nif:anchorOf", literal(join(self.text, part.span).chars))

    def _place(self, subject: ox.NamedNode, span: Span) -> None:
        self._say(subject, "nif:beginIndex", ox.Literal(str(span.start), datatype=node(COUNT)))
        self._say(subject, "nif:endIndex", ox.Literal(str(span.end), datatype=node(COUNT)))
        self._say(subject, "nif:referenceContext", self.context)
        self._say(subject, "gz:line", literal(self.text.position(span.start)[0]))
        self._say(subject, "gz:endLine", literal(self.text.position(max(span.end - 1, span.start))[0]))

    def _belongs(self, subject: ox.NamedNode, part: Part, parent: Part) -> None:
        above = self._iri(parent)
        if part.kind in WORKS:
            self._say(subject, "dct:isPartOf", above)
            self._say(above, "dct:hasPart", subject, node(f"{self.base}{self.document.address}/graph"))
        elif part.kind == "ContentsEntry":
            self._say(above, "gz:contentsEntry", subject)
        else:
            self._say(subject, "eli:is_part_of", above)
            self._say(above, "eli:has_part", subject)

    def _object(self, value: Scalar, lang: str | None) -> ox.NamedNode | ox.Literal:
        if isinstance(value, Term):
            return node(vocab.expand(value.curie))
        if isinstance(value, Name):
            return node(f"{self.base}{value.entity}")
        if isinstance(value, Ref):
            return node(self.base + value.address)
        return literal(value, lang)

    def _note_mention(self, part: Part, property: str, name: Name, listed: str) -> None:
        role = ROLES.get(property) or listed
        held = self.mentioned.get(name.span)
        heads = held is not None and held[1] == ROLES["gz:sectionOfficial"]
        if held is None or (not held[1] and role) or (property == "gz:lists" and not heads):
            self.mentioned[name.span] = (part, role or (held[1] if held else ""), name)

    def _mention(self, span: Span, part: Part, role: str, name: Name) -> None:
        subject = node(self.base + vocab.fragment_address(self.text_address, span.start, span.end))
        self.graph = self.graphs[id(part)]
        self._say(subject, "rdf:type", node(vocab.expand("gz:Mention")))
        self._place(subject, span)
        self._say(subject, "gz:mentions", node(f"{self.base}{name.entity}"))
        self._say(subject, "nif:anchorOf", literal(join(self.text, span).chars))
        self._say(subject, "gz:mentionedIn", self._iri(part))
        self._say(subject, "gz:role", literal(role or "text"))

    def _special(self, subject: ox.NamedNode, part: Part, above: list[Part]) -> None:
        if part.kind in POINTING:
            whole = next((node for node in reversed(above) if node.kind in CONTAINERS), None)
            if whole is not None:
                self._say(subject, "gz:inTextOf", self._iri(whole))
        if part.kind in WORKS:
            self._document(subject, part, above)
        elif part.kind == "Task":
            self._task(subject, part, above)
        elif part.kind == "Heading":
            self._post(part)
        elif part.kind == "Citation":
            self._citation(subject, part, above)
        elif part.kind in ("Target", "HeadlineTarget", "Result"):
            self._say(subject, "gz:statedIn", self._iri(above[-1]))

    def _document(self, subject: ox.NamedNode, part: Part, above: list[Part]) -> None:
        kind = terms.load().document_types.get(str(part.get("gz:typeName")))
        if kind:
            self._say(subject, "eli:type_document", node(kind))
            self._say(node(kind), "skos:prefLabel", literal(terms.load().type_labels[kind], "zh"), self.ontology)
        issued = above[-1].get("dct:issued") if above else None
        if isinstance(issued, date):
            self._say(subject, "eli:date_publication", literal(issued))
        for child in part.walk():
            if child.kind == "Attachment":
                self._say(subject, "eli:has_annex", self._iri(child))
        for child in part.parts:
            if child.kind == "Title":
                self._say(subject, "gz:titleSource", self._iri(child))

    def _task(self, subject: ox.NamedNode, part: Part, above: list[Part]) -> None:
        section = next((node for node in reversed(above) if node.get("gz:sectionOfficial")), None)
        if section is None:
            return
        official = section.get("gz:sectionOfficial")
        assert isinstance(official, Name)
        self._say(subject, "gz:sectionOfficial", node(f"{self.base}{official.entity}"))

    def _post(self, part: Part) -> None:
        # An official's post and portfolio, as the heading of a section and its first lines say them.
        official, title, slug = part.get("gz:sectionOfficial"), part.get("gz:postTitle"), part.get("gz:postSlug")
        if not isinstance(official, Name) or not official.entity or not isinstance(title, str):
            return
        person = node(self.base + official.entity)
        post = node(f"{self.base}{area_of(official.entity)}/post/{slug}")
        self._say(post, "rdf:type", node(vocab.expand("org:Post")), self.registry)
        self._say(post, "skos:prefLabel", literal(title, "zh"), self.registry)
        self._say(person, "org:holds", post, self.registry)
        held = node(f"{self.base}{official.entity}/membership/{slug}")
        self._say(held, "rdf:type", node(vocab.expand("org:Membership")), self.registry)
        self._say(held, "org:member", person, self.registry)
        self._say(held, "org:role", post, self.registry)
        self._say(held, "prov:wasDerivedFrom", self._iri(part))
        for portfolio in part.all("gz:portfolio"):
            self._say(person, "gz:portfolio", literal(str(portfolio)), self.registry)

    def _citation(self, subject: ox.NamedNode, part: Part, above: list[Part]) -> None:
        cited = part.get("gz:cited")
        if not isinstance(cited, Ref):
            return
        target = node(self.base + cited.address)
        citing = above[-1]
        self._say(subject, "gz:citing", self._iri(citing))
        document = next((node for node in reversed(above) if node.kind in WORKS), citing)
        self._say(self._iri(document), "eli:cites", target)
        kind = self.kinds.get(cited.address, "")
        if kind != "Document":
            # An attachment of this very document is described in its graph; anything else is nobody's own.
            where = self.graph if kind else self.registry
            self._say(target, "rdf:type", node(vocab.expand("gz:CitedDocument")), where)
        if not kind:
            title, number = part.get("gz:citedTitle"), part.get("gz:citedNumber")
            if isinstance(title, str):
                self._say(target, "dct:title", literal(title, "zh"), self.registry)
            if isinstance(number, str):
                self._say(target, "eli:id_local", literal(normal_number(number)), self.registry)
