"""Data of checking: hedge widths, settings, identities, assumptions, finding codes."""
