"""`geyi rebuild` and `geyi doctor`: the read models anew, and what is wrong with a set-up."""

import os
import sqlite3
import sys
from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import click
import msgspec

from governance.kernel.errors import UnsafeSettingError
from governance.kernel.ledger import refuse_unsafe
from governance.kernel.skew import ahead, behind
from governance.policy.book import POLICIES
from governance.policy.checks import standing
from projections.accounts.queries import everybody
from projections.custody.lost import lost_keys
from projections.custody.proving import faults
from projections.disclosures.queries import erasures
from projections.engine.moments import setbacks_of
from projections.engine.rebuild_check import rebuild, rebuild_beside
from projections.engine.runtime import Runtime
from scripts.cli.frame import as_json, on_deployment, progress, show
from scripts.cli.upgrading import NEEDED, NOT_YET, lacking, planned
from web.documents.agenda_pdf import PdfUnavailableError, pdf_of
from web.documents.fonts import notice, substitutes
from web.frame import words
from web.frame.refusals import unsafe
from web.policies.faults import elsewhere
from web.text.formats import MINUTE

PRETENDING = (
    "这不是演示，数据文件夹里却有 demo 文件，管理员和审计登录不要求动态验证码。请删除这个文件。"
)
CALENDAR_AHEAD = timedelta(days=30)


@click.command("rebuild", help="由全部记录重新生成查询数据。")
@click.option("--compare", is_flag=True, help="在旁边重新生成一份，与现有的逐表比对，不替换。")
@as_json
@on_deployment()
def rebuilding(runtime: Runtime, compare: bool, as_json: bool) -> None:
    """Rebuild, or rebuild beside and compare; exit code 1 when the rows differ."""
    with progress("重建") as advance:
        made = rebuild_beside(runtime, advance) if compare else rebuild(runtime, advance)
    if as_json:
        names = ("position", "events", "seconds", "rate", "identical")
        show({name: getattr(made, name) for name in names})
    else:
        click.echo(
            f"到第{made.position}号记录，{made.events}条，用时{made.seconds:g}秒，每秒{made.rate:.0f}条。"
        )
        if compare:
            differing = "、".join(made.different)
            click.echo("与现有数据完全一致。" if made.identical else f"不一致的表：{differing}。")
    sys.exit(0 if made.identical else 1)


class Finding(msgspec.Struct, frozen=True):
    """What the doctor found in one respect."""

    name: str
    ok: bool
    sentence: str


def _stopped(setting: UnsafeSettingError, as_json: bool) -> None:
    """Tell what keeps a deployment from being opened: there is nothing else to look at."""
    _tell([Finding("启动", ok=False, sentence=unsafe(setting))], as_json)


@click.command(help="检查部署有没有问题，并说明怎么办。")
@as_json
@on_deployment(missing=click.ClickException, refused=_stopped)
def doctor(runtime: Runtime, as_json: bool) -> None:
    """Look at everything; exit code 1 when anything is wrong."""
    _tell([_looked(name, look, runtime) for name, look in CHECKS.items()], as_json)


def _tell(found: list[Finding], as_json: bool) -> None:
    if as_json:
        show({"ok": all(one.ok for one in found), "checks": found})
    else:
        for one in found:
            click.echo(f"{'正常' if one.ok else '有误'}  {one.name}：{one.sentence}")
    sys.exit(0 if all(one.ok for one in found) else 1)


def _looked(name: str, look: Callable[[Runtime], str], runtime: Runtime) -> Finding:
    try:
        return Finding(name, ok=True, sentence=look(runtime))
    except _WrongError as wrong:
        return Finding(name, ok=False, sentence=str(wrong))


class _WrongError(Exception):
    """Something is wrong; the text says what to do."""


def _settings(_: Runtime) -> str:
    try:
        refuse_unsafe(os.environ)
    except UnsafeSettingError as setting:
        raise _WrongError(unsafe(setting)) from setting
    return "没有不安全的设置。"


def _events(runtime: Runtime) -> str:
    position = runtime.ledger.position()
    if not position:
        raise _WrongError(NOT_YET)
    if not runtime.database_url:
        for name in ("events.db", "keys.db", "access.db"):
            with sqlite3.connect(f"file:{runtime.data / name}?mode=ro", uri=True) as file:
                (said,) = file.execute("PRAGMA quick_check(1)").fetchone()
            file.close()
            if said != "ok":
                raise _WrongError(f"{name} 已损坏，请用备份恢复。")
    return f"共{position}号记录，文件完好。"


def _clock(runtime: Runtime) -> str:
    now = runtime.clock()
    if late := behind(now, runtime.ledger.last()):
        raise _WrongError(
            f"最后一条记录晚于本机时间{late // MINUTE}分钟，请校准本机时钟；校准前不能登记。"
        )
    if early := ahead(now, runtime.ledger.now()):
        raise _WrongError(
            f"本机时间比数据库的快{early // MINUTE}分钟，请校准本机时钟；校准前不能登记。"
        )
    back = setbacks_of(runtime.live(), runtime.ledger)
    found = f"记录里时钟倒退过{len(back)}次，回看时按倒退前的时间算。" if back else ""
    return f"本机时钟与记录相符。{found}"


