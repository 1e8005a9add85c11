"""The forms of a ticket; field names are those of the commands."""

from web.frame.forms import Choice, Form, Moment, Proofs, Text


class Ticket(Form):
    """接单登记."""

    serial = Text("工单编号", longest=60, required=True)
    source = Choice("来源", "hotline_sources", load_default="12345")
    received_at = Moment("接单时间", required=True)
    kind = Choice("诉求类别", "hotline_kinds", look="radios", required=True)
    title = Text("标题", longest=200, required=True)
    content = Text("诉求内容", longest=8000, area=True)
    caller = Text("来电人", longest=60)
    phone = Text("电话", longest=40)
    address = Text("详细地址", longest=200)
    grid = Choice("网格")
    area = Choice("居民区")
    category = Choice("类别")
    urgency = Choice("紧急程度", "urgency", look="radios", load_default="normal")


class Contact(Form):
    """登记先行联系."""

    contacted_at = Moment("联系时间", required=True)
    result = Choice("是否联系上", "contact_results", look="radios", required=True)
    not_reached = Choice("未联原因（未联必选）", "not_contacted_reasons")
    way = Choice("联系方式", "contact_ways", look="radios", load_default="phone")
    note = Text("联系内容（已联必填）", longest=500, area=True)


class Handle(Form):
    """办结报告; what is required of which kind of ticket the policy says."""

    facts = Choice("事实认定", "facts", look="radios", required=True)
    appeal = Choice("诉求认定", "appeal", look="radios")
    site_visited = Choice("现场查看", "site_visited", look="radios")
    site_visited_at = Moment("查看时间")
    result = Choice("处理结果", "outcomes", look="radios", required=True)
    reply_way = Choice("答复方式", "reply_ways", look="radios", required=True)
    replied_at = Moment("答复时间")
    reply = Text("答复要点", longest=500, area=True, required=True)
    explanation = Text("情况说明（非常规认定必填）", longest=500, area=True)
    proof = Proofs("办理照片和文件")


class CallBack(Form):
    """登记回访."""

    called_back_at = Moment("回访时间", required=True)
    reached = Choice("是否接通", look="radios", required=True)
    contacted = Choice("办理前是否先行联系", "contacted", look="radios")
    solved = Choice("是否解决", "solved", look="radios")
    satisfaction = Choice("满意度", "satisfaction", look="radios")
    note = Text("回访记录", longest=500, area=True)


class Settle(Form):
    """不一致定夺."""

    field = Choice("哪一项", look="radios", required=True)
    reason = Text("原因", longest=200, area=True, required=True)
