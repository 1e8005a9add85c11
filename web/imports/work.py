"""Working on a sheet: at once when it is short, else beside the request, telling how far it is.

What is under way is told in a file and its lock is held; where nobody holds it, the server was
stopped meanwhile. Taking over goes on then by itself: rows that are here are asked for once more
and answer with the events they made.
"""

import logging
import threading
from collections import Counter
from collections.abc import Callable, Iterable
from collections.abc import Mapping as Table
from datetime import datetime
from typing import Any

import msgspec

from governance.kernel.command import Actor
from governance.kernel.errors import GovernanceError, Refused
from projections.engine.runtime import Runtime
from projections.engine.trouble import forgiven, met_in
from web.frame.journal import kind
from web.frame.refusals import sentence
from web.imports import asking, choosing, past
from web.imports.columns import remember
from web.imports.taking_over import Progress, Receipt, ready, take_over
from web.imports.uploads import Upload, Uploads
from web.sheets import ImportFault, Kind, Mapping, RawSheet

log = logging.getLogger(__name__)
AT_ONCE = 2_000
LISTED = {"refused": 50, "changes": 100, "elsewhere": 5}
TAKE, TRY, READ = "take", "try", "read"
KINDS = "geyi kinds of sheets"
"""What of an application holds the kinds of sheets whose pages it has."""

FAILED = "导入没有完成，已导入的行不会丢失，请重新导入同一个文件。"
UNREAD = "没有读完，现在还没有存入任何内容，请重新选择文件。"


def outcome(receipt: Receipt) -> dict[str, Any]:
    """Give a receipt as plain data to keep and to show: of each part the first, and how many."""
    parts = {name: getattr(receipt, name) for name in LISTED}
    remarks = Counter(change.remark for change in receipt.changes if change.remark)
    return {
        "rows": receipt.rows,
        "accepted": receipt.accepted,
        "known": receipt.known,
        "corrected": receipt.corrected,
        "arrivals": receipt.arrivals.most_common(),
        "historical": receipt.historical,
        "emptied": dict(receipt.emptied),
        "remarks": sorted(remarks.items()),
        "unknown_columns": list(receipt.unknown_columns),
        "counts": {name: len(part) for name, part in parts.items()},
        **{name: msgspec.to_builtins(part[: LISTED[name]]) for name, part in parts.items()},
    }


def start(
    runtime: Runtime,
    token: str,
    upload: Upload,
    *,
    mapping: Mapping,
    actor: Actor,
    at_once: int = AT_ONCE,
    since: datetime | None = None,
) -> None:
    """Take the sheet over; `Uploads.progress(token)` says how it goes and what came of it.

    Up to `at_once` rows are taken before this returns. The file goes with its import; what was
    refused stays for a day, to be fetched. One that goes on began `since` a moment.
    """
    uploads = Uploads(runtime.data)

    def work(progress: Progress) -> None:
        receipt = _receipt(runtime, token, upload, mapping, actor, since=since, progress=progress)
        remember(mapping, runtime.data)
        uploads.tell(token, {"receipt": outcome(receipt)})
        upload.data.unlink(missing_ok=True)

    facts = {"task": TAKE, "since": since or runtime.clock(), "actor": actor}
    beside(uploads, token, upload, work, facts=facts, at_once=at_once)


def try_out(
    runtime: Runtime,
    token: str,
    upload: Upload,
    *,
    mapping: Mapping,
    actor: Actor,
    sheet: RawSheet,
    at_once: int = AT_ONCE,
) -> None:
    """Say what would become of each row, in `more` of the upload; nothing is told when done.

    It is not `tried` while somebody has still to say what the empty cells of a column mean.

    Raises:
        SheetFault, MappingFault: something is to be said or chosen first.

    """
    uploads = Uploads(runtime.data)
    ready(sheet, mapping)

    def work(progress: Progress) -> None:
        more = {"dry_run": True, "sheet": sheet, "progress": progress}
        cleared = asking.unasked_cleared(mapping)
        receipt = _receipt(runtime, token, upload, cleared, actor, **more)
        unasked = receipt.emptied.keys() - mapping.empties.keys()
        uploads.note(token, upload, outcome=outcome(receipt), tried=not unasked)
        uploads.forget(token)

    if len(sheet.rows) <= at_once:
        work(lambda *_: None)
    else:
        beside(uploads, token, upload, work, facts={"task": TRY}, at_once=at_once)


