"""Stored shapes; see CONTRIBUTING.md before changing one."""

from uuid import UUID

from governance.kernel.event import Event, event


@event("disclosures.PersonalDataRevealed")
class PersonalDataRevealed(Event, frozen=True, kw_only=True):
    """查看个人信息: somebody opened sealed fields of a case, visit or place, for a purpose.

    `subject` is the stream they belong to; `purpose` one of `reveal_purposes` or a text.
    """

    subject: UUID
    fields: tuple[str, ...]
    purpose: str
    page: str = ""
    grid: str = ""
    unit: str = ""


@event("disclosures.ExportTaken")
class ExportTaken(Event, frozen=True, kw_only=True):
    """导出: somebody took rows out as a file; `filter` is what picked them.

    `position` is the record they stand at, `digest` the SHA-256 of the file in hexadecimal; of a
    file handed out while it is made, `ExportFinished` gives it and `rows` is how many were wanted.
    `fields` are the sealed fields opened in it, for `purpose`; none when it was masked.
    """

    what: str
    filter: str
    rows: int
    position: int
    digest: str
    purpose: str = ""
    fields: tuple[str, ...] = ()


@event("disclosures.ExportFinished")
class ExportFinished(Event, frozen=True, kw_only=True):
    """导出完毕: a file that was handed out while it was made is whole.

    `taken` is the version of the `ExportTaken` it belongs to; `rows` and `digest` are those of the
    whole file. One that was broken off has no such record.
    """

    taken: int
    rows: int
    digest: str
