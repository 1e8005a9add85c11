"""Every refusal as a Chinese sentence: what is the matter, and what to do."""

from governance.kernel.errors import Refused, UnsafeSettingError
from web.frame.feature import features

COMMON: dict[str, str] = {
    "kernel.clock_ahead": (
        "服务器的时钟比数据库的快了{minutes}分钟，没有保存。请先把填写的内容留好，"
        "由管理员校准服务器的时钟，再提交一次。"
    ),
    "kernel.clock_behind": (
        "服务器的时钟比最后一条记录慢了{minutes}分钟，没有保存。请先把填写的内容留好，"
        "由管理员校准服务器的时钟，再提交一次。"
    ),
    "kernel.command_id_reused": (
        "这份表先前已经登记过，那一次的内容与现在填写的不同；现在填写的还没有保存。"
        "要改那一次的，请打开已登记的内容办理；确实要另外再记一次的，请核对后再按一次。"
    ),
    "kernel.command_of_another": (
        "这份表先前已由另一个账号登记过，现在填写的还没有保存。"
        "请打开已登记的内容核对；确实要另外再记一次的，请核对后再按一次。"
    ),
    "kernel.changed_meanwhile": (
        "您打开这一页之后，别人已有新的记录，这次没有保存。请先看过再办。"
    ),
    "kernel.not_permitted": "您的岗位不能办理此事。如确属职责范围，请联系管理员调整授权。",
    "past.no_room": (
        "回看这一时刻要占用的磁盘空间不够，暂时看不了；当前的页面不受影响。请管理员清理磁盘，或者调大回看可用的空间。"
    ),
    "web.no_such_case": "没有找到这个编号的案件，请核对编号。",
    "web.before_records": "那时还没有任何记录，请选择晚一些的时间。",
    "kernel.personal_in_clear": (
        "这段文字会照原样保存、给许多人看，没有保存。"
        "请去掉其中的电话号码、证件号码、车牌号、邮箱或当事人的姓名：{found}。"
        "要写明是谁，请写在加密保存的内容里，例如诉求内容、进展情况。"
    ),
    "kernel.unchanged": "没有改动：现在已经是这样，不必再办一次。",
    "web.no_such_moment": "看不懂要查看的时间，请填写日期时间或记录号。",
}

UNSAFE: dict[str, str] = {
    "keys.master_damaged": (
        "主密钥文件 {file} 已损坏（应为32字节，现为{size}字节），已停止。请用备份里的主密钥恢复；"
        "从未使用过的部署，删除这个文件后再运行。"
    ),
    "keys.master_foreign": (
        "主密钥文件 {file} 与密钥库不是一套，已停止，没有改动。请换成与密钥库同一部署的主密钥："
        "从备份恢复，或从共用这个数据库的另一台服务器拷贝。见部署说明“恢复”一节。"
    ),
    "keys.master_missing": (
        "主密钥文件 {file} 不见了，而这里已有记录，已停止。不能另造，另造的打不开原有的个人信息。"
        "请从备份恢复，或从共用这个数据库的另一台服务器拷贝。见部署说明“恢复”一节。"
    ),
    "keys.master_renewed": (
        "主密钥已经换过，这个程序还在用原来的那一个，没有保存。请重新启动服务，再办一次。"
    ),
    "keys.master_unreadable": (
        "主密钥文件 {file} 读不出来，已停止。请改为服务用户可读；还是读不出来的，请用备份恢复。"
    ),
    "store.database_functions": (
        "环境变量 {name} 会使查询数据漏掉记录，已停止。请去掉这个环境变量后再运行。"
    ),
    "store.foreign_format": (
        "环境变量 {name} 会改变记录的保存格式，已停止。请去掉这个环境变量后再运行。"
    ),
    "store.not_durable": (
        "这里的数据库文件不能保证断电时不丢记录，已停止。请把数据文件夹换到本机的磁盘上再运行。"
    ),
    "store.server_not_durable": (
        "数据库服务器关闭了 {name}，断电时会丢失或损坏记录，已停止。"
        "请在服务器的配置里打开 {name}，重新载入配置后再运行。"
    ),
}

UNKNOWN = "这项操作现在不能办理，请刷新页面查看最新情况后再试。"


def sentence(refused: Refused) -> str:
    """Give the sentence of a refusal with its facts filled in."""
    words = COMMON.get(refused.code) or features().refusals.get(refused.code, UNKNOWN)
    return words.format_map(_Facts(refused.facts))


def unsafe(setting: UnsafeSettingError) -> str:
    """Give the sentence of a setting that would lose or falsify records."""
    return UNSAFE[setting.code].format(**setting.facts)


class _Facts(dict[str, str | int]):
    """Facts a sentence names; one that is missing is left out rather than failing the page."""

    def __missing__(self, key: str) -> str:
        return ""
