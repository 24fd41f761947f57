"""The site as a Django application, and Django's admin behind the site's own login."""

from __future__ import annotations

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig as DjangoAdminConfig
from django.utils.translation import gettext_lazy as _


class WebConfig(AppConfig):
    """guihua's site."""

    name = "guihua.web"
    label = "guihua_web"
    verbose_name = _("规划")
    default_auto_field = "django.db.models.BigAutoField"


class AdminConfig(DjangoAdminConfig):
    """Django's admin with the site's own login page."""

    default_site = "guihua.web.adminsite.Site"
