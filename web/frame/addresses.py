"""Where a request comes from: as tries are counted, and as records may tell it."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from flask import request

HOME = 64
"""Bits of an IPv6 address that tell one subscriber from another; the rest he chooses himself."""
TOLD = {4: 24, 6: 48}
"""Bits of an address that a record tells: enough for 本单位 or 别处, too few for one person."""


def here() -> str:
    """Give the address tries are counted for: of IPv6 the part that is the subscriber's."""
    address = _address()
    if isinstance(address, IPv6Address):
        return str(ip_network((address, HOME), strict=False))
    return str(address or "")


def network() -> str:
    """Give the network a request comes from, as a record tells it; empty where it has none."""
    address = _address()
    if address is None or address.is_loopback:
        return ""
    return str(ip_network((address, TOLD[address.version]), strict=False))


def _address() -> IPv4Address | IPv6Address | None:
    try:
        address = ip_address((request.remote_addr or "").partition("%")[0])
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
