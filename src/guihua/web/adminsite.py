"""Django's admin under the site's own name and login."""

from __future__ import annotations

from typing import Any

from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class Site(AdminSite):
    """One login for pages and admin: the site's, with its brake on guessing."""

    site_header = site_title = _("规划 · 管理")
    index_title = _("机构、人员、密钥与后台任务")
    enable_nav_sidebar = False

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """To the site's login page."""
        return HttpResponseRedirect(f"{reverse('login')}?next={reverse('admin:index')}")
