"""The agenda as a Word file, from the house template or one the office edited."""

import io
from datetime import UTC
from pathlib import Path
from typing import Any, Final
from xml.etree.ElementTree import ParseError

from defusedxml.ElementTree import fromstring
from docxtpl import DocxTemplate
from jinja2 import TemplateError

from web.documents.agenda_paper import AgendaPaper
from web.documents.agenda_words import words
from web.documents.archive import pack, unpack
from web.documents.specimen import BARE, SPECIMEN
from web.documents.template_file import file_faults
from web.documents.template_language import PaperEnvironment, TemplateRefusedError

TEMPLATE: Final = Path(__file__).parent / "templates" / "agenda.docx"
REQUIRED: Final = ("草稿", "记录号", "核验码")
RELATIONS: Final = "_rels/.rels"
FIRST_EDITION: Final = b"/officedocument/2006/relationships/metadata/core-properties"
USUAL: Final = b"/package/2006/relationships/metadata/core-properties"
LONGEST: Final = 200  # characters in a property of the file; the format allows 255
TORN: Final = "有的标签跨了段落或表格，填写后会丢字；请让它单独成段，写成 {%p … %} 或 {%tr … %}"


NEW_PARAGRAPH = "\a"
"""What the library makes a paragraph of, of the same look."""


class _Template(DocxTemplate):  # type: ignore[misc]  # the library has no types
    """A template that refuses to mend torn XML: the library's own mending drops text in silence."""

    def fix_tables(self, xml: str) -> Any:
        try:
            fromstring(xml)
        except ParseError as torn:
            raise TemplateRefusedError([TORN]) from torn
        return super().fix_tables(xml)


def render(paper: AgendaPaper, template: bytes | None = None) -> bytes:
    """Fill the template (the house one if None). The same paper and template give the same bytes.

    Raise ``TemplateRefusedError`` for a template that may not be opened, or cannot be filled.
    """
    environment = PaperEnvironment(words(SPECIMEN))
    if template is None:
        return _filled(paper, TEMPLATE.read_bytes(), environment)
    if faults := file_faults(template):
        raise TemplateRefusedError(faults)
    return _tried(paper, template, environment)


def check_template(data: bytes) -> list[str]:
    """Say in Chinese what is wrong with an uploaded template; an empty list means nothing is."""
    if faults := file_faults(data):
        return faults
    environment = PaperEnvironment(words(SPECIMEN))
    try:
        for paper in (SPECIMEN, BARE):
            _tried(paper, data, environment)
    except TemplateRefusedError as refused:
        return refused.faults
    return [
        f"模板里缺少“{name}”，打印件将无法核对，请补上"
        for name in REQUIRED
        if name not in environment.used
    ]


def _tried(paper: AgendaPaper, template: bytes, environment: PaperEnvironment) -> bytes:
    """Fill a template that somebody else made; whatever goes wrong is said as its fault."""
    try:
        return _filled(paper, template, environment)
    except TemplateRefusedError:
        raise
    except TemplateError as fault:
        near = "".join(getattr(fault, "docx_context", ())).strip()
        sentence = f"标签没有写完整或没有成对，在这段文字附近：“{near}”"
        raise TemplateRefusedError([sentence]) from fault
    except Exception as fault:
        # Whatever an odd file breaks in the libraries is its fault.
        sentence = "这份文档的内部结构有问题，请在 Word 或 WPS 中另存后再上传"
        raise TemplateRefusedError([sentence]) from fault


def _with_usual_properties(template: bytes) -> bytes:
    """Give the file with the usual name for where its properties are, which the library looks for.

    LibreOffice writes the one of the standard's first edition; the file would have them twice.
    """
    parts = unpack(template)
    relations = parts.get(RELATIONS, b"")
    if FIRST_EDITION not in relations:
        return template
    return pack(parts | {RELATIONS: relations.replace(FIRST_EDITION, USUAL)})


def _paragraphed(value: Any) -> Any:
    """Let each line be a paragraph: Word would stretch a justified one before a mere break."""
    match value:
        case str():
            return value.replace("\n", NEW_PARAGRAPH)
        case dict():
            return {name: _paragraphed(each) for name, each in value.items()}
        case list():
            return [_paragraphed(each) for each in value]
    return value


def _filled(paper: AgendaPaper, template: bytes, environment: PaperEnvironment) -> bytes:
    document = _Template(io.BytesIO(_with_usual_properties(template)))
    names = words(paper)
    document.render(_paragraphed(names), environment, autoescape=True)
    about = document.core_properties
    title = "".join(line["行"] for line in (*names["红头行"], *names["标题行"]))
    about.title = f"{title[:LONGEST]}（{names['期次']}）"
    about.author = about.last_modified_by = names["发文单位"][:LONGEST]
    about.subject, about.keywords = names["记录号"], names["核验码"][:LONGEST]
    about.identifier = names["摘要值"][:LONGEST]
    about.created = about.modified = paper.made_at.astimezone(UTC).replace(tzinfo=None)
    about.revision = paper.version
    buffer = io.BytesIO()
    document.save(buffer)
    return pack(unpack(buffer.getvalue()))
