"""Which IP addresses are on the public internet; no Django.

A table of our own, after the special-purpose registries of IANA: what Python's `is_global` knows depends on its patch
release, and 3.11.7 still calls 6to4, NAT64 and IPv4-mapped addresses global.
"""

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

_KINDS: dict[str, str] = {
    "0.0.0.0/8": "an unspecified address",
    "10.0.0.0/8": "a private address",
    "100.64.0.0/10": "a provider's shared address",
    "127.0.0.0/8": "this machine itself",
    "168.63.129.16/32": "a cloud's own service",
    "169.254.0.0/16": "a link-local address",
    "172.16.0.0/12": "a private address",
    "192.0.0.0/24": "a reserved address",
    "192.0.2.0/24": "an address for documentation",
    "192.31.196.0/24": "a reserved address",
    "192.52.193.0/24": "a reserved address",
    "192.88.99.0/24": "a 6to4 relay",
    "192.168.0.0/16": "a private address",
    "192.175.48.0/24": "a reserved address",
    "198.18.0.0/15": "an address for measurements",
    "198.51.100.0/24": "an address for documentation",
    "203.0.113.0/24": "an address for documentation",
    "224.0.0.0/4": "a multicast address",
    "240.0.0.0/4": "a reserved address",
    "::/128": "an unspecified address",
    "::1/128": "this machine itself",
    "::/96": "an IPv4 address in disguise",
    "::ffff:0:0/96": "an IPv4 address in disguise",
    "::ffff:0:0:0/96": "an IPv4 address in disguise",
    "64:ff9b::/96": "an IPv4 address in disguise (NAT64)",
    "64:ff9b:1::/48": "an IPv4 address in disguise (NAT64)",
    "2001::/32": "an IPv4 address in disguise (Teredo)",
    "2001::/23": "a reserved address",
    "2001:db8::/32": "an address for documentation",
    "2002::/16": "an IPv4 address in disguise (6to4)",
    "2620:4f:8000::/48": "a reserved address",
    "3fff::/20": "an address for documentation",
    "fc00::/7": "a private address",
    "fe80::/10": "a link-local address",
    "fec0::/10": "a private address",
    "ff00::/8": "a multicast address",
}
_TABLE = sorted(((ip_network(text), kind) for text, kind in _KINDS.items()), key=lambda row: -row[0].prefixlen)
_GLOBAL_UNICAST = ip_network("2000::/3")


def is_within(address: Address, networks: Sequence[Network]) -> bool:
    """Whether any of the networks holds the address; an IPv4-mapped one is in no IPv4 network."""
    return any(address in network for network in networks)


def why_not_public(address: Address) -> str:
    """What the address is instead of a public one ("a private address"), or "" when it is public."""
    kind = next((kind for network, kind in _TABLE if address in network), "")
    if not kind and address.version == 6 and address not in _GLOBAL_UNICAST:
        return "a reserved address"
    return kind


def read(text: str) -> Address | None:
    """The address that the text is in the usual notation, or None; a zone ("%eth0") is not taken."""
    try:
        return None if "%" in text else ip_address(text)
    except ValueError:
        return None
