"""Photos and proofs: kept beside the log, sealed under the key of their case, named by digest."""

import base64
import hashlib

import msgspec
import sqlalchemy as sa

from governance.kernel.sealed import Gone, Sealed, Sealing, Vault
from projections.database import alone, prepare

metadata = sa.MetaData()
attachments = sa.Table(
    "attachments",
    metadata,
    sa.Column("digest", sa.String, primary_key=True),
    sa.Column("stream", sa.String, primary_key=True),
    sa.Column("kind", sa.String, nullable=False),
    sa.Column("sealed", sa.LargeBinary, nullable=False),
)


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
        held = self.get(stream_hex, digest)
        if held and not isinstance(held[1], Gone):
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

    def get(self, stream_hex: str, digest: str) -> tuple[str, bytes | Gone] | None:
        """Give (kind, bytes or why they do not open) of an attachment; None when unknown."""
        with self.engine.connect() as connection:
            row = connection.execute(
                sa.select(attachments.c.kind, attachments.c.sealed).where(
                    attachments.c.digest == digest, attachments.c.stream == stream_hex
                )
            ).first()
        if row is None:
            return None
        sealed = msgspec.json.decode(row.sealed, type=Sealed)
        text = self.vault.reveal(sealed, f"{stream_hex}.{digest}")
        return row.kind, text if isinstance(text, Gone) else base64.b64decode(text)
