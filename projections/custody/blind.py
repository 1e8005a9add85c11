"""The blind index: who and what is sealed where, by keyed marks, beside the log and erasable.

A row says that the text of a mark in a field stands in the sealed text of a reference, under the
key of a subject. What a person is known by (a telephone, a name, a household) is a field of its
own, `PERSON`: its reference is empty for the key he is sealed under now. The rows of a subject go
with his key, in the same transaction. Each field has a key for its marks, made from one that is
kept wrapped like every other.
"""

import hashlib
import hmac
from collections.abc import Collection, Iterable
from typing import TypeAlias

import sqlalchemy as sa

CHUNK = 500
metadata = sa.MetaData()
PERSON = "person"
SEARCHED = ("caller", "reporter", "phone", "door")
"""The fields whose texts are found again, each by the whole of it."""
INDEX = "index"
"""The name of the key that marks are made with."""
blind = sa.Table(
    "blind_index",
    metadata,
    sa.Column("field", sa.String, primary_key=True),
    sa.Column("mark", sa.LargeBinary, primary_key=True),
    sa.Column("reference", sa.String, primary_key=True),
    sa.Column("subject", sa.String, nullable=False),
    sa.Index("blind_index_subject", "subject"),
)
Row: TypeAlias = dict[str, str | bytes]
SEALED_FOR = sa.select(blind.c.mark, blind.c.subject).where(
    blind.c.field == PERSON,
    blind.c.reference == "",
    blind.c.mark.in_(sa.bindparam("marks", expanding=True)),
)
"""The names of the keys that some persons are sealed under now; made once, asked at every act."""


class Marks:
    """The marks of texts, made with a key for each field."""

    def __init__(self, secret: bytes) -> None:
        self._keys = {
            field: hmac.new(secret, field.encode(), hashlib.sha256).digest()
            for field in (PERSON, *SEARCHED)
        }

    def of(self, field: str, text: str) -> bytes:
        """Give the mark of a text in a field."""
        return hmac.new(self._keys[field], text.encode(), hashlib.sha256).digest()[:16]

    def row(self, field: str, text: str, subject: str, reference: str = "") -> Row:
        """Give a row of the index."""
        mark = self.of(field, text)
        return {"field": field, "mark": mark, "reference": reference, "subject": subject}


def sealed_for(connection: sa.Connection, marks: Marks, persons: Collection[str]) -> dict[str, str]:
    """Give the name of the key each person is sealed under now, of those who have one."""
    asked = {marks.of(PERSON, person): person for person in persons}
    wanted, found = list(asked), dict[str, str]()
    for start in range(0, len(wanted), CHUNK):
        rows = connection.execute(SEALED_FOR, {"marks": wanted[start : start + CHUNK]})
        found |= {asked[row.mark]: row.subject for row in rows}
    return found


def names_of(connection: sa.Connection, marks: Marks, person: str) -> list[str]:
    """Give the names of all keys a person is sealed under."""
    query = sa.select(blind.c.subject).where(
        blind.c.field == PERSON, blind.c.mark == marks.of(PERSON, person)
    )
    return list(dict.fromkeys(connection.scalars(query.order_by(blind.c.reference))))


def owned(connection: sa.Connection, subjects: Collection[str]) -> set[str]:
    """Give those of some names of keys of which it is known whose they are."""
    wanted, found = sorted(subjects), set[str]()
    for start in range(0, len(wanted), CHUNK):
        query = sa.select(blind.c.subject).where(
            blind.c.field == PERSON, blind.c.subject.in_(wanted[start : start + CHUNK])
        )
        found |= set(connection.scalars(query))
    return found


def references(connection: sa.Connection, marks: Marks, texts: Iterable[str]) -> list[str]:
    """Give what names the sealed texts that are one of some texts, in any searched field."""
    asked = [text for text in dict.fromkeys(texts) if text]
    if not asked:
        return []
    either = [
        sa.and_(blind.c.field == field, blind.c.mark == marks.of(field, text))
        for field in SEARCHED
        for text in asked
    ]
    return list(connection.scalars(sa.select(blind.c.reference).where(sa.or_(*either))))


def forgotten(subject: str) -> sa.Delete:
    """Give what takes the rows of a subject out of the index, those of whoever comes again too."""
    return sa.delete(blind).where(blind.c.subject.in_((subject, subject.partition("#")[0])))
