"""What all tests share: property tests never fail on the clock of a loaded machine."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

settings.register_profile(
    "guihua", deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much], derandomize=True
)
settings.load_profile("guihua")
