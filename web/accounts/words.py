"""What 账号 says: its records as sentences, its refusals as what to do."""

from governance.accounts import events as fact
from governance.sign_ins import events as door
from web.frame.feature import Sentences

SENTENCES: Sentences = {
    fact.AccountOpened: "开户：{name}（{login}），岗位：{roles}",
    fact.RolesAssigned: "岗位调整为：{roles}，原因：{reason}",
    fact.AccountRenamed: "姓名由{old}改为{new}",
    fact.AccountSuspended: "停用，原因：{reason}",
    fact.AccountRestored: "恢复启用，原因：{reason}",
    fact.PasswordReset: "重置密码，原因：{reason}",
    fact.SecondFactorBound: "绑定动态验证码",
    fact.SecondFactorReset: "重置动态验证码，下次登录时重新绑定，原因：{reason}",
    fact.ChangeAsked: "申请{change}，等另一个人批准，原因：{reason}",
    fact.ChangeApproved: "批准{change}",
    fact.ChangeDeclined: "不批准{change}，原因：{reason}",
    fact.EmergencyTaken: "在服务器上应急办理{change}，没有经过第二个人，原因：{reason}",
    door.SignedIn: "登录",
    door.SignedOut: "退出登录",
    door.SignInsFailed: "登录失败{failures}次",
}
CHANGES = {
    "open": "开户",
    "roles": "调整岗位",
    "password": "重置密码",
    "suspend": "停用",
    "restore": "恢复启用",
    "second_factor": "重置动态验证码",
}
REFUSALS = {
    "accounts.asked_by_oneself": "这是您自己申请的，要由另一个人批准。",
    "accounts.asked_too_long_ago": "这项申请已超过{days}天，作废了。请重新申请。",
    "accounts.change_waiting": "这个账号已有一项变动在等另一个人批准。请先把那一项办完。",
    "accounts.nothing_waiting": "这项申请已经办过，或者已被新的申请代替。请从列表重新打开核对。",
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
