"""What whoever imports says of a file's layout, asked once where the file leaves it open."""

from typing import NamedTuple, Self


class Choice(NamedTuple):
    """Which sheets are read, none being the first that is known; what is hidden is taken or left.

    None is not said yet.
    """

    sheets: tuple[str, ...] = ()
    hidden_rows: bool | None = None
    hidden_columns: bool | None = None

    def as_dict(self) -> dict[str, object]:
        """Give plain data to keep."""
        return self._asdict()

    @classmethod
    def from_dict(cls, data: dict[str, object]) -> Self:
        """Read what was kept."""
        return cls(**data | {"sheets": tuple(data.get("sheets", ()))})  # type: ignore[arg-type]
