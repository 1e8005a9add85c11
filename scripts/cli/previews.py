"""What an edition would change, on a terminal, before a command publishes it."""

from collections.abc import Iterator

import click

from governance.kernel.command import SYSTEM
from governance.policies.commands import PublishEdition
from projections.engine.runtime import Runtime
from projections.policies.effects.text import Difference
from projections.policies.preview import preview
from web.policies.consequences import worded
from web.policies.tables import EffectTable

SIGNS = {"came": "+ ", "went": "- ", "same": "  "}
GAP = "  …"
BESIDE = "｜"

previewing = click.option(
    "--preview",
    "--dry-run",
    "only_preview",
    is_flag=True,
    help="只显示发布以后会有哪些变化，不发布。",
)


def show_preview(runtime: Runtime, command: PublishEdition) -> None:
    """Print what a command would change; Refused when it would be. Nothing is stored."""
    if not runtime.governance.consider(command, actor=SYSTEM):
        click.echo("现行的内容就是这样，没有改动。")
        return
    made = preview(
        command.policy,
        command.content,
        before=runtime.governance.book,
        view=runtime.live(),
        now=runtime.clock(),
        at=runtime.at,
        commands=runtime.governance.commands,
    )
    for one in worded(made, subjects=True):
        click.echo("\n".join(_table(one)))
    click.echo("\n".join(_lines(made.lines)))
    click.echo("以上只是预览，没有发布。")


def _table(one: EffectTable) -> Iterator[str]:
    yield f"【{one.title}】{one.sentence}"
    for row in (one.head, *one.rows) if one.rows else ():
        yield "  " + BESIDE.join(row)
    if one.left:
        yield f"  另有{one.left}条没有列出。"
    yield ""


def _lines(made: Difference) -> Iterator[str]:
    yield f"【逐行比较】增加{made.came}行，删去{made.went}行。"
    for line in made.lines:
        yield GAP if line.way == "gap" else f"{SIGNS[line.way]}{line.text}"
    if made.left:
        yield f"另有{made.left}行改动没有列出。"
    yield ""
