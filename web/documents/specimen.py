"""Made-up agendas, all of them 示例: what an uploaded template is tried on.

In ``SPECIMEN`` the first row of every list fills every field; ``BARE`` is an empty draft.
"""

from datetime import UTC, date, datetime
from typing import Final

from msgspec.structs import replace

from web.documents.agenda_paper import AgendaPaper, Item, ResolutionRow, Section

TOPIC: Final = Item(
    number=1,
    subject="示例一居民区电动自行车集中充电点扩容",
    case_key="示例-2026-0118",
    source="网格巡查",
    unit="城市建设管理办公室",
    observers=("示例一居民区",),
    reasons=("超期3天", "第2次重办"),
    carried=1,
    minutes=8,
    speaker="示例庚",
    proposal="由城市建设管理办公室牵头，月底前完成增设。",
    summary="现有充电位42个，缺口约60个。",
)

SPECIMEN: Final = AgendaPaper(
    organ="示例街道",
    grid_name="第二综合网格",
    year=2026,
    issue_number=5,
    issuer="示例街道网格办",
    meets_at=datetime(2026, 3, 5, 6, 0, tzinfo=UTC),
    place="街道办事处三楼第一会议室",
    host="网格长　示例甲",
    attendees=("示例乙", "示例丙", "示例丁"),
    observers=("城市建设管理办公室", "综合行政执法队"),
    absent=("示例戊",),
    recorder="示例己",
    sections=(
        Section(
            number_cn="一",
            title="上期议定事项落实情况（2项：销号1项、在办1项）",
            reporter="网格办",
            minutes=5,
            note="上期议定2项，详见附件。",
            items=(TOPIC,),
            table=True,
        ),
        Section(number_cn="二", title="本期议题", items=(TOPIC,)),
        Section(number_cn="三", title="主持人小结，确认议定事项", minutes=5),
    ),
    resolutions=(
        ResolutionRow(
            no=1,
            matter="示例路口非机动车停放区划线",
            owner="综合行政执法队",
            partners=("示例二居民区",),
            due=date(2026, 3, 20),
            standard="划线完成并上传照片",
            fulfilment="完成60%：已划线一半，东侧待施工。",
            state="在办",
            carried=1,
        ),
        ResolutionRow(no=2, matter="示例三居民区楼道清障", owner="示例三居民区", state="销号"),
    ),
    position=1234,
    digest="0123456789abcdef" * 4,
    version=1,
    code="0123456789AB",
    draft=False,
    made_at=datetime(2026, 3, 3, 1, 30, tzinfo=UTC),
    font_notice="本机缺少示例字体，已用示例字体代替。",
)

BARE: Final = replace(
    SPECIMEN,
    title="",
    attendees=(),
    observers=(),
    absent=(),
    recorder="",
    sections=(),
    resolutions=(),
    code="",
    draft=True,
    font_notice="",
)
