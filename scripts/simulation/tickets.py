"""热线工单: from receipt over contact, dispatch, report and call-back to closing."""

from datetime import datetime, timedelta
from itertools import count
from random import Random

from governance.hotline import commands as ask
from governance.hotline.kind import TICKET
from governance.hotline.stream import ticket_id
from scripts.simulation.casework import Case, Fate
from scripts.simulation.register import Estate
from scripts.simulation.words import phone, weighed
from scripts.simulation.world import Life, World

# Answers to the closing report: kinds of tickets whose matter needs no look at the place.
ASKING = {"inquiry": "policy", "suggestion": "adopted", "opinion": "kept"}
RESULTS = {"inquiry": "explained", "suggestion": "recorded", "opinion": "recorded"}
CALLERS = 6_000


def fate(world: World, chance: Random) -> Fate:
    """Give what chance makes of a ticket."""
    rates = world.words.scenario["tickets"]
    return Fate(
        returned=chance.random() < rates["returned"],
        granted=chance.random() < rates["granted"],
        extended=chance.random() < rates["extended"],
        crossing=chance.random() < rates["crossing"],
        late=chance.random() < rates["late"],
        noted=chance.random() < rates["noted"],
    )


class Tickets:
    """Numbers tickets as they come in."""

    def __init__(self, world: World, estates: list[Estate]) -> None:
        self.world = world
        self.estates = estates
        self._numbers = count(1)

    def life(self, number: object, meant: Fate | None = None) -> Life:
        """Give the life of a ticket; `meant` takes the place of chance."""
        world = self.world
        chance = world.chance("ticket", number)
        source = weighed(chance, world.words.scenario["tickets"]["sources"])
        serial = f"{world.today:%Y%m%d}{next(self._numbers):05d}"
        ticket = _Ticket(
            world,
            ticket_id(source, serial),
            chance.choice(self.estates),
            chance,
            words=world.words.hotline,
            kind=TICKET,
            send=ask.DispatchTicket,
            desk=world.some("hotline_desk", chance),
        )
        ticket.receive(source, serial, meant or Fate())
        yield from ticket.live(meant or fate(world, chance))


class _Ticket(Case):
    """One ticket on its way."""

    kind: str

    def receive(self, source: str, serial: str, meant: Fate) -> None:
        """Take the ticket over from the city's platform."""
        chance, now = self.chance, self.world.now
        rates = self.world.words.scenario["tickets"]
        while meant.stays and self.matter.get("asking"):
            self.concern(chance.choice(self.words["matter"]), chance)
        self.kind = weighed(chance, rates["asks" if self.matter.get("asking") else "kinds"])
        caller = chance.randrange(CALLERS)
        self.ask(
            ask.ReceiveTicket,
            self.desk,
            serial=serial,
            source=source,
            received_at=now - timedelta(minutes=chance.randint(1, 20)),
            kind=self.kind,
            title=self.tell("titles"),
            content=f"{self.say('openings')}{self.tell('account')}{self.say('wishes')}",
            caller=self.world.words.person(self.world.chance("caller", caller)),
            phone=phone(caller),
            address=f"{self.address}{chance.randint(1, 6)}0{chance.randint(1, 4)}室",
            place=self.address,
            category=self.matter["category"],
            urgency=self._urgency(meant),
            **self.estate.where,
        )

    def live(self, fate: Fate) -> Life:
        """Live until closed, or until the fate stays."""
        if fate.stays == "received":
            return
        chance, rates = self.chance, self.world.words.scenario["tickets"]
        urgent = self.state.urgency == "urgent"
        if fate.stays == "uncontacted":
            yield self.hours(0.3, 1)
            self.dispatch()
            yield from self.chased("contact", self.state.contact_due.due)
            return
        yield self._minutes(3, 20) if urgent else self.hours(0.3, 5)
        if chance.random() < rates["not_reached"]:
            self._contact(in_vain=True)
            yield self._minutes(3, 10) if urgent else self.hours(1, 2)
        self._contact()
        yield self._minutes(2, 15) if urgent else self.hours(0.2, 2)
        self.dispatch()
        if fate.stays == "dispatched":
            return
        yield from self.handled(fate, self._report)
        while self.state.stage == "handled":
            if fate.stays == "handled":
                return
            yield from self._called_back(fate)
            if self.state.stage != "handled":
                if fate.stays == "redone":
                    return
                yield from self.handled(Fate(noted=True), self._report)
                continue
            yield self.hours(0.5, 6)
            self.ask(ask.CloseTicket, self.desk)

    def _minutes(self, least: int, most: int) -> datetime:
        return self.world.now + timedelta(minutes=self.chance.randint(least, most))

    def _urgency(self, meant: Fate) -> str:
        rates = self.world.words.scenario["tickets"]
        drawn = self.chance.random()
        if meant.stays or drawn > rates["urgent"] + rates["next_urgent"]:
            return "normal"
        return "urgent" if drawn < rates["urgent"] else "next_urgent"

    def _contact(self, *, in_vain: bool = False) -> None:
        now = self.world.now
        if in_vain:
            reason = self.chance.choice(("no_answer", "no_answer", "phone_off"))
            note = self.say("not_reached")
            self.ask(ask.ContactCaller, self.desk, contacted_at=now, not_reached=reason, note=note)
        else:
            way = self.chance.choice(("phone",) * 8 + ("wechat", "visit"))
            note = self.say("contacted")
            self.ask(ask.ContactCaller, self.desk, contacted_at=now, way=way, note=note)

    def _report(self) -> None:
        """Report as the unit: facts, result and reply by the closing report's lists."""
        now, chance = self.world.now, self.chance
        partly = chance.random() < self.world.words.scenario["tickets"]["partly"]
        asking = self.kind in ASKING
        facts = ASKING.get(self.kind) or ("partly" if partly else "true")
        visited = now - timedelta(minutes=chance.randint(60, 400))
        after_receipt = self.state.received_at and visited > self.state.received_at
        self.ask(
            ask.HandleTicket,
            self.unit,
            facts=facts,
            appeal="" if asking else "reasonable",
            site_visited="" if asking else "yes",
            site_visited_at=None if asking or not after_receipt else visited,
            result=RESULTS.get(self.kind, "solved"),
            reply_way=chance.choice(("phone", "phone", "phone", "door", "letter")),
            replied_at=now - timedelta(minutes=chance.randint(1, 5)),
            reply=self.tell("done"),
            explanation=self.say("partly") if facts in {"partly", "kept"} else "",
        )

    def _called_back(self, fate: Fate) -> Life:
        """Call until reached, or as often as the policy asks."""
        rates = self.world.words.scenario["tickets"]
        attempts = self.world.policy.conduct.callback.attempts
        for _ in range(attempts):
            yield self.hours(2, 14)
            now = self.world.now
            if self.chance.random() < rates["unanswered"]:
                self.ask(
                    ask.CallBack, self.desk, called_back_at=now, reached=False,
                    note=self.say("unanswered"),
                )  # fmt: skip
                continue
            displeased = fate.stays == "redone" or self.chance.random() < rates["displeased"]
            self.ask(
                ask.CallBack,
                self.desk,
                called_back_at=now,
                reached=True,
                contacted="yes",
                solved="unsolved" if displeased else "solved",
                satisfaction="dissatisfied"
                if displeased
                else weighed(self.chance, rates["pleased"]),
                note=self.say("displeased" if displeased else "pleased"),
            )
            return
