"""git: its protocol, spoken over the door's HTTP, and the program where it must be run."""
