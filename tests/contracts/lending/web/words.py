"""钥匙借用 in words: what happened, and what to do when something is refused."""

from tests.contracts.lending.governance import events as fact
from web.frame.feature import Sentences

SENTENCES: Sentences = {
    fact.KeyLent: "借出{room}的钥匙给{unit}，应还日期{until}",
    fact.KeyReturned: "归还：{note}",
    fact.Reminded: "催还，应还日期{until}已过",
}
FIELDS = {"borrower": "借用人"}
REFUSALS = {
    "lending.day_is_past": "应还日期已经过去。请选择今天或以后的日期。",
    "lending.lent_already": "这把钥匙已经借出，没有改动。请先登记归还。",
    "lending.not_lent": "这把钥匙没有借出，不必归还或催还。",
    "lending.not_overdue": "还没有到应还日期，不必催还。",
    "lending.reminded_already": "已经催还过一次，没有改动。",
}
