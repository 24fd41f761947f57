"""Dated parameters and decision tables: evaluated in three values, with the trace from the answer to its clause."""
