"""Counting what draws found: publication in time, and rates over what was tested (never over what was sampled).

Pure sums over the frozen inputs; the checker uses them too, as a recomputation.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from guihua.errors import GuihuaError
from guihua.mechanisms.core.records import Job, Outcome, Table
from guihua.mechanisms.draw.records import RATES, RESULTS, Sample
from guihua.plan.calendar import calendar
from guihua.proof.canonical import Json

Z = Decimal("1.959964")
"""Two-sided 95 %."""


def timely(job: Job, settings: Sample) -> Outcome:
    """Each result with its deadline for publication (working days after the inspection) and whether it was kept.

    Raises GuihuaError RUN-DAY (no day to judge by), RUN-CALENDAR (a deadline in a year whose holidays are not known).
    """
    if job.on is None:
        raise GuihuaError("RUN-DAY", "没有说按哪一天 no day to judge by", "加 add --on 2021-06-30")
    known = calendar()
    rows = []
    counted = {"按期": 0, "逾期公示": 0, "逾期未公示": 0, "未到期": 0}
    for number, row in enumerate(job.table("results").records(), 1):
        if not row["checked_on"]:
            rows.append(
                (row["item"], row["object"], row["code"], "", row["result"], "", row["published_on"], "待检查", "")
            )
            continue
        checked = date.fromisoformat(row["checked_on"])
        deadline = known.after(checked, settings.days)
        if deadline is None:
            title = f"第 {number} 行：{checked} 之后的工作日历不全 the calendar after this day is not known"
            raise GuihuaError("RUN-CALENDAR", title, "等放假通知公布 wait for the notice on holidays", "results")
        published = date.fromisoformat(row["published_on"]) if row["published_on"] else None
        status = _status(published, deadline, job.on)
        late = known.between(deadline, published or job.on) if status.startswith("逾期") else None
        counted[status] += 1
        rows.append(
            (
                row["item"],
                row["object"],
                row["code"],
                row["checked_on"],
                row["result"],
                deadline.isoformat(),
                row["published_on"],
                status,
                "" if late is None else str(late),
            )
        )
    due = [r for r in rows if r[7] == "逾期未公示"]
    tables = (
        Table("published", RESULTS, tuple(rows), "抽查结果公示情况"),
        Table("reminders", RESULTS, tuple(due), "逾期未公示催办单"),
    )
    done = counted["按期"] + counted["逾期公示"] + counted["逾期未公示"]
    rate = _percent(Fraction(counted["按期"], done)) if done else ""
    notes = [f"公示期限为检查之日起 {settings.days} 个工作日；及时率的分母不含未到期和待检查的。"]
    return Outcome(tables, tuple(notes), {"timely_rate": rate, "counts": dict(counted)})


def _status(published: date | None, deadline: date, on: date) -> str:
    if published is not None and published <= on:
        return "按期" if published <= deadline else "逾期公示"
    return "逾期未公示" if on > deadline else "未到期"


def rates(job: Job, settings: Sample) -> Outcome:
    """Rates over batches tested, by coverage and together, with a 95 % interval and the verdict by each coverage.

    Raises GuihuaError RUN-ROWS where a row has more failures than tests, or more tests than samples.
    """
    table = job.table(settings.pool)
    groups: dict[str, list[int]] = {}
    for number, row in enumerate(table.records(), 1):
        sampled, tested, failed = _counts(row, number)
        by = "·".join(row[c] or "未分" for c in settings.stratify) if settings.stratify else "未分"
        for name in (by, "合计"):
            total = groups.setdefault(name, [0, 0, 0])
            for i, value in enumerate((sampled, tested, failed)):
                total[i] += value
    rows = [_rate_row(name, counts, settings) for name, counts in sorted(groups.items()) if name != "合计"]
    if "合计" in groups and (len(rows) != 1 or rows[0][0] == "未分"):
        rows = [r for r in rows if r[0] != "未分" or len(rows) > 1] + [_rate_row("合计", groups["合计"], settings)]
    notes = ["分母为检验批次，不是抽样批次；合格率与不合格率是同一数列的两个名称。区间为 95% 威尔逊区间，仅作附注。"]
    if len({r[8] for r in rows if r[8]}) > 1:
        notes.append("是否达标随范围而变：" + "；".join(f"{r[0]} {r[5]}% {r[8]}" for r in rows))
    whole = rows[-1] if rows else None
    answer: dict[str, Json] = {
        "fail_rate": whole[4] if whole else "",
        "pass_rate": whole[5] if whole else "",
        "by": {r[0]: {"fail_rate": r[4], "pass_rate": r[5], "verdict": r[8]} for r in rows},
    }
    return Outcome((Table("rates", RATES, tuple(rows), "抽查合格率"),), tuple(notes), answer)


def _counts(row: Mapping[str, str], number: int) -> tuple[int, int, int]:
    tested = int(row["tested"] or 0)
    if row.get("failed"):
        failed = int(row["failed"])
    elif row.get("passed"):
        failed = tested - int(row["passed"])
    else:
        raise GuihuaError(
            "RUN-ROWS",
            f"第 {number} 行：合格、不合格批次都没有 neither passed nor failed",
            "补一个 give one",
            "batches",
        )
    sampled = int(row["sampled"]) if row.get("sampled") else tested
    if not 0 <= failed <= tested <= sampled:
        title = f"第 {number} 行：抽样 {sampled}、检验 {tested}、不合格 {failed} 对不上 do not fit"
        raise GuihuaError("RUN-ROWS", title, "不合格 ≤ 检验 ≤ 抽样 failed ≤ tested ≤ sampled", "batches")
    return sampled, tested, failed


def _rate_row(name: str, counts: Sequence[int], settings: Sample) -> tuple[str, ...]:
    sampled, tested, failed = counts
    if not tested:
        return (name, str(sampled), "0", "0", "", "", "", "", "无检验")
    fail, good = Fraction(failed, tested), Fraction(tested - failed, tested)
    low, high = wilson(tested - failed, tested)
    verdict = "" if settings.target is None else ("达到" if good * 100 >= settings.target else "未达到")
    return (
        name, str(sampled), str(tested), str(failed), _percent(fail), _percent(good), _tenth(low * 100), _tenth(high * 100), verdict,
    )  # fmt: skip


def wilson(hits: int, of: int) -> tuple[Decimal, Decimal]:
    """The 95 % interval of a share, by Wilson (1927)."""
    share, n, z2 = Decimal(hits) / of, Decimal(of), Z * Z
    middle = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = Z * (share * (1 - share) / n + z2 / (4 * n * n)).sqrt() / (1 + z2 / n)
    return max(middle - half, Decimal(0)), min(middle + half, Decimal(1))


def _percent(value: Fraction) -> str:
    return _tenth(Decimal(value.numerator * 100) / Decimal(value.denominator))


def _tenth(value: Decimal) -> str:
    return str(value.quantize(Decimal("0.1"), ROUND_HALF_UP))
