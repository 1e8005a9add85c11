"""`geyi calendar`: the days off of another year, once they are published."""

from typing import Any
from uuid import uuid4

import click
import msgspec

from governance.kernel.command import SYSTEM
from governance.policies.commands import PublishEdition
from governance.policies.stream import POLICY_STREAM
from governance.policy.calendar import Content
from projections.engine.runtime import Runtime
from scripts.cli.frame import as_json, on_deployment, show
from scripts.cli.previews import previewing, show_preview

OURS = ("timezone", "weekend", "business", "overrides")


@click.command(help="按本程序所带的放假安排更新工作日历；街道自己设定的日子和作息不变。")
@previewing
@as_json
@on_deployment()
def calendar(runtime: Runtime, as_json: bool, only_preview: bool) -> None:
    """Publish the days this release knows, unless they are in force already."""
    from scripts.calendar_edition import build  # noqa: PLC0415  (holidays are slow to load)

    book = runtime.governance.book
    held: dict[str, Any] = msgspec.to_builtins(book.calendar.content)
    content = build() | {name: held[name] for name in OURS}
    changed = msgspec.convert(content, Content) != book.calendar.content
    publish = PublishEdition(
        command_id=uuid4(),
        stream=POLICY_STREAM,
        policy="calendar",
        content=content,
        source=content["source"],
        reason="按新公布的放假安排更新",
        in_force=book.number("calendar"),
    )
    if only_preview and changed:
        show_preview(runtime, publish)
        return
    if changed:
        runtime.execute(publish, actor=SYSTEM)
    through, number = content["confirmed_through"], runtime.governance.book.number("calendar")
    if as_json:
        show({"changed": changed, "number": number, "confirmed_through": through})
    else:
        click.echo(f"{'已更新' if changed else '没有变化'}：第{number}版，放假安排到{through}。")
