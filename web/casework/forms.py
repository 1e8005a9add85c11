"""The forms of what may be done with any kind of case; field names are those of the commands."""

from web.frame.forms import Choice, Choices, Form, Proofs, Text


class Note(Form):
    """A note, if there is something to say."""

    note = Text("说明", longest=500, area=True)


class Why(Form):
    """A note that must be given."""

    note = Text("理由", longest=500, area=True, required=True)


class Progress(Form):
    """登记进展."""

    note = Text("进展情况", longest=500, area=True, required=True)


class Attach(Form):
    """补充材料."""

    photos = Proofs("照片和文件")
    note = Text("说明", longest=500, area=True)


class Dispatch(Form):
    """派遣."""

    unit = Choice("承办单位", required=True)
    note = Text("派遣意见", longest=200, area=True)


class AskReturn(Form):
    """申请退单."""

    reason = Choice("退单原因", "return_reasons", look="radios", required=True)
    note = Text("说明", longest=500, area=True)


class AskExtension(Form):
    """申请延期."""

    reason = Choice("延期原因", "extension_reasons", look="radios", required=True)
    note = Text("说明", longest=500, area=True)


class Crossing(Form):
    """认定三跨."""

    kinds = Choices("类型", "crossing_kinds")
    units = Choices("涉及单位")
    reason = Text("认定理由", longest=500, area=True, required=True)


class CrossingResult(Form):
    """三跨销号."""

    result = Text("处置结果", longest=500, area=True, required=True)


class Correct(Form):
    """更正."""

    field = Choice("更正哪一项", required=True)
    new = Text(
        "改为", longest=200, required=True, metadata={"help": "网格、居民区和类别请填全称。"}
    )
    reason = Text("更正原因", longest=200, required=True)


class TakeUp(Form):
    """转入办理."""

    note = Text("转入办理的原因", longest=500, area=True, required=True)


class Reopen(Form):
    """重新办理."""

    reason = Choice("重新办理的原因", "reopen_reasons", look="radios", required=True)
    note = Text("情况说明", longest=500, area=True)
