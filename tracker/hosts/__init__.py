"""The hosts: one file each, behind the protocol of `tracker.hosts.base`."""
