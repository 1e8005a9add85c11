"""`geyi case` and `geyi due`: one case and its events, and how a limit is counted."""

from typing import Any
from uuid import UUID

import click
import msgspec

from governance.kernel.event import Event
from governance.kernel.sealed import Sealed
from governance.policy.deadlines import explain
from governance.streams import BY_NAME
from projections.casework.lookups import case_named
from projections.engine.runtime import Runtime
from scripts.cli.frame import as_json, moment, on_deployment, show
from web.frame.feature import features

SEALED = "（已封存）"
ENVELOPE = frozenset(Event.__struct_fields__) - {"version"}


@click.command(help="查看一件工单、问题或任何一件事的全部经过。按编号或内部标识查找。")
@click.argument("key")
@click.option("--at", default="", help="看到第几条记录为止，或看到哪个时刻为止。")
@as_json
@on_deployment()
def case(runtime: Runtime, key: str, at: str, as_json: bool) -> None:
    """Show the state of a stream and its events; what is personal stays sealed."""
    stream = stream_of(runtime, key)
    events = runtime.history(stream, upto=int(at) if at.isdigit() else None) if stream else []
    if at and not at.isdigit():
        until = moment(runtime, at)
        events = [event for event in events if event.recorded_at <= until]
    if not events:
        raise click.ClickException(f"没有找到“{key}”。")
    kind = events[0].TOPIC.partition(".")[0]
    state = BY_NAME[kind].fold(events)
    answer = {
        "key": str(stream),
        "kind": kind,
        "state": _plain(state),
        "version": events[-1].version,
        "events": [_event(event) for event in events],
    }
    if as_json:
        show(answer)
        return
    click.echo(f"{features().records[kind]} {stream}，共{len(events)}条记录")
    for event in events:
        at_clock = runtime.governance.book.calendar.local(event.recorded_at)
        term = (type(event).__doc__ or "").split(":")[0].split()[0].rstrip(".,")
        click.echo(f"{event.version:>4}  {at_clock:%Y-%m-%d %H:%M:%S}  {event.actor}  {term}")


def stream_of(runtime: Runtime, key: str) -> UUID | None:
    """Give the stream a number or an internal name stands for."""
    try:
        return UUID(key)
    except ValueError:
        return case_named(runtime.live(), key)


def _event(event: Event) -> dict[str, Any]:
    values = {
        name: getattr(event, name) for name in event.__struct_fields__ if name not in ENVELOPE
    }
    return {
        "version": event.version,
        "type": event.TOPIC,
        "recorded_at": event.recorded_at,
        "happened_at": event.happened_at,
        "actor": event.actor,
        "cause": event.cause,
        **{name: _plain(value) for name, value in values.items()},
    }


def _plain(value: Any) -> Any:
    """Give plain data in which everything sealed says so instead of what it is."""
    if isinstance(value, Sealed):
        return SEALED
    if isinstance(value, msgspec.Struct):
        return {name: _plain(getattr(value, name)) for name in value.__struct_fields__}
    if isinstance(value, dict):
        return {str(name): _plain(held) for name, held in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        held = sorted(value, key=repr) if isinstance(value, set | frozenset) else value
        return [_plain(one) for one in held]
    return value


@click.command(help="计算一个时限到什么时候为止，并逐日说明哪些天算、哪些天不算。")
@click.option("--from", "start", required=True, help="起算时刻，例如“2026-09-28 10:00”。")
@click.option("--limit", required=True, help="时限，例如“5工作日”“4工作时”。")
@as_json
@on_deployment()
def due(runtime: Runtime, start: str, limit: str, as_json: bool) -> None:
    """Count a limit by the calendar in force."""
    book = runtime.governance.book
    try:
        amount = book.deadlines.limit(limit)
    except ValueError as nonsense:
        raise click.BadParameter(f"“{limit}”不是时限，请写成“5工作日”的样子。") from nonsense
    steps, ends = explain(moment(runtime, start), amount, book.calendar)
    provisional = not all(step.confirmed for step in steps)
    if as_json:
        show({"due": book.calendar.local(ends), "provisional": provisional, "steps": steps})
        return
    for step in steps:
        name = f"（{step.name}）" if step.name else ""
        click.echo(f"{step.day}  {'计入' if step.counted else '不计'}{name}")
    tail = "（含尚未公布放假安排的日子，暂定）" if provisional else ""
    click.echo(f"到 {book.calendar.local(ends):%Y-%m-%d %H:%M} 为止{tail}")
