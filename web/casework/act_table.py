"""The acts there are on tickets and on issues: words, form, command, and when each is due."""

from collections.abc import Callable
from typing import Any

import msgspec

from governance.hotline import commands as ticket
from governance.issues import commands as issue
from governance.kernel.command import Command
from web.casework import act_forms as ask
from web.casework.correcting import correction
from web.frame import current
from web.frame.forms import Form

Build = Callable[[dict[str, Any]], dict[str, Any]]


class Act(msgspec.Struct, frozen=True, kw_only=True):
    """One act: its part of the address, its words, its form, its command, and when it is due.

    `main` acts are what usually comes next; the page opens the first of them.
    """

    name: str
    label: str
    done: str
    command: type[Command]
    form: type[Form]
    ready: Callable[[Any], bool]
    build: Build = lambda values: values
    main: bool = False


def _open(state: Any) -> bool:
    return not state.ended and state.stage != "absent"


def _shared(commands: Any) -> tuple[Act, ...]:
    return (
        Act(
            name="progress",
            label="登记进展",
            done="进展已登记",
            command=commands.NoteProgress,
            form=ask.Progress,
            ready=_open,
        ),
        Act(
            name="ask-return",
            label="申请退单",
            done="退单申请已提交，等待审核",
            command=commands.RequestReturn,
            form=ask.AskReturn,
            ready=lambda s: s.stage == "dispatched" and not s.return_asked,
        ),
        Act(
            name="grant-return",
            label="同意退单",
            done="已同意退单，等待重新派遣",
            command=commands.GrantReturn,
            form=ask.Note,
            ready=lambda s: bool(s.return_asked),
            main=True,
        ),
        Act(
            name="decline-return",
            label="不予退单",
            done="已答复不予退单",
            command=commands.DeclineReturn,
            form=ask.Why,
            ready=lambda s: bool(s.return_asked),
        ),
        Act(
            name="ask-extension",
            label="申请延期",
            done="延期申请已提交，等待审核",
            command=commands.RequestExtension,
            form=ask.AskExtension,
            ready=lambda s: s.stage == "dispatched" and not s.extension_asked,
        ),
        Act(
            name="grant-extension",
            label="同意延期",
            done="已同意延期，时限已顺延",
            command=commands.GrantExtension,
            form=ask.Note,
            ready=lambda s: bool(s.extension_asked),
            main=True,
        ),
        Act(
            name="decline-extension",
            label="不予延期",
            done="已答复不予延期",
            command=commands.DeclineExtension,
            form=ask.Why,
            ready=lambda s: bool(s.extension_asked),
        ),
        Act(
            name="flag-crossing",
            label="认定三跨",
            done="已认定三跨，将列入下次会议议程",
            command=commands.FlagCrossing,
            form=ask.Crossing,
            ready=lambda s: _open(s) and not s.crossing,
            build=lambda v: v | {"kinds": tuple(v["kinds"]), "units": tuple(v["units"])},
        ),
        Act(
            name="clear-crossing",
            label="三跨销号",
            done="三跨已销号",
            command=commands.ClearCrossing,
            form=ask.CrossingResult,
            ready=lambda s: bool(s.crossing),
        ),
    )


TICKET_ACTS = (
    Act(
        name="contact",
        label="登记初电",
        done="初电已登记，网格同步可见",
        command=ticket.ContactCaller,
        form=ask.Contact,
        ready=lambda s: _open(s) and not s.contacted_at,
        main=True,
    ),
    Act(
        name="dispatch",
        label="派遣",
        done="工单已派遣",
        command=ticket.DispatchTicket,
        form=ask.Dispatch,
        ready=lambda s: s.stage == "received" and not s.return_asked,
        main=True,
    ),
    Act(
        name="handle",
        label="提交办结报告",
        done="办结报告已提交，等待回访",
        command=ticket.HandleTicket,
        form=ask.Handle,
        ready=lambda s: s.stage == "dispatched",
        main=True,
    ),
    Act(
        name="call-back",
        label="登记回访",
        done="回访已登记",
        command=ticket.CallBack,
        form=ask.CallBack,
        ready=lambda s: s.stage == "handled" and not s.called_back,
        build=lambda v: ask.as_flag(v, "reached"),
        main=True,
    ),
    Act(
        name="close",
        label="结案",
        done="工单已结案",
        command=ticket.CloseTicket,
        form=ask.Nothing,
        ready=lambda s: s.stage == "handled",
        main=True,
    ),
    *_shared(ticket),
    Act(
        name="correct",
        label="更正",
        done="已更正，原值仍可查看",
        command=ticket.CorrectTicket,
        form=ask.Correct,
        ready=_open,
        build=correction,
    ),
)


def _condition(values: dict[str, Any]) -> dict[str, Any]:
    conditions = current.book().categories.conditions(values["category"])
    first = conditions[0].code if conditions else ""
    return values | {"condition": values["condition"] or first}


ISSUE_ACTS = (
    Act(
        name="verify",
        label="核实属实",
        done="已核实，等待立案",
        command=issue.VerifyIssue,
        form=ask.Verify,
        ready=lambda s: s.stage == "reported",
        main=True,
    ),
    Act(
        name="file",
        label="立案",
        done="已立案，等待派遣",
        command=issue.FileIssue,
        form=ask.File,
        ready=lambda s: s.stage in {"verified", "filed"},
        build=_condition,
        main=True,
    ),
    Act(
        name="dispatch",
        label="派遣",
        done="问题已派遣",
        command=issue.DispatchIssue,
        form=ask.Dispatch,
        ready=lambda s: s.stage == "filed" and not s.return_asked,
        main=True,
    ),
    Act(
        name="handle",
        label="登记处置结果",
        done="处置结果已提交，等待核查",
        command=issue.HandleIssue,
        form=ask.HandleIssue,
        ready=lambda s: s.stage == "dispatched",
        main=True,
    ),
    Act(
        name="check",
        label="核查",
        done="核查结论已登记",
        command=issue.CheckIssue,
        form=ask.CheckIssue,
        ready=lambda s: s.stage == "handled",
        build=lambda v: ask.as_flag(v, "passed"),
        main=True,
    ),
    Act(
        name="close",
        label="结案",
        done="问题已结案",
        command=issue.CloseIssue,
        form=ask.CloseIssue,
        ready=lambda s: s.stage == "checked",
        main=True,
    ),
    *_shared(issue),
    Act(
        name="void",
        label="作废",
        done="问题已作废",
        command=issue.VoidIssue,
        form=ask.Void,
        ready=lambda s: s.stage in {"reported", "verified", "filed"},
    ),
    Act(
        name="correct",
        label="更正",
        done="已更正，原值仍可查看",
        command=issue.CorrectIssue,
        form=ask.Correct,
        ready=_open,
        build=correction,
    ),
)
