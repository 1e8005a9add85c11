"""What 登记册 says: its records as sentences, its refusals as what to do."""

from governance.places import events as fact
from web.frame.feature import Lists, Sentences

SENTENCES: Sentences = {
    fact.PlaceRegistered: lambda event: "从表格导入建档" if event.batch else "建档",
    fact.PlaceMoved: "划转，原因：{reason}",
    fact.PlaceTagged: "调整重点对象标签，走访间隔改为“{interval}”",
    fact.PlaceCorrected: "更正{field}，原因：{reason}",
    fact.SealedFactCorrected: "更正{field}，原因：{reason}",
    fact.PlaceRetired: "销档，原因：{reason}",
    fact.PlaceRestored: "恢复建档，原因：{reason}",
}
FIELDS = {
    "kind": "登记对象",
    "parent": "上级",
    "address": "地址",
    "door": "门牌",
    "head": "户主或负责人",
    "phone": "联系电话",
    "tags": "重点对象标签",
}
LISTS: Lists = {fact.PlaceTagged: {"interval": "visit_intervals"}}
REFUSALS = {
    "places.code_taken": "编号{number}已经登记，没有改动。请换一个编号，或到登记册里更正。",
    "places.not_retired": "这个对象没有销档，不必恢复，没有改动。",
    "places.no_such_option": "所选项目不在现行清单内。请刷新页面后重新选择。",
    "places.not_correctable": "这一项不能更正。可更正的有：名称、地址、门牌、户主或负责人、电话。",
    "places.own_parent": "对象不能以自己为上级。请重新选择所属上级。",
    "places.retired": "这个对象已经销档。如仍在使用，请先恢复建档。",
    "places.unknown": "登记册中没有这个对象。请先建档。",
}
