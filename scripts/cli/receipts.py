"""`geyi receipt`: whether a record is still there as whoever handed it in was told."""

import sys

import click

from governance.kernel.leaf import matches, parts
from governance.kernel.spelling import number_key
from projections.engine.runtime import Runtime
from scripts.cli.frame import as_json, on_deployment, show


@click.command(help="核对一张回执：记录还在不在、改没改过。不符时退出码为 1。")
@click.argument("code")
@as_json
@on_deployment()
def receipt(runtime: Runtime, code: str, as_json: bool) -> None:
    """Check a receipt against the record under its number."""
    code = number_key(code)
    found = parts(code)
    if not found:
        raise click.ClickException(f"“{code}”不是回执。回执形如 46123-K7QP3M2X，请逐字核对。")
    position, _ = found
    digest = runtime.ledger.leaf_at(position)
    valid = digest is not None and matches(code, digest)
    if as_json:
        show({"position": position, "digest": digest.hex() if digest else "", "valid": valid})
    elif valid and digest:
        click.echo(f"有效：第{position}号记录在册，校验值 {digest.hex()}")
    else:
        gone = f"没有第{position}号记录" if digest is None else f"第{position}号记录与回执不一样"
        click.echo(f"不符：{gone}")
    if not valid:
        sys.exit(1)
