"""Every reason to refuse a sheet, a mapping, a date or a row, with its sentence."""

SENTENCES = {
    "sheet.empty": "文件“{name}”是空的，没有可导入的内容。",
    "sheet.wrong_type": "文件“{name}”不是表格，请上传 xlsx 或 csv 文件。",
    "sheet.legacy": "文件“{name}”是旧版表格（xls 或 et），请打开后另存为 xlsx 再上传。",
    "sheet.other_workbook": "文件“{name}”是{kind}，不能直接读取，请打开后另存为 xlsx 再上传。",
    "sheet.web_page": "文件“{name}”其实是网页格式的表格，请用表格软件打开后另存为 xlsx 再上传。",
    "sheet.encrypted": "文件“{name}”设有密码，请去掉密码后另存为 xlsx 再上传。",
    "sheet.damaged": "文件“{name}”已损坏，无法读取，请重新导出或另存为 xlsx 再上传。",
    "sheet.bomb": "文件“{name}”展开后异常庞大，没有读取。请把数据复制到新表格里另存再上传。",
    "sheet.too_large": "文件“{name}”太大，最大 {limit}，请分成几个文件上传。",
    "sheet.too_much_text": "文件“{name}”里的文字太多，请分成几个文件上传。",
    "sheet.too_many_rows": "表格超过 {limit} 行，请分成几个文件上传。",
    "sheet.too_many_columns": "第 {number} 行超过 {limit} 列，请删去不需要的列再上传。",
    "sheet.cell_too_long": "第 {number} 行有一格超过 {limit} 个字，请检查引号是否成对或缩短内容。",
    "sheet.encoding": "文件“{name}”的文字编码不能识别，请另存为 xlsx 或 UTF-8 编码的 csv 再上传。",
    "sheet.quotes": "第 {number} 行附近的引号不成对，请修正，或另存为 xlsx 再上传。",
    "sheet.no_such_sheet": "文件里没有名为“{sheet}”的工作表。",
    "sheet.no_header": "没有找到表头，请在数据上方加一行列名，例如“工单编号、来电时间、诉求内容”。",
    "sheet.no_rows": "表里只有表头，没有数据。",
    "hidden.filtered": "有 {count} 行被筛选或隐藏，在表格里看不见。",
    "hidden.rows": "有 {count} 行是隐藏的，在表格里看不见。",
    "hidden.columns": "有隐藏的列：{names}。",
    "hidden.asked": "{what}请先选定要不要导入。",
    "past.day": "请写明从哪一天起照常办理，例如“2026-01-01”：这一天以前接收的作为历史资料。",
    "note.pictures": "{places}是图片，图片不导入。",
    "note.formulas": "{places}是公式，表格没有存下结果，请用表格软件打开、保存后重新上传。",
    "moment.unreadable": "“{value}”不是能识别的日期时间，请写成“2026-02-05 09:03”的样子。",
    "moment.ambiguous": "“{value}”可以有两种读法，请写成“2026-02-05 09:03”的样子。",
    "moment.impossible": "“{value}”不是存在的日期时间，请核对。",
    "moment.no_date": "“{value}”只有时刻，没有日期，请补上日期。",
    "moment.contradiction": "“{day}”和“{clock}”说的不是同一时刻，请核对。",
    "moment.short_year": "“{value}”的年份不完整，请写上四位年份。",
    "moment.out_of_range": "“{value}”读出来的年份是 {year} 年，不像办件的时间，请核对这一列。",
    "moment.clock_change": "“{value}”落在当地调整钟点的那一小时里，无法确定是哪一刻，请注明时差。",
    "mapping.unreadable": "对应关系文件写得不对：第 {line} 行附近不符合格式。",
    "mapping.invalid": "对应关系有误：{problem}",
    "mapping.kind": "目前只能是 {kind}（{label}）。",
    "mapping.unknown_field": "没有名为“{field}”的项目，请检查拼写。",
    "mapping.no_column": "“{label}”要取自“{column}”一列，但表里没有这一列。",
    "mapping.required": "还没有指定“{label}”取自哪一列。",
    "mapping.timezone": "时区“{zone}”不存在，请写成“Asia/Shanghai”的样子。",
    "mapping.transform": (
        "“{name}”不是可用的整理方式，可用的有：digits、first_line、join、split、date_time。"
    ),
    "mapping.join_one": "“{label}”要把几列连起来，至少要指定两列。",
    "mapping.two_columns": "“{label}”要由日期和钟点两列合成，请指定两列。",
    "mapping.meanings": "“{column}”列有系统里没有的说法，请选它们等于哪一项，或留空退回这些行。",
    "mapping.order": "“{label}”里“{value}”有两种读法，请选定日在前还是月在前。",
    "mapping.option": "“{label}”的固定值或对照值“{code}”不是可用的选项。",
    "row.required": "不能为空。",
    "row.formula": "“{column}”：是公式，表格没有存下结果，请用表格软件打开、保存后重新上传。",
    "row.picture": "“{column}”：是图片，图片不导入。",
    "row.no_text": "标题和诉求内容里都没有文字。",
    "row.serial_rounded": "编号“{value}”被存成了数字，后几位不准，请把这一列设为文本后重新导出。",
    "row.serial_date": "编号被表格改成了日期，请把这一列设为文本后重新导出。",
    "row.serial_shape": "“{value}”不像工单编号。",
    "row.option": "“{value}”没有对应的选项，请在对应关系里补上它的对照值。",
    "row.not_registered": "“{value}”不在登记册里，请核对。",
    "row.no_such_account": "没有“{value}”的账号，或者几个账号同名。请写登录名。",
    "row.percent": "“{value}”不是进度，请写0到100之间的整数。",
    "row.building": "楼栋“{value}”还没有登记，请先登记楼栋。",
    "row.code_shape": "编号只用字母、数字和短横线。",
    "row.repeated": "编号“{serial}”与{first}重复，请只保留一行。",
    "row.days": "“{value}”不是天数，请填整数。",
    "row.too_long": "超过 {limit} 个字，请缩短。",
    "row.order": "{later}早于{earlier}（{later_at}早于{earlier_at}），不能写成真实的经过，请核对。",
    "row.future": "{label}（{at}）晚于导入的时间，请核对。",
    "remark.phone": "“{column}”一列没有完整认出一个电话号码，原文另行保留。",
    "remark.same_day": "{label}只有日期，按同一天里前一环节的时刻记。",
    "row.conflict": "编号“{serial}”在{numbers}重复出现而内容不同，请核对后只保留一行。",
}

_SHOWN = 30


class ImportFault(Exception):  # noqa: N818  (a fault of the sheet, not of the program)
    """Something in a file that cannot be taken in; `str()` is the sentence for the person."""

    def __init__(self, code: str, /, **facts: object) -> None:
        self.code = code
        super().__init__(sentence(code, **facts))


class SheetFault(ImportFault):
    """The file as a whole cannot be read."""


class MomentFault(ImportFault):
    """A cell that should hold a date and time does not."""


class MappingFault(ImportFault):
    """A mapping that contradicts itself, the sheet or the options in force."""

    def __init__(self, code: str, /, *, reasons: tuple[str, ...] = (), **facts: object) -> None:
        super().__init__(code, **facts)
        self.reasons = reasons or (str(self),)


def sentence(code: str, /, **facts: object) -> str:
    """Give the sentence of a code; long values from the sheet are shortened."""
    return SENTENCES[code].format(**{name: _short(fact) for name, fact in facts.items()})


def _short(fact: object) -> object:
    if isinstance(fact, str) and len(fact) > _SHOWN:
        return f"{fact[:_SHOWN]}…"
    return fact
