"""What 登记册 says: its records as sentences, its refusals as what to do."""

from governance.places import events as fact
from web.frame.feature import Sentences

SENTENCES: Sentences = {
    fact.PlaceRegistered: "建档：{name}",
    fact.PlaceMoved: "划转：由{old_grid}划到{grid}，{reason}",
    fact.PlaceTagged: "调整重点对象标签，走访间隔：{interval}",
    fact.PlaceCorrected: "更正，原因：{reason}",
    fact.SealedFactCorrected: "更正个人信息，原因：{reason}",
    fact.PlaceRetired: "销档：{reason}",
    fact.PlaceRestored: "恢复建档：{reason}",
}
REFUSALS = {
    "places.code_taken": "编号{number}已经登记，没有改动。请换一个编号，或到登记册里更正。",
    "places.not_retired": "这个对象没有销档，不必恢复，没有改动。",
    "places.no_such_option": "所选项目不在现行清单内。请刷新页面后重新选择。",
    "places.not_correctable": "这一项不能更正。可更正的有：名称、地址、门牌、户主或负责人、电话。",
    "places.own_parent": "对象不能以自己为上级。请重新选择所属上级。",
    "places.retired": "这个对象已经销档。如仍在使用，请先恢复建档。",
    "places.unknown": "登记册中没有这个对象。请先建档。",
}
