"""The kinds of work of data submission: a sheet read, a form handed in, a form accepted as a new vintage, a table taken in."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_noop

from guihua.errors import GuihuaError
from guihua.ledgers.ledger import Evidence, State
from guihua.ledgers.timeliness import HANDED_IN
from guihua.plan.files import write_whole
from guihua.web import desk, results
from guihua.web.models import Organisation
from guihua.web.pages.data import SUBMISSION, forms, kept_values, region_of, unanswered, wrong_values
from guihua.web.parsing import import_table, read_form_sheet
from guihua.web.place import place
from guihua.web.principal import Principal
from guihua.web.work.apart import apart
from guihua.web.work.kinds import kind
from guihua.web.work.queue import Progress

LEVELS = {"公开": "public", "内部": "internal"}


@kind("sheet")
def take_sheet(payload: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Read a filled-in sheet; what is wrong is told by cell, nothing is kept yet."""
    found: dict[str, str] = apart(
        read_form_sheet, Path(payload["path"]), progress=progress, percent=30, stage=gettext_noop("读取报表")
    )
    known = {f.key for f in _form(payload["subject"])[0].figures}
    values = {key: value[:40] for key, value in found.items() if key in known}
    return {"values": values, "wrong": wrong_values(values)}


@kind("submit")
def submit(payload: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Hand a form in: checked as every import is, its table kept under its digest, the act in the log."""
    from guihua.statistics.importing import check, read_table

    subject = payload["subject"]
    form, state = _form(subject)
    if refused := [r for r in unanswered(form, kept_values(subject), {}, state) if r.rule.hard]:
        rule = refused[0].rule
        raise GuihuaError(
            "SUBMIT-AUDIT",
            f"审核规则不通过 an audit rule is broken {refused[0].key}: {rule.zh} {rule.en}",
            "核对数值和单位 check number and unit",
            subject,
        )
    table = _table(subject)
    path = place().uploads / f"{hashlib.sha256(table).hexdigest()[:32]}.csv"
    write_whole(path, table)
    checked = check(read_table(path, table))
    if checked.bad:
        first = checked.bad[0]
        raise GuihuaError(
            "SUBMIT-BAD",
            f"{len(checked.bad)} 个数有误 figures are not right: {first.text}",
            f"[{first.code}] {first.column}",
            subject,
        )
    proof = Evidence(f"{subject}.csv", f"sha256:{hashlib.sha256(table).hexdigest()}")
    _act(subject, "hand_up" if state.text("league") else "submit", payload, {}, (proof,))
    return {}


@kind("accept")
def accept(payload: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Accept a form: the act in the log and the figures as a new vintage, both or neither."""
    from guihua.statistics.importing import Defaults, read_table
    from guihua.statistics.importing.storing import store_table

    subject, today = payload["subject"], date.today()
    _form_of, state = _form(subject)
    table = _table(subject)
    handed_in = [
        e.digest
        for item in desk.journal(desk.ledger(SUBMISSION)).history(subject)
        if item.event.action in HANDED_IN
        for e in item.event.evidence
    ]
    digest = hashlib.sha256(table).hexdigest()
    if not handed_in or handed_in[-1] != f"sha256:{digest}":
        raise GuihuaError(
            "SUBMIT-CHANGED",
            "填报内容在报送后变过 the figures changed after they were handed in",
            "请退回重报 return it",
            subject,
        )
    level = LEVELS.get(payload["level"]) or f"embargoed until {payload['embargo']}"
    defaults = Defaults(
        published=today.isoformat(),
        publisher=state.text("lead"),
        source=f"{state.text('form_number')} {state.text('month')}",
        grade="official",
        publish_level=level,
    )
    path = place().uploads / f"{digest[:32]}.csv"
    store = results.store(results.project())
    with store.transaction():
        values = {"level": payload["level"], "embargo": payload["embargo"]}
        _act(subject, "accept", payload, {k: v for k, v in values.items() if v}, ())
        done = store_table(
            store,
            read_table(path, table),
            path,
            defaults=defaults,
            sha256=hashlib.sha256(f"{digest}{today}".encode()).hexdigest(),
            skip_bad=False,
            on=today,
            kind="form",
        )
    return {"stored": done.stored}


@kind("import")
def take_table(payload: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """A table of statistics into the store: all of it or nothing; bad rows are told one by one."""
    return dict(
        apart(import_table, str(place().root), payload, progress=progress, percent=20, stage=gettext_noop("导入数据"))
    )


def _form(subject: str) -> tuple[Any, State]:
    state = desk.journal(desk.ledger(SUBMISSION)).state(subject)
    if state is None:
        raise GuihuaError("SUBMIT-UNKNOWN", "没有这份填报 no such submission", "", subject)
    form = forms().get(state.text("form_number"))
    if form is None:
        raise GuihuaError("FORM-UNKNOWN", f"没有这张报表 no such form: {state.text('form_number')}", "", subject)
    return form, state


def _table(subject: str) -> bytes:
    """What was filled in, as the table that is imported."""
    from guihua.statistics.report_forms import as_table

    form, state = _form(subject)
    body = Organisation.objects.filter(name=state.text("lead")).first()
    if body is None:
        raise GuihuaError(
            "SUBMIT-BODY", f"没有这个填报单位 no such body: {state.text('lead')}", "guihua user organisation", subject
        )
    region = region_of(body)
    return as_table(form, region, form.period(state.text("month")), kept_values(subject))


def _act(
    subject: str, action: str, payload: dict[str, Any], values: dict[str, Any], evidence: tuple[Evidence, ...]
) -> None:
    of = desk.ledger(SUBMISSION)
    transition = of.transition(action)
    assert transition is not None
    name, body, role = payload["actors"]
    desk.act(of, subject, transition, Principal(role, name=name, body=body), values, evidence, "")
