"""The first day: accounts for every role, and the register from areas down to doors and shops."""

from itertools import count
from tomllib import loads
from typing import Any
from uuid import UUID

import msgspec

from governance.accounts.commands import OpenAccount
from governance.accounts.stream import account_id
from governance.kernel.command import Actor
from governance.places.commands import RegisterPlace, TagPlace
from governance.places.stream import place_id
from governance.processes.timers import timer_id
from scripts.simulation.words import FOLDER, phone
from scripts.simulation.world import World

CARE, USUAL = "care", "usual"


class Estate(msgspec.Struct, frozen=True):
    """One 居民区: its code, grid, name, public address, and how many buildings it has."""

    code: str
    grid: str
    name: str
    address: str
    buildings: int

    @property
    def where(self) -> dict[str, str]:
        """The grid and area of everything in it."""
        return {"grid": self.grid, "area": self.code}


class Door(msgspec.Struct, frozen=True):
    """Somebody to visit: where, of what kind, which words fit (`group`), and how often to visit."""

    place: UUID
    kind: str
    estate: Estate
    building: int
    address: str
    group: str
    interval: str


def open_accounts(world: World) -> list[OpenAccount]:
    """Open the accounts of all roles; the actors are kept by role."""
    chance = world.chance("accounts")
    grids = sorted({area["grid"] for area in world.words.places["area"]})
    units = [unit["name"] for unit in world.words.places["unit"]]
    opened = []
    for role in loads((FOLDER / "accounts.toml").read_text("utf-8"))["role"]:
        for number in range(role["count"]):
            here = (grids[number % len(grids)],) if role["code"].startswith("grid_") else ()
            login = f"{role['login']}{number + role.get('first', 0) or ''}"
            command = OpenAccount(
                command_id=timer_id("demo account", login),
                stream=account_id(login),
                login=login,
                name=world.words.person(chance),
                unit=role.get("unit") or units[number],
                roles=(role["code"],),
                grids=here,
            )
            world.send(command)
            opened.append(command)
            who = Actor(login, frozenset(command.roles), frozenset(here), command.unit)
            world.people.setdefault(role["code"], []).append(who)
    return opened


class Register:
    """Fills the register; `estates` and `doors` hold what there is to live and work in."""

    def __init__(self, world: World, scale: float) -> None:
        self.world = world
        self.rates = world.words.scenario["register"]
        self.chance = world.chance("register")
        self.estates: list[Estate] = []
        self.doors: list[Door] = []
        self._by = world.people["administrator"][0]
        self._phones = count()
        words = world.words.places
        for unit in words["unit"]:
            self._place("unit", unit["code"], name=unit["name"])
        for number, row in enumerate(words["area"], 1):
            address = f"{words['roads'][number % len(words['roads'])]}{number * 20}弄"
            estate = Estate(**row, address=address, buildings=self.rates["buildings"])
            self.estates.append(estate)
            self._homes(estate, round(self.rates["households"] * scale / len(words["area"])))
        for kind, wanted in (("shop", "shops"), ("enterprise", "enterprises"), ("site", "sites")):
            for number in range(max(1, round(self.rates[wanted] * scale))):
                self._shop(kind, number, words[wanted])

    def _homes(self, estate: Estate, wanted: int) -> None:
        """Register an area with its micro grids, buildings and homes."""
        parent = self._place(
            "area",
            estate.code,
            name=f"{estate.name}居民区",
            parent=place_id("grid", estate.grid),
            **estate.where,
        )
        micros = [
            self._place(
                "micro",
                f"{estate.code}w{n}",
                name=f"{estate.name}第{n}微网格",
                parent=parent,
                **estate.where,
            )
            for n in range(1, self.rates["micros"] + 1)
        ]
        buildings = [
            self._place(
                "building",
                f"{estate.code}b{n}",
                name=f"{estate.name}{n}号楼",
                parent=micros[n % len(micros)],
                address=f"{estate.address}{n}号",
                **estate.where,
            )
            for n in range(1, estate.buildings + 1)
        ]
        for number in range(wanted):
            order, building = divmod(number, len(buildings))
            self.doors.append(self._home(estate, buildings[building], building + 1, order))

    def _home(self, estate: Estate, parent: UUID, building: int, order: int) -> Door:
        floor, room = divmod(order, self.rates["rooms"])
        home = self._place(
            "household",
            f"{estate.code}b{building}h{order + 1:02d}",
            name=f"{estate.name}{building}号楼第{order + 1}户",
            parent=parent,
            address=f"{estate.address}{building}号",
            door=f"{floor + 1}0{room + 1}室",
            head=self.world.words.person(self.chance),
            phone=phone(next(self._phones)),
            **estate.where,
        )
        group, interval = "usual", USUAL
        if self.chance.random() < self.rates["tagged"]:
            tag = self.chance.choice(("elder_alone", *self.rates["tags"]))
            interval = self.rates["tags"][tag]
            self.world.ask(TagPlace, home, self._by, tags=(tag,), interval=interval)
            group = tag if tag in self.world.words.visits["groups"] else CARE
        address = f"{estate.address}{building}号"
        return Door(home, "household", estate, building, address, group, interval)

    def _shop(self, kind: str, number: int, names: list[str]) -> None:
        estate = self.estates[number % len(self.estates)]
        address = f"{self.chance.choice(self.world.words.places['roads'])}{number * 2 + 1}号"
        name = f"{names[number % len(names)]}（{address}）"
        shop = self._place(
            kind,
            f"{kind}{number + 1:03d}",
            name=name,
            address=address,
            parent=place_id("area", estate.code),
            head=self.world.words.person(self.chance),
            phone=phone(next(self._phones)),
            **estate.where,
        )
        self.doors.append(Door(shop, kind, estate, 1, address, "shop", USUAL))

    def _place(self, kind: str, code: str, **values: Any) -> UUID:
        stream = place_id(kind, code)
        self.world.ask(RegisterPlace, stream, self._by, kind=kind, code=code, **values)
        return stream
