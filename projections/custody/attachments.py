"""Photos and proofs: kept beside the log, sealed under the key of their case, named by digest."""

import base64
import hashlib

import msgspec
import sqlalchemy as sa

from governance.kernel.sealed import Sealed, Sealing, Vault
from projections.database import alone

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
        with alone(engine) as connection:
            metadata.create_all(connection)

    def put(self, stream_hex: str, data: bytes, kind: str) -> str:
        """Keep bytes for a stream; give their SHA-256. The same bytes are kept once a stream."""
        digest = hashlib.sha256(data).hexdigest()
        text = base64.b64encode(data).decode()
        sealing = Sealing(f"case:{stream_hex}", f"{stream_hex}.{digest}", text)
        held = sa.select(attachments.c.digest).where(
            attachments.c.digest == digest, attachments.c.stream == stream_hex
        )
        with self.engine.connect() as connection:
            if connection.execute(held).first():
                return digest
        row = {
            "digest": digest,
            "stream": stream_hex,
            "kind": kind,
            "sealed": msgspec.json.encode(self.vault.seal([sealing])[0]),
        }
        insert = (
            "INSERT INTO attachments (digest, stream, kind, sealed) "
            "VALUES (:digest, :stream, :kind, :sealed) ON CONFLICT DO NOTHING"
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

    def get(self, stream_hex: str, digest: str) -> tuple[str, bytes] | None:
        """Give (kind, bytes) of an attachment; None when unknown or its key is erased."""
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
        return None if text is None else (row.kind, base64.b64decode(text))
