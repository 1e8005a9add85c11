"""What 导入 says: its records as sentences, its refusals as what to do."""

from governance.imports import events as fact
from web.frame.feature import Sentences

SENTENCES: Sentences = {
    fact.BatchImported: (
        "导入{file}：{rows}行，新增{accepted}，已有{known}，更正{corrected}，拒收{refused}"
    ),
}
REFUSALS = {
    "imports.does_not_add_up": "导入结果与表中{rows}行对不上，未登记批次。请重新导入。",
}
