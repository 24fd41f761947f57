"""What the worker computed comes back to the pages as it was."""

from __future__ import annotations

import json
from datetime import date

from guihua.checking.finding import Finding, Member, Severity, Step
from guihua.plan.plan import Plan
from guihua.plan.statement import Comparator, Form, Kind, Origin, Statement, Threshold
from guihua.plan.status import ReasonCode, Status
from guihua.proof.codec import decode, encode
from guihua.tracking.assessment import Assessment, MethodResult, Note, Reading
from guihua.tracking.change import Change
from guihua.web.results import Results

STATEMENT = Statement(
    "1-abcdef01",
    Kind.TARGET,
    Form.GROWTH,
    Comparator.ABOUT,
    ("8.0",),
    "%",
    "工业增加值",
    "增长8.0%左右",
    0,
    8,
    2,
    5,
    period=(2016, 2020),
    threshold=Threshold(None, Comparator.GT, "500", "亿元"),
    stated=(("year", Origin.CARRIED),),
)


def test_results_of_the_site_come_back_equal() -> None:
    made = Results(
        "v", date(2021, 12, 31), Plan("增长8.0%左右", (STATEMENT,), period=(2016, 2020)),
        (Assessment(STATEMENT, date(2021, 12, 31), Status.UNKNOWN, ReasonCode.COVERAGE_CHANGED, True, (Note("x", (("a", "b"),)),), methods=(MethodResult("statcan", Status.MET, progress=0.5),), readings=(Reading("growth", date(2021, 1, 1), Status.MISSED),)),),
        (Finding("f", "GH101", Severity.ERROR, (Member("m", start=1, end=2),), (Step("1 + 1", "2"),)),),
        (date(2016, 1, 1),), date(2020, 12, 31), (Change(None, Assessment(STATEMENT, date(2020, 1, 1), Status.MET), True, (Note("y"),)),), has_data=True,
    )  # fmt: skip
    assert decode(Results, json.loads(json.dumps(encode(made)))) == made
