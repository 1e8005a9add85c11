"""The forms of a grid issue; field names are those of the commands."""

from web.frame.forms import Choice, Form, Proofs, Text


class Issue(Form):
    """上报网格问题."""

    title = Text("问题", longest=200, required=True)
    source = Choice("来源", "issue_sources", look="radios", load_default="patrol")
    grid = Choice("网格", required=True)
    area = Choice("居民区")
    address = Text("地点", longest=200)
    category = Choice("问题小类")
    description = Text("情况", longest=2000, area=True)
    reporter = Text("反映人", longest=60)
    phone = Text("电话", longest=40)
    photos = Proofs("现场照片")


class Verify(Form):
    """核实."""

    note = Text("核实情况", longest=500, area=True)
    photos = Proofs("核实照片")


class Void(Form):
    """作废."""

    reason = Choice("作废原因", "void_reasons", look="radios", required=True)
    note = Text("说明", longest=500, area=True)


class File(Form):
    """立案."""

    category = Choice("问题小类", required=True)
    condition = Choice("立案条件（不选用第一条）")


class Handle(Form):
    """处置结果."""

    result = Text("处置情况", longest=500, area=True, required=True)
    proof = Proofs("处置照片和文件")


class Check(Form):
    """核查."""

    passed = Choice("核查结论", look="radios", required=True)
    reason = Choice("不通过的原因", "check_reasons")
    note = Text("核查情况", longest=500, area=True)
    photos = Proofs("核查照片")


class Close(Form):
    """结案."""

    outcome = Choice("处置结果", "issue_outcomes", look="radios", required=True)
