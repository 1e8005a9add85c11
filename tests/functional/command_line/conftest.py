"""A deployment for the errands of a module: two grids, three tickets."""

from pathlib import Path

import pytest

from governance.hotline import commands as hotline
from governance.hotline.stream import ticket_id
from governance.places.commands import RegisterPlace
from governance.places.stream import place_id
from projections.engine.runtime import Runtime
from tests.deployment import publish, tell
from tests.functional.command_line.invoking import RECEIVED


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cli")
    with Runtime(folder) as runtime:
        publish(runtime)
        street = place_id("street", "jd")
        tell(runtime, RegisterPlace, street, kind="street", code="jd", name="示例街道")
        for grid, name in (("g1", "第一综合网格"), ("g2", "第二综合网格")):
            values = {"kind": "grid", "code": grid, "name": name, "grid": grid}
            tell(runtime, RegisterPlace, place_id("grid", grid), **values)
        for number in range(3):
            tell(
                runtime,
                hotline.ReceiveTicket,
                ticket_id("12345", f"T{number}"),
                serial=f"T{number}",
                source="12345",
                received_at=RECEIVED,
                kind="complaint",
                title="楼道堆物",
                content="张三反映楼道堆物",
                caller="张三",
                phone="13800138000",
                grid="g1",
                unit="城建办" if number else "",
            )
    return folder
