"""Every address of the site. Who may open which is access.yaml; an address without a row there is closed."""

from __future__ import annotations

from django.contrib import admin
from django.urls import path

from guihua.web.pages import assets, doors, jobs, overview, start

urlpatterns = [
    path("", overview.overview, name="overview"),
    path("start/", start.start, name="start"),
    path("start/plan/", start.start_plan, name="start-plan"),
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
    path("admin/", admin.site.urls),
]
handler404 = "guihua.web.pages.faults.not_found"
handler500 = "guihua.web.pages.faults.broken"
