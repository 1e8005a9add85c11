"""A boundary that was being put in or taken out when the process ended."""

import pytest
import sqlalchemy as sa

from projections.engine.history import History
from tests.projecting import dump


class CrashError(Exception):
    """The process ends here."""


@pytest.mark.parametrize("after", range(1, 40, 6))
@pytest.mark.parametrize("work", ["put in", "take out"])
def test_what_breaks_off_leaves_nothing_wrong_behind(past, right, work, after):
    keeper = past()
    for position in (20, 40, 33):
        keeper.at(position)
    keeper.history._at_once = 2  # noqa: SLF001  (many transactions)
    turns = iter(range(after))

    def crash(*_):
        if next(turns, None) is None:
            raise CrashError

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(History, "_fold_back", crash)
        try:
            _ = keeper.at(27) if work == "put in" else keeper._take_out(33)  # noqa: SLF001
            broken = False
        except CrashError:
            broken = True
    boundaries = keeper.history.spans.boundaries
    with keeper.history.engine.connect() as connection:
        left = list(connection.scalars(sa.select(boundaries).where(~boundaries.c.whole)))
    assert left == ([27 if work == "put in" else 33] if broken else [])
    again = past()
    for position in (40, 20, 27, 33):
        assert dump(again.at(position).engine) == right(position), position
    with again.history.engine.connect() as connection:
        assert connection.scalar(sa.select(sa.func.min(boundaries.c.whole)))