def _rows(runtime: Runtime) -> str:
    position = runtime.live().position
    behind = runtime.ledger.position() - position
    if behind > 0:
        raise _WrongError(f"查询数据落后{behind}条记录，请运行 geyi rebuild。")
    return f"查询数据已到第{position}号记录。"


def _policies(runtime: Runtime) -> str:
    if not runtime.ledger.position():
        raise _WrongError(NOT_YET)
    if names := lacking(planned(runtime)):
        raise _WrongError(f"{NEEDED}（{'、'.join(words.POLICIES[name] for name in names)}）")
    return f"{len(POLICIES)}项规则都有现行版本，新版本需要的都有了。"


def _fitness(runtime: Runtime) -> str:
    """Name what is wrong in the editions in force: a release before may have let it pass."""
    if found := standing(runtime.governance.book, runtime.governance.commands):
        lines = "\n".join(elsewhere(one) for one in found)
        raise _WrongError(f"现行规则有{len(found)}处会使办件出错。\n{lines}")
    return "现行规则没有会使办件出错的地方。"


def _calendar(runtime: Runtime) -> str:
    if not runtime.governance.book.number("calendar"):
        raise _WrongError("还没有工作日历，请运行 geyi upgrade。")
    calendar = runtime.governance.book.calendar
    through = calendar.confirmed_through
    if calendar.local(runtime.clock() + CALENDAR_AHEAD).date() > through:
        raise _WrongError(f"工作日历只确认到{through}，请发布下一年的版本；其后的期限都是暂定。")
    return f"工作日历确认到{through}。"


def _master(runtime: Runtime) -> str:
    mode = (runtime.data / "master.key").stat().st_mode
    if mode & 0o077:
        raise _WrongError("master.key 可被别的用户读取，请改为只有服务用户可读（chmod 600）。")
    return "主密钥与密钥库相符，只有服务用户可读。"


def _documents(_: Runtime) -> str:
    try:
        pdf_of("<p>格议</p>")
    except PdfUnavailableError as missing:
        raise _WrongError("本机不能排 PDF，请安装 Pango；Word 和 Excel 不受影响。") from missing
    return notice(substitutes()) or "公文字体齐全。"


def _keys(runtime: Runtime) -> str:
    left = runtime.vault.not_erased(list(erasures(runtime.live())))
    if left:
        raise _WrongError(
            f"有{len(left)}项依法删除在密钥库里没有落实（恢复过较早的备份，或删除中断过），"
            "请运行 geyi erase-again。"
        )
    return "记录里的依法删除都已落实。"


def _second_factors(runtime: Runtime) -> str:
    from scripts.setting_up import pretends  # noqa: PLC0415  (holidays are slow to load)

    if pretends(runtime):
        raise _WrongError(PRETENDING)
    if runtime.demo:
        return "这是演示环境，登录不要求动态验证码；正式使用请另外建立部署。"
    wanted = set(runtime.governance.book.security.second_factor.roles)
    people = {row.login for row in everybody(runtime.live()) if wanted & set(row.roles)}
    left = people - runtime.second_factors.everybody()
    later = f"还有{len(left)}个没有绑定，下次登录时绑定。" if left else ""
    return f"{len(people)}个账号登录要动态验证码。{later}"


def _sealed(runtime: Runtime) -> str:
    with progress("核对密钥") as advance:
        lost = lost_keys(runtime.ledger, runtime.vault, progress=advance)
    if lost.fields:
        raise _WrongError(
            f"有{lost.fields}处个人信息的密钥丢失（属于{lost.subjects}个人或事），页面上显示“〔密钥丢失〕”。"
            "请停止服务，用不早于这些记录的备份恢复密钥库（keys.db）；恢复之前不要登记新的内容。"
        )
    return "记录里的个人信息都能打开，依法删除的除外。"


def _pictures(runtime: Runtime) -> str:
    found = Counter(fault for _, _, fault in faults(runtime.ledger, runtime.attachments))
    if found:
        raise _WrongError(
            f"照片和附件有{found['altered']}个与记录不符，{found['missing']}个不见了，"
            f"{found['lost']}个打不开（密钥丢失，或内容被换过），请用备份恢复。"
        )
    return "照片和附件与记录相符。"


CHECKS: dict[str, Callable[[Runtime], str]] = {
    "设置": _settings,
    "记录": _events,
    "时钟": _clock,
    "查询数据": _rows,
    "规则": _policies,
    "规则内容": _fitness,
    "工作日历": _calendar,
    "主密钥": _master,
    "密钥库": _keys,
    "个人信息": _sealed,
    "动态验证码": _second_factors,
    "公文": _documents,
    "照片": _pictures,
}
