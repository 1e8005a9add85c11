"""The little of WordprocessingML that our template needs; lengths in twips if nothing is said."""

from collections.abc import Sequence
from typing import Final
from xml.sax.saxutils import escape

from web.documents.archive import pack
from web.documents.layout import LAYOUT

SCHEMAS: Final = "http://schemas.openxmlformats.org"
RELATED: Final = f"{SCHEMAS}/officeDocument/2006/relationships"
PACKAGE: Final = f"{SCHEMAS}/package/2006"
KIND: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml"
SPACES: Final = (
    f'xmlns:w="{SCHEMAS}/wordprocessingml/2006/main" xmlns:r="{RELATED}" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
)
HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
LATIN: Final = "Times New Roman"
POINTS_PER_MM: Final = 72 / 25.4
HINT: Final = '<w:rFonts w:hint="eastAsia"/>'


def twips(points: float = 0, *, mm: float = 0) -> int:
    """Convert to twentieths of a point, the unit of WordprocessingML."""
    return round((points + mm * POINTS_PER_MM) * 20)


TEXT_WIDTH: Final = twips(mm=LAYOUT.page.text_width)
PITCH: Final = twips(LAYOUT.body.size + LAYOUT.body.tracking)

FOOT: Final = (
    f'<w:framePr w:w="{TEXT_WIDTH}" w:wrap="notBeside" w:vAnchor="margin" w:hAnchor="margin" '
    'w:xAlign="left" w:yAlign="bottom"/>'
)


def shape(
    *,
    keep: bool = False,
    foot: bool = False,
    border: str = "",
    tab: int = 0,
    before: int = 0,
    line: float = 0,
    left: int = 0,
    hanging: int = 0,
    indent: int = 0,
    align: str = "",
) -> str:
    """Return paragraph properties in schema order: ``line`` in points, ``indent`` in characters.

    A given pitch is kept off the grid, which would round it up to whole body lines. ``foot`` puts
    the paragraph into a frame at the bottom of the type area.
    """
    first = f' w:firstLineChars="{indent * 100}" w:firstLine="{indent * PITCH}"' if indent else ""
    hang = f' w:hanging="{hanging}"' if hanging else ""
    exact = f'<w:spacing w:before="{before}" w:line="{twips(line)}" w:lineRule="exact"/>'
    pieces = (
        "<w:keepNext/>" if keep else "",
        FOOT if foot else "",
        f"<w:pBdr>{border}</w:pBdr>" if border else "",
        f'<w:tabs><w:tab w:val="right" w:pos="{tab}"/></w:tabs>' if tab else "",
        f'<w:overflowPunct w:val="0"/><w:snapToGrid w:val="0"/>{exact}' if line else "",
        f'<w:ind w:left="{left}"{hang}{first}/>' if left or first else "",
        f'<w:jc w:val="{align}"/>' if align else "",
    )
    return "".join(pieces)


def rule(side: str, points: float, *, colour: str = "000000", space: int = 0) -> str:
    """Return one border line of a paragraph or table; ``space`` in points."""
    eighths = round(points * 8)
    return f'<w:{side} w:val="single" w:sz="{eighths}" w:space="{space}" w:color="{colour}"/>'


def face(
    role: str, size: float, *, latin: str = LATIN, tracking: float = 0, colour: str = ""
) -> str:
    """Return run properties; sizes in points. The hint keeps “ ” and — full width."""
    half = round(size * 2)
    return (
        f'<w:rFonts w:hint="eastAsia" w:ascii="{latin}" w:hAnsi="{latin}" w:cs="{latin}" '
        f'w:eastAsia="{LAYOUT.face(role).family}"/>'
        + (f'<w:color w:val="{colour}"/>' if colour else "")
        + f'<w:spacing w:val="{twips(tracking)}"/><w:sz w:val="{half}"/><w:szCs w:val="{half}"/>'
    )


