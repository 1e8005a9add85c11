"""What may be done with a key: forms and acts."""

from tests.contracts.lending.governance import commands as ask
from web.frame.acts import Act
from web.frame.forms import Choice, Day, Form, Text


class LendForm(Form):
    """借出."""

    code = Text("钥匙编号", longest=40, required=True)
    room = Text("场所", longest=100, required=True)
    grid = Choice("网格", required=True)
    unit = Choice("借用单位", required=True)
    borrower = Text("借用人", longest=40, required=True)
    until = Day("应还日期", required=True)


class ReturnForm(Form):
    """归还."""

    note = Text("归还情况", longest=200)


ACTS = (
    Act(name="return", label="归还", done="已登记归还", command=ask.ReturnKey, form=ReturnForm),
    Act(name="remind", label="催还", done="已催还", command=ask.Remind),
)
