"""`python -m guihua.view.messages`: compile every catalogue beside its text."""

from __future__ import annotations

from guihua.view.messages import LOCALE, compiled

for po in sorted(LOCALE.glob("*/LC_MESSAGES/django.po")):
    po.with_suffix(".mo").write_bytes(compiled(po.parent.parent.name))
