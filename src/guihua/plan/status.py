"""The one scale of statuses, and the coded reasons why a status cannot be said."""

from __future__ import annotations

from enum import StrEnum


class Status(StrEnum):
    """Where a target stands. The first four while its period runs, the next two when it is over."""

    AHEAD = "ahead"
    FASTER = "faster"
    ON_COURSE = "on_course"
    LAGGING = "lagging"
    MET = "met"
    MISSED = "missed"
    UNKNOWN = "unknown"

    @property
    def zh(self) -> str:
        """The official word."""
        return _STATUS_ZH[self]

    @property
    def running(self) -> bool:
        """Said of a target whose period is not over."""
        return self in (Status.AHEAD, Status.FASTER, Status.ON_COURSE, Status.LAGGING)


class ReasonCode(StrEnum):
    """Why a status is 未能测算."""

    NO_DATA = "no_data"
    NO_BASE = "no_base"
    NOT_YET_PUBLISHED = "not_yet_published"
    NO_STATISTICS = "no_statistics"
    COVERAGE_CHANGED = "coverage_changed"
    SUSPECTED_BREAK = "suspected_break"
    DISCONTINUED = "discontinued"
    RECOGNITION_ABOLISHED = "recognition_abolished"
    AWAITING_DEPARTMENT = "awaiting_department"
    NOT_PUBLIC = "not_public"
    NOT_QUANTIFIABLE = "not_quantifiable"

    @property
    def zh(self) -> str:
        """The word used in reports."""
        return _REASON_ZH[self]


_STATUS_ZH = {
    Status.AHEAD: "提前实现",
    Status.FASTER: "快于预期",
    Status.ON_COURSE: "基本符合预期",
    Status.LAGGING: "滞后于预期",
    Status.MET: "完成",
    Status.MISSED: "未完成",
    Status.UNKNOWN: "未能测算",
}
_REASON_ZH = {
    ReasonCode.NO_DATA: "无数据",
    ReasonCode.NO_BASE: "无基期",
    ReasonCode.NOT_YET_PUBLISHED: "未到发布期",
    ReasonCode.NO_STATISTICS: "无统计制度",
    ReasonCode.COVERAGE_CHANGED: "口径变更",
    ReasonCode.SUSPECTED_BREAK: "疑似口径变动",
    ReasonCode.DISCONTINUED: "停报或更名",
    ReasonCode.RECOGNITION_ABOLISHED: "认定制度已取消",
    ReasonCode.AWAITING_DEPARTMENT: "待部门提供",
    ReasonCode.NOT_PUBLIC: "不对外公布",
    ReasonCode.NOT_QUANTIFIABLE: "表述无法量化",
}
