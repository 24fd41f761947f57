"""What harvest gives: a release (one published text) and the figures that stand in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from guihua.plan.display import Table, decimals
from guihua.plan.quantity import number_of

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True, slots=True)
class When:
    """A statistical period as a bureau writes it.

    period   "2021", "2021-10", "2021-Q3", "2016-2021"; "" where the text does not say
    span     "single" or "ytd" (the year to its end)
    stock    the day of a stock (年末 = 2021-12-31); "" for flows
    """

    period: str = ""
    span: str = "single"
    stock: str = ""

    @property
    def year(self) -> int:
        """The last year that it speaks of; 0 where none."""
        head = self.period.partition("-")[2] if self.period[4:5] == "-" and len(self.period) == 9 else self.period[:4]
        return int(head) if head[:4].isdigit() else 0

    def back(self, years: int = 1) -> When:
        """The same stretch some years earlier."""
        if not self.year or len(self.period) == 9:
            return self
        stock = f"{int(self.stock[:4]) - years}{self.stock[4:]}" if self.stock else ""
        return replace(self, period=f"{self.year - years}{self.period[4:]}", stock=stock)

    @property
    def words(self) -> str:
        """ "2021-09 ytd", "2020"."""
        return f"{self.period} ytd" if self.span == "ytd" else self.period


@dataclass(frozen=True, slots=True)
class Where:
    """A place: as written, and its code of GB/T 2260 ("" abroad and for areas without one)."""

    words: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Release:
    """A published text as a whole.

    kind       年度公报, 月度运行, 快报, 行业, 抽检通报, 安全生产, 其他
    published  the day of its date line, "" where it has none
    region     what it is about
    when       the period that it reports
    digest     SHA-256 of its text
    """

    file: str
    title: str
    kind: str
    publisher: str
    published: str
    region: Where
    when: When
    digest: str
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a release, as a record of observation would have it.

    value          signed, the digits as printed ("-12.6"); unit as written
    transformation level, share, ratio, yoy, mom, avg_growth, growth_vs, change, pp_change, pp_gap, pull, contribution, rank, index
    of, versus     of what and against what a difference is
    quote          the clause; start, end its span and value_start, value_end the digits' in the text read
    sentence       SHA-256 of the sentence
    doubtful       the slots that were guessed, first the worst; subject: an enterprise that it is of
    """

    region: Where
    indicator: str
    when: When
    value: str
    unit: str
    transformation: str
    quote: str
    start: int
    end: int
    value_start: int
    value_end: int
    of: str = ""
    versus: str = ""
    price: str = "unstated"
    price_from: str = ""
    coverage: str = "unstated"
    accounting: str = "unstated"
    bound: str = ""
    subject: str = ""
    sentence: str = ""
    sentence_start: int = 0
    sentence_end: int = 0
    doubtful: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Harvest(Table):
    """A release, its figures in the order of the text, the text itself, and what it says twice otherwise (contradictions)."""

    release: Release
    figures: tuple[Figure, ...]
    text: str
    contradictions: tuple[tuple[Figure, Figure], ...] = ()

    def __repr__(self) -> str:
        doubtful = sum(bool(f.doubtful) for f in self.figures)
        return f"<Harvest {self.release.title!r}: {len(self.figures)} figures, {doubtful} doubtful>"

    def __iter__(self) -> Iterator[Figure]:
        return iter(self.figures)

    def __len__(self) -> int:
        return len(self.figures)

    def to_arrow(self) -> pa.Table:
        """One row a figure: region, indicator, period, value (decimal), unit, transformation, the clause, whether it is doubtful."""
        import pyarrow as pa

        figures, text = self.figures, pa.string()
        return pa.table(
            {
                "region": pa.array([f.region.words for f in figures], text),
                "region_code": pa.array([f.region.code for f in figures], text),
                "indicator": pa.array([f.indicator for f in figures], text),
                "period": pa.array([f.when.period for f in figures], text),
                "span": pa.array([f.when.span for f in figures], text),
                "value": decimals([number_of(f.value) for f in figures]),
                "unit": pa.array([f.unit for f in figures], text),
                "transformation": pa.array([f.transformation for f in figures], text),
                "quote": pa.array([f.quote for f in figures], text),
                "doubtful": pa.array([bool(f.doubtful) for f in figures], pa.bool_()),
            }
        )
