"""The forms of a meeting and its agenda."""

from web.frame.forms import Amount, Choice, Choices, Day, Form, Moment, Official, Text


class Schedule(Form):
    """排定会议."""

    meets_at = Moment("会议时间", required=True)
    place = Text("地点", required=True)
    host = Choice("主持人", required=True)
    despite = Text(
        "仍要这样安排的理由",
        metadata={"help": "只在休息日、不在工作时段、已经过去或与其他网格同时的，才要填写。"},
    )


class Move(Form):
    """会议改期."""

    new = Moment("改到", required=True)
    place = Text("地点", required=True)
    reason = Text("改期原因", required=True)
    despite = Text(
        "仍要这样安排的理由",
        metadata={"help": "只在休息日、不在工作时段、已经过去或与其他网格同时的，才要填写。"},
    )


class Strike(Form):
    """撤下议题."""

    reason = Text("撤下的理由", area=True, required=True)


class Take(Form):
    """列入规则没有列入的事项."""

    section = Choice("列入哪一部分", required=True)
    reason = Text("列入的理由", area=True, required=True)
    minutes = Amount("时长", unit="分钟")
    speaker = Text("汇报人")
    proposal = Official("拟议")


class Add(Take):
    """增列议题."""

    subject = Text("议题", required=True)
    serial = Text("案件编号", metadata={"help": "与某件工单或网格问题有关时填写。"})
    unit = Choice("责任单位")

    class Meta(Form.Meta):
        """The matter first, then how it is taken up."""

        fields = (
            "subject",
            "serial",
            "unit",
            "section",
            "reason",
            "minutes",
            "speaker",
            "proposal",
        )


class Amend(Form):
    """调整议题."""

    minutes = Amount("时长", unit="分钟")
    speaker = Text("汇报人")
    observers = Text("列席单位", metadata={"help": "多个单位用顿号隔开。"})
    summary = Official("情况")
    proposal = Official("拟议")


class Hold(Form):
    """登记召开."""

    held_at = Moment("召开时间", required=True)
    host = Choice("主持人", required=True)
    recorder = Choice("记录人", required=True)
    attended = Choices("出席")
    others = Text("其他出席人员", metadata={"help": "清单里没有的，用顿号隔开。"})
    observers = Choices("列席")
    sat_in = Text("其他列席人员", metadata={"help": "清单里没有的，用顿号隔开。"})
    absent = Choices("请假")


class Decide(Form):
    """记录议定; what follows the kind is asked for only where it applies."""

    kind = Choice("议定类型", look="radios", required=True)
    decision = Official("议定意见", required=True)
    due = Day("完成时限")
    owner = Choice("责任单位", metadata={"help": "形成议定事项、提级办理的必选。"})
    standard = Official("销号标准")
    matter = Text("议定事项")
    requirement = Official("有关要求")
    leader = Choice("牵头领导")
    partners = Choices("配合单位")


class Correct(Form):
    """更正议定."""

    kind = Choice("议定类型", look="radios", required=True)
    decision = Official("议定意见", required=True)
    reason = Text("更正的原因", required=True)


class Discussion(Form):
    """记录讨论情况."""

    said = Official("讨论情况", longest=1000, required=True)
