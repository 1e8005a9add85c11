"""What the commands share: the deployment they work on, their answers, their progress bars."""

import functools
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import click
import msgspec
from tqdm import tqdm

from governance.kernel.errors import Conflict, Refused, UnsafeSettingError
from projections.engine.asof import BUDGET
from projections.engine.runtime import UNFINISHED, Runtime
from projections.engine.trouble import Trouble, met_in
from projections.engine.view import View
from web.features import FEATURES
from web.frame.feature import install
from web.frame.journal import kind
from web.frame.refusals import sentence, unsafe
from web.policies.faults import elsewhere, faults_of
from web.sheets import ImportFault, MomentFault, read_moment

Command = Callable[..., Any]
Progress = Callable[[int, int], None]

install(FEATURES)  # whose words tell every refusal

HERE = Path(".geyi")
MEGABYTE = 1024**2
HELP = {"help_option_names": ["-h", "--help"]}
TROUBLES = {
    Trouble.FULL: "存储空间已满，没有完成。请清理磁盘后再运行。",
    Trouble.UNWRITABLE: "写不进数据文件夹，没有完成。请检查磁盘和文件夹的权限，再运行。",
    Trouble.AWAY: "连不上数据库，没有完成。请检查数据库服务器和它的地址，再运行。",
    Trouble.BUSY: "数据库正忙，没有完成。请稍后再运行。",
}
BUSY = "别人正在修改同一件事，没有保存，请再试一次。"


class Place(msgspec.Struct):
    """Where the deployment is: the options before the command, overridden by those after it."""

    data: Path = HERE
    database_url: str = ""
    past_mb: int = BUDGET // MEGABYTE

    def there(self) -> bool:
        """Whether anything has been set up here."""
        return bool(self.database_url) or (self.data / "events.db").exists()

    def refuse_unfinished(self) -> None:
        """Refuse what is half set up: nobody could tell what it lacks."""
        if (self.data / UNFINISHED).exists():
            what = "清空数据库并" if self.database_url else ""
            raise click.ClickException(
                f"{self.data} 上一次建立到一半就中断了，里面的数据不完整。"
                f"请{what}删除文件夹 {self.data}，再运行 geyi init。"
            )


def where(command: Command) -> Command:
    """Add the options that say where the deployment is, before or after the command's name."""
    command = click.option(
        "--past-mb",
        type=click.IntRange(min=1),
        envvar="GEYI_PAST_MB",
        help="回看过去最多占用多少磁盘，单位 MB，缺省为 2048，也可用环境变量 GEYI_PAST_MB 指定。",
    )(command)
    command = click.option(
        "--data",
        type=click.Path(file_okay=False, path_type=Path),
        envvar="GEYI_DATA",
        help="数据文件夹，缺省为 ./.geyi，也可用环境变量 GEYI_DATA 指定。",
    )(command)
    return click.option(
        "--database-url",
        envvar="GEYI_DATABASE_URL",
        help="PostgreSQL 的地址，也可用环境变量 GEYI_DATABASE_URL 指定；缺省用数据文件夹里的文件。",
    )(command)


def settle(
    context: click.Context, data: Path | None, database_url: str | None, past_mb: int | None
) -> Place:
    """Give the place, with what was said at this command."""
    place = context.ensure_object(Place)
    place.data = data or place.data
    place.database_url = database_url or place.database_url
    place.past_mb = past_mb or place.past_mb
    return place


def on_deployment(
    *,
    new: bool = False,
    missing: type[click.ClickException] = click.UsageError,
    refused: Command | None = None,
) -> Callable[[Command], Command]:
    """Hand an open runtime to a command as its first argument, and close it in the end.

    Whatever the domain or a file refuses is said in its sentence with exit code 1; a deployment
    that is not there, unless it may be `new`, is misuse, exit code 2, or whatever `missing` says.
    What stops one from opening is said so too, unless `refused` answers for the command.
    """

    def wrap(command: Command) -> Command:
        @where
        @click.pass_context
        @functools.wraps(command)
        def run(
            context: click.Context,
            /,
            data: Path | None,
            database_url: str | None,
            past_mb: int | None,
            **values: Any,
        ) -> Any:
            place = settle(context, data, database_url, past_mb)
            if not new and not place.there():
                raise missing(f"{place.data} 里还没有部署，请先运行 geyi init。")
            place.refuse_unfinished()
            budget = place.past_mb * MEGABYTE
            with refusals():
                try:
                    opened = Runtime(place.data, place.database_url, past_budget=budget)
                except UnsafeSettingError as setting:
                    if refused is None:
                        raise
                    return refused(setting, **values)
                with opened as runtime:
                    return command(runtime, **values)

        return run

    return wrap


@contextmanager
def refusals() -> Iterator[None]:
    """Tell refusals in their sentences."""
    try:
        yield
    except Refused as no:
        lines = [sentence(no), *map(elsewhere, faults_of(no))]
        raise click.ClickException("\n".join(lines)) from no
    except ImportFault as fault:
        raise click.ClickException(
            "\n".join(getattr(fault, "reasons", ()) or [str(fault)])
        ) from fault
    except Conflict as conflict:
        raise click.ClickException(BUSY) from conflict
    except UnsafeSettingError as setting:
        raise click.ClickException(unsafe(setting)) from setting
    except Exception as error:
        if (found := met_in(error)) is None:
            raise
        raise click.ClickException(f"{TROUBLES[found[0]]}（{kind(found[1])}）") from error


as_json = click.option("--json", "as_json", is_flag=True, help="以 JSON 输出，供程序读取。")


def show(answer: Any, out: Path | None = None) -> None:
    """Print an answer as JSON on one line of UTF-8, or write it to a file."""
    line = json.dumps(msgspec.to_builtins(answer), ensure_ascii=False)
    if out:
        out.write_text(line + "\n", "utf-8")
    else:
        click.echo(line)


def note(text: str) -> None:
    """Say something that is not the answer."""
    click.echo(text, err=True)


@contextmanager
def progress(what: str) -> Iterator[Progress]:
    """Give a callback (done, all) that draws a bar on standard error, on a terminal only."""
    with tqdm(desc=what, file=sys.stderr, disable=not sys.stderr.isatty()) as bar:

        def tell(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        yield tell


def moment(runtime: Runtime, text: str) -> datetime:
    """Read a moment as people write it, on the clock of the calendar in force."""
    try:
        return read_moment(text, runtime.governance.book.calendar.zone)
    except MomentFault as fault:
        raise click.BadParameter(str(fault)) from fault


def view_at(runtime: Runtime, at: str) -> View:
    """Give the present, or the rows as of a position (digits) or a moment."""
    if not at:
        with progress("更新") as advance:
            return runtime.live(advance)
    if at.isdigit():
        return runtime.at(int(at))
    return runtime.at(runtime.position_at(moment(runtime, at)))
