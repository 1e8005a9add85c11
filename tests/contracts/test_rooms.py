"""The import contracts hold for a room from its first day: nobody adds it to a list."""

from copy import deepcopy

import grimp
import pytest
from importlinter.api import read_configuration
from importlinter.contracts.forbidden import ForbiddenContract
from importlinter.domain.contract import Contract

from tests.contracts.rooms import RoomsContract
from tests.contracts.tree import PACKAGES, ROOT

TYPES: dict[str, type[Contract]] = {"forbidden": ForbiddenContract, "rooms": RoomsContract}
NEW = (
    "governance.lending",
    "governance.lending.events",
    "governance.lending.stream",
    "projections.lending",
    "projections.lending.board",
    "web.lending",
    "web.lending.views",
    "web.lending.words",
)


@pytest.fixture(scope="module")
def graph():
    """Who imports whom, were there a room of lending on every floor."""
    made = grimp.build_graph(*PACKAGES, include_external_packages=True, cache_dir=None)
    for name in NEW:
        made.add_module(name)
    return made


def broken(graph, *imports, among=()):
    """Give the contracts of the project, or those `among` them, that these imports break."""
    settings = read_configuration(str(ROOT / "setup.cfg"))
    names = []
    for options in settings["contracts_options"]:
        if among and options["id"] not in among:
            continue
        tried = deepcopy(graph)
        for importer, imported in imports:
            tried.add_import(importer=importer, imported=imported)
        contract = TYPES[options["type"]](options["name"], settings["session_options"], options)
        if not contract.check(tried, verbose=False).kept:
            names.append(options["id"])
    return names


def test_a_room_on_the_floors_below_breaks_nothing(graph):
    assert not broken(
        graph,
        ("governance.streams", "governance.lending.stream"),
        ("governance.lending.stream", "governance.casework.case"),
        ("projections.boards", "projections.lending.board"),
        ("projections.lending.board", "governance.lending.events"),
        ("web.features", "web.lending"),
        ("web.lending.words", "governance.lending.events"),
        ("web.lending.views", "governance.lending.stream"),
        ("web.lending.views", "projections.lending.board"),
        ("web.lending.views", "web.places.pages"),
    )


@pytest.mark.parametrize(
    ("importer", "imported", "contract"),
    [
        ("governance.lending.stream", "governance.topics.events", "layers"),
        ("governance.topics.stream", "governance.lending.events", "layers"),
        ("governance.casework.case", "governance.lending.events", "layers"),
        ("web.lending.views", "web.topics.views", "rooms"),
        ("web.topics.views", "web.lending.views", "rooms"),
        ("web.places.pages", "web.lending.views", "rooms"),
        ("web.frame.menu", "web.lending.views", "rooms"),
        ("web.sheets.kind", "web.lending.views", "rooms"),
        ("web.documents.layout", "web.frame.menu", "rooms"),
        ("web.sheets.kind", "governance.lending.stream", "sheets"),
        ("web.sheets.kind", "projections.lending.board", "sheets"),
        ("web.lending.views", "governance.lending.events", "web-shows-rows"),
        ("projections.lending.board", "governance.lending.stream", "read-models-do-not-decide"),
    ],
)
def test_what_a_new_room_may_not_is_found(graph, importer, imported, contract):
    assert not broken(graph, among=[contract])
    assert broken(graph, (importer, imported), among=[contract])


def test_a_module_beside_the_rooms_is_named_or_found(graph):
    loose = deepcopy(graph)
    loose.add_module("governance.spare")
    assert broken(loose) == ["layers"]