def beside(
    uploads: Uploads,
    token: str,
    upload: Upload,
    work: Callable[[Progress], None],
    *,
    facts: Table[str, Any],
    at_once: int = AT_ONCE,
) -> None:
    """Do some work on a file of at most `at_once` rows now, on a longer one in a thread."""
    rows = int(upload.more.get("rows", at_once + 1))

    def tell(done: int, every: int) -> None:
        uploads.tell(token, {**facts, "done": done, "all": every})

    def run() -> None:
        lock = uploads.lock(token)
        if lock.acquire(wait=False):
            try:
                _done(uploads, token, facts, lambda: work(tell))
            finally:
                lock.release()

    tell(0, int(upload.more.get("rows", 0)))
    if rows <= at_once:
        run()
    else:
        threading.Thread(target=run, name=f"import {token}").start()


def left(runtime: Runtime, token: str) -> dict[str, Any]:
    """Give what is told of work that nobody is at any more, if any."""
    uploads = Uploads(runtime.data)
    lock = uploads.lock(token)
    if not lock.acquire(wait=False):
        return {}
    lock.release()  # whoever was at it has told the end before
    state = uploads.progress(token)
    return state if "task" in state else {}


def go_on(runtime: Runtime, token: str, kind: Kind, state: Table[str, Any]) -> None:
    """Go on with what is left of an import; what stored nothing is forgotten, to be done anew."""
    uploads = Uploads(runtime.data)
    upload = uploads.read(token)
    if upload is None or state["task"] != TAKE:
        uploads.forget(token)
        return
    start(
        runtime,
        token,
        upload,
        mapping=Mapping.from_dict(upload.more["mapping"], kind),
        actor=msgspec.convert(state["actor"], Actor),
        at_once=0,
        since=msgspec.convert(state["since"], datetime),
    )


def resume(runtime: Runtime, kinds: Iterable[Kind]) -> None:
    """Go on with every import that a server left when it stopped; what is old goes."""
    uploads = Uploads(runtime.data)
    uploads.sweep(now=runtime.clock())
    known = {kind.code: kind for kind in kinds}
    for token in list(uploads.under_way()):
        upload, state = uploads.read(token), left(runtime, token)
        kind = known.get(upload.more.get("mapping", {}).get("kind", "")) if upload else None
        if state and kind:
            go_on(runtime, token, kind, state)


def _done(uploads: Uploads, token: str, facts: Table[str, Any], work: Callable[[], None]) -> None:
    """Do some work; whatever stops it is told."""
    failed = FAILED if facts["task"] == TAKE else UNREAD
    try:
        work()
    except (ImportFault, GovernanceError) as fault:
        words = sentence(fault) if isinstance(fault, Refused) else failed
        uploads.tell(token, {"fault": str(fault) if isinstance(fault, ImportFault) else words})
    except Exception as error:
        if found := met_in(error):
            log.error("import %s: %s: %s", token, found[0].value, kind(found[1]))  # noqa: TRY400
        else:
            log.exception("import %s", token)
        with forgiven():  # else it is left as if the server had stopped
            uploads.tell(token, {"fault": failed})


def _receipt(
    runtime: Runtime, token: str, upload: Upload, mapping: Mapping, actor: Actor, **more: Any
) -> Receipt:
    more |= {"choice": choosing.kept(upload.more), "past": past.kept(upload.more)}
    receipt = take_over(runtime, upload.name, upload.data, mapping, actor, **more)
    for name in ("refused", "changes"):
        Uploads(runtime.data).put_part(token, name, getattr(receipt, name))
    return receipt
