"""Word documents: the text that they print, where each stretch of it stands, and what is refused."""

from __future__ import annotations

import io
import struct
import zipfile

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lod import parser, readers
from lod.model import ReadError, Source, Text
from tests.word_files import DOCX, draft, levels, numbered, package, paragraph, parts, run, table

LIST = (
    '<w:abstractNum w:abstractNumId="7">'
    + levels(("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3."), ("decimal", "%1.%4"))
    + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="7"/>'
    '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
)
BOX = "<w:txbxContent>{}</w:txbxContent>"


def text_of(source: Source) -> Text:
    text = readers.read(source)
    assert "".join(text.slice(origin.span) for origin in text.origins) == text.chars
    return text


def chars_of(body: str, **others: str) -> str:
    return text_of(draft(body, **others)).chars


def test_a_draft_made_by_python_docx() -> None:
    document = docx.Document()
    for line in ("安山县人民政府关于放假的通知", "安政发〔2024〕1号", "各乡镇人民政府：", "　　今日放假。"):
        document.add_paragraph(line)
    document.sections[0].header.paragraphs[0].text = "页眉"
    grid = document.add_table(2, 2)
    for cell, words in zip((cell for row in grid.rows for cell in row.cells), "甲乙丙丁", strict=True):
        cell.text = words
    document.add_paragraph("安山县人民政府")
    document.add_paragraph("2024年5月6日")
    written = io.BytesIO()
    document.save(written)
    text = text_of(Source("a.docx", DOCX, written.getvalue()))
    assert text.chars == (
        "安山县人民政府关于放假的通知\n安政发〔2024〕1号\n各乡镇人民政府：\n　　今日放假。\n"
        "甲\t乙\n丙\t丁\n安山县人民政府\n2024年5月6日\n"
    )
    kinds = [part.kind for part in parser.parse(text).root.parts]
    assert kinds[:3] + kinds[-2:] == ["Title", "DocumentNumber", "AddresseeLine", "Signature", "SigningDate"]


def test_places_name_paragraph_run_and_cell() -> None:
    text = text_of(draft(paragraph("安政发[20", "23]1号") + table(("序号", "名称"), ("1", paragraph("沙", "河")))))
    at = {text.slice(origin.span): origin for origin in text.origins}
    assert at["23]1号"].locator == "paragraph 1, run 2"
    assert at["河"].locator == "table 1, row 2, cell 2, paragraph 5, run 2"
    assert at["河"].writable
    assert not at["\t"].writable


def test_automatic_numbers_are_read_and_cannot_be_edited() -> None:
    lines = [
        ("总体要求", 0),
        ("指导思想", 1),
        ("基本原则", 1),
        ("坚持统筹", 2),
        ("重点任务", 0),
        ("抓好落实", 1),
        ("附则", 3),
    ]
    body = "".join(paragraph(words, properties=numbered(1, level)) for words, level in lines)
    text = text_of(draft(body, numbering=LIST))
    assert text.chars.split("\n")[:-1] == [
        "一、总体要求",
        "（一）指导思想",
        "（二）基本原则",
        "1.坚持统筹",
        "二、重点任务",
        "（一）抓好落实",
        "二.1附则",
    ]
    assert [text.slice(o.span) for o in text.origins if not o.writable][:2] == ["一、", "\n"]


def test_a_list_that_starts_anew_and_one_that_goes_on() -> None:
    body = "".join(paragraph("项", properties=numbered(number)) for number in (1, 1, 2, 2, 1, 0, 9))
    assert chars_of(body, numbering=LIST).split() == ["一、项", "二、项", "五、项", "六、项", "七、项", "项", "项"]


def test_numbers_of_a_style_and_of_the_style_it_is_based_on() -> None:
    styles = (
        f'<w:style w:type="paragraph" w:styleId="H1"><w:pPr>{numbered(1, 1)}</w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="H2"><w:basedOn w:val="H1"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="H3"><w:basedOn w:val="H3"/></w:style>'
    )
    body = "".join(paragraph("项", properties=f'<w:pStyle w:val="{style}"/>') for style in ("H1", "H2", "H3"))
    assert chars_of(body, numbering=LIST, styles=styles).split() == ["（一）项", "（二）项", "项"]


