"""Private hosts and networks that whoever runs the tracker allows it to ask."""

import ipaddress
import re

from tracker.errors import ConfigurationError
from tracker.model.base import Value

ALLOWED_VARIABLE = "TRACKER_ALLOWED_NETWORKS"
"""Environment variable that names them, separated by commas or spaces."""
_NAME = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_-]{0,62})\.)*[a-z0-9](?:[a-z0-9-]{0,62})", re.ASCII)


class AllowedNetworks(Value, frozen=True):
    """Hosts by name, and networks; nothing unless it is named."""

    hosts: tuple[str, ...] = ()
    networks: tuple[str, ...] = ()

    @classmethod
    def read(cls, text: str) -> "AllowedNetworks":
        """Return what a list of host names, addresses and networks allows.

        Raises
        ------
        ConfigurationError
            If a part of it is none of these.

        Examples
        --------
        >>> AllowedNetworks.read("10.20.0.0/16, files.example.org").hosts
        ('files.example.org',)
        """
        hosts, networks = [], []
        for part in text.replace(",", " ").lower().split():
            try:
                networks.append(str(ipaddress.ip_network(part, strict=False)))
            except ValueError:
                if not _NAME.fullmatch(part) or part.rpartition(".")[2].isdigit():
                    raise ConfigurationError(
                        f"{ALLOWED_VARIABLE}: {part[:80]!r} is neither a host nor a network.",
                        advice="Write host names and networks such as 10.20.0.0/16.",
                    ) from None
                hosts.append(part)
        return cls(tuple(hosts), tuple(networks))

    def __len__(self) -> int:
        return len(self.hosts) + len(self.networks)

    def names(self, host: str) -> bool:
        """Whether a host is named."""
        return host.lower() in self.hosts

    def holds(self, address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
        """Whether an address is in one of the networks."""
        return any(address in ipaddress.ip_network(network) for network in self.networks)
