"""What a path is (实现路径): quantities year by year on which all targets hold together, nearest to their own trend.

Every number is exact or a rounded rational, so that the whole can be checked in fractions. Results are plans: nothing of it
is an observation.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import TYPE_CHECKING

from guihua.checking.certificates import Conflict
from guihua.checking.settings import Settings
from guihua.plan.display import Table, decimals
from guihua.plan.statement import Statement

KIND = "path"
VERSION = "1"
TOLERANCE = Fraction(1, 10**6)
"""How nearly limits and slopes must hold, relative to the sizes of their terms."""

TIERS = ("facts", "binding", "binding-hedged", "expected", "expected-hedged")
"""Who gives way last to first: what is known never by choice, a hedged expected target (预期性、左右) first."""

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True, slots=True)
class Known:
    """A published figure that the path starts from.

    kind     "level" (top[year] = value), "share" (top = value · bottom in that year), "factor" (top[year] = value ·
             top[base_year]), "index" and "unit" (nothing published: a quantity of which only growth is spoken counts as 100
             in its base year, one that others are merely divided by in any year)
    value    in base units
    sources  ids of the observations; printed: what was published
    """

    kind: str
    top: str
    year: int
    value: Fraction
    bottom: str = ""
    base_year: int = 0
    sources: tuple[str, ...] = ()
    printed: str = ""

    @property
    def name(self) -> str:
        """The name of its group of rows."""
        return f"known:{self.kind}:{self.top}|{self.year}"


@dataclass(frozen=True, slots=True)
class Trend:
    """Where a quantity would go by itself: yearly values from its first known year on, in base units.

    model   "geometric" (mean growth so far), "linear" (rates and shares), "schedule" (one known value only: evenly to the
            target), "flat" (neither), "even" (a sum over years), "share" (a share's
            trend times its whole's)
    known   the points that it rests on
    """

    key: str
    model: str
    known: tuple[tuple[int, Fraction], ...]
    values: tuple[tuple[int, Fraction], ...]


@dataclass(frozen=True, slots=True)
class Stage:
    """One tier of the least relaxation: the smallest sum of relative moves in it, given those of the tiers before.

    multipliers   by row: they prove that no smaller sum does
    """

    tier: str
    least: Fraction
    multipliers: tuple[tuple[str, Fraction], ...]


@dataclass(frozen=True, slots=True)
class Break:
    """A target that no path is drawn to across a break of coverage, with where it goes on from (None: nowhere).

    growth    the mean growth a year that the plan asked of it, None where it asked none
    values    from the first figure after the break on, at that growth, in the target's unit
    """

    statement: str
    base: str
    latest: str
    growth: Fraction | None
    values: tuple[tuple[int, Fraction], ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One target on the path.

    values    by year, in the target's own unit (a share in %, a sum's yearly amounts); empty where only its end is known
    so_far    mean growth a year from the base to the latest figure (percentage points for rates), None without figures
    needed    the same from the latest figure to the target year
    trend     where the trend alone would come in the target year
    state     "active" (it shapes the path), "slack", "moved" (it had to give way: by `move`, relative), "open" (only its end
              is known: no figure to start from, and nothing else pulls at it)
    """

    statement: str
    state: str
    values: tuple[tuple[int, Fraction], ...]
    latest_year: int | None
    so_far: Fraction | None
    needed: Fraction | None
    trend: Fraction | None
    move: Fraction = Fraction(0)
    index: bool = False


@dataclass(frozen=True, slots=True)
class Effect:
    """What giving one active target a little more room would change.

    step      how much room: one percentage point for growth, shares and changes, 1 % of the value else (both 1/100)
    changes   unknown → its change per step, in base units; multipliers likewise: they prove the changes
    """

    statement: str
    step: Fraction
    changes: tuple[tuple[str, Fraction], ...]
    multipliers: tuple[tuple[str, Fraction], ...]


@dataclass(frozen=True, slots=True)
class Pathway(Table):
    """The path of a plan as known on a date.

    statements   the targets and facts that take part; left_out: targets that cannot, with the reason's code
    identities   names of identities between quantities (sums, shares of a whole, intensities)
    point        every unknown's value, in base units; move:… the relative move of a row that had to give way
    multipliers  by row, of the path as the nearest to the trends
    decided      statements that people changed after reading; the text alone cannot tell theirs
    conflicts    what forces the moves: minimal conflicts with exact proofs
    """

    title: str
    text_sha256: str
    region: str
    as_of: str
    scenario: str
    settings: Settings
    clashing: tuple[str, ...]
    statements: tuple[Statement, ...]
    identities: tuple[str, ...]
    knowns: tuple[Known, ...]
    trends: tuple[Trend, ...]
    point: tuple[tuple[str, Fraction], ...]
    multipliers: tuple[tuple[str, Fraction], ...]
    stages: tuple[Stage, ...]
    lines: tuple[Line, ...]
    breaks: tuple[Break, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    effects: tuple[Effect, ...] = ()
    left_out: tuple[tuple[str, str], ...] = ()
    decided: tuple[str, ...] = ()

    def __repr__(self) -> str:
        held = "all targets hold together" if self.feasible else f"{len(self.stages)} stages of targets give way"
        return f"<Pathway {self.title!r} as of {self.as_of}: {len(self.lines)} targets; {held}>"

    def to_arrow(self) -> pa.Table:
        """One row a target and year: the value that the path needs, to the tenth place, and the state of the target."""
        import pyarrow as pa

        rows = [
            (line.statement, year, _rounded(value), line.state) for line in self.lines for year, value in line.values
        ]
        return pa.table(
            {
                "statement": pa.array([row[0] for row in rows], pa.string()),
                "year": pa.array([row[1] for row in rows], pa.int64()),
                "value": decimals([row[2] for row in rows]),
                "state": pa.array([row[3] for row in rows], pa.string()),
            }
        )

    @property
    def feasible(self) -> bool:
        """Do all targets hold together, so that none had to give way?"""
        return not self.stages

    def line(self, statement_id: str) -> Line:
        """The line of a target; KeyError where it has none."""
        for line in self.lines:
            if line.statement == statement_id:
                return line
        raise KeyError(statement_id)


def _rounded(value: Fraction) -> Decimal:
    with localcontext() as context:
        context.prec = 60
        return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(Decimal("1e-10"))
