"""账号: who may log in, with which roles; and one's own password."""

from web.accounts.acts import ACTS
from web.accounts.views import bp
from web.accounts.words import REFUSALS, SENTENCES
from web.frame.feature import Entry, Feature

FEATURE = Feature(
    blueprints=(bp,),
    menu=(Entry("账号", "accounts.index", "users", "accounts"),),
    acts={"accounts": ACTS},
    records={"accounts": "账户"},
    sentences=SENTENCES,
    refusals=REFUSALS,
)
