"""Indicator tables -> statements: 指标 | 单位 | 2015年 | 2020年 | 年均增速 | 属性, from cells with their places in the text.

A column's head says what it holds (data/tables.yaml; columns); a row's first words are the indicator, 其中 rows lean on the
one above (rows); 〔 〕 is a sum over the plan; a footnote may change the year of a figure (statements). Tables whose cells were
guessed (flattened text, pdf without rules) give statements by rules of their own, which count as less sure.
"""

from guihua.reading.tables.columns import column_role, head_state
from guihua.reading.tables.statements import table_statements

__all__ = ["column_role", "head_state", "table_statements"]
