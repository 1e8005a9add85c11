"""A process of its own that seals under the keys of a hundred persons."""

from pathlib import Path

from governance.kernel.sealed import Sealed, Sealing
from projections.custody.keyring import Keyring
from projections.database import open_custody


def hold(folder: Path, text: str) -> list[Sealed]:
    """Seal one text under each of a hundred keys, made on the way."""
    engine = open_custody(folder / "keys.db")
    vault = Keyring(engine, folder / "master.key")
    held = [vault.seal([Sealing(f"person:{n}", "stream.caller", text)])[0] for n in range(100)]
    engine.dispose()
    return held
