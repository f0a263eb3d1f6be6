"""The network address of who asks, also when a proxy stands in between."""

import ipaddress
from collections.abc import Mapping
from functools import lru_cache

from wijkkompas_core.settings import Settings

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def client_address(settings: Settings, headers: Mapping[str, str], connection: str) -> str:
    """The address of the client: of the connection, or from the header that our proxy is trusted to set.

    The header is believed only when the connection comes from one of our own proxies; `connection` is empty for
    this machine itself, as Streamlit tells it. Of a list (X-Forwarded-For) the last address counts that is not one of
    our own proxies: what stands before it anyone can write. Empty when a proxy of ours did not tell.
    """
    if not settings.adres_kopregel:
        return connection
    ours = _networks(settings.proxy_adressen)
    if not _within(connection or "127.0.0.1", ours):
        return connection
    hops = [hop.strip() for hop in (headers.get(settings.adres_kopregel) or "").split(",")]
    while len(hops) > 1 and _within(hops[-1], ours):
        hops.pop()
    return hops[-1]


@lru_cache(maxsize=8)
def _networks(text: str) -> tuple[Network, ...]:
    return tuple(ipaddress.ip_network(part.strip(), strict=False) for part in text.split(",") if part.strip())


def _within(address: str, networks: tuple[Network, ...]) -> bool:
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return False
    plain = getattr(parsed, "ipv4_mapped", None) or parsed
    return any(plain in network for network in networks)
