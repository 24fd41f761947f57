"""Settings of this room, as data."""
