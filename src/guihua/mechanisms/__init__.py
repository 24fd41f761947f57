"""The plan's mechanisms that are computed: core (the protocol), engines, declared."""
