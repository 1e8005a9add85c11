"""The forms of a resolution."""

from web.frame.forms import Amount, Form, Official, Proofs


class Progress(Form):
    """登记落实情况."""

    percent = Amount("完成进度", unit="%", required=True)
    note = Official("落实情况", required=True)


class Claim(Form):
    """申请销号."""

    evidence = Official("办结依据", required=True)
    proof = Proofs("凭证")


class Decline(Form):
    """退回销号."""

    reason = Official("退回的理由", required=True)


class Close(Form):
    """核验销号."""

    note = Official("核验情况")
