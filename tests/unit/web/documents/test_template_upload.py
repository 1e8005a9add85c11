"""What an uploaded template may hold and say, and what happens to one that says more."""

import io
import re
import time
import zipfile

import pytest
from docxtpl import DocxTemplate
from jinja2 import Environment
from jinja2.exceptions import SecurityError
from jinja2.sandbox import SandboxedEnvironment
from msgspec.structs import replace

from tests.expecting import existing
from web.documents.agenda_docx import TEMPLATE, check_template, render
from web.documents.agenda_words import words
from web.documents.archive import pack, unpack
from web.documents.specimen import SPECIMEN
from web.documents.template_language import PaperEnvironment, TemplateRefusedError

HOUSE = unpack(TEMPLATE.read_bytes())
OTHERWISE = "模板里只能使用 {{ 名称 }}、{% for %}、{% if %} 三种标签"
ESCAPE = "{{ ''.__class__.__mro__[1].__subclasses__()|length }}"


def saying(text, part="word/document.xml"):
    """The house template with one more paragraph at its beginning."""
    xml = HOUSE[part].decode()
    paragraph = f'<w:p><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'
    place = existing(re.search(r"<w:body>|<w:hdr [^>]*>|<w:ftr [^>]*>", xml)).end()
    return pack(HOUSE | {part: (xml[:place] + paragraph + xml[place:]).encode()})


def holding(name, content):
    return pack(HOUSE | {name: content})


def test_a_plain_jinja_environment_would_run_the_escape():
    counted = int(Environment(autoescape=True).from_string(ESCAPE).render())
    assert counted > 100


@pytest.mark.parametrize("part", ["word/document.xml", "word/header1.xml", "word/footer2.xml"])
def test_the_escape_runs_with_the_library_alone_and_never_here(part):
    data = saying(ESCAPE, part)
    bare = DocxTemplate(io.BytesIO(data))
    bare.render(words(SPECIMEN), autoescape=True)
    assert bare.docx is not None
    assert check_template(data) != []
    with pytest.raises(TemplateRefusedError):
        render(SPECIMEN, data)


def test_the_escape_is_refused_in_the_document_properties():
    core = HOUSE["docProps/core.xml"].replace("会议议程模板".encode(), ESCAPE.encode())
    data = holding("docProps/core.xml", core)
    assert check_template(data) != []
    with pytest.raises(TemplateRefusedError):
        render(SPECIMEN, data)


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ("{{ ''.__class__ }}", "议程里没有“某个算式.__class__”这个名称"),
        ("{{ 地点.__class__.__mro__ }}", "议程里没有“地点.__class__.__mro__”这个名称"),
        ("{{ 章节.append }}", "议程里没有“章节.append”这个名称"),
        ("{{ self.__init__.__globals__ }}", "议程里没有“self.__init__.__globals__”这个名称"),
        ("{{ range(9) }}", "模板里不能调用函数"),
        ("{{ cycler.__init__ }}", "议程里没有“cycler.__init__”这个名称"),
        ("{{ 地点|safe }}", "模板里不能使用竖线（过滤器）"),
        ("{{ 章节[0] }}", "模板里不能使用方括号取值"),
        ("{{ 'a' * 9999999 }}", OTHERWISE),
        ("{% include 'x' %}", OTHERWISE),
        ("{% set 甲 = 1 %}", OTHERWISE),
        ("{{ 地址 }}", "议程里没有“地址”这个名称"),
        ("{{ 章节 }}", "“章节”是清单，要用 {% for %} 逐项取出"),
        ("{% for 章 in 章节 %}{{ 章 }}{% endfor %}", "“章”是清单，要用 {% for %} 逐项取出"),
        ("{% for 章 in 章节 %}{{ 章.负责人 }}{% endfor %}", "议程里没有“章.负责人”这个名称"),
        ("{% for 章 in 章目 %}{% endfor %}", "议程里没有“章目”这个名称"),
        ("{% for 字 in 地点 %}{{ 字 }}{% endfor %}", "“地点”只有一个内容，不能逐项循环"),
        (
            "{% for 甲, 乙 in 章节 %}{% endfor %}",
            OTHERWISE,
        ),
        (
            "{% for 甲 in 章节 %}{% for 乙 in 章节 %}{{ 乙.标题 }}{% endfor %}{% endfor %}",
            "循环里面不能再从头循环“章节”",
        ),
    ],
)
def test_what_a_template_may_not_say(said, fault):
    data = saying(said)
    assert check_template(data) == [fault]
    with pytest.raises(TemplateRefusedError, match=re.escape(fault)):
        render(SPECIMEN, data)


