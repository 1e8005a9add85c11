"""What an edition would change, in words: tables for a page, lines for the command line."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from governance.policy.roles import Lasting
from projections.places.queries import labels
from projections.policies.effects.entries import Entries
from projections.policies.effects.limits import Days, Facts, Filings, Limit, Limits, Running
from projections.policies.effects.measures import Measure, Measures
from projections.policies.effects.meetings import Agendas, Plans
from projections.policies.effects.proposed import Proposed
from projections.policies.effects.rights import RightsChange
from projections.policies.preview import Preview
from web.frame import words
from web.frame.days import day
from web.frame.feature import features
from web.policies.agenda_changes import moved, otherwise
from web.policies.entry_changes import entry_changes
from web.policies.rights import reached
from web.policies.tables import NOTHING, EffectTable, same, table
from web.text.formats import full_day, moment, percent

FEW = 4
WORKS = {True: "上班", False: "放假"}
LISTS = {"kind": "hotline_kinds", "urgency": "urgency", "source": "issue_sources"}


def worded(made: Preview, *, subjects: bool) -> list[EffectTable]:
    """Word every effect; `subjects` says whether whoever reads it may know what agendas are about.

    Who keeps the policies handles no cases: without it an item is known by its number.
    """
    asked = made.asked
    return [
        one
        for effect in made.effects
        for one in (
            _agendas(effect, asked, subjects=subjects)
            if isinstance(effect, Agendas)
            else WORDED[type(effect)](effect, asked)
        )
    ]


def _limits(effect: Limits, asked: Proposed) -> list[EffectTable]:
    rows = (
        (
            features().titled(one.stream) or one.stream,
            features().clock(one.clock),
            _cases(one, asked),
            one.before or NOTHING,
            one.after or NOTHING,
        )
        for one in effect.changed
    )
    sentence = "每一种时限、每一类案件都按新旧两版各算一遍。" + same(
        effect.changed, effect.same, "类"
    )
    return [table("时限", sentence, ("案件", "时限", "适用于", "现行", "新版"), rows)]


def _cases(limit: Limit, asked: Proposed) -> str:
    named = [_facts(facts, limit.stream, asked) for facts in limit.cases[:FEW]]
    more = f"；等{len(limit.cases)}类" if len(limit.cases) > FEW else ""
    return "；".join(named) + more


def _facts(facts: Facts, stream: str, asked: Proposed) -> str:
    """Say for which cases a limit is; codes that no rule names are all the others."""
    parts = []
    for name, code in facts:
        if name == "category":
            word = asked.after.categories.name(code) if code else ""
        else:
            word = asked.after.options.label(LISTS.get(name, name), code) if code else ""
        parts.append(word or f"{words.field(name, stream)}为其他")
    return "、".join(parts) or "全部"


def _filings(effect: Filings, _: Proposed) -> list[EffectTable]:
    rows = (
        (one.name or "未列立案条件的类别", one.text, one.before or "没有", one.after or "不再列出")
        for one in effect.changed
    )
    sentence = same(effect.changed, effect.same, "条立案条件")
    return [table("立案条件的时限", sentence, ("类别", "立案条件", "现行", "新版"), rows)]


def _running(effect: Running, _: Proposed) -> list[EffectTable]:
    rows = (
        (
            features().titled(one.stream) or one.stream,
            features().clock(one.clock),
            f"{one.count}件",
            _moment(one.before),
            _moment(one.after),
        )
        for one in effect.changed
    )
    sentence = (
        "已经告知的期限不变。这里只是假设在办的案件都从现在起重新计时，看新旧两版各到什么时候；"
        "网格问题按所属类别的第一条立案条件算。" + same(effect.changed, effect.same, "件")
    )
    head = ("案件", "时限", "件数", "现行到期", "新版到期")
    return [table("在办案件假设今天计时", sentence, head, rows)]


def _days(effect: Days, _: Proposed) -> list[EffectTable]:
    rows = (
        (full_day(one.day), WORKS[not one.works], WORKS[one.works], one.name) for one in effect.days
    )
    sentence = "今后一年里上班、放假有变的日子。" + ("" if effect.days else "没有这样的日子。")
    return [table("变动的日子", sentence, ("日期", "现行", "新版", "事由"), rows)]


def _agendas(effect: Agendas, asked: Proposed, *, subjects: bool) -> list[EffectTable]:
    grids = labels(asked.view, "grid")
    made = [
        (f"{grids.get(agenda.grid, agenda.grid)} {day(agenda.meets_at)}", *row)
        for agenda in effect.agendas
        for row in (*moved(agenda, subjects=subjects), *otherwise(agenda, subjects=subjects))
    ]
    sentence = (
        "最近一个双周开过的会议，按各自定稿时的情况，用新旧两版规则各排一遍；手工增删的议题不在内，"
        "已经定稿的议程不变。"
    )
    if not effect.agendas:
        sentence = "最近一个双周没有定稿的会议，看不出议程会有什么变化。"
    elif not made:
        sentence += f"重排了{len(effect.agendas)}次会议，议题都不变。"
    if effect.left:
        sentence += f"更早的{effect.left}次会议没有重排。"
    head = ("会议", "变化", "议题", "部分", "理由或改动")
    return [table("最近会议的议程", sentence, head, made)]


def _plans(effect: Plans, asked: Proposed) -> list[EffectTable]:
    grids = labels(asked.view, "grid")
    rows = (
        (grids.get(one.grid, one.grid), _moments(one.before), _moments(one.after))
        for one in effect.changed
    )
    sentence = "已经排定的会议不变，只管以后排的。" + same(effect.changed, effect.same, "个网格")
    return [table("往后两次例会", sentence, ("网格", "现行", "新版"), rows)]


def _measures(effect: Measures, _: Proposed) -> list[EffectTable]:
    changed = [one for one in effect.measures if one.changed]
    rows = (
        (_label(one), _figure(one, one.was), _figure(one, one.would_be), _way(one))
        for one in changed
    )
    period = f"{full_day(effect.first)}至{full_day(effect.last)}，全街道。"
    sentence = period + same(changed, len(effect.measures) - len(changed), "项指标")
    return [table("上个月的指标", sentence, ("指标", "现行", "新版", "变化"), rows)]


def _label(one: Measure) -> str:
    names = list(dict.fromkeys(metric.label for metric in (one.before, one.after) if metric))
    return " → ".join(names)


def _figure(one: Measure, figure: Any) -> str:
    if figure is None or figure.value is None:
        return NOTHING
    metric = one.after if figure is one.would_be else one.before
    if metric is None or metric.unit == "count":
        return f"{figure.numerator:g}"
    later = f"，另{figure.pending}件未到期" if figure.pending else ""
    return f"{percent(figure.value)}（{figure.numerator:g}/{figure.denominator}{later}）"


def _way(one: Measure) -> str:
    if one.before is None:
        return "新增"
    return "去掉" if one.after is None else "改动"


def _rights(effect: RightsChange, asked: Proposed) -> list[EffectTable]:
    every = asked.commands
    roles = (
        (
            one.label + {(False, True): "（新增）", (True, False): "（去掉）"}.get(one.there, ""),
            f"{one.accounts}个",
            reached(one.gained, every),
            reached(one.lost, every),
        )
        for one in effect.roles
    )
    alike: dict[tuple[str, str], list[str]] = {}
    for one in effect.people:
        change = reached(one.gained, every), reached(one.lost, every)
        alike.setdefault(change, []).append(one.name)
    people = ((f"{len(who)}人", "、".join(who), *change) for change, who in alike.items())
    head = ("在用账号", "得到", "失去")
    kept = f"{effect.same}个在用账号不受影响。"
    lasting = ((one.label, _lasting(one.before), _lasting(one.after)) for one in effect.lasting)
    return [
        table("岗位", "" if effect.roles else "各岗位的权限都不变。", ("岗位", *head), roles),
        table("账号", kept, ("人数", "姓名", *head[1:]), people),
        *(
            [table("登录时限", "下一次打开页面起就按新的算。", ("岗位", "现在", "以后"), lasting)]
            if effect.lasting
            else []
        ),
    ]


def _lasting(limits: Lasting) -> str:
    idle, longest = (int(span.total_seconds() // 60) for span in (limits.idle, limits.longest))
    return f"{idle}分钟没有操作，或登录满{longest}分钟"


def _moment(value: datetime | None) -> str:
    return moment(value) if value else "没有规定"


def _moments(moments: tuple[datetime, ...]) -> str:
    return "、".join(moment(value) for value in moments)


WORDED: dict[type, Callable[[Any, Proposed], list[EffectTable]]] = {
    Days: _days,
    Entries: entry_changes,
    Filings: _filings,
    Limits: _limits,
    Measures: _measures,
    Plans: _plans,
    RightsChange: _rights,
    Running: _running,
}
