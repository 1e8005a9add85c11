"""What may be done with any kind of case, in words; each kind brings its own beside these."""

from functools import partial
from typing import Any

from msgspec.structs import replace

from governance.casework import commands as ask
from governance.casework.kind import Kind
from web.casework import forms
from web.casework.correcting import correctable, correctable_now, correction
from web.frame import current
from web.frame.acts import Act, Values
from web.frame.form_page import Choices


def units(_: Any) -> Choices:
    """Give the units a case may go to, as choices."""
    names = [(name, name) for name in current.unit_names()]
    return {"unit": names, "units": names}


def as_flag(values: Values, name: str) -> Values:
    """Turn a yes/no choice into the flag a command wants."""
    return values | {name: values[name] == "yes"}


SHARED = (
    Act(
        name="progress",
        label="登记进展",
        done="进展已登记",
        command=ask.NoteProgress,
        form=forms.Progress,
    ),
    Act(
        name="ask-return",
        label="申请退单",
        done="退单申请已提交，等待审核",
        command=ask.RequestReturn,
        form=forms.AskReturn,
    ),
    Act(
        name="grant-return",
        label="同意退单",
        done="已同意退单，等待重新派遣",
        command=ask.GrantReturn,
        form=forms.Note,
    ),
    Act(
        name="decline-return",
        label="不予退单",
        done="已答复不予退单",
        command=ask.DeclineReturn,
        form=forms.Why,
    ),
    Act(
        name="ask-extension",
        label="申请延期",
        done="延期申请已提交，等待审核",
        command=ask.RequestExtension,
        form=forms.AskExtension,
    ),
    Act(
        name="grant-extension",
        label="同意延期",
        done="已同意延期，时限已顺延",
        command=ask.GrantExtension,
        form=forms.Note,
    ),
    Act(
        name="decline-extension",
        label="不予延期",
        done="已答复不予延期",
        command=ask.DeclineExtension,
        form=forms.Why,
    ),
    Act(
        name="flag-crossing",
        label="认定三跨",
        done="已认定三跨，将列入下次会议议程",
        command=ask.FlagCrossing,
        form=forms.Crossing,
        choices=units,
    ),
    Act(
        name="clear-crossing",
        label="三跨销号",
        done="三跨已销号",
        command=ask.ClearCrossing,
        form=forms.CrossingResult,
    ),
    Act(
        name="correct",
        label="更正",
        done="已更正，原值仍可查看",
        command=ask.Correct,
        form=forms.Correct,
        choices=correctable,
        start=lambda state: {} if state.grid else {"field": "grid"},
    ),
    Act(
        name="reopen",
        label="重新办理",
        done="已重新办理，开始新的一轮",
        command=ask.Reopen,
        form=forms.Reopen,
        fits=lambda state: not state.end_untold,
    ),
    Act(
        name="take-up",
        label="转入办理",
        done="历史资料已转入办理，从现在起计时",
        command=ask.Reopen,
        form=forms.TakeUp,
        build=lambda values: values | {"reason": ask.TAKEN_UP},
        fits=lambda state: state.end_untold,
    ),
    Act(
        name="ask-correction",
        label="申请更正",
        done="更正申请已提交，等待另一人审核",
        command=ask.RequestCorrection,
        form=forms.Correct,
        choices=correctable_now,
    ),
    Act(
        name="grant-correction",
        label="同意更正",
        done="已更正，原值仍可查看",
        command=ask.GrantCorrection,
    ),
    Act(
        name="decline-correction",
        label="不予更正",
        done="已答复不予更正",
        command=ask.DeclineCorrection,
        form=forms.Why,
    ),
    Act(
        name="attach",
        label="补充材料",
        done="材料已补充",
        command=ask.AttachFiles,
        form=forms.Attach,
    ),
)
CORRECTIONS = frozenset({ask.Correct, ask.RequestCorrection})


def shared(kind: Kind) -> tuple[Act, ...]:
    """Give what may be done with any case, for one kind."""
    named = partial(correction, kind)
    return tuple(
        replace(
            act,
            command=kind.command(act.command),
            build=named if act.command in CORRECTIONS else act.build,
        )
        for act in SHARED
    )
