"""What holds for any text at all: nothing raises, spans slice, positions agree, the same text gives the same graph."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lod import graph, linker, parser, registry, vocab
from lod.model import Document, Source, Span, Text
from lod.parser.lines import join, lines

REGISTRY = registry.load()
PIECES = (
    "绛县人民政府公报", "2023年第1期（总第4期）", "目 录", "绛县人民政府关于印发方案的通知", "绛政发〔2023〕1号",
    "绛政办发[2023]第02号 (3)", "各乡（镇）人民政府，县直各有关单位：", "各位代表：",
    "《绛县方案》已经县政府同意，现印发给你们。", "附件：1. 甲", "2. 乙与", "附件1", "绛县人民政府",
    "2023年3月6日", "2023年13月45日", "（此件公开发布）", "第一章 总则", "第一节 甲", "第一条 为了",
    "第九十九条 乙", "一、李翔县长负责的工作", "（一）", "1. 增长7%左右，完成4.6亿元", "牵头领导：崔 滨",
    "牵头单位：县财政局、县财政局", "配合单位：国网络县供电公司。", "（牵头单位：县司法局，配合单位：县公安局）",
    "**一是**建设1所；", "《甲》、《乙（", "》）〕", "- （二）丙", "# 标题", "\U00020000𠮷", "\ufeff", "\x00",
    "\r", "\u2028", "　　", "", "a", "自2023年5月1日起施行", "政府工作报告", "二、2023年工作安排",
    "主要预期目标是：地区生产总值增长7%左右",
)  # fmt: skip
TEXTS = st.one_of(
    st.text(max_size=300),
    st.lists(st.sampled_from(PIECES), max_size=25).map("\n".join),
    st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=20)), max_size=25).map("\n\n".join),
)
thorough = settings(max_examples=250, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])


def linked(chars: str) -> Document:
    text = Text(Source("any.txt", "text/plain", b""), chars)
    [document] = linker.link([parser.parse(text)], REGISTRY)
    return document


@thorough
@given(TEXTS)
def test_parser_never_raises_and_spans_lie_in_the_text(chars: str) -> None:
    document = linked(chars)
    for part in document.root.walk():
        assert 0 <= part.span.start <= part.span.end <= len(chars)


@thorough
@given(TEXTS)
def test_graph_has_one_place_for_each_node_and_no_blank_nodes(chars: str) -> None:
    quads = graph.build(linked(chars))
    begins: dict[str, set[str]] = {}
    for quad in quads:
        assert "_:" not in str(quad.subject)[:2]
        if quad.predicate.value == vocab.expand("nif:beginIndex"):
            begins.setdefault(str(quad.subject), set()).add(str(quad.object))
    assert all(len(found) == 1 for found in begins.values())
    assert len(set(quads)) == len(quads)


@thorough
@given(TEXTS)
def test_the_same_text_gives_the_same_quads(chars: str) -> None:
    assert graph.build(linked(chars)) == graph.build(linked(chars))


@thorough
@given(TEXTS)
def test_joined_text_leads_back_to_its_characters(chars: str) -> None:
    text = Text(Source("any.txt", "text/plain", b""), chars)
    joined = join(text, Span(0, len(chars)))
    assert len(joined.chars) == len(joined.offsets)
    assert list(joined.offsets) == sorted(joined.offsets)
    for char, offset in zip(joined.chars, joined.offsets, strict=True):
        # A space that joins two Latin words stands for the line break before the second.
        assert chars[offset] == char or (char == " " and chars[offset].isspace())


@thorough
@given(TEXTS)
def test_lines_are_the_lines_of_the_text(chars: str) -> None:
    text = Text(Source("any.txt", "text/plain", b""), chars)
    for line in lines(text):
        assert text.slice(line.span) == line.chars
        number, column = text.position(line.span.start)
        assert chars.split("\n")[number - 1][column - 1 :].startswith(line.chars)
