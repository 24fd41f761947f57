"""What a plan says: statements, indicators, quantities, periods, and the data that give them meaning.

No float stands anywhere in this room: magnitudes are strings where stored, Decimal or Fraction where computed.
"""
