"""Import contracts without a list of rooms: the layer `*` is every room that no other layer names.

`lint-imports` knows it as a contract of type `rooms` (`setup.cfg`).
"""

from collections.abc import Iterator
from typing import cast

from grimp import ImportGraph
from importlinter.contracts.layers import Layer, LayersContract, ModuleTail
from importlinter.domain.contract import ContractCheck
from importlinter.domain.imports import ModuleExpression

EVERY_OTHER = {ModuleTail("*")}


class RoomsContract(LayersContract):
    """Layers of which `*` is all other folders of the container; none of those imports another.

    A module that is no folder is named, or it is found to stand in no layer.
    """

    type_name = "rooms"

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """Put the rooms there are in the place of `*`, and check the layers."""
        layers = cast("list[Layer]", self.layers)
        rooms = {ModuleTail(name) for name in self._folders(graph)}
        rooms -= {tail for layer in layers for tail in layer.module_tails}
        whole = [Layer(rooms) if one.module_tails == EVERY_OTHER else one for one in layers]
        vars(self)["layers"] = whole
        return super().check(graph, verbose)

    def _folders(self, graph: ImportGraph) -> Iterator[str]:
        for container in cast("list[ModuleExpression]", self.containers):
            for child in graph.find_children(container.expression):
                if graph.find_children(child):
                    yield child.rpartition(".")[2]
