"""Whose tries are counted together."""

from __future__ import annotations

import ipaddress


def network(address: str) -> str:
    """Whom an address belongs to: itself, of IPv6 the /64 that one subscriber has."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address[:64]
    if isinstance(found, ipaddress.IPv6Address):
        return str(found.ipv4_mapped or ipaddress.ip_network((found, 64), strict=False))
    return str(found)
