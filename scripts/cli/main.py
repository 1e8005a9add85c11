"""The command line, `geyi`: exit code 0 well, 1 refused or found wrong, 2 misused.

Answers go to standard output, everything else to standard error.
"""

from importlib import import_module
from pathlib import Path

import click

from scripts.cli.accounts import account
from scripts.cli.calendars import calendar
from scripts.cli.cases import case, due
from scripts.cli.chinese import name_in_chinese, speak_chinese
from scripts.cli.counting import counted
from scripts.cli.editions import edition
from scripts.cli.erasing import erase, erase_again
from scripts.cli.frame import HELP, settle, where
from scripts.cli.imports import imports
from scripts.cli.meetings import agenda
from scripts.cli.receipts import receipt
from scripts.cli.renewing import renew_key
from scripts.cli.serving import init, serve, worker
from scripts.cli.upgrading import upgrade
from scripts.cli.upkeep import doctor, rebuilding

speak_chinese()

BENCHES = ("append", "http", "rebuild", "sheets")


class Benches(click.Group):
    """The measurements, each loaded when it is asked for."""

    def list_commands(self, _: click.Context) -> list[str]:
        """Give their names."""
        return list(BENCHES)

    def get_command(self, _: click.Context, name: str) -> click.Command | None:
        """Load one by its name."""
        if name not in BENCHES:
            return None
        command: click.Command = getattr(import_module(f"scripts.bench.{name}"), name)
        name_in_chinese(command)
        return command


@click.group(context_settings=HELP, help="格议：街道网格、热线与双周议事的办件系统。")
@where
@click.pass_context
def main(
    context: click.Context, data: Path | None, database_url: str | None, past_mb: int | None
) -> None:
    """Everything `geyi` can do."""
    settle(context, data, database_url, past_mb)


@main.group(cls=Benches, help="测量本机的速度。")
def bench() -> None:
    """Measurements."""


for command in (
    account,
    agenda,
    calendar,
    case,
    counted,
    doctor,
    due,
    edition,
    erase,
    erase_again,
    imports,
    init,
    rebuilding,
    receipt,
    renew_key,
    serve,
    upgrade,
    worker,
):
    main.add_command(command)
name_in_chinese(main)


if __name__ == "__main__":
    main()
