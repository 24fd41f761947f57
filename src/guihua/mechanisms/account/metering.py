"""Quality of metered data: completeness of each day's readings, and days' sums against the month's figure."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction

from guihua.mechanisms.account.records import METERED, METERS, Accounts, digits
from guihua.mechanisms.core.records import Job, Outcome, Table


def meters(job: Job, settings: Accounts) -> Outcome:
    """Completeness by meter and day, deviation by unit and month; both against the published limits. Linear in the readings."""
    counts: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    sums: dict[tuple[str, str], Fraction] = defaultdict(Fraction)
    seen: set[tuple[str, str, str]] = set()
    for row in job.table("readings").records():
        day, _, moment = row["time"].replace("T", " ").partition(" ")
        key = (row["unit"], row["meter"], row["time"])
        if not row["value"] or key in seen:
            continue
        seen.add(key)
        counts[row["unit"], row["meter"], day].add(moment)
        sums[row["unit"], day[:7]] += Fraction(row["value"])
    days = []
    for (unit, meter, day), moments in sorted(counts.items()):
        share = min(Fraction(len(moments), settings.a_day), Fraction(1))
        verdict = "合格" if share >= settings.completeness else "不完整"
        days.append((unit, meter, day, str(len(moments)), str(settings.a_day), digits(share * 100, 1), verdict))
    months = []
    for row in job.table("monthly").records():
        daily, monthly = sums.get((row["unit"], row["period"])), Fraction(row["value"] or 0)
        if daily is None or not monthly:
            months.append((row["unit"], row["period"], "", row["value"], "", "缺数"))
            continue
        gap = abs(daily - monthly) / monthly
        verdict = "合格" if gap <= settings.deviation else "超过允许偏差"
        months.append((row["unit"], row["period"], digits(daily, 4), row["value"], digits(gap * 100, 2), verdict))
    tables = (
        Table("days", METERS, tuple(days), "日数据完整率"),
        Table("months", METERED, tuple(months), "日、月数据偏差"),
    )
    good = sum(d[6] == "合格" for d in days)
    return Outcome(tables, (), {"complete_days": good, "days": len(days)})
