"""What the server runs."""

from __future__ import annotations

import os
from importlib import import_module

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guihua.web.settings")
application = get_wsgi_application()
import_module("guihua.web.urls")  # before the first request, which would wait for it
