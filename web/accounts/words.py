"""What 账号 says: its records as sentences, its refusals as what to do."""

from governance.accounts import events as fact
from web.frame.feature import Sentences

SENTENCES: Sentences = {
    fact.AccountOpened: "开户：{name}（{login}），岗位：{roles}",
    fact.RolesAssigned: "岗位调整为：{roles}，原因：{reason}",
    fact.AccountRenamed: "姓名由{old}改为{new}",
    fact.AccountSuspended: "停用，原因：{reason}",
    fact.AccountRestored: "恢复启用，原因：{reason}",
    fact.PasswordReset: "重置密码，原因：{reason}",
}
REFUSALS = {
    "accounts.login_taken": "这个登录名已有人使用。请换一个登录名。",
    "accounts.last_keeper": (
        "这是最后一个能管理账号和政策的账号，不能停用，也不能撤去这项授权。请先让另一个账号担任管理员。"
    ),
    "accounts.no_role": "请至少选择一个岗位。",
    "accounts.no_such_role": "所选岗位不在现行清单内。请重新选择。",
    "accounts.own_account": "不能停用自己的账号，也不能改变自己的授权。请由另一位管理员办理。",
    "accounts.own_password": "自己的密码请点“修改密码”更换，要先输入现在的密码。",
    "accounts.reserved_login": "这个登录名由系统保留。请换一个登录名。",
    "accounts.roles_not_separated": (
        "管理员、审计与业务岗位须由不同的人担任，不能合在一个账号。请分开授权。"
    ),
    "accounts.suspended": "这个账号已停用，不能重置密码。请先恢复启用。",
    "accounts.unknown": "没有找到这个账号。请核对登录名，或先开户。",
}
