"""Taking a sheet over: at once when it is short, else beside the request, telling how far it is."""

import logging
import threading
from typing import Any

import msgspec

from governance.kernel.command import Actor
from governance.kernel.errors import GovernanceError, Refused
from projections.engine.runtime import Runtime
from web.frame.refusals import sentence
from web.imports import choosing, past
from web.imports.columns import remember
from web.imports.taking_over import Receipt, take_over
from web.imports.uploads import Upload, Uploads
from web.sheets import ImportFault, Mapping

log = logging.getLogger(__name__)
AT_ONCE = 2_000
FAILED = "导入没有完成，已导入的行不会丢失，请重新导入同一个文件。"


def outcome(receipt: Receipt) -> dict[str, Any]:
    """Give a receipt as plain data to keep and to show."""
    return {
        "rows": receipt.rows,
        "accepted": receipt.accepted,
        "known": receipt.known,
        "corrected": receipt.corrected,
        "refused": [[row.number, list(row.cells), list(row.reasons)] for row in receipt.refused],
        "elsewhere": [list(row) for row in receipt.elsewhere],
        "arrivals": receipt.arrivals.most_common(),
        "historical": receipt.historical,
        "changes": msgspec.to_builtins(list(receipt.changes)),
        "unknown_columns": list(receipt.unknown_columns),
    }


def start(
    runtime: Runtime,
    token: str,
    upload: Upload,
    *,
    mapping: Mapping,
    actor: Actor,
    at_once: int = AT_ONCE,
) -> None:
    """Take the sheet over; `Uploads.progress(token)` says how it goes and what came of it.

    Up to `at_once` rows are taken before this returns. The file goes with its import; what was
    refused stays for a day, to be fetched.
    """
    uploads = Uploads(runtime.data)
    rows = int(upload.more.get("rows", 0))
    uploads.tell(token, {"done": 0, "all": rows})

    def work() -> None:
        try:
            receipt = take_over(
                runtime,
                upload.name,
                upload.data,
                mapping,
                actor,
                choice=choosing.kept(upload.more),
                past=past.kept(upload.more),
                progress=lambda done, every: uploads.tell(token, {"done": done, "all": every}),
            )
        except (ImportFault, GovernanceError) as fault:
            words = sentence(fault) if isinstance(fault, Refused) else FAILED
            words = str(fault) if isinstance(fault, ImportFault) else words
            uploads.tell(token, {"fault": words})
        except Exception:
            log.exception("import %s", token)
            uploads.tell(token, {"fault": FAILED})
        else:
            remember(mapping, runtime.data)
            uploads.tell(token, {"receipt": outcome(receipt)})
            upload.data = b""
            uploads.note(token, upload)

    if rows <= at_once:
        work()
    else:
        threading.Thread(target=work, name=f"import {token}").start()
