"""The plan against statistics: methods, pace, probability, status as known on a date.

track(plan, store, as_of)      every target of a plan, one Assessment each
assess(case)                   one case by every method
"""

from guihua.tracking.assess import assess
from guihua.tracking.assessment import Assessment, Case, Foreseen, MethodResult, Note, Point, Reading
from guihua.tracking.change import Change, compare
from guihua.tracking.recompute import bundle_of, recompute
from guihua.tracking.tracking import Tracking, observations_of, track, track_observations

__all__ = [
    "Assessment",
    "Case",
    "Change",
    "Foreseen",
    "MethodResult",
    "Note",
    "Point",
    "Reading",
    "Tracking",
    "assess",
    "bundle_of",
    "compare",
    "observations_of",
    "recompute",
    "track",
    "track_observations",
]
