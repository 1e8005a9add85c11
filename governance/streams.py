"""Every stream there is, and which of them answers which command."""

from governance.accounts.stream import STREAM as ACCOUNTS
from governance.disclosures.stream import STREAM as DISCLOSURES
from governance.erasures.stream import STREAM as ERASURES
from governance.hotline.stream import STREAM as HOTLINE
from governance.imports.stream import STREAM as IMPORTS
from governance.issues.stream import STREAM as ISSUES
from governance.kernel.command import Command
from governance.kernel.stream import Stream
from governance.meetings.stream import STREAM as MEETINGS
from governance.places.stream import STREAM as PLACES
from governance.policies.stream import STREAM as POLICIES
from governance.resolutions.stream import STREAM as RESOLUTIONS
from governance.sign_ins.stream import STREAM as SIGN_INS
from governance.topics.stream import STREAM as TOPICS
from governance.visits.stream import STREAM as VISITS

STREAMS: tuple[Stream, ...] = (
    ACCOUNTS,
    DISCLOSURES,
    ERASURES,
    HOTLINE,
    IMPORTS,
    ISSUES,
    MEETINGS,
    PLACES,
    POLICIES,
    RESOLUTIONS,
    SIGN_INS,
    TOPICS,
    VISITS,
)
BY_NAME: dict[str, Stream] = {stream.name: stream for stream in STREAMS}


def by_command(streams: tuple[Stream, ...]) -> dict[type[Command], Stream]:
    """Give which stream answers which command."""
    return {command: stream for stream in streams for command in stream.commands}
