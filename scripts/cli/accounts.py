"""`geyi account`: who may log in."""

import secrets
from uuid import uuid4

import click

from governance.accounts.commands import OpenAccount, ResetPassword, SuspendAccount
from governance.accounts.stream import STREAM, account_id
from governance.kernel.command import SYSTEM
from projections.accounts.queries import everybody
from projections.engine.runtime import Runtime
from scripts.cli.frame import as_json, on_deployment, show

SECRET_BYTES = 9
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


@account.command(help="开户。初始密码只显示这一次。")
@click.argument("login")
@click.option("--name", required=True, help="姓名。")
@click.option("--unit", required=True, help="单位。")
@click.option("--role", "roles", multiple=True, required=True, help="角色的代码，可写多次。")
@click.option("--grid", "grids", multiple=True, help="负责的网格，可写多次。")
@on_deployment()
def add(
    runtime: Runtime,
    *,
    login: str,
    name: str,
    unit: str,
    roles: tuple[str, ...],
    grids: tuple[str, ...],
) -> None:
    """Open an account and tell its first password once."""
    held = runtime.governance.load(STREAM, account_id(login))
    asked = (login, name, unit, set(roles), set(grids))
    if asked == (held.login, held.name, held.unit, set(held.roles), set(held.grids)):
        click.echo(f"账户 {login} 已经有了，没有改动。")
        return
    runtime.execute(
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
@click.option("--reason", default="命令行重置", help="理由，记入记录。")
@on_deployment()
def password(runtime: Runtime, login: str, reason: str) -> None:
    """Give an account another password."""
    runtime.execute(
        ResetPassword(command_id=uuid4(), stream=account_id(login), reason=reason), actor=SYSTEM
    )
    click.echo(f"{login} 的新密码：{_new_password(runtime, login)}")


@account.command(help="停用账户，原来的登录全部失效。")
@click.argument("login")
@click.option("--reason", required=True, help="理由，记入记录。")
@on_deployment()
def suspend(runtime: Runtime, login: str, reason: str) -> None:
    """Suspend an account and end its sessions."""
    outcome = runtime.execute(
        SuspendAccount(command_id=uuid4(), stream=account_id(login), reason=reason), actor=SYSTEM
    )
    runtime.access.end_sessions(login)
    click.echo(f"账户 {login} {'已停用' if outcome.events else '先前已经停用，没有改动'}。")


def _new_password(runtime: Runtime, login: str) -> str:
    secret = secrets.token_urlsafe(SECRET_BYTES)
    runtime.access.set_password(login, secret, now=runtime.clock())
    return secret
