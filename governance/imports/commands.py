"""Commands of an import batch."""

from typing import ClassVar

from governance.imports.events import Refusal
from governance.kernel.command import Command


class RecordBatch(Command, frozen=True, kw_only=True):
    """登记导入批次, after its rows have been sent."""

    STREAM: ClassVar[str] = "imports"

    source: str
    file: str
    digest: str
    mapping: str
    rows: int
    accepted: int
    known: int
    corrected: int
    refusals: tuple[Refusal, ...] = ()
    unknown_columns: tuple[str, ...] = ()

    @property
    def impersonal(self) -> bool:
        """What a sheet came to is the same whoever brings it."""
        return True
