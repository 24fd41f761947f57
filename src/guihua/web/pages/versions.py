"""Two versions of the plan side by side, compared by what they say."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from guihua.plan.plan import Plan
from guihua.plan.planfile import read_machine, read_planfile
from guihua.web import results
from guihua.web.templating import page
from guihua.web.work.intake import EARLIER


def versions(request: HttpRequest) -> HttpResponse:
    """The present plan against one that was replaced. Earlier versions stand in the project's folder `earlier`."""
    of = results.project()
    folder = of.root / EARLIER
    kept = sorted((p.name for p in folder.glob("*.yaml")), reverse=True) if folder.is_dir() else []
    chosen = request.GET.get("with", kept[0] if kept else "")
    changes: tuple[object, ...] = ()
    tasks: tuple[object, ...] = ()
    if chosen in kept and of.plan_file.exists():
        from guihua.reading.diff import diff_plans, diff_tasks

        old: Plan = read_machine(folder / chosen)
        new = read_planfile(of.plan_file)
        changes, tasks = diff_plans(old, new), diff_tasks(old, new)
    return page(request, "pages/versions.html", kept=kept, chosen=chosen, changes=changes, tasks=tasks)
