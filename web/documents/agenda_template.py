"""The house template of the agenda: the paper's skeleton in Word, its names in Chinese in braces.

``scripts/build_templates.py`` writes it to ``templates/agenda.docx``; the office edits a copy.
"""

from typing import Final

from web.documents import wordml
from web.documents.agenda_tables import item_rows, ledger
from web.documents.layout import LAYOUT
from web.documents.wordml import (
    PITCH,
    POINTS_PER_MM,
    SPACES,
    TEXT_WIDTH,
    face,
    paragraph,
    rule,
    run,
    shape,
    style,
    twips,
)

PAGE, BODY, TITLE, TABLE = LAYOUT.page, LAYOUT.body, LAYOUT.title, LAYOUT.table
MASTHEAD, NUMBER, IMPRINT = LAYOUT.masthead, LAYOUT.page_number, LAYOUT.imprint

WORD_ART: Final = "".join(
    f'<v:f eqn="{formula}"/>'
    for formula in (
        "sum #0 0 10800",
        "prod #0 2 1",
        "sum 21600 0 @1",
        "sum 0 0 @2",
        "sum 21600 0 @3",
        "if @0 @3 0",
        "if @0 21600 @1",
        "if @0 0 @2",
        "if @0 @4 21600",
    )
)
WATERMARK: Final = (
    '<w:r><w:pict><v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" '
    f'path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas>{WORD_ART}</v:formulas>'
    '<v:path textpathok="t"/><v:textpath on="t" fitshape="t"/></v:shapetype>'
    '<v:shape id="PowerPlusWaterMarkObject1" o:spid="_x0000_s1025" type="#_x0000_t136" '
    'style="position:absolute;width:360pt;height:180pt;rotation:315;z-index:-251658752;'
    "mso-position-horizontal:center;mso-position-horizontal-relative:margin;"
    'mso-position-vertical:center;mso-position-vertical-relative:margin" fillcolor="silver" '
    'stroked="f"><v:fill opacity=".4"/><v:textpath style="font-family:&quot;黑体&quot;;'
    'font-size:1pt" string="草稿"/></v:shape></w:pict></w:r>'
)


def template() -> bytes:
    """Return the template as a docx file."""
    parts = {
        "document": ("officeDocument", _document()),
        "styles": ("styles", _styles()),
        "settings": ("settings", _settings()),
        "fontTable": ("fontTable", _font_table()),
        "header1": ("header", _header()),
        "footer1": ("footer", _footer(odd=True)),
        "footer2": ("footer", _footer(odd=False)),
    }
    return wordml.package("会议议程模板", parts)


def _styles() -> str:
    line, low = BODY.line, TABLE.line
    thick, thin = IMPRINT.thick * POINTS_PER_MM, IMPRINT.thin * POINTS_PER_MM
    imprint = rule("top", thick) + rule("bottom", thick) + rule("between", thin)
    gap = round(MASTHEAD.gap * POINTS_PER_MM)
    red = rule("bottom", MASTHEAD.rule, colour=MASTHEAD.colour, space=gap)
    body, first, second = (
        face(role, BODY.size, tracking=BODY.tracking) for role in ("body", "first", "second")
    )
    cell, small = face("body", TABLE.size), face("body", IMPRINT.size)
    mark = face("masthead", MASTHEAD.size, colour=MASTHEAD.colour)
    level = shape(keep=True, line=line, indent=BODY.indent)
    names = shape(line=line, left=5 * PITCH, hanging=3 * PITCH, align="both")
    sheet = (
        ("公文红头上空", shape(before=twips(mm=MASTHEAD.above), line=1), mark),
        ("公文红头", shape(line=MASTHEAD.line, align="center"), mark),
        ("公文期次", shape(line=line, align="center"), body),
        ("公文红线", shape(border=red, tab=TEXT_WIDTH - PITCH, line=line), body),
        ("公文标题", shape(line=TITLE.line, align="center"), face("masthead", TITLE.size)),
        ("公文正文", shape(line=line, indent=BODY.indent, align="both"), body),
        ("公文一级", level, first),
        ("公文二级", level, second),
        ("公文名单", names, body),
        ("公文附件", shape(line=line), first),
        ("公文表头", shape(keep=True, line=low, align="center"), face("first", TABLE.size)),
        ("公文表格", shape(line=low), cell),
        ("公文表格居中", shape(line=low, align="center"), cell),
        ("公文附注", shape(line=low, indent=BODY.indent), cell),
        ("公文版记", shape(border=imprint, tab=TEXT_WIDTH - twips(IMPRINT.size), line=line), small),
        ("公文页码", shape(line=NUMBER.line), face("number", NUMBER.size, latin="宋体")),
        ("公文眉注", shape(align="right"), face("first", NUMBER.size)),
    )
    return wordml.stylesheet([style(*one) for one in sheet], face("body", BODY.size))


