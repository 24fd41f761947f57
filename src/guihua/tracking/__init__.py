"""The plan against statistics: methods, pace, probability, status as known on a date.

track(plan, store, as_of)      every target of a plan, one Assessment each
assess(case)                   one case by every method
"""

from guihua.tracking.assess import assess
from guihua.tracking.assessment import Assessment, Case, MethodResult, Note, Point, Reading
from guihua.tracking.tracking import Tracking, track, track_observations

__all__ = [
    "Assessment",
    "Case",
    "MethodResult",
    "Note",
    "Point",
    "Reading",
    "Tracking",
    "assess",
    "track",
    "track_observations",
]
