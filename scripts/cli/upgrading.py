"""`geyi upgrade`: what a new release needs before it starts: rows, index, editions of policies."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from tomllib import loads
from typing import Any

import click
import msgspec

from governance.kernel.command import SYSTEM
from governance.policies.events import EditionPublished
from governance.policies.stream import POLICY_STREAM, hindering
from governance.policy import calendar
from governance.policy.book import POLICIES, first_editions
from governance.policy.merge import EACH, Change
from governance.processes.upgrading import Upgrade, publishing, upgrades
from projections.custody.indexing import Indexed, index_log
from projections.engine.runtime import Runtime
from scripts.cli.frame import as_json, on_deployment, progress, show
from web.frame import words
from web.policies.faults import elsewhere

REASON = "程序升级：补上新版本需要的内容"
NEEDED = "新版本需要的规则还没有补上，不能启动。请先运行 geyi upgrade。"
UNINDEXED = "个人信息索引还没有建立，按电话查不到以前的件，不能启动。请先运行 geyi upgrade。"
STILL = "还有规则没有补上，不能启动。请按上面的说明改正后再运行 geyi upgrade。"
NOT_YET = "还没有部署，请先运行 geyi init。"
DAYS = ("holidays", "makeup", "confirmed_from", "confirmed_through", "source")
"""What `geyi calendar` brings, and whoever wants it asks for it."""
WAYS = {"added": "新增", "revised": "按新版本改动", "removed": "新版本不再用，删去"}
PARTS = {"may": "操作", "pages": "页面"}
MOST = 20


@click.command(
    help="升级程序之后，准备好查询数据，为规则补上新版本需要的内容；街道自己改过的不动。"
)
@as_json
@on_deployment()
def upgrade(runtime: Runtime, as_json: bool) -> None:
    """Build this release's rows beside those in use, publish what is lacking and say what was done.

    Exit code 1 when the rest stops a start. What is long comes first: from the moment an edition
    is published, a release before this one works under it too.
    """
    if not runtime.ledger.position():
        raise click.ClickException(NOT_YET)
    with progress("准备查询数据") as advance:
        runtime.live(advance)
    indexed = None
    if runtime.vault.indexed is None:
        with progress("建立个人信息索引") as advance:
            indexed = index_log(runtime.ledger, runtime.vault, advance)
        runtime.vault.clean()
    made = planned(runtime)
    commands = publishing(made, REASON)
    stored = runtime.execute(*commands, actor=SYSTEM).stored if commands else []
    runtime.live()  # what came in meanwhile too
    wanting = lacking(planned(runtime))
    if as_json:
        more = {"indexed": indexed} if indexed else {}
        show({"published": len(stored), "policies": made, **more})
    else:
        if indexed:
            click.echo(_indexed(indexed))
        for line in _told(made):
            click.echo(line)
        if wanting:
            click.echo(STILL)
        elif not stored and not indexed:
            click.echo("新版本需要的都已经有了，没有改动。")
    sys.exit(1 if wanting else 0)


def _indexed(made: Indexed) -> str:
    unknown = f"，有{made.nameless}个密钥已认不出属于谁" if made.nameless else ""
    return (
        f"个人信息索引：收入{made.texts}处电话和姓名，认出{made.persons}个人的密钥{unknown}。"
        "以后按电话查找只用密钥库里的索引，依法删除时一并删去；新的记录里不再留比对用的标记。"
        "以前的记录里的标记仍能由主密钥推算：换上新程序以后，请停止服务，运行 geyi renew-key。"
    )


def planned(runtime: Runtime) -> list[Upgrade]:
    """Give what this release brings to the policies of a deployment, as far as it has not yet."""
    context = runtime.governance.context(SYSTEM)
    history = [
        event
        for event in runtime.ledger.stream(POLICY_STREAM)
        if isinstance(event, EditionPublished)
    ]
    return upgrades(
        history,
        released(runtime),
        lambda edition, book: hindering(edition, book, context),
        runtime.governance.known,
    )


def lacking(made: Sequence[Upgrade]) -> list[str]:
    """Give the policies that have to be upgraded before a start: what could not be is left out."""
    return [one.policy for one in made if one.edition or (one.faults and not one.unfit)]


def refuse_outdated(runtime: Runtime) -> None:
    """Refuse to start on policies, or on an index of persons, of an earlier release.

    That one may have stored more after the upgrade, until it was stopped.
    """
    if not runtime.ledger.position():
        raise click.ClickException(NOT_YET)
    if lacking(planned(runtime)):
        raise click.ClickException(NEEDED)
    if (after := runtime.vault.indexed) is None:
        raise click.ClickException(UNINDEXED)
    index_log(runtime.ledger, runtime.vault, after=after)


def released(runtime: Runtime) -> dict[str, dict[str, Any]]:
    """Give what this release ships; of the calendar its rules, with the days it has already."""
    held = runtime.governance.book.editions.get("calendar")
    if held is None:
        from scripts.calendar_edition import build  # noqa: PLC0415  (holidays are slow to load)

        return first_editions(build())
    rules = loads(Path(calendar.__file__).with_suffix(".toml").read_text("utf-8"))
    days = {name: held.content[name] for name in DAYS if name in held.content}
    return first_editions(msgspec.to_builtins(rules) | days)


def _told(made: Sequence[Upgrade]) -> Iterator[str]:
    for one in sorted(made, key=lambda one: POLICIES.index(one.policy)):
        name = words.POLICIES[one.policy]
        if one.edition and not one.changes:
            yield f"{name}：发布了首版。"
        elif one.edition:
            done = "；".join(
                f"{said}{_listed([c for c in one.changes if c.way == way])}"
                for way, said in WAYS.items()
                if any(c.way == way for c in one.changes)
            )
            yield f"{name}：发布了第{one.edition.number}版，{done}。"
        if one.left:
            kept = _listed(one.left)
            yield f"{name}：街道改过，照旧不动的有{kept}。新版本的写法不同，可对照修改。"
        if one.faults:
            yield f"{name}：现行版本有错，没有发布新版。请改正后再运行 geyi upgrade。"
            yield from (f"　　{elsewhere(fault)}" for fault in one.faults)
        elif one.unfit:
            yield f"{name}：与现行规则不能并存，没有补上的有{_listed(one.unfit)}。"


def _listed(changes: Sequence[Change]) -> str:
    names = list(dict.fromkeys(map(_named, changes)))
    rest = f"等{len(names)}项" if len(names) > MOST else ""
    return "、".join(names[:MOST]) + rest


def _named(change: Change) -> str:
    if len(change.place) > 1 and change.place[-2] in EACH:
        return f"“{change.label}”的{PARTS[change.place[-2]]}“{change.place[-1]}”"
    code = f"代码为“{change.place[-1]}”的一项" if change.place else "“总则”"
    return f"“{change.label}”" if change.label else code
