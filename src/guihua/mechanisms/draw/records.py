"""What a declaration sets for the engine of draws."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from guihua.errors import GuihuaError
from guihua.mechanisms.core.records import Job, columns

DRAWN = columns(
    "order|序号|integer", "code|代码", "name|名称", "stratum|层", "chance|入样概率", "status|状态", "team|检查人员"
)
STRATA = columns("stratum|层", "pool|总数|integer", "rate|比例", "take|抽取数|integer")
LOADS = columns("code|证号", "name|姓名", "body|单位", "assigned|承担|integer", "load|上限|integer")
RESULTS = columns(
    "item|抽查事项", "object|对象名称", "code|信用代码", "checked_on|检查日|date", "result|结果", "deadline|公示期限|date",
    "published_on|公示日|date", "status|公示状态", "late|逾期工作日|integer",
)  # fmt: skip
RATES = columns(
    "coverage|范围", "sampled|抽样批次|integer", "tested|检验批次|integer", "failed|不合格批次|integer", "fail_rate|不合格率|number|%",
    "pass_rate|合格率|number|%", "low|区间下|number|%", "high|区间上|number|%", "verdict|是否达标",
)  # fmt: skip
CLAIMS = columns("batch|批次", "stated|公布", "made|重抽", "agrees|是否一致")


@dataclass(frozen=True, slots=True)
class Team:
    """Inspectors for each object: how many, and whether from different bodies."""

    size: int
    different: bool


@dataclass(frozen=True, slots=True)
class Sample:
    """How a pool is sampled.

    kind        sample (draw), results (of draws made elsewhere), rates (of what was tested)
    pool, staff names of the inputs; stratify: columns of the pool
    rate, take  how many of each stratum; rates: rules that say so by stratum; size: column for chances in proportion
    least       so many at least of a stratum that has any; substitutes: so many more of each stratum
    days        working days for publication; target: pass rate in % for a verdict
    """

    kind: str
    pool: str
    stratify: tuple[str, ...]
    rate: Fraction | None
    take: int | None
    rates: str
    size: str
    staff: str
    team: Team | None
    substitutes: int
    least: int
    days: int
    target: Fraction | None
    order: str


def sample_of(job: Job) -> Sample:
    """The settings of a job, those given for the run over the declared ones. Raises GuihuaError RUN-SETTING."""
    found: Mapping[str, Any] = {**job.declaration.settings, **job.settings}
    try:
        team = found.get("team")
        return Sample(
            kind=str(found.get("kind", "sample")),
            pool=str(found.get("pool", "objects")),
            stratify=tuple(found.get("stratify") or ()),
            rate=Fraction(found["rate"]) if "rate" in found else None,
            take=int(found["take"]) if "take" in found else None,
            rates=str(found.get("rates", "")),
            size=str(found.get("size", "")),
            staff=str(found.get("staff", "")),
            team=Team(int(team["size"]), team.get("bodies") == "different") if team else None,
            substitutes=int(found.get("substitutes", 0)),
            least=int(found.get("least", 0)),
            days=int(found.get("days", 20)),
            target=Fraction(found["target"]) if "target" in found else None,
            order=str(found.get("order", "code")),
        )
    except (ValueError, TypeError, KeyError, ZeroDivisionError) as error:
        raise GuihuaError(
            "RUN-SETTING", f"设置不对 a setting is wrong: {error}", "检查声明或 --set", job.declaration.where
        ) from None


def key_for(key: str, stratum: str) -> str:
    """The key of one stratum: the draw's own where there are no strata; so a change in one leaves the others alone."""
    return f"{key}{stratum}/" if stratum else key
