"""What may leave the house."""

from __future__ import annotations

from datetime import date

import pytest

from guihua.plan.periods import Period
from guihua.statistics.disclosure import publishable
from guihua.statistics.observation import Observation, Span, Transformation

DAY = date(2020, 6, 1)


def _figure(value: str = "5", unit: str = "户", region: str = "150600", level: str = "public") -> Observation:
    return Observation(
        "o",
        region,
        "count[enterprise]",
        "企业数",
        Period.years(2019),
        Span.SINGLE,
        value,
        unit,
        Transformation.LEVEL,
        publish_level=level,
    )


@pytest.mark.parametrize(
    ("figure", "leaves"),
    [
        (_figure(), True),
        (_figure(level="internal"), False),
        (_figure(level="embargoed until 2020-06-02"), False),
        (_figure(level="embargoed until 2020-06-01"), True),
        (_figure(level=""), False),
        (_figure("2"), False),
        (_figure("0"), True),
        (_figure("2", region="150000"), True),
        (_figure("2", unit="亿元"), True),
    ],
)
def test_only_public_figures_and_no_small_cells_leave(figure: Observation, leaves: bool) -> None:
    assert (publishable([figure], DAY) == (figure,)) is leaves
