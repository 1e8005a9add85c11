"""Chinese words for fields and policies, and for what every page says alike."""

from governance.kernel.sealed import Gone
from governance.policy.book import NAMES
from web.frame.feature import features

GONE = {Gone.ERASED: "〔已依法删除〕", Gone.LOST: "〔密钥丢失〕"}
FORGOTTEN = "忘记密码的，请联系管理员重置。"

FIELDS = {
    "serial": "编号",
    "title": "标题",
    "name": "名称",
    "place": "地点",
    "grid": "网格",
    "area": "居民区",
    "unit": "承办单位",
    "category": "类别",
    "source": "来源",
    "phone": "电话",
    "description": "问题描述",
    "explanation": "说明",
    "outcome": "处理结果",
    "satisfaction": "满意度",
    "note": "备注",
    "reason": "原因",
}
"""The words for fields that several concepts have; a concept declares those of its own."""


def known(name: str, concept: str) -> str:
    """Give the word a concept has for a field, else the one all share; empty when there is none.

    A concept is named by its stream or by its kind of subject.
    """
    return features().fields.get(concept, {}).get(name) or FIELDS.get(name, "")


def field(name: str, concept: str) -> str:
    """Give the word for a field; `description-2` is the description of the second of its kind."""
    plain, _, number = name.partition("-")
    word = known(plain, concept) or plain
    return f"第{number}项{word}" if number else word


POLICIES = NAMES
"""What people call each policy; it stands with its shape."""
