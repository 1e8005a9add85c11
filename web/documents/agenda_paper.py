"""The agenda of one meeting as plain values: what every format of it is made from."""

from datetime import date, datetime

import msgspec


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """One matter for discussion; ``carried`` counts the earlier meetings that passed it on."""

    number: int
    subject: str
    case_key: str = ""
    source: str = ""
    unit: str = ""
    observers: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    carried: int = 0
    minutes: int = 0
    speaker: str = ""
    proposal: str = ""
    summary: str = ""


class Section(msgspec.Struct, frozen=True, kw_only=True):
    """One part; ``number_cn`` is 一, 二, …; ``note`` is running text before the items.

    The items of a ``table`` are its rows.
    """

    number_cn: str
    title: str
    reporter: str = ""
    minutes: int = 0
    note: str = ""
    items: tuple[Item, ...] = ()
    table: bool = False


class ResolutionRow(msgspec.Struct, frozen=True, kw_only=True):
    """One row of the resolution ledger; ``due`` is None for a standing duty."""

    no: int
    matter: str
    owner: str
    partners: tuple[str, ...] = ()
    due: date | None = None
    standard: str = ""
    fulfilment: str = ""
    state: str = ""
    carried: int = 0


class AgendaPaper(msgspec.Struct, frozen=True, kw_only=True):
    """The whole agenda.

    ``meets_at`` and ``made_at`` are moments with a time zone; ``made_at`` is the moment of the
    freezing, or of the draft, and the only date that enters the files themselves. ``position`` is
    the record the paper was computed at, ``digest`` the SHA-256 of the frozen content in hex,
    ``code`` its short form in print, ``kind`` what the paper is. ``font_notice`` comes from
    ``web.documents.fonts``.
    """

    organ: str
    grid_name: str
    year: int
    issue_number: int
    title: str = "“双周一议”会议议程"
    kind: str = "议程"
    issuer: str
    meets_at: datetime
    place: str
    host: str
    attendees: tuple[str, ...] = ()
    observers: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    recorder: str = ""
    sections: tuple[Section, ...] = ()
    resolutions: tuple[ResolutionRow, ...] = ()
    position: int
    digest: str = ""
    version: int = 1
    code: str = ""
    draft: bool
    made_at: datetime
    font_notice: str = ""
