"""The only door to the network: HTTP and git."""