@pytest.mark.parametrize(
    "said",
    [
        "{{ 地点 }}",
        "{% if 草稿 and not 议定事项 %}一{% elif 版本 == '甲' %}二{% else %}三{% endif %}",
        "{% for 章 in 章节 %}{% for 议 in 章.议题 %}{{ 议.标题 }}{% endfor %}{% endfor %}",
        "{# 写给同事看的话 #}",
    ],
)
def test_what_a_template_may_say(said):
    data = saying(said)
    assert check_template(data) == []
    assert render(SPECIMEN, data) == render(SPECIMEN, data)


def test_the_sandbox_stands_even_behind_the_language():
    environment = PaperEnvironment(words(SPECIMEN))
    assert not environment.globals
    assert not environment.filters
    bare = "{{ ''.__class__.__mro__[1].__subclasses__() }}"
    assert "Markup" in Environment(autoescape=True).from_string(bare).render()
    with pytest.raises(SecurityError):
        SandboxedEnvironment.from_string(environment, bare).render()


@pytest.mark.parametrize("said", ["{{ 地点", "{{ 地点 {{ 时间 }}", "{% if 草稿"])
def test_an_unfinished_tag_is_shown(said):
    assert any(said[:4] in fault for fault in check_template(saying(said)))


@pytest.mark.parametrize("said", ["{% if 草稿 %}", "{{ 地点. }}", "{% endfor %}"])
def test_a_broken_tag_is_placed(said):
    (fault,) = check_template(saying(said))
    assert fault.startswith("标签没有写完整或没有成对，在这段文字附近")


def test_a_tag_across_paragraphs_that_would_lose_text_is_refused():
    xml = HOUSE["word/document.xml"].decode()
    xml = xml.replace(">议定事项清单<", ">议定事项清单{% if 草稿 %}<").replace(
        ">牵头单位<", ">{% endif %}牵头单位<"
    )
    data = holding("word/document.xml", xml.encode())
    lost = DocxTemplate(io.BytesIO(data))
    lost.render(words(SPECIMEN), autoescape=True)
    assert len(lost.tables) == 1, "the ledger is lost, the items are there"
    (fault,) = check_template(data)
    assert fault.startswith("有的标签跨了段落或表格")


def test_a_template_has_to_print_what_proves_it():
    text = HOUSE["word/footer1.xml"].decode(), HOUSE["word/footer2.xml"].decode()
    document = HOUSE["word/document.xml"].decode()
    parts = {
        "word/footer1.xml": text[0].replace("{{ 核验码 }}", "").encode(),
        "word/footer2.xml": text[1].replace("{{ 核验码 }}", "").encode(),
        "word/document.xml": re.sub(r"\{% if 核验码 %\}.*?\{% endif %\}", "", document).encode(),
    }
    assert check_template(pack(HOUSE | parts)) == ["模板里缺少“核验码”，打印件将无法核对，请补上"]


def test_a_truth_value_is_printed_in_chinese():
    xml = unpack(render(SPECIMEN, saying("草稿：{{ 草稿 }}")))["word/document.xml"].decode()
    assert "草稿：否" in xml


def test_a_package_without_its_main_part_is_refused():
    types = HOUSE["[Content_Types].xml"].replace(b"document.main+xml", b"template.main+xml")
    (fault,) = check_template(pack(HOUSE | {"[Content_Types].xml": types}))
    assert fault.startswith("这份文档的内部结构有问题")


