"""`geyi renew-key`: another master key, so that what was made with the old one is of no use."""

import click

from projections.custody.indexing import index_log
from projections.engine.runtime import Runtime
from scripts.cli.frame import as_json, on_deployment, progress, show

WARNING = (
    "换主密钥之前请先停止服务。换了以后，以前备份的 master.key 打不开现在的密钥库；"
    "请立即重新备份 keys.db 和 master.key，并销毁旧的 master.key 的全部备份。"
)


@click.command("renew-key", help="换主密钥，使以前的记录里由原主密钥算出的标记不再有用。")
@click.option("--yes", is_flag=True, help="不再询问，直接换。")
@as_json
@on_deployment()
def renew_key(runtime: Runtime, *, yes: bool, as_json: bool) -> None:
    """Complete the index while the old names of keys can be told, then wrap every key anew."""
    with progress("核对个人信息索引") as advance:
        indexed = index_log(runtime.ledger, runtime.vault, advance)
    unknown = f"有{indexed.nameless}个密钥认不出属于谁，换了以后按电话也找不到它们。"
    if not yes:
        click.confirm(
            f"{WARNING}\n{unknown if indexed.nameless else ''}确定要换吗？", abort=True, err=True
        )
    wrapped = runtime.vault.renew()
    if as_json:
        show({"wrapped": wrapped, "nameless": indexed.nameless})
    else:
        click.echo(
            f"主密钥已换，{wrapped}个密钥改由新的主密钥保管。请立即备份 keys.db 和 master.key，"
            "销毁旧的 master.key 的全部备份，再启动服务；"
            "共用数据库的其他服务器，拷贝新的 master.key。"
        )
