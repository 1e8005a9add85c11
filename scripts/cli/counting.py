"""`geyi figures`: figures of a period, each with its code."""

from datetime import datetime, time, timedelta

import click

from governance.policy.roles import Sight
from projections.engine.runtime import Runtime
from projections.figures.queries import BY, By, Figure, figures
from scripts.cli.frame import as_json, on_deployment, show, view_at

DAY = click.DateTime(["%Y-%m-%d"])


@click.command("figures", help="统计一段时间的指标。起止两日都计入。")
@click.option("--from", "start", type=DAY, required=True, help="第一天，例如 2026-01-01。")
@click.option("--to", "end", type=DAY, required=True, help="最后一天，计入。")
@click.option("--by", type=click.Choice(BY), default="all", help="分组方式。")
@click.option("--metric", "metrics", multiple=True, help="只算这个指标，可写多次。")
@click.option("--at", default="", help="按第几条记录或哪个时刻的数据统计。")
@as_json
@on_deployment()
def counted(
    runtime: Runtime,
    *,
    start: datetime,
    end: datetime,
    by: By,
    metrics: tuple[str, ...],
    at: str,
    as_json: bool,
) -> None:
    """Give the figures of the days, in Shanghai."""
    view = view_at(runtime, at)
    book = view.book()
    midnight = time.min
    try:
        found = figures(
            view,
            book,
            start=book.calendar.at(start.date(), midnight),
            end=book.calendar.at(end.date() + timedelta(days=1), midnight),
            by=by,
            metrics=metrics or None,
            sight=Sight(everything=True),
            as_at=view.moment or runtime.clock(),
        )
    except KeyError as unknown:
        raise click.BadParameter(f"没有“{unknown.args[0]}”这个指标。") from unknown
    if as_json:
        names = ("scope", "metric", "numerator", "denominator", "pending", "value", "code")
        rows = [{name: getattr(row, name) for name in names} for row in found.rows]
        show({"position": found.position, "rows": rows})
        return
    for row in found.rows:
        scope = "" if by == "all" else f"{row.scope_label or '（空）'}  "
        label = book.metrics.named(row.metric).label
        click.echo(f"{scope}{label}  {_told(row)}  {row.code}")
    click.echo(f"依据第{found.position}号记录")


def _told(row: Figure) -> str:
    if row.denominator is None:
        return f"{row.numerator:g}"
    share = "—" if row.value is None else f"{row.value:.1%}"
    later = f"，未到期{row.pending}" if row.pending else ""
    return f"{share}（{row.numerator:g}/{row.denominator}{later}）"