@pytest.mark.parametrize(
    ("form", "text", "suffix", "printed"),
    [
        ("chineseCounting", "第%1条", "space", "第十一条 项"),
        ("chineseCountingThousand", "第%1章", "tab", "第十一章 项"),
        ("decimal", "（%1）", "tab", "（11）项"),
        ("decimal", "%1.", "nothing", "11.项"),
        ("decimalEnclosedCircleChinese", "%1", "nothing", "⑪项"),
        ("decimalFullWidth", "%1．", "tab", "１１．项"),
        ("chineseLegalSimplified", "%1、", "tab", "壹拾壹、项"),
        ("upperRoman", "%1.", "space", "XI.项"),
        ("decimalEnclosedCircle", "%1", "tab", "⑪项"),
        ("decimal", "%1.%1", "tab", "11.11 项"),
        ("lowerLetter", "%1)", "nothing", "k)项"),
        ("bullet", "●", "tab", "项"),
        ("none", "%1", "tab", "项"),
    ],
)
def test_formats_of_numbers(form: str, text: str, suffix: str, printed: str) -> None:
    abstract = f'<w:abstractNum w:abstractNumId="0">{levels((form, text), start=11, suffix=suffix)}</w:abstractNum>'
    numbering = f'{abstract}<w:num w:numId="3"><w:abstractNumId w:val="0"/></w:num>'
    assert chars_of(paragraph("项", properties=numbered(3)), numbering=numbering) == printed + "\n"


def test_a_number_before_a_number_is_set_apart() -> None:
    body = paragraph("2024年计划", properties=numbered(1, 2)) + paragraph("甲", properties=numbered(1, 2))
    tabbed = LIST.replace("nothing", "tab")
    assert chars_of(body, numbering=tabbed) == "1. 2024年计划\n2.甲\n"


def test_tracked_changes_are_read_as_accepted() -> None:
    deleted = "<w:del><w:r><w:delText>告</w:delText></w:r></w:del>"
    moved = f"<w:moveFrom>{run('旧处')}</w:moveFrom><w:moveTo>{run('新处')}</w:moveTo>"
    mark = "<w:rPr><w:del/></w:rPr>"
    body = paragraph("通", deleted, f"<w:ins>{run('知')}</w:ins>", moved, properties=mark) + paragraph("如下")
    row = f"<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc>{paragraph('删')}</w:tc></w:tr></w:tbl>"
    assert chars_of(body + row) == "通知新处如下\n"


def test_breaks_tabs_hidden_words_and_symbols() -> None:
    special = (
        '<w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:br/><w:t>丙</w:t><w:noBreakHyphen/><w:sym w:char="F0FE"/></w:r>'
    )
    hidden = run("秘", "<w:vanish/>") + run("显", '<w:vanish w:val="0"/>')
    assert chars_of(paragraph(special, hidden)) == "甲\t乙\n丙-□显\n"


def test_fields_show_their_result() -> None:
    def field(instruction: str, result: str) -> str:
        code = f'<w:r><w:instrText xml:space="preserve">{instruction}</w:instrText></w:r>'
        ends = [f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")]
        return ends[0] + code + ends[1] + run(result) + ends[2]

    simple = f'<w:fldSimple w:instr=" PAGE ">{run("3")}</w:fldSimple>'
    link = f"<w:hyperlink>{run('网站')}</w:hyperlink>"
    body = paragraph(field(" DATE ", "2024年"), field(' HYPERLINK "x" ', "链接"), simple, link, "后")
    text = text_of(draft(body))
    assert text.chars == "2024年链接3网站后\n"
    assert [text.slice(o.span) for o in text.origins if o.writable] == ["链接", "网站", "后"]


def test_text_boxes_come_after_their_paragraph_and_once() -> None:
    box = BOX.format(paragraph("安山县人民政府文件"))
    drawing = f"<w:drawing><wps:txbx>{box}</wps:txbx></w:drawing>"
    picture = f"<w:pict><v:textbox>{box}</v:textbox></w:pict>"
    both = f"<w:r><mc:AlternateContent><mc:Choice>{drawing}</mc:Choice><mc:Fallback>{picture}</mc:Fallback>"
    assert chars_of(paragraph("前", f"{both}</mc:AlternateContent></w:r>", "后")) == "前后\n安山县人民政府文件\n"


def test_notes_and_headers_are_apart() -> None:
    reference = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    footnotes = f'<w:footnote w:id="2">{paragraph("脚注")}</w:footnote>'
    assert chars_of(paragraph("正文", reference), footnotes=footnotes, header1=paragraph("页眉")) == "正文\n"


def test_content_controls_and_nested_tables() -> None:
    control = f"<w:sdt><w:sdtContent>{paragraph('控件')}</w:sdtContent></w:sdt>"
    inner = table(("丙", "丁"))
    cell = paragraph("") + paragraph("甲") + paragraph("") + inner + paragraph("")
    assert chars_of(control + table((cell, "乙"))) == "控件\n甲\n丙\t丁\t乙\n"


def refused(content: bytes, suffix: str = ".docx") -> str:
    with pytest.raises(ReadError) as caught:
        readers.read(Source(f"draft{suffix}", readers.MEDIA_TYPES[suffix], content))
    assert str(caught.value).startswith(f"draft{suffix}: ")
    return str(caught.value)


def test_old_and_encrypted_files_are_told() -> None:
    ole = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)
    for suffix in (".docx", ".doc", ".wps"):
        assert "save it as .docx" in refused(ole, suffix)


