"""What the steps say of a kind of sheet."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Words:
    """What the steps say of a kind of sheet.

    `new` is a row that was not here, `serial` what tells rows apart, `kept` what becomes of a
    column without a field, `then` the page to go to when all is done, and its name.
    """

    title: str
    new: str
    serial: str
    kept: str
    then: tuple[str, str]
