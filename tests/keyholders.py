"""Processes of their own: one seals under the keys of a hundred persons, one starts deployments."""

from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from governance.kernel.sealed import Sealed, Sealing
from projections.custody.keyring import Keyring
from projections.engine.database import open_custody
from projections.engine.runtime import Runtime


def hold(folder: Path, text: str) -> list[Sealed]:
    """Seal one text under each of a hundred keys, made on the way."""
    engine = open_custody(folder / "keys.db")
    vault = Keyring(engine, folder / "master.key")
    held = [vault.seal([Sealing(f"person:{n}", "stream.caller", text)])[0] for n in range(100)]
    engine.dispose()
    return held


def start(
    folders: list[Path], database_url: str, barrier: Barrier, results: "Queue[list[str]]"
) -> None:
    """Start a deployment in each folder at once with others; tell the secrets, or the faults."""
    found = []
    for folder in folders:
        barrier.wait()
        try:
            Runtime(folder, database_url).close()
            found.append((folder / "master.key").read_bytes().hex())
        except SQLAlchemyError as error:
            found.append(repr(error))
    results.put(found)
