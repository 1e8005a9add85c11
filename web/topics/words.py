"""What 一格一题 says: its records as sentences, its refusals as what to do."""

from governance.topics import events as fact
from web.frame.feature import Sentences

SENTENCES: Sentences = {
    fact.TopicOpened: "立题：{title}，牵头{lead}，{start}至{until}",
    fact.MilestoneReached: "第{milestone}个节点于{on}完成：{evidence}",
    fact.MilestoneUnreached: "撤回第{milestone}个节点的完成登记：{reason}",
    fact.MilestoneMoved: "第{milestone}个节点由{old}改到{new}：{reason}",
    fact.ProgressReported: "登记课题进展，完成{percent}%：{note}",
    fact.TopicConcluded: "结题，目标达成：{achieved}，{result}",
}
LOOKS = {"open": "info", "achieved": "ok", "ended": "warn"}
REFUSALS = {
    "topics.dates_reversed": "结束日期早于开始日期，请改正起止日期。",
    "topics.in_the_future": "完成日期晚于今天，请填写实际完成的日期。",
    "topics.milestone_outside": "节点日期应在课题起止日期之内，请改正后再提交。",
    "topics.none_reached": "还没有登记完成的节点，没有可以撤回的。",
    "topics.not_reached": "这个节点没有登记完成，不必撤回。",
    "topics.milestone_reached": "这个节点已经登记完成，不能再调整或重复登记。",
    "topics.milestones_unclear": "课题至少要有一个节点，而且节点编号不能重复。",
    "topics.no_such_milestone": "课题中没有这个节点，请刷新页面后重新选择。",
    "topics.not_open": "这个课题不在办理中，请刷新页面，查看本网格当前的课题。",
    "topics.one_open": "本网格的课题“{title}”还没有结题，一格一题，请先结题再立新题。",
    "topics.percent_out_of_range": "进度应填0到100之间的整数。",
    "topics.wrong_grid": "课题与网格不符，请从本网格的课题页面提交。",
}
