"""What page, report and chart start from: the plan, the project's store and settings, and the plan as tracked on days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from guihua.errors import GuihuaError

if TYPE_CHECKING:
    from guihua.plan.plan import Plan
    from guihua.view.page import AsOf


@dataclass(frozen=True, slots=True)
class Inputs:
    """A plan with where its observations are kept (a folder or an address, "" for none) and the project's settings."""

    plan: Plan
    store: str = ""
    settings: dict[str, str] = field(default_factory=dict)
    root: Path = Path()
    region: str = ""
    ledgers: Path | None = None


def inputs(plan: str | None) -> Inputs:
    """The plan that was named, or the project's; its plan file where `guihua read` has written one."""
    from guihua.project import find_project, read_plan

    project = find_project()
    if project is None:
        if not plan:
            raise GuihuaError("PROJECT-NOT-FOUND", "没有指明规划 no plan was named", "name a file, or run in a project")
        return Inputs(read_plan(Path(plan)))
    path = Path(plan) if plan else project.plan_file if project.plan_file.exists() else project.plan
    store = project.store_url or (str(project.store) if project.store.exists() else "")
    return Inputs(read_plan(path), store, dict(project.settings), project.root, project.region, project.ledgers)


def dated(
    given: Inputs, days: Sequence[date], *, include_collected: bool = False, lang: str = "zh"
) -> tuple[AsOf, ...]:
    """The plan's targets assessed on each day, with the charts of those that have a series; () without a store."""
    if not given.store:
        return ()
    from guihua.storage import open_store
    from guihua.tracking import track
    from guihua.view.page import AsOf
    from guihua.view.tracked import target_chart

    result = []
    with open_store(given.store) as store:
        for day in days:
            tracking = track(
                given.plan,
                store,
                day,
                include_collected=include_collected,
                region=given.region,
                project_settings=given.settings,
            )
            charts = ((a.statement.id, target_chart(a, lang=lang, width=340)) for a in tracking.assessments)
            result.append(AsOf(tracking, tuple((i, c) for i, c in charts if c is not None)))
    return tuple(result)
