"""What a query answers: a sequence of observations that is also a table of columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, overload

from guihua.plan.display import Table
from guihua.statistics import frame
from guihua.statistics.observation import Observation

if TYPE_CHECKING:
    import pyarrow as pa


class Observations(Table, Sequence[Observation]):
    """Observations in columns; records are made as they are looked at.

    Behaves like a tuple of ``Observation``. ``to_arrow()`` gives one row an observation: the text columns of
    ``frame.COLUMNS`` (dictionary-encoded), ``available`` (date), ``year`` (last year of the period), ``number``
    (float64, for array kernels only: verdicts use ``value``).
    """

    def __init__(self, facts: pa.Table, dimensions: dict[str, pa.Table]) -> None:
        self._facts, self._dimensions = facts, dimensions
        self._rows: list[Observation | None] = [None] * facts.num_rows

    @overload
    def __getitem__(self, index: int) -> Observation: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Observation, ...]: ...
    def __getitem__(self, index: int | slice) -> Observation | tuple[Observation, ...]:
        if isinstance(index, slice):
            return tuple(self[i] for i in range(*index.indices(len(self))))
        found = self._rows[index]
        if found is None:
            found = self._rows[index] = self._record(range(len(self))[index])
        return found

    def __len__(self) -> int:
        return int(self._facts.num_rows)

    def __iter__(self) -> Iterator[Observation]:
        return (self[i] for i in range(len(self)))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return f"Observations({len(self)})"

    def to_arrow(self) -> pa.Table:
        """The observations as columns; see the class."""
        import pyarrow as pa
        import pyarrow.compute as pc

        columns: dict[str, object] = {}
        for name, dimension in self._dimensions.items():
            index = pc.index_in(self._facts.column(name), dimension.column("id")).combine_chunks()
            for column in dimension.column_names[1:]:
                words = dimension.column(column).combine_chunks().dictionary_encode()
                columns[column] = pa.DictionaryArray.from_arrays(pc.take(words.indices, index), words.dictionary)
        value = self._facts.column("value")
        columns["value"] = value
        columns["available"] = self._facts.column("available").cast(pa.int32()).cast(pa.date32())
        columns["number"] = value.cast(pa.float64())
        columns["year"] = _years(self._facts, self._dimensions["period"])
        return pa.table(columns)

    def _record(self, index: int) -> Observation:
        row: dict[str, str] = {}
        for name in self._dimensions:
            row |= self._lookup(name)[self._facts.column(name)[index].as_py()]
        row["value"] = self._facts.column("value")[index].as_py()
        return frame.record(row, self._facts.column("available")[index].as_py())

    def _lookup(self, name: str) -> dict[int, dict[str, str]]:
        cache: dict[str, dict[int, dict[str, str]]] = self.__dict__.setdefault("_lookups", {})
        if name not in cache:
            cache[name] = {row.pop("id"): row for row in self._dimensions[name].to_pylist()}
        return cache[name]


def _years(facts: pa.Table, period: pa.Table) -> pa.Array:
    import pyarrow as pa
    import pyarrow.compute as pc

    from guihua.plan.periods import Period

    years = pa.array([Period.parse(label).last_year for label in period.column("label").to_pylist()], pa.int32())
    return pc.take(years, pc.index_in(facts.column("period"), period.column("id")))
