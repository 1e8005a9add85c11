"""该走访的门户: which doors are due, which are for today, and what is done of it, in words."""

import msgspec

from governance.visits import portion
from governance.visits.portion import Share
from projections.accounts.queries import Account, everybody
from projections.engine.view import View
from projections.visits.due import due_doors, in_turn
from projections.visits.queries import VisitFilter, visit_list
from projections.visits.walked import Walked, walked
from web.frame import current
from web.frame.list_page import Cells
from web.places.due import DueDoor, asked_for, rule
from web.visits.presenters import worded

WALKS = "grid_worker"
MOST = 30
LATEST = 8


class Day(msgspec.Struct, frozen=True):
    """The doors of somebody's day: done, still to go to, and those that stand behind.

    `plans` and `doors` are the first of those to go to, `log` the last he has gone to today.
    """

    done: int
    left: int
    behind: int
    works: bool
    month: Walked
    plans: list[Cells]
    doors: list[DueDoor]
    log: list[Cells]

    @property
    def whole(self) -> int:
        """How many doors the day has."""
        return self.done + self.left

    @property
    def unlisted(self) -> int:
        """How many doors to go to today are not among those shown."""
        return self.left - len(self.plans) - len(self.doors)


def due(limit: int) -> tuple[list[DueDoor], int]:
    """Give the first doors the rules ask for that nobody has planned, and how many there are."""
    found = due_doors(current.view(), current.sight("visits"), rule(), limit=limit)
    return [asked_for(door) for door in found.rows], found.total


def day() -> Day:
    """Give the day of the person logged in, as it stood at the moment looked at."""
    view, me, asks = current.view(), current.me().login, rule()
    sight, book = current.sight("visits"), current.book()
    today = VisitFilter(visitor=me, since=asks.midnight)
    log = visit_list(view, today, sight, size=LATEST)
    done = walked(view, me, asks.midnight).doors
    wanted = VisitFilter(outcome="planned", due=asks.today, visitor=me)
    plans = visit_list(view, wanted, sight, size=MOST)
    turn = in_turn(view, sight, asks, _share(), limit=MOST)
    meant, visiting = plans.total + turn.agreed, book.conduct.visiting
    works = book.calendar.is_working(asks.today)
    most = visiting.doors_a_day if visiting else None
    beside = portion.beside(most, turn.asked, works=works, done=done, meant=meant)
    planned = [worded(row) for row in sorted(plans.rows, key=lambda row: row.visitor != me)]
    shown = min(turn.agreed + beside, MOST - len(planned))
    return Day(
        done=done,
        left=meant + beside,
        behind=turn.asked - beside,
        works=works,
        month=walked(view, me, asks.first_of_month),
        plans=planned,
        doors=[asked_for(door) for door in turn.rows[:shown]],
        log=[worded(row) for row in log.rows],
    )


def walkers(view: View) -> list[Account]:
    """Give everybody who goes to doors."""
    return [row for row in everybody(view) if WALKS in row.roles and not row.suspended]


def _share() -> Share:
    """Give whose doors the person goes to first, of all who go to doors in the same grids."""
    me = current.me()
    team = sorted(
        row.login for row in walkers(current.view()) if not set(row.grids).isdisjoint(me.grids)
    )
    return Share(len(team), team.index(me.login)) if me.login in team else Share()