def _steer(*tags: str) -> str:
    """Return paragraphs that vanish and only steer what follows."""
    return "".join(paragraph("公文正文", f"{{%p {tag} %}}") for tag in tags)


def _label(name: str) -> str:
    """Return 「时间：…」, label in 黑体, wrapped lines under the first name; absent if empty."""
    head = run(f"{name}：", face("first", BODY.size, tracking=BODY.tracking))
    text = paragraph("公文名单", head, f"{{{{ {name} }}}}")
    return _steer(f"if {name}") + text + _steer("endif")


def _document() -> str:
    parts = (
        paragraph("公文红头上空"),
        _steer("for 头 in 红头行"),
        paragraph("公文红头", "{{ 头.行 }}"),
        _steer("endfor"),
        paragraph("公文期次"),
        paragraph("公文期次", "{{ 期次 }}"),
        paragraph("公文红线", "　{{ 发文单位 }}\t{{ 日期 }}"),
        paragraph("公文正文") * 2,
        _steer("for 题 in 标题行"),
        paragraph("公文标题", "{{ 题.行 }}"),
        _steer("endfor"),
        paragraph("公文正文"),
        *map(_label, ("时间", "地点", "主持", "出席", "列席", "请假", "记录")),
        _steer("for 章 in 章节"),
        _section(),
        _steer("endfor", "if 议定事项"),
        paragraph("公文正文"),
        paragraph("公文正文", "附件：议定事项清单"),
        paragraph("公文附件", "附件", direct="<w:pageBreakBefore/>"),
        paragraph("公文正文"),
        paragraph("公文标题", "议定事项清单"),
        paragraph("公文表格"),
        ledger(),
        _steer("endif", "if 字体说明"),
        paragraph("公文附注", "（{{ 字体说明 }}）"),
        _steer("endif"),
        _imprint(),
        paragraph("公文附注"),
    )
    footer = twips(mm=PAGE.bottom - NUMBER.below) - twips(NUMBER.line / 2)
    return (
        f"<w:document {SPACES}><w:body>{''.join(parts)}<w:sectPr>"
        '<w:headerReference w:type="default" r:id="rId5"/>'
        '<w:headerReference w:type="even" r:id="rId5"/>'
        '<w:footerReference w:type="default" r:id="rId6"/>'
        '<w:footerReference w:type="even" r:id="rId7"/>'
        f'<w:pgSz w:w="{twips(mm=PAGE.width)}" w:h="{twips(mm=PAGE.height)}"/>'
        f'<w:pgMar w:top="{twips(mm=PAGE.top)}" w:right="{twips(mm=PAGE.right)}" '
        f'w:bottom="{twips(mm=PAGE.bottom)}" w:left="{twips(mm=PAGE.left)}" '
        f'w:header="{twips(mm=PAGE.top / 2)}" w:footer="{footer}" w:gutter="0"/>'
        f'<w:docGrid w:type="lines" w:linePitch="{twips(BODY.line)}"/>'
        "</w:sectPr></w:body></w:document>"
    )


