"""`geyi edition`: an earlier edition of a policy in force again, when no page can do it."""

from uuid import uuid4

import click

from governance.kernel.command import SYSTEM
from governance.policies.commands import PublishEdition
from governance.policies.stream import POLICY_STREAM
from governance.policy.book import POLICIES
from projections.engine.runtime import Runtime
from projections.policies.queries import edition as edition_row
from scripts.cli.frame import on_deployment
from scripts.cli.previews import previewing, show_preview


@click.command(help="把一项规则的某一旧版重新发布为新版，用于页面上已经没有人能改的时候。")
@click.argument("policy", type=click.Choice(POLICIES))
@click.argument("number", type=int)
@click.option("--reason", default="命令行恢复", help="理由，记入记录。")
@previewing
@on_deployment()
def edition(runtime: Runtime, *, policy: str, number: int, reason: str, only_preview: bool) -> None:
    """Publish what an earlier edition said once more, held against the others like any other."""
    held = edition_row(runtime.live(), policy, number)
    if held is None:
        raise click.ClickException(f"没有{policy}的第{number}版，请核对版本号。")
    publish = PublishEdition(
        command_id=uuid4(),
        stream=POLICY_STREAM,
        policy=policy,
        content=held.content,
        source=held.source,
        reason=reason,
    )
    if only_preview:
        show_preview(runtime, publish)
        return
    outcome = runtime.execute(publish, actor=SYSTEM)
    if not outcome.stored:
        click.echo(f"{policy}现行的内容就是第{number}版的内容，没有改动。")
        return
    click.echo(f"{policy}现行第{runtime.governance.book.number(policy)}版，内容同第{number}版。")