def test_what_is_no_word_document() -> None:
    sheet = parts(paragraph("表"))
    sheet["[Content_Types].xml"] = str(sheet["[Content_Types].xml"]).replace("wordprocessingml", "spreadsheetml")
    assert "not a Word document" in refused(package(sheet))
    assert "not a Word document" in refused(package({"a.txt": "甲"}))
    assert "not a Word document" in refused("各科室：".encode())
    strict = parts(paragraph("甲"))
    old, new = "schemas.openxmlformats.org/wordprocessingml/2006/main", "purl.oclc.org/ooxml/wordprocessingml/main"
    strict["word/document.xml"] = str(strict["word/document.xml"]).replace(old, new)
    assert "ordinary .docx" in refused(package(strict))
    assert "no text" in refused(draft(paragraph("")).content)


def test_document_types_are_refused() -> None:
    bomb = '<!DOCTYPE w:document [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    for name in ("word/document.xml", "[Content_Types].xml", "_rels/.rels"):
        hostile = parts(paragraph("甲"))
        hostile[name] = bomb + str(hostile[name])
        assert "document type" in refused(package(hostile))
        hostile[name] = ('<?xml version="1.0" encoding="UTF-16"?>' + str(hostile[name])).encode("utf-16")
        assert "document type" in refused(package(hostile))


@pytest.mark.parametrize("name", ["../evil.xml", "/etc/passwd", "word/../../evil", "..\\evil", "C:\\evil.xml"])
def test_names_outside_the_package_are_refused(name: str) -> None:
    assert "outside itself" in refused(package(parts(paragraph("甲")) | {name: "x"}))


def test_bombs_are_refused() -> None:
    small = parts(paragraph("甲"))
    assert "unpacks to" in refused(package(small | {"word/media/a.bin": bytes(64 * 1024 * 1024)}))
    assert "parts" in refused(package(small | {f"word/{number}.bin": "" for number in range(5000)}))
    lying = bytearray(package(small | {"word/big.bin": bytes(1000)}))
    at = lying.rfind(b"PK\x01\x02")
    lying[at + 24 : at + 28] = struct.pack("<I", 0xFFFFFFF0)
    assert "unpacks to" in refused(bytes(lying))


def test_two_parts_of_one_name_and_encrypted_parts_are_refused() -> None:
    written = io.BytesIO(package(parts(paragraph("甲"))))
    with zipfile.ZipFile(written, "a") as file, pytest.warns(UserWarning, match="Duplicate name"):
        file.writestr("word/document.xml", "x")
    assert "two parts of one name" in refused(written.getvalue())
    locked = bytearray(package(parts(paragraph("甲"))))
    at = locked.find(b"PK\x01\x02")
    locked[at + 8] |= 1
    assert "encrypted" in refused(bytes(locked))


def test_deep_nesting_is_refused_or_read() -> None:
    deep = "<w:ins>" * 230 + run("甲") + "</w:ins>" * 230
    assert chars_of(paragraph(deep)) == "甲\n"
    assert "damaged" in refused(draft(paragraph("<w:ins>" * 2000 + run("甲") + "</w:ins>" * 2000)).content)
    tables = "<w:tbl><w:tr><w:tc>" * 70 + paragraph("甲") + "</w:tc></w:tr></w:tbl>" * 70
    assert chars_of(tables).strip() == "甲"


@settings(max_examples=150, derandomize=True, deadline=None)
@given(st.binary(max_size=300), st.sampled_from(["word/document.xml", "word/numbering.xml", "_rels/.rels", "x"]))
def test_random_bytes_in_a_zip(content: bytes, name: str) -> None:
    broken = parts(paragraph("甲", properties=numbered(1)), numbering=LIST) | {name: content}
    _read_or_refuse(package(broken))


@settings(max_examples=150, derandomize=True, deadline=None)
@given(st.data())
def test_broken_zips(data: st.DataObject) -> None:
    content = bytearray(package(parts(paragraph("甲", properties=numbered(1)), numbering=LIST)))
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    _read_or_refuse(bytes(content[: data.draw(st.integers(0, len(content)))]))
    _read_or_refuse(bytes(content))


TAGS = st.sampled_from(
    "p r t tab br tbl tr tc ins del sdt sdtContent fldChar hyperlink txbxContent drawing pPr".split()
)
TREES = st.recursive(
    st.text("甲乙 通知\n", max_size=3),
    lambda inner: st.tuples(TAGS, st.lists(inner, max_size=3)).map(
        lambda node: f"<w:{node[0]} w:fldCharType='begin'>{''.join(node[1])}</w:{node[0]}>"
    ),
    max_leaves=12,
)


@settings(max_examples=200, derandomize=True, deadline=None)
@given(TREES)
def test_elements_in_any_order(body: str) -> None:
    _read_or_refuse(draft(body).content)


def _read_or_refuse(content: bytes) -> None:
    try:
        text = text_of(Source("draft.docx", DOCX, content))
    except ReadError:
        return
    assert text.chars.strip()
