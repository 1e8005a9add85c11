"""今日: what is due for whoever is logged in."""

from web.frame.feature import Entry, Feature
from web.today.views import bp

FEATURE = Feature(
    blueprints=(bp,),
    menu=(Entry("今日", "desk.today", "home", "today"),),
    tabs=(
        Entry("今日", "desk.today", "home", "today"),
        Entry("我的", "desk.mine", "user", "today"),
    ),
)
