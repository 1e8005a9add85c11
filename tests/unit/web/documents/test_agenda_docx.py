"""The agenda as a Word file, read back with python-docx."""

import io
import subprocess
import sys
import zipfile
from datetime import datetime
from pathlib import Path

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.expecting import existing
from web.documents.agenda_docx import TEMPLATE, check_template, render
from web.documents.agenda_template import template
from web.documents.layout import LAYOUT
from web.documents.specimen import SPECIMEN, TOPIC
from web.text.paper import clean, one_line

ROOT = Path(__file__).parents[4]
HOSTILE = [
    "{{7*7}}",
    "{% for 章 in 章节 %}",
    "{{ ''.__class__ }}",
    "{_{7*7}_} {_%",
    "</w:t><w:br/>",
    "A & B <w:br/> </w:t>",
    '"><script>alert(1)</script>',
    "=cmd|'/c calc'!A1",
    "&#x7b;&amp;lt;",
    "]]>",
]


def opened(data):
    return Document(io.BytesIO(data))


def text_of(data):
    document = opened(data)
    cells = (cell for table in document.tables for row in table.rows for cell in row.cells)
    paragraphs = [*document.paragraphs, *(part for cell in cells for part in cell.paragraphs)]
    return "\n".join(paragraph.text for paragraph in paragraphs)


def with_summary(text):
    section = replace(SPECIMEN.sections[1], items=(replace(TOPIC, summary=text),))
    return replace(SPECIMEN, sections=(section,))


def test_the_committed_template_is_what_the_sources_give():
    assert TEMPLATE.read_bytes() == template()


def test_the_house_template_passes_its_own_check():
    assert check_template(TEMPLATE.read_bytes()) == []


def test_the_same_paper_gives_the_same_bytes():
    assert render(SPECIMEN) == render(SPECIMEN)


def test_another_process_gives_the_same_bytes():
    program = (
        "import hashlib; from web.documents.agenda_docx import render; "
        "from web.documents.specimen import SPECIMEN; "
        "print(hashlib.sha256(render(SPECIMEN)).hexdigest())"
    )
    hashes = {
        subprocess.check_output(
            [sys.executable, "-c", program],
            cwd=ROOT,
            env={"PYTHONHASHSEED": seed, "TZ": zone},
            text=True,
        )
        for seed, zone in (("1", "UTC"), ("2", "America/New_York"))
    }
    assert len(hashes) == 1


def test_another_paper_gives_other_bytes():
    assert render(SPECIMEN) != render(replace(SPECIMEN, place="别处"))


