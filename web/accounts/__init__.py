"""账号: who may log in, with which roles; and one's own password."""

from web.accounts.acts import ACTS
from web.accounts.changes import today
from web.accounts.views import bp
from web.accounts.words import CHANGES, REFUSALS, SENTENCES
from web.frame.feature import Entry, Feature

FEATURE = Feature(
    blueprints=(bp,),
    menu=(
        Entry("账号", "accounts.index", "users", "accounts"),
        Entry("账号变动", "accounts.changes", "users", "account_changes"),
        Entry("登录记录", "accounts.sign_ins", "lock", "accounts"),
    ),
    acts={"accounts": ACTS},
    records={"accounts": "账户", "sign_ins": "登录记录"},
    sentences=SENTENCES,
    codes={"change": CHANGES},
    refusals=REFUSALS,
    today=today,
)
