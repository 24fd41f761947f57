"""The office's year with its leagues: division of work, forms, reports, returned and accepted, circular, report, release; looked at in Chromium.

Two leagues and two months in the usual suite; twelve leagues with three departments each and twelve months in `make soak`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from guihua.plan.regions import children
from tests.web.browsing import CHROMIUM, POST, RELEASE, Site, example_site, visit

pytestmark = [pytest.mark.browser, pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Debian's chromium")]

MONTHLY = """number: 月1
zh: 工业月报（示例）
every: month
figures:
  - {key: invest, indicator: 工业固定资产投资, unit: 亿元}
"""

# Leagues (name:code …), departments of each, months: accounts, tasks, a form for each body and month, filled in, one sent back, all accepted.
YEAR = (
    POST
    + """
from datetime import date
from guihua.web.accounts import add_person
from guihua.web.models import Organisation
from guihua.web import desk
leagues = [pair.split(":") for pair in sys.argv[1].split(",")]
departments, months = int(sys.argv[2]), int(sys.argv[3])
names = ("工业和信息化局", "发展和改革委员会", "能源局")[:departments]
bodies = []
for place, code in leagues:
    for k, what in enumerate(names):
        short = f"b{code}{k}"
        Organisation.objects.create(code=short, name=place + what, region=code)
        add_person(short, "long pass phrase 7", "reporter", short, short)
        bodies.append((short, place + what))
for short, name in bodies:
    made = post("planner", "/ledgers/tasks/new/assign/", {"f-task": "园区建设", "f-measure": f"{name}推进园区建设", "f-lead": name, "f-due": "2018-12-31", "f-deliverable": "园区", "f-section": "3.6", "to": "not_started"})
returned = 0
for month in range(1, months + 1):
    for short, name in bodies:
        at = post("planner", "/data/ask/", {"form": "月1", "body": short, "month": f"2018-{month:02}", "due": "2030-01-31"})
        post(short, at + "fill/", {"v-invest": str(10 * month), "submit": "1"})
        if not returned:
            post("reviewer", at + "decide/", {"action": "return", "reason": "请核实"})
            post(short, at + "fill/", {"v-invest": str(10 * month), "submit": "1"})
            returned += 1
        post("reviewer", at + "decide/", {"action": "accept", "level": "公开"})
drawn = post("planner", "/ledgers/tasks/documents/", {"kind": "circular", "month": "2018-06", "body": ""})
print("circular", Job.objects.get(pk=drawn).result["documents"])
report = post("planner", "/reports/make/", {"kind": "annual", "format": "html", "as_of": date.today().isoformat()})
print("report", report)
states = desk.journal(desk.ledger("submission")).states().values()
print("accepted", sum(s.state == "accepted" for s in states), len(bodies) * months)
"""
)


@pytest.mark.parametrize(
    ("leagues", "departments", "months"), [(2, 1, 1), pytest.param(12, 3, 12, marks=pytest.mark.soak)]
)
def test_a_year_of_the_office_with_its_leagues(
    open_page: Any, tmp_path: Path, leagues: int, departments: int, months: int
) -> None:
    from playwright.sync_api import expect

    site: Site = example_site(tmp_path)
    try:
        (tmp_path / "forms" / "month.yaml").write_text(MONTHLY, encoding="utf-8")
        places = [f"{r.name}:{r.code}" for r in children("150000")[:leagues]]
        told = dict(
            line.split(" ", 1) for line in site.run(YEAR, ",".join(places), str(departments), str(months)).splitlines()
        )
        assert told["circular"] == "1"
        accepted, asked = told["accepted"].split()
        assert accepted == asked == str(leagues * departments * months)
        target = site.run(WIND).strip()
        site.run(RELEASE, "1", target)

        planner = open_page(site, "planner", viewport={"width": 1440, "height": 900})
        visit(planner, "/")
        expect(planner.locator(".todo")).to_contain_text("逾期任务")
        planner.click(".todo a:has-text('逾期任务')")
        expect(planner.locator("tbody").first).to_contain_text(places[0].partition(":")[0])
        planner.goto("/data/")
        expect(planner.locator("main")).to_contain_text("审核通过")
        assert len(planner.content().encode()) < 200_000
        visit(planner, f"/regions/{places[0].partition(':')[2]}/")
        expect(planner.locator("main")).to_contain_text("工业固定资产投资")
        expect(planner.locator("main")).to_contain_text("推进园区建设")
        answer = planner.request.get(f"/reports/{told['report']}/file")
        assert "各地推进情况" in answer.text() and "园区建设" in answer.text()
        stranger = open_page(site)
        for _ in range(60):
            stranger.goto("/public/")
            if stranger.locator(f"main a[href*='{target}']").count():
                break
            stranger.wait_for_timeout(500)  # the worker computes what may be shown
        assert stranger.locator(f"main a[href*='{target}']").count() and not planner.faults
    finally:
        site.stop()


WIND = """
from pathlib import Path
from guihua.project import open_project, read_plan
plan = read_plan(open_project(Path.cwd()).plan_file)
print(next(s.id for s in plan.targets if s.indicator == "风电装机容量"))
"""
