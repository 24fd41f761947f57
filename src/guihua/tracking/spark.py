"""The table kernel over the partitions of a Spark DataFrame. Needs the extra `spark` (PySpark 4.0) and Java 17.

    judged = judge_frame(spark.read.parquet("series.parquet"), as_of=date(2023, 6, 30), method="statcan")

Each batch of each partition goes through `judge_table` as Arrow, unchanged: how the rows are spread changes no bit.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from guihua.errors import GuihuaError
from guihua.tracking.table import KERNELS, NEEDED, judge_table

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame

ADDED = "label string, progress double, score double, status string, reason string"


def judge_frame(frame: DataFrame, as_of: date, method: str = "shixu") -> DataFrame:
    """The frame with the five columns more that `judge_table` adds; rows keep their partitions and their order in them.

    Raises GuihuaError TRACK-METHOD, TRACK-TABLE at once; TRACK-DIRECTION comes out of the worker that meets the row, within
    Spark's own exception, when the frame is computed.
    """
    if method not in KERNELS:
        raise GuihuaError(
            "TRACK-METHOD", f"表格没有这种方法 no method {method!r} for tables", f"可用 known: {', '.join(KERNELS)}"
        )
    missing = [name for name in NEEDED if name not in frame.columns]
    if missing:
        raise GuihuaError(
            "TRACK-TABLE", f"数据框缺列 the frame has no column {missing[0]!r}", f"需要 needed: {', '.join(NEEDED)}"
        )

    def judge(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        import pyarrow as pa

        for batch in batches:
            yield from judge_table(pa.Table.from_batches([batch]), as_of, method).to_batches()

    return frame.mapInArrow(judge, _with_added(frame))


def _with_added(frame: DataFrame) -> Any:
    """The frame's schema and that of the columns added."""
    from pyspark.sql.types import StructType

    return StructType([*frame.schema.fields, *StructType.fromDDL(ADDED).fields])
