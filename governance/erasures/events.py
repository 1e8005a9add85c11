"""Stored shapes; see CONTRIBUTING.md before changing one."""

from governance.kernel.event import Event, event
from governance.kernel.sealed import Sealed


@event("erasures.PersonalDataErased")
class PersonalDataErased(Event, frozen=True, kw_only=True):
    """依法删除: the key of a person or case is gone, and with it all that was sealed under it.

    `subject` is its keyed pseudonym, `basis` one of `erasure_bases` (PIPL art. 47).
    """

    subject: str
    basis: str
    asked_by: Sealed | None = None
    reason: Sealed | None = None
