"""The forms of a resolution."""

from web.forms import Amount, Form, Text


class Progress(Form):
    """登记落实情况."""

    percent = Amount("完成进度", unit="%", required=True)
    note = Text("落实情况", longest=500, area=True)


class Claim(Form):
    """申请销号."""

    evidence = Text("办结依据", longest=500, area=True, required=True)


class Decline(Form):
    """退回销号."""

    reason = Text("退回的理由", longest=500, area=True, required=True)


class Close(Form):
    """核验销号."""

    note = Text("核验情况", longest=500, area=True)
