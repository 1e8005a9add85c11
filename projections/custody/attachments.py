"""Photos and proofs: kept beside the log, sealed under the key of their case, named by digest."""

import base64
import hashlib
from collections.abc import Iterator
from typing import Any

import msgspec
import sqlalchemy as sa

from governance.kernel.event import Event
from governance.kernel.sealed import Gone, Sealed, Sealing, Vault
from projections.engine.database import alone, prepare

metadata = sa.MetaData()
attachments = sa.Table(
    "attachments",
    metadata,
    sa.Column("digest", sa.String, primary_key=True),
    sa.Column("stream", sa.String, primary_key=True),
    sa.Column("kind", sa.String, nullable=False),
    sa.Column("sealed", sa.LargeBinary, nullable=False),
)
NAMING = ("photos", "proof", "findings", "files")


class AlteredError(Exception):
    """What is kept under a digest is not what the digest names."""

    def __init__(self, stream_hex: str, digest: str) -> None:
        super().__init__(f"the attachment {digest} of {stream_hex} is not what was put there")


def named_files(event: Event) -> Iterator[str]:
    """Give the digests of issued papers an event names: they are no proofs and show no pictures."""
    fields: Any = event
    yield from (file.digest for file in getattr(fields, "files", ()))


def named(event: Event) -> Iterator[str]:
    """Give the digests an event names, those of what a visit found among them."""
    fields: Any = event
    yield from getattr(fields, "photos", ())
    yield from getattr(fields, "proof", ())
    for finding in getattr(fields, "findings", ()):
        yield from finding.proof


class Attachments:
    """The attachments of a deployment."""

    def __init__(self, engine: sa.Engine, vault: Vault) -> None:
        self.engine = engine
        self.vault = vault
        prepare(engine, metadata)

    def put(self, stream_hex: str, data: bytes, kind: str) -> str:
        """Keep bytes for a stream; give their SHA-256. The same bytes are kept once a stream.

        Those that are sent again after their key was erased or lost are kept anew.
        """
        digest = hashlib.sha256(data).hexdigest()
        if self.holds(stream_hex, digest):
            return digest
        text = base64.b64encode(data).decode()
        sealing = Sealing(f"case:{stream_hex}", f"{stream_hex}.{digest}", text)
        row = {
            "digest": digest,
            "stream": stream_hex,
            "kind": kind,
            "sealed": msgspec.json.encode(self.vault.seal([sealing])[0]),
        }
        insert = (
            "INSERT INTO attachments (digest, stream, kind, sealed) "
            "VALUES (:digest, :stream, :kind, :sealed) "
            "ON CONFLICT (digest, stream) DO UPDATE SET kind = :kind, sealed = :sealed"
        )
        with alone(self.engine) as connection:
            connection.execute(sa.text(insert), row)
        return digest

    def kind(self, stream_hex: str, digest: str) -> str:
        """Give the kind of an attachment, empty when there is none."""
        query = sa.select(attachments.c.kind).where(
            attachments.c.digest == digest, attachments.c.stream == stream_hex
        )
        with self.engine.connect() as connection:
            return str(connection.scalar(query) or "")

    def holds(self, stream_hex: str, digest: str) -> bool:
        """Whether an attachment is there, can be opened and is what was put there."""
        try:
            held = self.get(stream_hex, digest)
        except AlteredError:
            return False
        return held is not None and not isinstance(held[1], Gone)

    def get(self, stream_hex: str, digest: str) -> tuple[str, bytes | Gone] | None:
        """Give (kind, bytes or why they do not open) of an attachment; None when unknown.

        Raise AlteredError for bytes other than those that were put there.
        """
        with self.engine.connect() as connection:
            row = connection.execute(
                sa.select(attachments.c.kind, attachments.c.sealed).where(
                    attachments.c.digest == digest, attachments.c.stream == stream_hex
                )
            ).first()
        if row is None:
            return None
        try:
            sealed = msgspec.json.decode(row.sealed, type=Sealed)
            text = self.vault.reveal(sealed, f"{stream_hex}.{digest}")
            data = text if isinstance(text, Gone) else base64.b64decode(text, validate=True)
        except ValueError as broken:  # of the seal, or of what is in it
            raise AlteredError(stream_hex, digest) from broken
        if not isinstance(data, Gone) and hashlib.sha256(data).hexdigest() != digest:
            raise AlteredError(stream_hex, digest)
        return row.kind, data
