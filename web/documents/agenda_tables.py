"""The tables of the agenda's house template: items gone through row by row, and the resolutions."""

from web.documents import wordml
from web.documents.layout import LAYOUT
from web.documents.wordml import paragraph, rule, twips

TABLE = LAYOUT.table


def item_rows() -> str:
    """Return the items of a part as rows of a table."""
    widths = [twips(mm=column.width) for column in LAYOUT.rows]
    empty = [paragraph("公文表格")] * (len(widths) - 1)

    def steering(tag: str) -> str:
        return wordml.row(widths, [paragraph("公文表格", f"{{%tr {tag} %}}"), *empty])

    rows = (
        wordml.row(
            widths, [paragraph("公文表头", column.heading) for column in LAYOUT.rows], repeated=True
        ),
        steering("for 议 in 章.议题"),
        wordml.row(widths, [_row_cell(column.name, column.centred) for column in LAYOUT.rows]),
        steering("endfor"),
    )
    return _bordered(widths, rows)


def _row_cell(name: str, centred: bool) -> str:
    """Return the paragraphs of a cell; what is said of an item may be several."""
    look = "公文表格居中" if centred else "公文表格"
    lines = [f"{{{{ 议.{name} }}}}"]
    if name == "标题":
        lines += ["{%p if 议.编号 %}", "{{ 议.编号 }}", "{%p endif %}"]
    if name == "理由":
        lines = ["{{ 议.理由 }}{% if 议.理由 and 议.续议 %}；{% endif %}{{ 议.续议 }}"]
        lines += ["{%p for 况 in 议.情况 %}", "{{ 况.段 }}", "{%p endfor %}"]
    return "".join(paragraph(look, line) for line in lines)


def _bordered(widths: list[int], rows: tuple[str, ...]) -> str:
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = "".join(rule(side, TABLE.rule) for side in sides)
    return wordml.table(widths, rows, borders=borders, margin=twips(mm=TABLE.margin))


def ledger() -> str:
    """Return the resolutions as a table."""
    widths = [twips(mm=column.width) for column in LAYOUT.ledger]
    empty = [paragraph("公文表格")] * (len(widths) - 1)

    def steering(tag: str) -> str:
        return wordml.row(widths, [paragraph("公文表格", f"{{%tr {tag} %}}"), *empty])

    rows = (
        wordml.row(
            widths,
            [paragraph("公文表头", column.heading) for column in LAYOUT.ledger],
            repeated=True,
        ),
        steering("for 行 in 议定事项"),
        wordml.row(widths, [_cell(column.name, column.centred) for column in LAYOUT.ledger]),
        steering("endfor"),
    )
    return _bordered(widths, rows)


def _cell(name: str, centred: bool) -> str:
    """Return the paragraphs of a cell; below the state stands for how long it has been followed."""
    lines = [f"{{{{ 行.{name} }}}}"]
    if name == "状态":
        lines += ["{%p if 行.跟踪 %}", "{{ 行.跟踪 }}", "{%p endif %}"]
    return "".join(paragraph("公文表格居中" if centred else "公文表格", line) for line in lines)