def style(name: str, paragraph_shape: str, letters: str) -> str:
    """Return a named paragraph style."""
    return (
        f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{name}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="a"/><w:qFormat/><w:pPr>{paragraph_shape}</w:pPr>'
        f"<w:rPr>{letters}</w:rPr></w:style>"
    )


def stylesheet(styles: Sequence[str], default: str) -> str:
    """Return word/styles.xml; ``default`` are the run properties of Normal."""
    return (
        f"<w:styles {SPACES}><w:docDefaults><w:rPrDefault><w:rPr>{default}"
        '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        "<w:pPrDefault/></w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/>'
        "<w:qFormat/>"
        '<w:pPr><w:widowControl w:val="0"/></w:pPr></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="a1"><w:name w:val="Normal Table"/>'
        '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/></w:tblPr></w:style>'
        f"{''.join(styles)}</w:styles>"
    )


def run(text: str, letters: str = HINT) -> str:
    """Return a run of text; a tab character becomes a tab."""
    parts = (f'<w:t xml:space="preserve">{escape(part)}</w:t>' for part in text.split("\t"))
    return f"<w:r><w:rPr>{letters}</w:rPr>{'<w:tab/>'.join(parts)}</w:r>"


def paragraph(name: str, *runs: str, direct: str = "") -> str:
    """Return a paragraph in a style; a piece that is not markup yet becomes a run."""
    inner = "".join(piece if piece.startswith("<") else run(piece) for piece in runs)
    return f'<w:p><w:pPr><w:pStyle w:val="{name}"/>{direct}</w:pPr>{inner}</w:p>'


def row(widths: Sequence[int], cells: Sequence[str], *, repeated: bool = False) -> str:
    """Return a row that never breaks over a page: ``cells`` are paragraphs, ``repeated`` a head."""
    body = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
        f"{cell}</w:tc>"
        for width, cell in zip(widths, cells, strict=True)
    )
    head = "<w:tblHeader/>" if repeated else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{head}</w:trPr>{body}</w:tr>"


def table(widths: Sequence[int], rows: Sequence[str], *, borders: str, margin: int) -> str:
    """Return a table of fixed columns; ``margin`` inside a cell, half of it above and below."""
    inside = "".join(
        f'<w:{side} w:w="{margin // share}" w:type="dxa"/>'
        for side, share in (("top", 2), ("left", 1), ("bottom", 2), ("right", 1))
    )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar>'
        f"{inside}</w:tblCellMar>"
        f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def package(title: str, parts: dict[str, tuple[str, str]]) -> bytes:
    """Return a docx file of ``parts``: name to (kind, XML).

    The first is the document; it relates to the others as rId2, rId3 and so on.
    """
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{KIND}.'
        f'{"document.main" if kind == "officeDocument" else kind}+xml"/>'
        for name, (kind, _) in parts.items()
    )
    types = (
        f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Override PartName="/docProps/core.xml" '
        'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
        f"{overrides}</Types>"
    )
    core = (
        f'<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{escape(title)}</dc:title>'
        "</cp:coreProperties>"
    )
    related = [(f"{RELATED}/{kind}", f"{name}.xml") for name, (kind, _) in parts.items()]
    roots = [
        (related[0][0], "word/document.xml"),
        (f"{PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
    ]
    files = {
        "[Content_Types].xml": types,
        "_rels/.rels": _relations(roots),
        "docProps/core.xml": core,
        "word/_rels/document.xml.rels": _relations([None, *related[1:]]),
        **{f"word/{name}.xml": xml for name, (_, xml) in parts.items()},
    }
    return pack({name: (HEAD + xml).encode() for name, xml in files.items()})


def _relations(rows: Sequence[tuple[str, str] | None]) -> str:
    body = "".join(
        f'<Relationship Id="rId{number}" Type="{pair[0]}" Target="{pair[1]}"/>'
        for number, pair in enumerate(rows, 1)
        if pair
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{body}</Relationships>'
