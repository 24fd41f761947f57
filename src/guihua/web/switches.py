"""Switches of the site that an administrator sets: the public site is off until somebody turns it on."""

from __future__ import annotations

from guihua.web.models import Setting

PUBLIC = "public"


def is_on(name: str) -> bool:
    """Whether a switch is on; unset means off."""
    return bool(Setting.objects.filter(name=name, value="on").exists())


def turn(name: str, on: bool, by: str) -> None:
    """Set a switch, with who did it."""
    from django.utils import timezone

    Setting.objects.update_or_create(
        name=name, defaults={"value": "on" if on else "off", "set_by": by[:60], "set_at": timezone.now()}
    )
