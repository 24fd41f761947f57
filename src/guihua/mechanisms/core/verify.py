"""Checking a run from its bundle alone: inputs against digests, rules against versions, the outcome, figures and effects.

What follows is checked by the engine's own checker, which shares no `decide` with it; the truth of the inputs is given.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any

from guihua.errors import GuihuaError
from guihua.mechanisms.core.declaration import load_mechanisms
from guihua.mechanisms.core.expressions import effects, figures
from guihua.mechanisms.core.records import Declaration, Run
from guihua.mechanisms.core.running import bundle_of, in_force, known_engine, outcome_json, rules_of, run_from
from guihua.proof.canonical import Json
from guihua.proof.verify import Part, Verdict, given


def check_run(payload: Mapping[str, Json]) -> Sequence[Part]:
    """Parts: inputs, rules, validity, outcome (by engine), figures, effects, and what is only given. For `guihua verify`."""
    found: Any = payload
    run = run_from(found)
    parts = [_part("form", bundle_of(run).payload == found, "an unknown or another member than a run has")]
    parts += [*_inputs(found, run), *_rules(found, run), _validity(run)]
    if run.job.declaration.name != found["mechanism"]:
        parts.append(_part("mechanism", False, "the bundle names another mechanism than its declaration"))
    checker = import_module(f"guihua.mechanisms.{known_engine(run.job.declaration.engine)}.verify")
    parts += checker.check(run.job, run.decided)
    parts += _figures(run)
    parts.append(_part("effects", effects(run.job, run.decided) == run.effects, "other acts than the outcome proposes"))
    return [*parts, *_given(run)]


def _given(run: Run) -> list[Part]:
    """What nobody can prove from the bundle: whose declaration and rules, which settings, and that the inputs are true."""
    job = run.job
    shipped = load_mechanisms().get(job.declaration.name)
    own = shipped is None or shipped.text != job.declaration.text
    other = [key for key, rules in job.rules if shipped is None or _shipped(shipped).get(key) != rules.digest]
    parts = (
        [given("own declaration", "项目自己的申报，或另一版本的 the project's own, or another version's")]
        if own
        else []
    )
    if other and not own:
        parts.append(given("own rules", f"另一版本的规则 other rules than come with it: {', '.join(other)}"))
    if job.settings:
        parts.append(given("settings", "、".join(f"{k} = {v}" for k, v in sorted(job.settings.items()))[:200]))
    sources = "、".join(f"{f.table.name} {f.source}" for f in job.inputs)
    return [*parts, given("sources", f"输入表是否属实 whether the inputs are true: {sources}"[:200])]


def _shipped(declaration: Declaration) -> dict[str, str]:
    return {key: rules.digest for key, rules in rules_of(declaration, sound=False)}


def reseal_run(payload: Mapping[str, Any]) -> Mapping[str, Any]:
    """The digests inside made anew: what a forger would do."""
    run = run_from(payload)
    inputs = [{**row, "digest": f.table.digest} for row, f in zip(payload["inputs"], run.job.inputs, strict=True)]
    rules = [{**row, "digest": rules.digest} for row, (_, rules) in zip(payload["rules"], run.job.rules, strict=True)]
    figures_found = [[f.name, f.value] for f in figures(run.job, run.decided)]
    acts = [[e.ledger, e.act, [list(v) for v in e.values]] for e in effects(run.job, run.decided)]
    return {
        **payload,
        "inputs": inputs,
        "rules": rules,
        "outcome": outcome_json(run.decided.outcome),
        "figures": figures_found,
        "effects": acts,
    }


def _inputs(found: Any, run: Run) -> list[Part]:
    from guihua.mechanisms.core.freezing import freeze_rows

    parts = []
    for row, frozen in zip(found["inputs"], run.job.inputs, strict=True):
        name = f"input {frozen.table.name}"
        declared = run.job.declaration.input(frozen.table.name)
        if declared is None or row["digest"] != frozen.table.digest:
            parts.append(_part(name, False, "the rows have another digest"))
            continue
        again = freeze_rows(declared, [list(r) for r in frozen.table.rows], frozen.source)
        parts.append(
            _part(name, again.table.rows == frozen.table.rows, "the rows are not as the declaration wants them")
        )
    lacking = [
        i.name
        for i in run.job.declaration.inputs
        if not i.optional and all(f.table.name != i.name for f in run.job.inputs)
    ]
    if lacking:
        parts.append(_part("inputs", False, f"missing: {', '.join(lacking)}"))
    return parts


def _rules(found: Any, run: Run) -> list[Part]:
    named = [key for key, _ in run.job.declaration.rules]
    if named != [row["name"] for row in found["rules"]]:
        return [_part("rules", False, "other rule files than the declaration names")]
    return [
        _part(f"rules {row['name']}", row["digest"] == rules.digest, "the text has another digest")
        for row, (_, rules) in zip(found["rules"], run.job.rules, strict=True)
    ]


def _validity(run: Run) -> Part:
    try:
        in_force(run.job)
    except GuihuaError as error:
        return Part("in force", Verdict.REFUSED, error.title)
    return Part("in force", Verdict.HOLDS)


def _figures(run: Run) -> list[Part]:
    again = {f.name: f.value for f in figures(run.job, run.decided)}
    stated = {f.name: f.value for f in run.figures}
    if again.keys() != stated.keys():
        return [_part("figures", False, "other figures than the declaration has")]
    return [
        _part(f"figure {name}", value == again[name], f"stated {value}, recomputed {again[name]}")
        for name, value in stated.items()
    ]


def _part(name: str, holds: bool, reason: str) -> Part:
    return Part(name, Verdict.HOLDS) if holds else Part(name, Verdict.REFUSED, reason)
