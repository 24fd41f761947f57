"""The example plan with its observations, read once; reports of it at two dates."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from guihua.reporting.document import Document
from guihua.reporting.gather import Sources, gather, material
from guihua.reporting.material import ReportKind
from guihua.reporting.report import make_report

EXAMPLE = Path(__file__).parent.parent.parent / "examples" / "neimenggu"


@pytest.fixture(scope="session")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Sources]:
    """Sources of the example as known on a day."""
    from guihua.project import read_plan
    from guihua.statistics.importing import import_file
    from guihua.storage import open_store

    folder = tmp_path_factory.mktemp("project")
    plan = read_plan(EXAMPLE / "plan.zh.md")
    with open_store(folder / "store", create=True) as store:
        import_file(store, EXAMPLE / "observations.csv")

    @cache
    def made(day: str, kind: str = "midterm", lang: str = "zh", collected: bool = False) -> Sources:
        with open_store(folder / "store") as store:
            return gather(
                plan,
                store,
                date.fromisoformat(day),
                kind=ReportKind(kind),
                include_collected=collected,
                region="150000",
                lang=lang,
            )

    return made


@pytest.fixture(scope="session")
def midterm(sources: Callable[..., Sources]) -> Document:
    return make_report(material(sources("2018-12-31")))


@pytest.fixture(scope="session")
def final(sources: Callable[..., Sources]) -> Document:
    return make_report(material(sources("2025-01-31", "final", "zh", True)))


def asked(given: Sources, body: str = "某某局") -> Sources:
    """The same sources with an indicator sheet that gives a body the first six targets."""
    from dataclasses import replace

    from guihua.plan.indicators import IndicatorRecord

    records = tuple(IndicatorRecord(s.id, body=body) for s in given.plan.targets[:6])
    return replace(given, plan=replace(given.plan, indicators=records))
