"""What 政策 says: its records as sentences, its refusals as what to do."""

from governance.policies import events as fact
from web.frame.feature import Sentences

SENTENCES: Sentences = {
    fact.EditionPublished: "发布“{policy}”第{number}版：{source}",
}
REFUSALS = {
    "policies.changed_meanwhile": (
        "您填写期间已经发布了第{number}版，这次没有发布。请打开第{number}版核对后再改。"
    ),
    "policies.unknown": "没有这项政策。请从列表中选择。",
    "policies.no_limit": (
        "现行的办理时限没有这一步的规定，暂时不能办理。请管理员在“政策”里补上后再试。"
    ),
    "policies.no_such_limit": (
        "现行政策里的期限“{limit}”无法计算，暂时不能办理。请管理员在“政策”里改正后再试。"
    ),
    "policies.unfit": "这一版有{count}处不能生效，未发布。请按提示改正后再发布。",
}
