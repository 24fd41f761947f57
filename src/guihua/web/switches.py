"""Settings of the site: switches that an administrator sets (the public site is off until somebody turns it on), and what was done when."""

from __future__ import annotations

from guihua.web.models import Setting

PUBLIC = "public"


def is_on(name: str) -> bool:
    """Whether a switch is on; unset means off."""
    return said(name) == "on"


def turn(name: str, on: bool, by: str) -> None:
    """Set a switch, with who did it."""
    turn_to(name, "on" if on else "off", by)


def said(name: str) -> str:
    """The value of a setting; empty where it was never set."""
    return str(Setting.objects.filter(name=name).values_list("value", flat=True).first() or "")


def turn_to(name: str, value: str, by: str) -> None:
    """Set a setting to a value, with who did it."""
    from django.utils import timezone

    Setting.objects.update_or_create(
        name=name, defaults={"value": value[:200], "set_by": by[:60], "set_at": timezone.now()}
    )
