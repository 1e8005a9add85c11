"""What 会议 says: its records as sentences, its refusals as what to do."""

from governance.hotline.events import TicketClosed
from governance.kernel.event import Event
from governance.meetings import events as fact
from governance.resolutions.events import (
    DueMoved,
    ResolutionAdopted,
    ResolutionClosed,
    ResolutionWithdrawn,
)
from web.frame.feature import Sentences

SENTENCES: Sentences = {
    fact.MeetingScheduled: "排定会议：{meets_at}，{place}，主持：{host}；{despite}",
    fact.MeetingMoved: "会议由{old}改到{new}：{reason}；{despite}",
    fact.AgendaDrafted: "按规则草拟议程，共{items}",
    fact.AgendaItemAdded: "增列议题：{reason}",
    fact.AgendaItemStruck: "撤下议题：{reason}",
    fact.AgendaItemRestored: "恢复议题",
    fact.AgendaItemAmended: "调整议题的汇报安排",
    fact.AgendaReordered: "调整议题顺序",
    fact.AgendaFrozen: "议程定稿第{number}版，截至第{position}号记录，共{items}",
    fact.MeetingHeld: "会议于{held_at}召开，主持：{host}，记录：{recorder}",
    fact.DecisionRecorded: "议定：{decision}",
    fact.DecisionCorrected: "更正议定：{reason}",
    fact.DiscussionNoted: "记录讨论情况：{said}",
    fact.MinutesCirculated: "会议纪要第{number}版传阅",
    fact.MinutesApproved: "会议纪要第{number}版批准，编号：{serial}",
    fact.PaperKept: "印发件第{number}版存档，文件{files}",
    fact.MeetingMissed: "本双周未召开会议",
}
LOOKS = {
    "scheduled": "info",
    "drafted": "warn",
    "frozen": "violet",
    "held": "ok",
    "missed": "bad",
}
FOLLOWED: dict[type[Event], str] = {
    TicketClosed: "工单已结案",
    ResolutionAdopted: "并已形成议定事项",
    DueMoved: "时限已按会议意见调整",
    ResolutionWithdrawn: "议定事项已撤销",
    ResolutionClosed: "议定事项已销号",
}
"""What followed from a decision, by its record."""
WAITING = "已列入经办人今日页面的“会议已定、待办理”"
REFUSALS = {
    "meetings.agenda_changed": "议程在您打开页面后有变动，请核对最新内容后再定稿。",
    "meetings.already_held": "会议已经召开，议程和会议信息不能再改；记录有误的，请办理更正议定。",
    "meetings.decided_already": "这个议题已有议定记录，内容有误的，请办理更正议定。",
    "meetings.draft_outdated": "已有更新的议程草稿，请刷新页面后再试。",
    "meetings.in_the_future": "召开时间晚于现在，请在会议开始后登记。",
    "meetings.minutes_changed": "纪要在您打开页面后有变动，请核对最新内容后再办。",
    "meetings.minutes_corrected": "传阅以后纪要又有更正，请重新传阅再批准。",
    "meetings.not_circulated": "纪要还没有传阅，请先传阅再批准。",
    "meetings.approved_already": "这一版纪要已经批准。有更正的，请重新传阅。",
    "meetings.own_minutes": "纪要须由记录人、传阅人以外的人批准。",
    "meetings.in_the_past": "这个时间已经过去。补登以前的会议的，请在下面写明理由。",
    "meetings.day_off": "这一天不是工作日。确需在这天开会的，请在下面写明理由。",
    "meetings.out_of_hours": "这个时间不在工作时段。确需在这时开会的，请在下面写明理由。",
    "meetings.before_its_day": "会议还没有到排定的日子。提前召开的，请先办理改期。",
    "meetings.nobody_attended": "请选择出席人员；没有人出席的，不算召开。",
    "meetings.due_past": "完成时限早于会议当天，请核对日期。",
    "meetings.item_exists": "“{subject}”已经在议程中，不用重复添加。",
    "meetings.item_fixed": "“{subject}”是尚未销号的议定事项，应逐期列入议程，不能撤下。",
    "meetings.item_struck": "“{subject}”已被撤下，需要讨论的，请恢复该议题。",
    "meetings.no_such_item": "议程中没有这个议题，可能已随草稿更新，请刷新页面后再试。",
    "meetings.no_such_option": "没有这个选项，请重新选择议定类型。",
    "meetings.no_such_section": "议程中没有这一部分，请重新选择议题所属部分。",
    "meetings.no_new_day": "请填写会议同意的新时限。",
    "meetings.not_a_resolution": "这个议题不是议定事项，不能调整时限或撤销；请选择其他类型。",
    "meetings.not_decided": "这个议题还没有议定记录，请先记录议定。",
    "meetings.not_drafted": "还没有生成议程草稿，请先草拟议程再定稿。",
    "meetings.not_frozen": "议程还没有定稿，请先定稿再登记召开。",
    "meetings.not_held": "会议还没有登记召开，召开后才能记录议定。",
    "meetings.not_issued": "这一版还没有印发，不能存档。",
    "meetings.not_scheduled": "这一期会议还没有排定，请先排定时间、地点和主持人。",
    "meetings.order_outdated": "议程中的议题有增减，请刷新页面后重新排序。",
    "meetings.outside_window": "会议时间应在本双周之内（{start}至{end}），请另选时间。",
    "meetings.present_and_absent": "同一人不能既出席又请假，请核对名单。",
    "meetings.resolution_incomplete": "形成议定事项，请同时写明议定事项、责任单位和销号标准。",
    "meetings.scheduled_already": "这一期会议已经排定，需要改时间或地点的，请办理改期。",
    "meetings.window_open": "本双周还没有结束，不能标记缺会。",
    "meetings.wrong_window": "会议与网格或期次不符，请从该期会议的页面提交。",
}
