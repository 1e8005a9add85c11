"""议定事项: reported on, claimed, verified or sent back; some of them late and chased."""

from datetime import timedelta
from uuid import UUID

from governance.resolutions import commands as ask
from governance.resolutions.stream import NEAR, OVERDUE
from scripts.simulation.world import Life, World

NEAR_DAYS = -1


def life(world: World, stream: UUID, grid: str) -> Life:
    """Give the life of a resolution from the moment it was adopted."""
    world.adopted.append(stream)
    chance = world.chance("resolution", stream)
    rates, words = world.words.scenario["meetings"], world.words.meetings
    state = world.door.state(stream)
    unit = world.of_unit(state.owner)
    slow = chance.random() < rates["slow"]
    span = state.due - world.now
    for percent, share in ((30, 0.3), (60, 0.55), (80, 0.8)):
        yield world.office(world.now + span * (share - percent / 400))
        if world.now >= state.due or world.door.state(stream).ended:
            break
        note = chance.choice(words["notes"])
        world.ask(ask.ReportProgress, stream, unit, percent=percent, note=note)
        span = state.due - world.now
    if slow:
        calendar = world.policy.calendar
        day = calendar.add_working_days(calendar.local(state.due).date(), NEAR_DAYS)
        yield max(world.now, world.at(day, 9.2))
        world.ask(ask.ChaseResolution, stream, clock=NEAR)
        yield world.office(world.door.state(stream).due + timedelta(minutes=30))
        world.ask(ask.ChaseResolution, stream, clock=OVERDUE)
        yield world.work(world.now, chance.uniform(16, 120))
    while not world.door.state(stream).ended:
        if world.door.state(stream).stage == "open":
            world.ask(ask.ClaimCompletion, stream, unit, evidence=chance.choice(words["evidence"]))
        yield world.work(world.now, chance.uniform(12, 90))
        if world.door.state(stream).stage != "claimed":
            continue
        leader = world.some("grid_leader", chance, grid)
        if chance.random() < rates["declined"]:
            world.ask(ask.DeclineClaim, stream, leader, reason=chance.choice(words["declined"]))
            yield world.work(world.now, chance.uniform(16, 40))
        else:
            world.ask(ask.CloseResolution, stream, leader, note=chance.choice(words["closed"]))


def claimed(world: World, number: int) -> Life:
    """Let the unit claim one of the resolutions that are open now, if there is one."""
    chance = world.chance("claim", number)
    still = [stream for stream in world.adopted if world.door.state(stream).stage == "open"]
    if still:
        stream = chance.choice(still)
        unit = world.of_unit(world.door.state(stream).owner)
        evidence = chance.choice(world.words.meetings["evidence"])
        world.ask(ask.ClaimCompletion, stream, unit, evidence=evidence)
    yield world.until
