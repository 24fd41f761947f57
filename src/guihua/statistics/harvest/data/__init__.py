"""Words, measures and divisions as data."""