def _section() -> str:
    return "".join(
        (
            paragraph("公文一级", "{{ 章.序号 }}、{{ 章.标题 }}"),
            _steer("if 章.汇报 or 章.时长"),
            paragraph(
                "公文二级",
                "{% if 章.汇报 %}汇报：{{ 章.汇报 }}　{% endif %}"
                "{% if 章.时长 %}时长：{{ 章.时长 }}{% endif %}",
            ),
            _steer("endif", "for 说 in 章.说明"),
            paragraph("公文正文", "{{ 说.段 }}"),
            _steer("endfor", "if 章.表"),
            item_rows(),
            _steer("else", "for 议 in 章.议题"),
            paragraph("公文二级", "（{{ 议.序号 }}）{{ 议.标题 }}"),
            _steer("if 议.来源 or 议.单位 or 议.列席 or 议.汇报"),
            paragraph(
                "公文正文",
                "{% if 议.来源 %}来源：{{ 议.来源 }}"
                "{% if 议.编号 %}（{{ 议.编号 }}）{% endif %}。{% endif %}"
                "{% if 议.单位 %}责任单位：{{ 议.单位 }}。{% endif %}"
                "{% if 议.列席 %}列席：{{ 议.列席 }}。{% endif %}"
                "{% if 议.汇报 %}汇报：{{ 议.汇报 }}"
                "{% if 议.时长 %}，{{ 议.时长 }}{% endif %}。{% endif %}",
            ),
            _steer("endif", "for 况 in 议.情况"),
            paragraph("公文正文", "{{ 况.段 }}"),
            _steer("endfor", "if 议.理由 or 议.续议"),
            paragraph(
                "公文正文",
                "列入理由：{{ 议.理由 }}{% if 议.理由 and 议.续议 %}；{% endif %}{{ 议.续议 }}。",
            ),
            _steer("endif", "if 议.拟议"),
            paragraph("公文正文", "拟议：{{ 议.拟议 }}"),
            _steer("endif", "endfor", "endif"),
        )
    )


def _imprint() -> str:
    """版记 at the foot of the last page: one style for both lines, or they become two frames."""
    lines = (
        "　{{ 记录号 }}　{{ 版本 }}\t{% if 核验码 %}核验码：{{ 核验码 }}{% endif %}",
        "　{{ 发文单位 }}\t{{ 日期 }}{% if 草稿 %}拟稿{% else %}印发{% endif %}",
    )
    return "".join(paragraph("公文版记", line, direct=shape(foot=True)) for line in lines)


def _header() -> str:
    words = run("{% if 草稿 %}草稿　以正式印发的{{ 文种 }}为准", "")
    inside = paragraph("公文眉注", words, WATERMARK, run("{% endif %}", ""))
    return f"<w:hdr {SPACES}>{inside}</w:hdr>"


def _footer(*, odd: bool) -> str:
    """The page number, outside and one character in; the record's number on the other side."""
    field = '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    number = run("— ", "") + field + run(" —", "")
    trace = run(
        "{{ 记录号 }}{% if 草稿 %}　草稿{% else %}　{{ 版本 }}　核验码{{ 核验码 }}{% endif %}",
        face("number", NUMBER.trace, latin="宋体"),
    )
    left, right = (trace, number) if odd else (number, trace)
    inset = twips(NUMBER.size)
    direct = shape(tab=TEXT_WIDTH - inset, line=NUMBER.line, left=inset)
    inside = paragraph("公文页码", left, run("\t", ""), right, direct=direct)
    return f"<w:ftr {SPACES}>{inside}</w:ftr>"


def _settings() -> str:
    """Odd and even pages differ; punctuation is not squeezed: a line keeps its 28 characters."""
    return (
        f"<w:settings {SPACES}><w:evenAndOddHeaders/>"
        '<w:characterSpacingControl w:val="doNotCompress"/><w:compat><w:useFELayout/>'
        '<w:compatSetting w:name="compatibilityMode" '
        'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>'
    )


def _font_table() -> str:
    """Other names under which a reader's machine may know the same typeface."""
    entries = (
        f'<w:font w:name="{font.family}"><w:altName w:val="{",".join(font.also)}"/>'
        '<w:charset w:val="86"/><w:family w:val="auto"/><w:pitch w:val="variable"/></w:font>'
        for font in LAYOUT.font
    )
    return f"<w:fonts {SPACES}>{''.join(entries)}</w:fonts>"
