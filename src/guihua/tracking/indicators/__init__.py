"""The indicator sheet (指标责任清单): which series judges a target, who answers for it; a person's decisions, kept in decisions.yaml.

series_in(store, region, on)        what the store has, one entry a series
near(statement, series)             the series that might be a target's, with the reason, the best first
rows_of(plan, series)               the sheet's rows
sheet_bytes(rows), changes_in(path) the workbook out, and what it changes when it comes back
"""

from guihua.tracking.indicators.near import Near, near
from guihua.tracking.indicators.rows import Row, rows_of
from guihua.tracking.indicators.series import Series, series_in
from guihua.tracking.indicators.workbook import Taken, sheet_bytes, take_sheet

__all__ = ["Near", "Row", "Series", "Taken", "near", "rows_of", "series_in", "sheet_bytes", "take_sheet"]
