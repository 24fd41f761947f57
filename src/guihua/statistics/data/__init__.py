"""Data of the statistics room: columns of tables, words, reasons, breaks, derived indicators."""
