"""Every address of the site. Who may open which is access.yaml; an address without a row there is closed."""

from __future__ import annotations

from django.contrib import admin
from django.urls import path

from guihua.web.api.v1 import api
from guihua.web.pages import (
    administration,
    assets,
    changes,
    check,
    doors,
    downloads,
    indicators,
    jobs,
    ledgers,
    overview,
    regions,
    reports,
    review,
    start,
    text,
    versions,
)

urlpatterns = [
    path("", overview.overview, name="overview"),
    path("start/", start.start, name="start"),
    path("start/plan/", start.start_plan, name="start-plan"),
    path("text/", text.text, name="text"),
    path("text/review/", review.review, name="text-review"),
    path("text/review/<str:statement>/", review.review_decide, name="text-review-decide"),
    path("text/versions/", versions.versions, name="text-versions"),
    path("text/<str:statement>/", text.text, name="text-statement"),
    path("check/", check.check, name="check"),
    path("check/download/<str:kind>", downloads.check_download, name="check-download"),
    path("check/<str:finding>/", check.check_finding, name="check-finding"),
    path("indicators/", indicators.indicators, name="indicators"),
    path("indicators/table.<str:kind>", downloads.indicators_table, name="indicators-table"),
    path("indicators/<str:statement>/", indicators.indicator, name="indicator"),
    path("indicators/<str:statement>/chart.json", indicators.indicator_chart, name="indicator-chart"),
    path("indicators/<str:statement>/data.<str:kind>", downloads.indicator_data, name="indicator-data"),
    path("indicators/<str:statement>/chart.<str:kind>", downloads.indicator_picture, name="indicator-picture"),
    path("ledgers/", ledgers.ledgers, name="ledgers"),
    path("ledgers/<slug:ledger>/", ledgers.ledger, name="ledger"),
    path("ledgers/<slug:ledger>/board/", ledgers.ledger_board, name="ledger-board"),
    path("ledgers/<slug:ledger>/table.<str:kind>", ledgers.ledger_table, name="ledger-table"),
    path("ledgers/<slug:ledger>/new/<slug:action>/", ledgers.ledger_new, name="ledger-new"),
    path("ledgers/<slug:ledger>/of/<path:subject>/do/<slug:action>/", ledgers.ledger_act, name="ledger-act"),
    path("ledgers/<slug:ledger>/of/<path:subject>/", ledgers.ledger_object, name="ledger-object"),
    path("changes/", changes.changes, name="changes"),
    path("regions/", regions.regions, name="regions"),
    path("regions/map.json", regions.region_map_chart, name="region-map"),
    path("regions/<str:code>/", regions.region_page, name="region"),
    path("reports/", reports.reports, name="reports"),
    path("reports/make/", reports.report_make, name="report-make"),
    path("reports/take/", reports.report_take, name="report-take"),
    path("reports/<uuid:job>/bundle", reports.report_bundle, name="report-bundle"),
    path("reports/<uuid:job>/file", reports.report_file, name="report-file"),
    path("administration/", administration.administration, name="administration"),
    path("administration/public/", administration.administration_public, name="administration-public"),
    path("administration/audit/", administration.administration_audit, name="administration-audit"),
    path("login/", doors.login, name="login"),
    path("logout/", doors.logout, name="logout"),
    path("password/", doors.password, name="password"),
    path("preferences/", doors.preferences, name="preferences"),
    path("assets/<str:name>", assets.vega, name="asset-vega"),
    path("health/", doors.health, name="health"),
    path("jobs/", jobs.jobs, name="jobs"),
    path("jobs/<uuid:job>/", jobs.job, name="job"),
    path("jobs/<uuid:job>/cancel/", jobs.job_cancel, name="job-cancel"),
    path("jobs/<uuid:job>/again/", jobs.job_again, name="job-again"),
    path("api/v1/", api.urls),
    path("admin/", admin.site.urls),
]
handler404 = "guihua.web.pages.faults.not_found"
handler500 = "guihua.web.pages.faults.broken"
