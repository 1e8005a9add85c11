"""证据包: a case in sentences, its records byte by byte, and how somebody else checks them."""

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any

from flask import render_template
from msgspec.structs import replace

from governance.kernel.event import Event
from governance.kernel.sealed import Sealed
from governance.kernel.stream import Stream
from governance.policies.stream import POLICY_STREAM
from projections.casework.queries import Case
from projections.custody.attachments import named
from web.attachments.proofs import kept
from web.documents.agenda_pdf import TEMPLATES
from web.frame import current
from web.frame.feature import features
from web.frame.timeline import changes, late, sentence
from web.replay.facts import compared
from web.sheets.table import Column, Sheet, csv
from web.sheets.xlsx import xlsx
from web.text.formats import moment

Record = tuple[int, str, bytes]
STEPS = (
    Column("number", "步", "number", 6, "本案的第几条记录"),
    Column("position", "记录号", "number", 10, "在系统全部记录中的编号"),
    Column("happened", "发生时间", "datetime", 20),
    Column("recorded", "登记时间", "datetime", 20),
    Column("who", "办理人", width=14),
    Column("text", "经过", width=60),
    Column("changed", "更正内容", width=40, meaning="更正前和更正后的内容"),
    Column("digest", "记录摘要", width=66, meaning="原始记录文件的 SHA-256 摘要"),
)
EDITIONS = (
    Column("policy", "政策"),
    Column("number", "版次", "number"),
    Column("published", "发布时间", "datetime"),
    Column("source", "依据"),
    Column("position", "记录号", "number"),
    Column("digest", "发布记录的摘要"),
)
ATTACHMENTS = (
    Column("number", "步", "number"),
    Column("kind", "种类"),
    Column("digest", "文件摘要"),
)
SUMS = "校验和.txt"


def parts(
    row: Case, stream: Stream, records: Sequence[Record], names: Mapping[str, str]
) -> dict[str, bytes]:
    """Give the files of the pack by name; sealed values stay sealed."""
    events = current.history(row.key)
    steps = list(_steps(events, records))
    state = stream.fold(events)
    # Not even masked: what is erased one day must not change what was taken out before.
    sealed = (n for n in state.__struct_fields__ if isinstance(getattr(state, n), Sealed))
    bare = replace(state, **dict.fromkeys(sealed))
    about = {
        "row": row,
        "kind": features().kinds[row.kind].title,
        "stage": features().stage(row.kind, state.stage),
        "facts": compared(row.kind, bare, bare, row.key),
        "steps": steps,
        "position": current.view().position,
        "moment": moment(current.as_at()),
        "sums": SUMS,
    }
    files = {
        "说明.txt": render_template("replay/evidence.txt", **about).encode(),
        "经过.html": TEMPLATES.get_template("evidence.html").render(about).encode(),
        "经过.xlsx": xlsx(Sheet("经过", STEPS, steps), created=current.as_at()),
        "政策版本.csv": _csv("政策版本", EDITIONS, _editions(names)),
        "附件清单.csv": _csv("附件清单", ATTACHMENTS, _attachments(events)),
    }
    for number, (_, topic, stored) in enumerate(records, 1):
        files[f"原始记录/{number:04}-{topic}.json"] = stored
    lines = (f"{sha256(data).hexdigest()}  {name}\n" for name, data in sorted(files.items()))
    return files | {SUMS: "".join(lines).encode()}


def _csv(title: str, columns: Sequence[Column], rows: Iterator[dict[str, Any]]) -> bytes:
    return b"".join(csv(Sheet(title, columns, rows)))


def _steps(events: Sequence[Event], records: Sequence[Record]) -> Iterator[dict[str, Any]]:
    people = current.people_names()
    for event, (position, _, stored) in zip(events, records, strict=True):
        yield {
            "number": event.version,
            "position": position,
            "happened": event.happened_at,
            "recorded": event.recorded_at,
            "when": (moment(event.happened_at), moment(event.recorded_at)),
            "who": people.get(event.actor, event.actor),
            "text": sentence(event) + late(event),
            "changed": "；".join(f"{label}：{old} → {new}" for label, old, new in changes(event)),
            "digest": sha256(stored).hexdigest(),
        }


def _editions(names: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """Give every edition published until then; the last of each policy is the one in force."""
    records = current.runtime().ledger.records(POLICY_STREAM, current.view().position)
    history: list[Any] = current.history(POLICY_STREAM)
    for event, (position, _, stored) in zip(history, records, strict=True):
        yield {
            "policy": names.get(event.policy, event.policy),
            "number": event.number,
            "published": event.recorded_at,
            "source": event.source,
            "position": position,
            "digest": sha256(stored).hexdigest(),
        }


def _attachments(events: Sequence[Event]) -> Iterator[dict[str, Any]]:
    for event in events:
        for one in kept(event.stream, named(event)):
            yield {"number": event.version, "kind": one.name, "digest": one.digest}
