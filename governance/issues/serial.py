"""Serials people can say over the phone, made from an id and always the same for it."""

from uuid import UUID

ALPHABET = (
    "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: nothing that looks like another
)
GROUPS = (5, 5)
PREFIX = "WG"


def serial_of(key: UUID) -> str:
    """Give the serial of an id made on the phone, such as `WG-7K2QX-M4D9T`."""
    number, signs = key.int, ""
    for _ in range(sum(GROUPS)):
        number, digit = divmod(number, len(ALPHABET))
        signs += ALPHABET[digit]
    return f"{PREFIX}-{signs[: GROUPS[0]]}-{signs[GROUPS[0] :]}"
