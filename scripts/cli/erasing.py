"""`geyi erase`: the personal data of one person, or of one case, gone for good."""

from uuid import uuid4

import click

from governance.erasures.commands import ErasePersonalData
from governance.erasures.stream import erasure_id
from governance.kernel.command import SYSTEM
from governance.policy.options import Options
from projections.custody.indexing import index_log
from projections.disclosures.queries import erasures
from projections.engine.runtime import Runtime
from scripts.cli.cases import stream_of
from scripts.cli.frame import as_json, on_deployment, show

BASES = "erasure_bases"
WARNING = (
    "删除后任何人都不能再看到，备份、回放和导出里也一样，不能恢复。"
    "请先核对：归档和保存期限未满的材料，法律不允许删除。"
)


@click.command("erase", help="依法删除一个人或一件事的个人信息，删除后不能恢复。")
@click.option("--person", default="", help="这个人登记时留的电话；没有电话的写姓名。")
@click.option("--case", "key", default="", help="案件、走访或登记对象的编号或内部标识。")
@click.option("--basis", required=True, help="依据的代码，写错时会列出全部可用的代码。")
@click.option("--asked-by", required=True, help="由谁提出，加密保存。")
@click.option("--reason", required=True, help="为什么删除，加密保存。")
@click.option("--yes", is_flag=True, help="不再询问，直接删除。")
@as_json
@on_deployment()
def erase(
    runtime: Runtime,
    *,
    person: str,
    key: str,
    basis: str,
    asked_by: str,
    reason: str,
    yes: bool,
    as_json: bool,
) -> None:
    """Record the erasure and let the key go; what is gone already stays as it is."""
    if bool(person) == bool(key):
        raise click.UsageError("请写明 --person 或 --case 之中的一个。")
    _check(runtime.governance.book.options, basis)
    names = runtime.vault.subjects(person.strip()) if person else _case(runtime, key)
    known = {name: there for one in names for name, there in runtime.vault.names(one).items()}
    held = [name for name, there in known.items() if there]
    if not known:
        raise click.ClickException("没有找到这个人或这件事的个人信息，请核对后再试。")
    if held and not yes:
        click.confirm(f"{WARNING}\n确定要删除吗？", abort=True, err=True)
    for name in held:
        command = ErasePersonalData(
            command_id=uuid4(),
            stream=erasure_id(name),
            subject=name,
            basis=basis,
            asked_by=asked_by,
            reason=reason,
        )
        # Recorded first: what is broken off in between is finished by asking again.
        runtime.execute(command, actor=SYSTEM)
        runtime.vault.erase(name, basis=basis, now=runtime.clock())
    if as_json:
        show({"erased": held, "basis": basis})
    else:
        click.echo("已依法删除，不能恢复。" if held else "先前已经删除，没有改动。")


@click.command("erase-again", help="恢复备份以后，把记录里依法删除过的密钥再删一次，不能恢复。")
@as_json
@on_deployment()
def erase_again(runtime: Runtime, as_json: bool) -> None:
    """Let go what the log says was erased and an older database of keys brought back.

    That one's index knows nothing of what came later: it is completed from the log.
    """
    bases = erasures(runtime.live())
    left = runtime.vault.not_erased(list(bases))
    for name in left:
        runtime.vault.erase(name, basis=bases[name], now=runtime.clock())
    index_log(runtime.ledger, runtime.vault)
    if as_json:
        show({"erased": left})
    else:
        click.echo(f"已按记录再次删除{len(left)}项。" if left else "记录里的依法删除都已落实。")


def _check(options: Options, basis: str) -> None:
    labels = options.labels(BASES)
    if basis not in labels:
        known = "；".join(f"{code}（{label}）" for code, label in labels.items())
        raise click.BadParameter(f"没有“{basis}”这个依据，可用的有：{known}。")


def _case(runtime: Runtime, key: str) -> list[str]:
    """Give the names of the keys of a stream: of what it tells, and of whoever lives there."""
    stream = stream_of(runtime, key)
    if stream is None:
        raise click.ClickException(f"没有找到“{key}”。")
    return [f"case:{stream.hex}", *runtime.vault.subjects(str(stream))]
