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
    from guihua.storage import Store
    from guihua.tracking import Tracking
    from guihua.view.page import AsOf


@dataclass(frozen=True, slots=True)
class Inputs:
    """A plan with where its observations are kept (a folder or an address, "" for none) and the project's settings.

    path      what the plan was read from; yearly: the project's file of yearly plans
    """

    plan: Plan
    path: Path | None = None
    store: str = ""
    settings: dict[str, str] = field(default_factory=dict)
    root: Path = Path()
    region: str = ""
    ledgers: Path | None = None
    yearly: Path | None = None

    def plan_on(self, day: date) -> Plan:
        """The plan with the adjustments decided on by the day."""
        from guihua.tracking.asof import plan_in_force

        return plan_in_force(self.plan, self.path, day)

    def tracked(
        self, store: Store, day: date, *, method: str = "all", include_collected: bool = False, region: str = ""
    ) -> Tracking:
        """Every target as known on the day: the plan and the yearly plans then in force, the project's settings."""
        from guihua.tracking import track
        from guihua.tracking.asof import yearly_in_force

        plan = self.plan_on(day)
        return track(
            plan,
            store,
            day,
            method=method,
            include_collected=include_collected,
            region=region or self.region,
            project_settings=self.settings,
            yearly=yearly_in_force(plan, self.yearly, day),
        )


def inputs(plan: str | None) -> Inputs:
    """The plan that was named, or the project's; its plan file where `guihua read` has written one."""
    from guihua.project import find_project, read_plan

    project = find_project()
    if project is None:
        if not plan:
            raise GuihuaError(
                "PROJECT-NOT-FOUND",
                "没有指明规划 no plan was named",
                "写明文件，或在项目里运行 name a file, or run in a project",
            )
        return Inputs(read_plan(Path(plan)), Path(plan))
    path = Path(plan) if plan else project.plan_file if project.plan_file.exists() else project.plan
    store = project.store_url or (str(project.store) if project.store.exists() else "")
    return Inputs(
        plan=read_plan(path),
        path=path,
        store=store,
        settings=dict(project.settings),
        root=project.root,
        region=project.region,
        ledgers=project.ledgers,
        yearly=project.yearly,
    )


def dated(
    given: Inputs, days: Sequence[date], *, include_collected: bool = False, lang: str = "zh"
) -> tuple[AsOf, ...]:
    """The plan's targets assessed on each day, with the charts of those that have a series; () without a store."""
    if not given.store:
        return ()
    from guihua.storage import open_store
    from guihua.view.page import AsOf
    from guihua.view.tracked import target_chart

    result = []
    with open_store(given.store) as store:
        for day in days:
            tracking = given.tracked(store, day, include_collected=include_collected)
            charts = ((a.statement.id, target_chart(a, lang=lang, width=340)) for a in tracking.assessments)
            result.append(AsOf(tracking, tuple((i, c) for i, c in charts if c is not None)))
    return tuple(result)
