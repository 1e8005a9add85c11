"""An invented year of a sub-district, said through real commands, for trying things out.

Every name, number and address is made up. The same seed, scale, day and moment give the same year.
"""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from governance.accounts.commands import OpenAccount
from governance.kernel.command import Command
from governance.policies.commands import PublishEdition
from governance.policy import calendar as calendars
from projections.engine.runtime import Runtime
from scripts.simulation import issues, meetings, resolutions, tickets, topics, visits
from scripts.simulation.casework import Fate
from scripts.simulation.register import Register, open_accounts
from scripts.simulation.world import Life, World

Progress = Callable[[int, int], None]
YEAR = timedelta(days=364)


def load(
    runtime: Runtime,
    founding: list[Command],
    *,
    today: date | None = None,
    scale: float = 1.0,
    seed: int | None = None,
    progress: Progress | None = None,
) -> list[OpenAccount]:
    """Fill an empty deployment with a year up to `today` (else the runtime's); give its accounts.

    `founding` is what the deployment begins with. Nothing is dated later than the runtime's clock.
    """
    content = next(
        c.content for c in founding if isinstance(c, PublishEdition) and c.policy == "calendar"
    )
    calendar = calendars.read(content)
    now = runtime.clock()
    last = today or calendar.local(now).date()
    start = calendar.at(last - YEAR, calendar.opens)
    world = World(runtime, start, min(now, calendar.closing(last)), seed)
    world.send(*founding)
    world.door.store()
    opened = open_accounts(world)
    register = Register(world, scale)
    world.door.store()
    _begin(world, register, scale, last)
    world.run(progress)
    return opened


def _begin(world: World, register: Register, scale: float, last: date) -> None:
    """Put every life of the year where it begins."""
    scenario = world.words.scenario
    for grid in sorted({estate.grid for estate in register.estates}):
        world.live(topics.life(world, grid, last), world.now)
        meetings.year(world, register.estates, grid)
    hotline = tickets.Tickets(world, register.estates)
    walks = visits.Visits(world, register.doors)
    for number, moment in enumerate(
        _moments(world, "ticket", scenario["tickets"]["a_year"] * scale)
    ):
        world.live(hotline.life(number), moment)
    for number, moment in enumerate(_moments(world, "issue", scenario["issues"]["a_year"] * scale)):
        world.live(issues.found(world, register.estates, number), world.office(moment))
    for number in range(len(register.doors)):
        world.live(walks.life(number), world.now)
    for scene in scenario["scene"]:
        _stage(world, register, hotline, scene)


def _stage(
    world: World, register: Register, hotline: tickets.Tickets, scene: dict[str, Any]
) -> None:
    """Begin what is to be in hand on the last day, as long before it as the scene says."""
    stays = scene["stays"]
    fate = Fate(
        returned=stays == "returned",
        extended=stays == "extended",
        crossing=stays == "crossing",
        late=stays == "late",
        stays=stays,
    )
    chance = world.chance("scene", scene["of"], stays)
    for n in range(scene["count"]):
        number = f"{stays}-{n}"
        lives: dict[str, Life] = {
            "ticket": hotline.life(number, fate),
            "issue": issues.found(world, register.estates, number, fate),
            "resolution": resolutions.claimed(world, n),
        }
        moment = world.work(world.until, -chance.uniform(*scene["before"]))
        world.live(lives[scene["of"]], moment)


def _moments(world: World, name: str, wanted: float) -> list[datetime]:
    """Give moments over the year, by day and into the evening, fewer at weekends."""
    chance = world.chance("moments", name)
    calendar = world.policy.calendar
    first = calendar.local(world.now).date() + timedelta(days=1)
    days = [first + timedelta(days=n) for n in range((world.until - world.now).days)]
    weights = [4 if calendar.is_working(day) else 1 for day in days]
    drawn = chance.choices(days, weights, k=round(wanted))
    return sorted(calendar.at(day, _hour(chance)) for day in drawn)


def _hour(chance: Random) -> time:
    minutes = int(chance.triangular(8 * 60, 20 * 60, 10 * 60))
    return time(minutes // 60, minutes % 60, chance.randrange(60))