def test_no_part_of_the_file_carries_a_clock():
    with zipfile.ZipFile(io.BytesIO(render(SPECIMEN))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    about = opened(render(SPECIMEN)).core_properties
    expected = datetime.fromisoformat("2026-03-03T01:30:00+00:00")
    assert about.created == about.modified == expected
    assert about.identifier == SPECIMEN.digest
    assert about.title == "示例街道第二综合网格“双周一议”会议议程（2026年第5期）"


def test_everything_on_the_paper_is_in_the_file():
    text = text_of(render(SPECIMEN))
    for expected in (
        "示例街道第二综合网格",
        "“双周一议”会议议程",
        "时间：2026年3月5日（星期四）14:00",
        "出席：示例乙、示例丙、示例丁",
        "一、上期议定事项落实情况（2项：销号1项、在办1项）",
        "汇报：网格办　时长：5分钟",
        "（一）示例一居民区电动自行车集中充电点扩容",
        "来源：网格巡查（示例-2026-0118）。责任单位：城市建设管理办公室。列席：示例一居民区。汇报：示例庚，8分钟。",
        "列入理由：超期3天；第2次重办；已续议1次。",
        "拟议：由城市建设管理办公室牵头，月底前完成增设。",
        "3月20日",
        "长期",
        "跟踪1期",
        "（本机缺少示例字体，已用示例字体代替。）",
        "第1234号记录　第1版\t核验码：0123456789AB",
    ):
        assert expected in text


def test_what_is_empty_leaves_no_trace():
    bare = replace(SPECIMEN, absent=(), recorder="", sections=(), resolutions=(), font_notice="")
    text = text_of(render(bare))
    for absent in ("请假", "记录：", "附件", "字体", "章", "{", "}"):
        assert absent not in text


def test_page_numbers_and_record_stand_in_both_footers():
    section = opened(render(SPECIMEN)).sections[0]
    for footer in (section.footer, section.even_page_footer):
        assert "第1234号记录　第1版　核验码0123456789AB" in footer.paragraphs[0].text
        assert 'w:instr=" PAGE "' in footer.part.element.xml


def test_only_a_draft_says_so_on_every_page():
    marks = []
    for draft in (True, False):
        section = opened(render(replace(SPECIMEN, draft=draft))).sections[0]
        for header in (section.header, section.even_page_header):
            xml = header.part.element.xml
            marks.append(("草稿　以正式印发的议程为准" in xml, 'string="草稿"' in xml))
    assert marks == [(True, True)] * 2 + [(False, False)] * 2


def test_the_page_is_the_standards():
    section = opened(render(SPECIMEN)).sections[0]
    page = LAYOUT.page
    got = [
        section.page_width,
        section.page_height,
        section.top_margin,
        section.left_margin,
        section.right_margin,
        section.bottom_margin,
    ]
    wanted = [page.width, page.height, page.top, page.left, page.right, page.bottom]
    assert [round(length.mm, 1) for length in got] == wanted == [210, 297, 37, 28, 26, 35]


def test_the_typefaces_are_the_standards():
    styles = opened(render(SPECIMEN)).styles
    faces = {
        name: styles[name].element.rPr.rFonts.get(
            "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}eastAsia"
        )
        for name in ("公文标题", "公文正文", "公文一级", "公文二级", "公文页码")
    }
    assert faces == {
        "公文标题": "方正小标宋简体",
        "公文正文": "仿宋_GB2312",
        "公文一级": "黑体",
        "公文二级": "楷体_GB2312",
        "公文页码": "宋体",
    }
    assert styles["公文正文"].font.size.pt == 16
    assert styles["公文标题"].font.size.pt == 22
    assert styles["公文正文"].paragraph_format.line_spacing.pt == pytest.approx(28.95)


def test_the_table_head_repeats_on_every_page():
    items, table = opened(render(SPECIMEN)).tables
    rows = table.part.element.body.xpath("w:tbl/w:tr")
    heads = [bool(row.xpath("w:trPr/w:tblHeader")) for row in rows]
    assert heads == [True, False, True, False, False]
    assert [cell.text for cell in items.rows[0].cells] == [
        "序号",
        "事项",
        "责任单位",
        "理由和情况",
        "拟议",
    ]
    why, said = items.rows[1].cells[3].text.split("\n")
    assert (why, said) == ("超期3天；第2次重办；已续议1次", "现有充电位42个，缺口约60个。")
    assert [cell.text for cell in table.rows[0].cells] == [
        "序号",
        "议定事项",
        "牵头单位",
        "配合单位",
        "完成时限",
        "销号标准",
        "落实情况",
        "状态",
    ]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(text):
    data = render(with_summary(text))
    assert text in [paragraph.text for paragraph in opened(data).paragraphs]


def test_hostile_text_stays_text_in_every_field():
    text = "<w:p/>{{7*7}}&\x00\x0b\ud800"
    item = replace(
        TOPIC, subject=text, case_key=text, source=text, unit=text, speaker=text, reasons=(text,)
    )
    paper = replace(
        SPECIMEN,
        organ=text,
        title=text,
        issuer=text,
        place=text,
        attendees=(text,),
        code=text,
        digest=text,
        font_notice=text,
        sections=(
            replace(SPECIMEN.sections[0], title=text, reporter=text, note=text, items=(item,)),
        ),
        resolutions=(replace(SPECIMEN.resolutions[0], matter=text, owner=text, state=text),),
    )
    data = render(paper)
    assert text_of(data).count("<w:p/>{{7*7}}&") >= 14
    assert "49" not in text_of(data)


def test_endless_names_fit_the_properties_of_the_file():
    long = "长" * 999
    paper = replace(SPECIMEN, organ=long, title=long, issuer=long, code=long, digest=long)
    about = opened(render(paper)).core_properties
    assert about.title.endswith("（2026年第5期）")
    assert about.author.startswith("长")


@given(st.text(st.characters(exclude_categories=())))
@settings(max_examples=40, deadline=None)
def test_any_text_comes_back_as_it_was(text):
    place = one_line(text)
    found = [
        paragraph.text for paragraph in opened(render(replace(SPECIMEN, place=text))).paragraphs
    ]
    assert not place or f"地点：{place}" in found
    assert clean(place) == place


def test_what_is_proposed_keeps_its_lines():
    proposal = "一、示例单位牵头\n\n二、月底前完成\x00"
    section = replace(SPECIMEN.sections[1], items=(replace(TOPIC, proposal=proposal),))
    row = replace(SPECIMEN.resolutions[0], matter="修好路灯\n补种绿化", standard="全亮\n无缺株")
    data = render(replace(SPECIMEN, sections=(section,), resolutions=(row,)))
    lines = [paragraph.text for paragraph in opened(data).paragraphs]
    at = lines.index("拟议：一、示例单位牵头")
    assert lines[at + 1] == "二、月底前完成"
    looks = [existing(each.style).name for each in opened(data).paragraphs[at : at + 2]]
    assert looks[0] == looks[1]
    cells = [cell.text for each in opened(data).tables[-1].rows for cell in each.cells]
    assert {"修好路灯\n补种绿化", "全亮\n无缺株"} <= set(cells)
