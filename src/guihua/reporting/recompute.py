"""A report made anew from its bundle, and held against the text, the store and the files that were made from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from guihua.plan.against import Stated, against_text
from guihua.proof.verify import How, Part, given, part
from guihua.reporting.bundle import printed, read_record, sources_of
from guihua.reporting.gather import material
from guihua.reporting.report import make_report
from guihua.statistics.against import identity_part, observations_part

PEOPLE = (
    "tasks", "projects", "problems", "texts", "adjusted", "yearly_lines", "regional", "money", "policies", "steps"
)  # fmt: skip
"""What stands in a report as ledgers and people said it, beside statements and figures."""


def check_report(payload: Mapping[str, Any]) -> Sequence[Part]:
    """Make the report anew from the bundle and hold every figure against it. A part for each group of figures."""
    record = read_record(payload)
    anew = {f.id: printed(f) for f in make_report(material(sources_of(record), charts=False)).figures}
    groups: dict[str, list[str]] = {}
    for stated in record.figures:
        wrong = groups.setdefault(stated.id.rpartition(".")[0] or stated.id, [])
        found = anew.pop(stated.id, None)
        if found is None:
            wrong.append(f"{stated.id}: 算不出 not computed, or twice")
        elif found != stated:
            wrong.append(f"{stated.id}: {stated.text} stated, {found.text} computed")
    parts = [identity_part((*record.observations, *record.sources.regional))]
    parts += [part(f"figure {name}", "; ".join(wrong), How.RECOMPUTED) for name, wrong in groups.items()]
    missing = f"遗漏 {len(anew)} 个数字 figures are missing: {next(iter(anew))}" if anew else ""
    return [*parts, part("figures", missing, How.RECOMPUTED), *_given(record.sources)]


def against_plan(payload: Mapping[str, Any], path: Path) -> Sequence[Part]:
    """Are the statements those of the text, or of the plan file as people had decided it by the report's day?"""
    from guihua.project import read_plan
    from guihua.tracking.asof import plan_as_of

    sources = read_record(payload).sources
    yaml = path.suffix.lower() in (".yaml", ".yml")
    read = plan_as_of(path, sources.as_of) if yaml else read_plan(path)
    return against_text((Stated(sources.plan, sources.plan.text_sha256),), read, path)


def against_store(payload: Mapping[str, Any], path: Path) -> Sequence[Part]:
    """Are the figures those that a store knew on the day, all of them?"""
    from guihua.storage import open_store
    from guihua.tracking.tracking import observations_of

    record = read_record(payload)
    sources = sources_of(record)
    with open_store(path, create=False) as store:
        kept = observations_of(sources.plan, store, sources.plan.region or sources.region, sources.as_of)
    return [observations_part(sources.rows, kept)]


def against_document(payload: Mapping[str, Any], path: Path) -> Sequence[Part]:
    """Do the figures that stand in a file (.docx, .html) say what was computed, each at each of its places?"""
    from guihua.reporting.carried import carried
    from guihua.reporting.word.register import bare

    record = read_record(payload)
    computed = {f.id: f.text for f in record.figures}
    file = carried(path.read_bytes(), path.name)
    foreign = next((f.id for f in file.figures if computed.get(f.id) != f.text), "")
    changed = [
        f"{name}: {text}，而算得 but computed is {computed[name]}"
        for name, texts in file.shown.items()
        if name in computed
        for text in texts
        if bare(text) != bare(computed[name])
    ]
    gone = [f.id for f in file.figures if f.id not in file.shown]
    fault = f"不是这份报告的数字 figures of another report: {foreign}" if foreign else "; ".join(changed[:3])
    fault = fault or (f"文件中已没有 no longer in the file: {gone[0]}" if gone else "")
    return [part("shown figures", fault)]


def _given(sources: Any) -> list[Part]:
    parts = [given("statements", "--text, --plan"), given("observations", "--store")]
    people = [f"{name} {len(lines)}" for name in PEOPLE if (lines := getattr(sources, name))]
    return (
        [*parts, given("lines", f"台账和人写的内容 lines of ledgers and people: {', '.join(people)}")]
        if people
        else parts
    )
