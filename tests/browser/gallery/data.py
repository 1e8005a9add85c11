"""Invented cases, entries and figures in the shapes that the macros ask for."""

from datetime import datetime, timedelta, timezone
from types import SimpleNamespace as Row

Link = tuple[str, str, str, bool]
FigureRow = tuple[str, float, str, int, bool, list[tuple[str, float]]]
SHANGHAI = timezone(timedelta(hours=8))


def at(month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=SHANGHAI)


NOW = at(11, 21, 10, 30)

ME = Row(name="张晓雯", login="zhangxw", role_names=["网格员"], scope_name="第二综合网格")


def nav(active: str) -> list[Link]:
    entries = [
        ("今日", "home", "home"),
        ("案件", "list", "clipboard-list"),
        ("走访", "form", "door"),
        ("双周议程", "agenda", "calendar-event"),
        ("指标", "figures", "chart-bar"),
        ("导入", "import", "file-import"),
        ("审计回放", "replay", "history"),
        ("热线工单", "case", "phone"),
        ("门责", "error", "shield-check"),
        ("设置", "login", "settings"),
    ]
    return [(label, f"/{page}", icon, page == active) for label, page, icon in entries]


def tabs(active: str) -> list[Link]:
    entries = [
        ("今日", "home", "home"),
        ("案件", "list", "clipboard-list"),
        ("记走访", "form", "plus"),
        ("议程", "agenda", "calendar-event"),
        ("我的", "mine", "user"),
    ]
    return [(label, f"/{page}", icon, page == active) for label, page, icon in entries]


TITLES = [
    ("共享单车乱停放堵住盲道", "待核查", "violet", "四百走访", 0),
    ("垃圾厢房异味扰民", "待核查", "violet", "网格巡查", -3),
    ("小区西侧路灯不亮", "待受理", "idle", "四百走访", 3),
    ("夜间施工噪声扰民", "处置中", "info", "四百走访", -3),
    ("窨井盖松动有安全隐患", "已办结", "ok", "12345热线", None),
    ("下水道堵塞污水外溢", "已办结", "ok", "四百走访", None),
    ("物业公示栏长期未更新", "待评议", "warn", "四百走访", 6),
    ("电动自行车飞线充电", "已退回", "bad", "四百走访", 10),
    ("沿街商户占道经营", "处置中", "info", "12345热线", 6),
    ("加装电梯施工占用消防通道，居民多次反映仍未恢复通行", "处置中", "info", "12345热线", 1),
]


def cases() -> list[Row]:
    rows = []
    for index in range(24):
        title, state, kind, source, days = TITLES[index % len(TITLES)]
        due = None if days is None else NOW + timedelta(days=days, hours=7)
        rows.append(
            Row(
                number=f"HY2026-0{1180 - index}",
                title=title,
                state=state,
                kind=kind,
                source=source,
                grid=f"第{'一二三'[index % 3]}综合网格",
                area=f"示例{'一二三四五'[index % 5]}居民区",
                due=due,
                owner=["陈思齐", "周明", "李建国", "张晓雯", "王海燕"][index % 5],
            )
        )
    return rows


GRIDS = [("g1", "第一综合网格"), ("g2", "第二综合网格"), ("g3", "第三综合网格")]
STATES = [("open", "处置中"), ("check", "待核查"), ("closed", "已办结")]


def steps() -> list[Row]:
    first, plan = (
        at(11, 17),
        ["start", "work", "work", "pause", "rest", "rest", "work", "work", "due"],
    )
    reasons = {
        "start": "接单当日不计入，从次日起算",
        "work": "工作日，计入",
        "pause": "市民请求暂缓上门，经批准暂停一天",
        "rest": "周末休息，不计入",
        "due": "第5个工作日 18:00 到期",
    }
    found, nth = [], 0
    for index, kind in enumerate(plan):
        nth += kind in ("work", "due")
        found.append(
            Row(
                day=(first + timedelta(days=index)).date(),
                kind=kind,
                nth=nth if kind in ("work", "due") else None,
                reason=reasons[kind],
            )
        )
    return found


BASIS = "一般求助、投诉：接单后5个工作日内办结（办理时限第2版）"


def clocks() -> list[Row]:
    return [
        Row(
            label="初电",
            kind="ok",
            text="已完成",
            share=1,
            note="11月17日 15:20 联系到市民",
            steps=steps()[:2],
            basis="接单后1个工作日内联系市民",
        ),
        Row(
            label="办理",
            kind="warn",
            text="剩3天",
            share=0.62,
            note="11月25日（周三） 18:00 前办结",
            steps=steps(),
            basis=BASIS,
        ),
        Row(
            label="回访",
            kind="",
            text="办结后起算",
            share=0,
            note="办结后3个工作日内回访",
            steps=steps()[:3],
            basis="办结后3个工作日内回访",
        ),
    ]


