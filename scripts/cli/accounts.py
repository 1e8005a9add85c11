"""`geyi account`: who may log in."""

import secrets
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import click

from governance.accounts import second
from governance.accounts.commands import (
    NoteEmergency,
    OpenAccount,
    ResetPassword,
    ResetSecondFactor,
    SuspendAccount,
)
from governance.accounts.stream import STREAM, account_id
from governance.kernel.command import SYSTEM
from projections.accounts.queries import everybody
from projections.engine.runtime import Runtime
from scripts.cli.frame import as_json, on_deployment, show

SECRET_BYTES = 9
TWO = (
    "{login} 的岗位要两人办理：请在页面上申请，由另一个人批准。"
    "实在没有第二个人可以批准的，加 --emergency --reason 写明原因，会记入记录，审计看得到。"
)
Command = Callable[..., Any]
SHOWN = ("login", "name", "unit", "roles", "grids", "suspended")


@click.group("account", help="管理账户。")
def account() -> None:
    """Accounts."""


@account.command("list", help="列出全部账户。")
@as_json
@on_deployment()
def everyone(runtime: Runtime, as_json: bool) -> None:
    """List all accounts."""
    view = runtime.live()
    rows = everybody(view)
    if as_json:
        show([{name: getattr(row, name) for name in SHOWN} for row in rows])
        return
    labels = view.book().roles.labels()
    for row in rows:
        roles = "、".join(labels.get(role, role) for role in row.roles)
        state = "（已停用）" if row.suspended else ""
        click.echo(f"{row.login}  {row.name}{state}  {row.unit}  {roles}")


def in_emergency(command: Command) -> Command:
    """Add the option by which one person at the server does what takes two."""
    return click.option(
        "--emergency", is_flag=True, help="应急：不经过第二个人办理，须写明原因，记入记录。"
    )(command)


@account.command(help="开户。初始密码只显示这一次。")
@click.argument("login")
@click.option("--name", required=True, help="姓名。")
@click.option("--unit", required=True, help="单位。")
@click.option("--role", "roles", multiple=True, required=True, help="角色的代码，可写多次。")
@click.option("--grid", "grids", multiple=True, help="负责的网格，可写多次。")
@click.option("--reason", default="", help="应急办理的原因。")
@in_emergency
@on_deployment()
def add(
    runtime: Runtime,
    *,
    login: str,
    name: str,
    unit: str,
    roles: tuple[str, ...],
    grids: tuple[str, ...],
    reason: str,
    emergency: bool,
) -> None:
    """Open an account and tell its first password once."""
    held = runtime.governance.load(STREAM, account_id(login))
    asked = (login, name, unit, set(roles), set(grids))
    if asked == (held.login, held.name, held.unit, set(held.roles), set(held.grids)):
        click.echo(f"账户 {login} 已经有了，没有改动。")
        return
    runtime.execute(
        *_alone(runtime, login, roles, "open", reason if emergency else ""),
        OpenAccount(
            command_id=uuid4(),
            stream=account_id(login),
            login=login,
            name=name,
            unit=unit,
            roles=roles,
            grids=grids,
        ),
        actor=SYSTEM,
    )
    click.echo(f"已开户 {login}，初始密码：{_new_password(runtime, login)}")


@account.command(help="重置密码。新密码只显示这一次，原来的登录全部失效。")
@click.argument("login")
@click.option("--reason", default="", help="理由，记入记录。")
@in_emergency
@on_deployment()
def password(runtime: Runtime, login: str, reason: str, emergency: bool) -> None:
    """Give an account another password."""
    roles = runtime.governance.load(STREAM, account_id(login)).roles
    runtime.execute(
        *_alone(runtime, login, roles, "password", reason if emergency else ""),
        ResetPassword(command_id=uuid4(), stream=account_id(login), reason=reason or "命令行重置"),
        actor=SYSTEM,
    )
    click.echo(f"{login} 的新密码：{_new_password(runtime, login)}")


@account.command("second-factor", help="重置动态验证码，本人下次登录时重新绑定。")
@click.argument("login")
@click.option("--reason", required=True, help="理由，记入记录。")
@in_emergency
@on_deployment()
def second_factor(runtime: Runtime, login: str, reason: str, emergency: bool) -> None:
    """Let go what an account has bound."""
    roles = runtime.governance.load(STREAM, account_id(login)).roles
    runtime.execute(
        *_alone(runtime, login, roles, "second_factor", reason if emergency else ""),
        ResetSecondFactor(command_id=uuid4(), stream=account_id(login), reason=reason),
        actor=SYSTEM,
    )
    runtime.second_factors.let_go(login)
    runtime.access.end_sessions(login)
    click.echo(f"{login} 的动态验证码已重置，下次登录时重新绑定。")


@account.command(help="停用账户，原来的登录全部失效。")
@click.argument("login")
@click.option("--reason", required=True, help="理由，记入记录。")
@in_emergency
@on_deployment()
def suspend(runtime: Runtime, login: str, reason: str, emergency: bool) -> None:
    """Suspend an account and end its sessions."""
    held = runtime.governance.load(STREAM, account_id(login))
    if held.stage == "suspended":
        click.echo(f"账户 {login} 先前已经停用，没有改动。")
        return
    runtime.execute(
        *_alone(runtime, login, held.roles, "suspend", reason if emergency else ""),
        SuspendAccount(command_id=uuid4(), stream=account_id(login), reason=reason),
        actor=SYSTEM,
    )
    runtime.access.end_sessions(login)
    click.echo(f"账户 {login} 已停用。")


def _alone(
    runtime: Runtime, login: str, roles: tuple[str, ...], change: str, reason: str
) -> list[NoteEmergency]:
    """Give the record that one person does it alone, where it takes two; refused without reason."""
    if not second.held(runtime.governance.book, roles):
        return []
    if not reason.strip():
        raise click.ClickException(TWO.format(login=login))
    return [
        NoteEmergency(
            command_id=uuid4(),
            stream=account_id(login),
            change=change,
            login=login,
            reason=reason.strip(),
        )
    ]


def _new_password(runtime: Runtime, login: str) -> str:
    secret = secrets.token_urlsafe(SECRET_BYTES)
    runtime.access.set_password(login, secret, now=runtime.clock())
    return secret
