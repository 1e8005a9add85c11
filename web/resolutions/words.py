"""What 议定事项 says: its records as sentences, its refusals as what to do."""

from governance.resolutions import events as fact
from web.frame.feature import Codes, Sentences

SENTENCES: Sentences = {
    fact.ResolutionAdopted: "形成议定事项：{matter}，责任单位{owner}，完成时限{due}",
    fact.ProgressReported: "登记落实情况，完成{percent}%：{note}",
    fact.DueMoved: "完成时限由{old}改为{new}：{reason}",
    fact.CompletionClaimed: "申请销号，办结依据：{evidence}",
    fact.ClaimDeclined: "退回销号申请：{reason}",
    fact.ResolutionClosed: "核验销号，核验情况：{note}",
    fact.ResolutionWithdrawn: "会议决定撤销：{reason}",
    fact.ResolutionChased: "催办：期限{due}",
}
CODES: Codes = {"clock": {"near": "临期", "overdue": "到期"}}
LOOKS = {"open": "info", "claimed": "warn", "closed": "ok"}
REFUSALS = {
    "resolutions.no_words": "请写明核验情况：看了什么，是否达到销号标准。",
    "resolutions.adopted_already": "这个编号的议定事项已经登记，内容不同的请另行编号。",
    "resolutions.already_closed": "这件议定事项已经销号或撤销，不能再办理。",
    "resolutions.adopted_here": (
        "这件议定事项是在本系统的会议上议定的，请在系统里登记落实、申请销号，来表不能代办。"
    ),
    "resolutions.end_untold": "写明已销号或已撤销的，要写是哪一天（落实时间）。",
    "resolutions.ended_before": "落实时间早于召开时间。请核对后重新填写。",
    "resolutions.in_the_future": "召开时间或落实时间晚于现在。请核对后重新填写。",
    "resolutions.sheet_differs": (
        "这件议定事项已经登记，表里的{field}与登记的不一致，没有改动。议定的内容和时限由会议调整。"
    ),
    "resolutions.claim_pending": "销号申请正在等待核验，核验后才能再次申请。",
    "resolutions.not_claimed": "责任单位还没有申请销号，暂时不能核验或退回。",
    "resolutions.own_claim": "销号须由申请人以外的人核验；申请由您提交，须由其他人核验。",
    "resolutions.percent_out_of_range": "进度应填0到100之间的整数。",
    "resolutions.unknown": "没有找到这件议定事项，请从议定事项清单中打开。",
}
