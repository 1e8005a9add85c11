"""What 依法删除 says: its records as sentences, its refusals as what to do."""

from governance.erasures import events as fact
from web.frame.feature import Lists, Sentences

SENTENCES: Sentences = {
    fact.PersonalDataErased: "依法删除个人信息，依据：{basis}",
}
LISTS: Lists = {fact.PersonalDataErased: {"basis": "erasure_bases"}}
REFUSALS = {
    "erasures.incomplete": "请写明由谁提出删除、为什么删除。",
    "erasures.no_such_basis": "删除的依据不在清单里。请从清单里选择。",
}
