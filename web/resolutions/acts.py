"""What may be done with a resolution, in words; times and withdrawals are decided by a meeting."""

from governance.resolutions import commands as ask
from web.frame.acts import Act
from web.resolutions import forms

ACTS = (
    Act(
        name="progress",
        label="登记落实情况",
        button="登记",
        done="落实情况已登记",
        command=ask.ReportProgress,
        form=forms.Progress,
        start=lambda state: {"percent": state.percent},
    ),
    Act(
        name="claim",
        label="申请销号",
        done="销号申请已提交，等待他人核验",
        command=ask.ClaimCompletion,
        form=forms.Claim,
        words="对照销号标准写明依据；须由申请人以外的人核验后才算销号。",
    ),
    Act(
        name="close",
        label="核验销号",
        button="同意销号",
        done="议定事项已销号",
        command=ask.CloseResolution,
        form=forms.Close,
    ),
    Act(
        name="decline",
        label="退回销号",
        button="退回",
        done="销号申请已退回",
        command=ask.DeclineClaim,
        form=forms.Decline,
    ),
)