def test_an_edited_template_is_used():
    data = saying("请准时参加。{{ 地点 }}")
    xml = unpack(render(replace(SPECIMEN, place="二楼"), data))["word/document.xml"].decode()
    assert "请准时参加。二楼" in xml


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"%PDF-1.7",
        b"PK\x03\x04" + b"\x00" * 40,
        pack({"a.txt": b"x"}),
        pack(HOUSE | {"word/document.xml": b"<w:document"}),
        pack(HOUSE | {"word/document.xml": '<?xml version="1.0"?><d/>'.encode("utf-16")}),
        pack(HOUSE | {"word/x.xml": b"<a><!-- {{ 1 }} --></a>"}),
        pack(
            HOUSE
            | {
                "word/settings.xml": b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
            }
        ),
    ],
    ids=["empty", "pdf", "cut zip", "other zip", "broken", "utf-16", "comment", "entity"],
)
def test_what_is_no_word_document(data):
    (fault,) = check_template(data)
    assert fault.startswith("这不是可以打开的 Word 文档")
    with pytest.raises(TemplateRefusedError):
        render(SPECIMEN, data)


def test_a_file_that_swells_is_refused_before_it_is_read_whole():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in HOUSE.items():
            archive.writestr(name, content)
        archive.writestr("word/media/a.png", b"\0" * 200_000_000)
    assert len(buffer.getvalue()) < 1_000_000
    assert check_template(buffer.getvalue()) == ["模板文件解压后过大，无法使用"]


def squeezed(data):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in unpack(data).items():
            archive.writestr(name, content)
    return buffer.getvalue()


def test_too_many_parts_too_large_a_file_too_long_a_text():
    many = pack(HOUSE | {f"word/media/{number}.png": b"" for number in range(600)})
    assert check_template(many) == ["模板文件解压后过大，无法使用"]
    (fault,) = check_template(holding("word/media/a.png", b"\0" * 6_000_000))
    assert fault.startswith("模板文件超过300千字节")
    (fault,) = check_template(squeezed(saying("国" * 800_000)))
    assert fault.startswith("模板的文字部分过大")


def external(kind, target):
    relation = f'<Relationship Id="rId99" Type="{kind}" Target="{target}" TargetMode="External"/>'
    name = "word/_rels/document.xml.rels"
    return name, HOUSE[name].replace(b"</Relationships>", relation.encode() + b"</Relationships>")


@pytest.mark.parametrize(
    ("name", "content", "fault"),
    [
        ("word/vbaProject.bin", b"x", "模板里有宏、控件或嵌入的文件"),
        ("word/embeddings/oleObject1.bin", b"x", "模板里有宏、控件或嵌入的文件"),
        (
            *external("attachedTemplate", "http://example.invalid/a.dotm"),
            "模板里有链接到外部文件或网址",
        ),
        (*external("image", "file:///etc/passwd"), "模板里有链接到外部文件或网址"),
    ],
    ids=["macro", "ole", "remote template", "linked picture"],
)
def test_what_a_template_may_not_hold(name, content, fault):
    assert check_template(holding(name, content))[0].startswith(fault)


@pytest.mark.parametrize(
    "field",
    [
        '<w:fldSimple w:instr=" INCLUDETEXT C:\\\\a.txt "/>',
        "<w:r><w:instrText>D</w:instrText></w:r><w:r><w:instrText>DEAUTO excel</w:instrText></w:r>",
    ],
    ids=["include", "split dde"],
)
def test_fields_that_fetch_are_refused(field):
    (fault,) = check_template(saying(f"</w:t></w:r>{field}<w:r><w:t>"))
    assert fault.startswith("模板里有从外部取内容的域")


def test_tags_hidden_in_attributes_are_refused():
    (fault,) = check_template(
        saying('</w:t></w:r><w:bookmarkStart w:id="1" w:name="{{ x"/><w:r><w:t>')
    )
    assert fault.startswith("大括号标签只能写在文字里")


@pytest.mark.parametrize("piece", ["{{ ", "{% ", "{{ 地点 }}"])
def test_a_template_full_of_braces_is_answered_at_once(piece):
    started = time.perf_counter()
    faults = check_template(saying(piece * 100_000))
    assert faults
    assert time.perf_counter() - started < 5
