"""The columns of a table while they are checked, each distinct wording once, so that a million rows cost as little as can be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from guihua.plan.cells import as_written
from guihua.plan.periods import Period
from guihua.plan.units import find_unit
from guihua.statistics import frame
from guihua.statistics.coding import distinct, row_codes
from guihua.statistics.importing.checked import BadRow, Checked, Defaults
from guihua.statistics.importing.table import RawTable, placed
from guihua.statistics.importing.wordings import NUMBER, PAGE, Bad, dimension_of, number

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa


@dataclass
class Columns:
    """The columns while they are checked; ``good`` marks the rows that are still good."""

    raw: RawTable
    defaults: Defaults
    out: dict[str, pa.Array] = field(default_factory=dict)
    bad: list[BadRow] = field(default_factory=list)

    def __post_init__(self) -> None:
        import numpy as np

        self.count = self.raw.columns.num_rows
        self.good: np.ndarray = np.ones(self.count, dtype=bool)
        self.bad = [BadRow(number, "", "row-shape", text[:80]) for number, text in self.raw.ragged]

    def column(self, name: str) -> pa.Array:
        """A column so far: checked, else as read, else the default on every row."""
        import numpy as np
        import pyarrow as pa

        if name in self.out:
            return self.out[name]
        if name in self.raw.columns.column_names:
            return self.raw.columns.column(name)
        zeros = pa.array(np.zeros(self.count, dtype=np.int32))
        return pa.DictionaryArray.from_arrays(zeros, pa.array([self._given(name)], pa.string()))

    def _given(self, name: str) -> str:
        """What is given for a column that the table lacks; a table that says where in one way needs no other."""
        return "" if placed(name, self.raw.columns.column_names) else self.defaults.of(name)

    def map(
        self, taken: tuple[str, ...], given: tuple[str, ...], rule: Callable[..., tuple[str, ...]], every: bool = False
    ) -> None:
        """Apply a rule to each distinct wording of some columns. every: also tell of rows that are bad already."""
        import numpy as np
        import pyarrow as pa

        codes, uniques = distinct(pa.table({name: self.column(name) for name in taken}), taken)
        results: list[tuple[str, ...]] = []
        faults: dict[int, Bad] = {}
        for place, words in enumerate(uniques):
            try:
                results.append(rule(*map(as_written, words)))
            except Bad as fault:
                faults[place] = fault
                results.append(("",) * len(given))
        where = codes.to_numpy(zero_copy_only=False)
        for index, name in enumerate(given):
            self.out[name] = _dictionary([r[index] for r in results], where)
        if faults:
            for row in np.flatnonzero(np.isin(where, list(faults)) & (self.good | every)).tolist():
                self.fail(row, faults[int(where[row])])

    def fail(self, row: int, fault: Bad) -> None:
        """Mark a row bad."""
        self.good[row] = False
        number = self.raw.rows[row].as_py()
        cell = self.raw.cells[row] if self.raw.cells else ""
        letter = dict(self.raw.letters).get(fault.column)
        self.bad.append(BadRow(number, fault.column, fault.code, fault.text, f"{letter}{number}" if letter else cell))

    def values(self) -> None:
        """Magnitudes as written, thousands separators and signs made plain; the printed digits stay."""
        import numpy as np
        import pyarrow as pa
        import pyarrow.compute as pc

        text = self.raw.columns.column("value").combine_chunks().cast(pa.string())
        plain = pc.match_substring_regex(text, f"^{NUMBER}$").to_numpy(zero_copy_only=False)
        if not plain.all():
            words = text.to_pylist() if (~plain).sum() > self.count // 10 else None
            fixed = {}
            for row in np.flatnonzero(~plain).tolist():
                word = words[row] if words else text[row].as_py()
                try:
                    fixed[row] = number(word)
                except Bad as fault:
                    self.fail(int(row), fault)
            mended = text.to_pylist()
            for row, word in fixed.items():
                mended[row] = word
            text = pa.array(mended, pa.string())
        self.out["value"] = text

    def dimensions(self, known: dict[str, str]) -> None:
        """A variable keeps one dimension: money is not compared with tonnes."""
        seen = dict(known)

        def rule(variable: str, transformation: str, unit: str) -> tuple[str, ...]:
            found = find_unit(unit)
            if not variable or found is None:
                return ()
            key = f"{variable}|{transformation}"
            dimension = dimension_of(found)
            if seen.setdefault(key, dimension) != dimension:
                raise Bad("unit", "unit-differs", f"{unit} ({seen[key]})")
            return ()

        self.map(("variable", "transformation", "unit"), (), rule)

    def available(self) -> None:
        """The day from which a figure counts: its date's last day; without a date its period's end."""
        import numpy as np
        import pyarrow as pa

        codes, uniques = distinct(pa.table({n: self.column(n) for n in ("published", "label")}), ("published", "label"))
        days = [
            frame.days(date.fromisoformat(day)) if day else frame.days(Period.parse(label).end) if label else 0
            for day, label in uniques
        ]
        self.out["available"] = pa.array(np.array(days, dtype=np.int64)[codes.to_numpy(zero_copy_only=False)])

    def duplicates(self) -> None:
        """The same figure twice in one table: a repetition, or a contradiction in which neither is taken."""
        import numpy as np
        import pyarrow as pa

        keys = (*frame.SERIES, *frame.PERIOD, *frame.SOURCE, *frame.STATUS)
        table = pa.table({**{n: self.column(n) for n in keys}, "day": self.out["available"].cast(pa.string())})
        codes = row_codes(table, (*keys, "day"))
        rows = np.flatnonzero(self.good)
        order = rows[np.argsort(codes[rows], kind="stable")]
        same = np.flatnonzero(np.diff(codes[order]) == 0)
        for first, second in ((int(order[i]), int(order[i + 1])) for i in same):
            a, b = (self.out["value"][row].as_py() for row in (first, second))
            if a == b:
                self._repeats(first, second)
                continue
            for row in (first, second):
                if self.good[row]:
                    self.fail(row, Bad("value", "conflict", f"{a} / {b}"))

    def _repeats(self, first: int, second: int) -> None:
        """The same figure on two sheets of a workbook counts once; twice on one it is a fault."""
        sheets = {self.raw.cells[row].rpartition("!")[0] for row in (first, second)} if self.raw.sheets else ()
        if len(sheets) == 2:
            self.good[second] = False
        else:
            self.fail(second, Bad("", "duplicate", str(self.raw.rows[first].as_py())))

    def result(self) -> Checked:
        """The good rows as a frame."""
        import pyarrow as pa

        table = pa.table({name: self.column(name) for name in (*frame.COLUMNS, "available")})
        kept = table if self.good.all() else table.filter(pa.array(self.good))
        bad = tuple(sorted(self.bad, key=lambda b: (b.cell.rpartition("!")[0], b.row)))
        withdrawn = None
        if "withdrawn" in self.raw.columns.column_names:
            withdrawn = self.raw.columns.column("withdrawn").combine_chunks().filter(pa.array(self.good))
        return Checked(kept, bad, self.count + len(self.raw.ragged), withdrawn, self._by_page(), self._unvouched())

    def _unvouched(self) -> tuple[tuple[str, int], ...]:
        """Sources of good rows that call themselves official without a person's word, with the number of their figures."""
        import numpy as np
        import pyarrow as pa

        names = self.out["unvouched"].filter(pa.array(self.good)).cast(pa.string())
        words, counts = np.unique(names.to_numpy(zero_copy_only=False).astype(str), return_counts=True)
        return tuple((str(w), int(n)) for w, n in zip(words, counts, strict=True) if w)

    def _by_page(self) -> int:
        """How many good rows are public because their source is a page, and for no word of anybody."""
        import numpy as np
        import pyarrow.compute as pc

        by_page = pc.equal(self.out["level_by"].cast("string"), PAGE).to_numpy(zero_copy_only=False)
        return int(np.count_nonzero(by_page & self.good))


def _dictionary(values: list[str], where: np.ndarray) -> pa.Array:
    """One value for each distinct wording, spread over the rows."""
    import numpy as np
    import pyarrow as pa

    index: dict[str, int] = {}
    codes = np.array([index.setdefault(v, len(index)) for v in values], dtype=np.int32)
    spread = codes[where] if len(values) else np.zeros(0, dtype=np.int32)
    return pa.DictionaryArray.from_arrays(pa.array(spread), pa.array(list(index), pa.string()))