def entries() -> list[Row]:
    return [
        Row(
            at=at(11, 17, 9, 12),
            who="",
            text="12345平台派来工单，同一地址30天内第3次反映。",
            system=True,
            number=12318,
            raw="",
        ),
        Row(
            at=at(11, 17, 15, 20),
            who="李建国",
            text="电话联系市民，约定周四上门查看，同时告知第二网格。",
            kind="ok",
            number=12330,
            raw='{"联系结果": "已联", "联系人": "王**", "联系时间": "2026-11-17T15:20:00+08:00"}',
        ),
        Row(
            at=at(11, 17, 15, 21),
            who="",
            text="系统按“初电联动”通知第二综合网格。",
            system=True,
            number=12331,
        ),
        Row(
            at=at(11, 18, 10, 2),
            who="陈思齐",
            text="把工单派给城市建设管理办公室，要求12月1日前办结。",
            changes=[
                ("承办单位", "第二综合网格", "城市建设管理办公室"),
                ("办理时限", "11月24日（周二）", "11月25日（周三）"),
            ],
            number=12360,
        ),
        Row(
            at=at(11, 19, 14, 40),
            who="周明",
            text="现场查看：东侧飞线三处，已当场拆除两处，另一处需物业配合。",
            pictures=[("/picture", "拆除前的飞线"), ("/picture", "拆除后的墙面")],
            number=12377,
            raw='{"现场查看": "是"}',
        ),
        Row(
            at=at(11, 20, 9, 0),
            who="",
            text="距离办理时限不足3天，系统提醒承办单位。",
            system=True,
            kind="warn",
            number=12390,
        ),
        Row(
            at=at(11, 21, 9, 48),
            who="王海燕",
            text="申请延期3个工作日，理由：电力公司排期在下周二。",
            kind="violet",
            marked=True,
            number=12402,
        ),
    ]


DEFINITION = Row(
    name="本双周办结率",
    meaning="本双周内应办结的案件里，按时办结的占多少。退单和重复件不计。",
    period="11月9日至11月22日",
    basis="按结案时间，口径第2版",
    position=12402,
)


def reasons(*pairs: tuple[str, str]) -> list[tuple[str, str]]:
    return list(pairs)


def items() -> list[Row]:
    return [
        Row(
            id="a1",
            title="示例一居民区电动自行车集中充电点扩容",
            url="/case",
            reasons=reasons(("超期3天", "bad"), ("第2次上会", "warn")),
            meta="来源：网格巡查 · 汇报：城市建设管理办公室 · 10分钟 · 上次未议定",
            strike_url="/form",
        ),
        Row(
            id="a2",
            title="示例二居民区加装电梯施工占用消防通道",
            url="/case",
            reasons=reasons(("三跨", "violet"), ("两周内来电9件", "info")),
            meta="来源：12345热线 · 汇报：平安建设办公室 · 15分钟",
            strike_url="/form",
        ),
        Row(
            id="a3",
            title="沿街商铺共用排污管道堵塞",
            url="/case",
            reasons=reasons(("第2次重办", "bad")),
            meta="来源：四百走访 · 汇报：综合行政执法队 · 10分钟",
            strike_url="/form",
        ),
        Row(
            id="a4",
            title="夜间施工噪声扰民",
            url="/case",
            reasons=reasons(("同类合并", "idle")),
            meta="来源：12345热线 · 已并入第2项，会前删去",
            struck=True,
            strike_url="",
        ),
    ]


PERIODS = [f"第{n}期" for n in range(17, 24)]


def figure_rows() -> list[FigureRow]:
    rows = [
        ("第一综合网格", 91.0, "+1.2个百分点", 128, False, [82, 84, 88, 86, 90, 89.8, 91.0]),
        (
            "第二综合网格",
            87.5,
            "+2.5个百分点",
            96,
            False,
            [71.2, 74.5, 78.0, 76.4, 82.1, 85.0, 87.5],
        ),
        ("第三综合网格", 79.3, "−3.1个百分点", 112, True, [85, 84.1, 83.6, 81, 82, 82.4, 79.3]),
    ]
    return [
        (name, value, change, count, bad, list(zip(PERIODS, trend, strict=True)))
        for name, value, change, count, bad, trend in rows
    ]
