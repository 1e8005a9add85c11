"""What is done by the clock: rows that are due are read, commands with ids of the occasion sent.

Each job gives how many events came of it. Doing one twice, or in two places at once, changes
nothing: the same occasion is the same command.
"""

from collections.abc import Sequence

from governance.kernel.command import SYSTEM, Command
from governance.kernel.errors import Conflict, Refused
from governance.processes.chasing import chases
from governance.processes.meeting_cycle import Grid, draft, to_draft, to_miss, to_schedule
from projections.accounts.queries import everybody
from projections.agenda.proposal import known_meetings, proposal
from projections.casework.running_deadlines import running
from projections.engine.runtime import Runtime
from projections.engine.view import View
from projections.places.queries import named
from web.frame.entering import LONG, tell
from web.imports.uploads import Uploads

LEADER, HOST = "grid_leader", "网格长"
AT_ONCE = 100


def prepare_meetings(runtime: Runtime) -> int:
    """Schedule the meetings to come, mark the fortnights without one, draft what is due."""
    view, now = runtime.live(), runtime.clock()
    book, known = view.book(), known_meetings(view)
    grids = [Grid(place.code, host(view, place.code)) for place in named(view, "grid")]
    plan = [*to_schedule(book, grids, known, now), *to_miss(book, grids, known, now)]
    stored = _send(runtime, plan)
    view = runtime.live()
    for row in to_draft(book, known_meetings(view), now):
        if row.meets_at:
            made = proposal(view, book, row.grid, row.meets_at, now)
            stored += _send(runtime, [draft(row, made, book, view.position)])
    return stored


def host(view: View, grid: str) -> str:
    """Give the account that leads a grid, in words where it has none."""
    leaders = [row for row in everybody(view) if LEADER in row.roles and not row.suspended]
    return next((row.login for row in leaders if grid in row.grids), HOST)


def chase(runtime: Runtime) -> int:
    """Tell whoever holds something past its limit, in working time only."""
    view, now = runtime.live(), runtime.clock()
    return _send(runtime, chases(running(view, now), view.book(), now))


def tell_failures(runtime: Runtime) -> int:
    """Tell the runs of failed log-ins that go on for long; the others are told when they end."""
    return sum(tell(runtime, run) for run in runtime.failed.long(LONG, now=runtime.clock()))


def keep_snapshots(runtime: Runtime) -> int:
    """Keep the databases of the past near; no events come of it."""
    runtime.asof.keep_snapshots()
    return 0


def drop_old_rows(runtime: Runtime) -> int:
    """Drop what earlier releases left behind; no events come of it."""
    runtime.drop_old_rows()
    return 0


def sweep_uploads(runtime: Runtime) -> int:
    """Forget sheets and refused rows of the day before; no events come of it."""
    Uploads(runtime.data).sweep(now=runtime.clock())
    return 0


def fold_back(runtime: Runtime) -> int:
    """Fold back what others wrote and left unfolded; no events come of it."""
    runtime.fold_back()
    return 0


def _send(runtime: Runtime, commands: Sequence[Command]) -> int:
    """Send commands, many in one transaction; where one is refused, each on its own."""
    stored = 0
    for start in range(0, len(commands), AT_ONCE):
        some = commands[start : start + AT_ONCE]
        try:
            stored += len(runtime.governance.execute(*some, actor=SYSTEM).stored)
        except (Refused, Conflict):
            # The rows were behind: what is not due any more is refused, and rightly so.
            if len(some) > 1:
                stored += sum(_send(runtime, [command]) for command in some)
    return stored
