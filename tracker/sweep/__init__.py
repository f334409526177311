"""The sweep: what is looked at, in which order, within which allowances."""
