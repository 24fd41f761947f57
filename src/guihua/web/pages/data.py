"""填报: what is due, a form or a sheet filled in, its review against the last vintage, accepted or returned. Nothing is overwritten."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_POST

from guihua.errors import GuihuaError
from guihua.ledgers.asking import asked_values
from guihua.ledgers.due import due
from guihua.ledgers.importing import object_id
from guihua.ledgers.ledger import Evidence, Ledger, State
from guihua.statistics.form_audit import Remark, Rule, audit
from guihua.statistics.form_relations import Earlier, relations
from guihua.statistics.observation import Observation
from guihua.statistics.report_forms import Cell, ReportForm, load_forms
from guihua.storage.drafts import draft, keep_draft
from guihua.web import desk, exports, results, uploads
from guihua.web.bodies import for_account
from guihua.web.models import Job, Organisation
from guihua.web.pages.imports import publisher_before
from guihua.web.principal import Principal
from guihua.web.released import EMBARGOED
from guihua.web.shown import paged
from guihua.web.templating import page
from guihua.web.work import queue

SUBMISSION = "submission"
PER_PAGE = 25
LEVELS = ("公开", "内部", EMBARGOED)

NOTE = "note:"
"""Before the key of a figure: the reason that its reporter gave, in a draft."""


CELLS = {
    Cell.NOW: gettext_noop("本期"),
    Cell.YTD: gettext_noop("累计"),
    Cell.LAST_YEAR: gettext_noop("上年同期"),
    Cell.YOY: gettext_noop("同比"),
}
"""What a cell asks for, in words."""


@dataclass(frozen=True, slots=True)
class Line:
    """One figure of a form: what was asked, what was filled in, the last vintage, the difference, what is wrong at its cell; remark: what an audit
    rule says of it (hard: refused; else `note` gives the reason)."""

    key: str
    indicator: str
    unit: str
    coverage: str
    value: str
    last: Observation | None
    wrong: str = ""
    remark: Rule | None = None
    note: str = ""
    cell: str = ""

    @property
    def change(self) -> str:
        """The difference from the last vintage in per cent, where both are numbers."""
        try:
            now, before = Decimal(self.value), self.last.number if self.last else Decimal(0)
        except InvalidOperation:
            return ""
        return f"{(now - before) / before * 100:+.1f}%" if before else ""


def data(request: HttpRequest) -> HttpResponse:
    """What is due for a reporter; what waits for review; forms to ask for; tables to take in."""
    of = desk.ledger(SUBMISSION)
    states = desk.visible(of, request.principal)
    owed = {d.subject: d for d in due(of, states, date.today()) if d.deadline.zh}
    wanted = request.GET.get("q", "").strip()[:60]
    rows = sorted(states.values(), key=lambda s: (s.text("due"), s.subject))
    if wanted:
        rows = [s for s in rows if any(wanted in s.text(name) for name in ("task", "lead", "month", "form_number"))]
    if request.GET.get("late") == "1":
        rows = [s for s in rows if (d := owed.get(s.subject)) is not None and d.overdue]
    return page(
        request,
        "pages/data.html",
        of=of,
        open=paged(request, [s for s in rows if s.state in ("due", "filling", "returned")], PER_PAGE, "open"),
        review=paged(request, [s for s in rows if s.state in ("at_league", "submitted")], PER_PAGE, "review"),
        closed=paged(
            request, [s for s in reversed(rows) if s.state in ("accepted", "published", "waived")], PER_PAGE, "closed"
        ),
        owed=owed,
        wanted=wanted,
        forms=forms(),
        bodies=Organisation.objects.all(),
        tables=",".join(uploads.TABLES),
        publisher=publisher_before(),
    )


@require_POST
def data_ask(request: HttpRequest) -> HttpResponse:
    """Ask a body for a form of a period."""
    of = desk.ledger(SUBMISSION)
    form = _form(request.POST.get("form", ""))
    body = get_object_or_404(Organisation, code=request.POST.get("body", ""))
    region_of(body)
    month = request.POST.get("month", "").strip()
    if form.every == "year" and re.fullmatch(r"\d{4}", month):
        month += "-12"
    limit = request.POST.get("due", "").strip()
    if not _day(limit):
        raise GuihuaError("DATE-INVALID", f"{limit[:20]!r} 不是日期 is no date", "写成 write 2018-06-10")
    action = of.transition("ask")
    assert action is not None
    filled = asked_values(form, str(body.name), month, date.fromisoformat(limit), desk.register())
    state = desk.act(of, object_id(of, filled), action, request.principal, filled, (), "")
    return HttpResponseRedirect(reverse("submission", args=[state.subject]))


def submission(request: HttpRequest, subject: str) -> HttpResponse:
    """One form of one body and period: filled in by the body, looked at by the reviewer."""
    of, state = _found(subject)
    form = forms().get(state.text("form_number"))
    actions = {t.name for t in desk.open_actions(of, state, request.principal)}
    sheet = (
        Job.objects.filter(pk=request.GET["sheet"], kind="sheet", state=Job.State.DONE).first()
        if _uuid(request.GET.get("sheet"))
        else None
    )
    values, wrong = (
        (sheet.result["values"], sheet.result["wrong"])
        if sheet and sheet.payload.get("subject") == subject
        else (kept_values(subject), {})
    )
    return _submission_page(request, of, state, form, actions, values, wrong)


@require_POST
def submission_fill(request: HttpRequest, subject: str) -> HttpResponse:
    """Keep what was filled in; with `submit`, hand it in."""
    of, state = _found(subject)
    form = _form(state.text("form_number"))
    values, wrong = _filled(form, request.POST)
    actions = {t.name for t in desk.open_actions(of, state, request.principal)}
    last = {key: o.value for key, o in _last(form, state, request.principal).items()}
    if wrong or ("submit" in request.POST and unanswered(form, values, last, state)):
        return _submission_page(request, of, state, form, actions, values, wrong, 400)
    keep_values(subject, values)
    said = request.POST.get("progress", "").strip()[:2000]
    if "submit" not in request.POST or said != state.text("progress"):
        _do(of, state, "report", request.principal, {"progress": said})
    if "submit" not in request.POST:
        return HttpResponseRedirect(reverse("submission", args=[subject]))
    if not any(v.strip() for v in values.values()):
        raise GuihuaError("SUBMIT-EMPTY", "一个数也没有填 no figure was filled in", "填写后再报送 fill in, then submit")
    job = queue.ask(
        "submit",
        {"subject": subject, "actors": [request.principal.name, request.principal.body, request.principal.role]},
        request.principal,
    )
    return HttpResponseRedirect(f"{reverse('job', args=[job.pk])}?then={reverse('submission', args=[subject])}")


@require_POST
def submission_sheet(request: HttpRequest, subject: str) -> HttpResponse:
    """Take the filled-in sheet; every wrong cell is shown in its place."""
    _found(subject)
    kept = uploads.keep(request.FILES.get("sheet"), (".xlsx", ".csv"))
    job = queue.ask("sheet", {"path": str(kept.path), "subject": subject}, request.principal)
    return HttpResponseRedirect(
        f"{reverse('job', args=[job.pk])}?then={reverse('submission', args=[subject])}%3Fsheet={job.pk}"
    )


def submission_blank(request: HttpRequest, subject: str) -> HttpResponse:
    """The sheet to fill in."""
    _of, state = _found(subject)
    form = _form(state.text("form_number"))
    values = kept_values(subject)
    rows = tuple((f.key, f.indicator, f.coverage, f.unit, values.get(f.key, "")) for f in form.figures)
    return exports.answer(
        exports.Table(f"{form.number}-{state.text('month')}", ("key", "指标", "统计范围", "单位", "本期"), rows), "xlsx"
    )


@require_POST
def submission_decide(request: HttpRequest, subject: str) -> HttpResponse:
    """Accept (a new vintage, in the worker) or return with a reason."""
    of, state = _found(subject)
    if request.POST.get("action") == "endorse":
        _do(of, state, "endorse", request.principal, {})
        return HttpResponseRedirect(reverse("submission", args=[subject]))
    if request.POST.get("action") == "return":
        back = "send_back" if state.state == "at_league" else "return"
        _do(of, state, back, request.principal, {"reason": request.POST.get("reason", "").strip()[:2000]})
        return HttpResponseRedirect(reverse("data"))
    level, embargo = request.POST.get("level", ""), request.POST.get("embargo", "").strip()
    if level not in LEVELS:
        raise GuihuaError("SUBMIT-LEVEL", "没有定公布级别 no publish level", "、".join(LEVELS))
    if level == EMBARGOED and not _day(embargo):
        raise GuihuaError(
            "SUBMIT-EMBARGO",
            "定期解密没有写明日期 embargoed, but no day is given",
            "填写不早于的日期 give the day before which it stays inside",
        )
    payload = {
        "subject": subject,
        "level": level,
        "embargo": embargo,
        "actors": [request.principal.name, request.principal.body, request.principal.role],
    }
    job = queue.ask("accept", payload, request.principal)
    return HttpResponseRedirect(f"{reverse('job', args=[job.pk])}?then={reverse('submission', args=[subject])}")


def forms() -> dict[str, ReportForm]:
    """The project's reporting forms."""
    return load_forms(results.project().root / "forms")


def kept_values(subject: str) -> dict[str, str]:
    """What was last filled in for a submission."""
    return draft(results.store(results.project()), subject)


def keep_values(subject: str, values: Mapping[str, str]) -> None:
    """Keep a draft. What is handed in goes into the log by its digest."""
    keep_draft(results.store(results.project()), subject, values)


def _submission_page(
    request: HttpRequest,
    of: Ledger,
    state: State,
    form: ReportForm | None,
    actions: set[str],
    values: Mapping[str, str],
    wrong: Mapping[str, str],
    status: int = 200,
) -> HttpResponse:
    last = _last(form, state, request.principal) if form else {}
    said = {r.key: r.rule for r in remarks(form, values, {k: o.value for k, o in last.items()}, state)} if form else {}
    lines = (
        [
            Line(
                f.key, f.indicator, f.unit, f.coverage, values.get(f.key, ""), last.get(f.key), wrong.get(f.key, ""),
                said.get(f.key), values.get(f"{NOTE}{f.key}", ""), CELLS.get(f.cell, "") if f.of else "",
            )
            for f in form.figures
        ]
        if form
        else []
    )  # fmt: skip
    return page(
        request,
        "pages/submission.html",
        status,
        of=of,
        state=state,
        form=form,
        lines=lines,
        actions=actions,
        history=desk.journal(of).history(state.subject),
        levels=LEVELS,
    )


def _last(form: ReportForm, state: State, principal: Principal) -> dict[str, Observation]:
    """The last vintage of each figure, from the results at hand; none where they are not computed yet."""
    view = results.view_of(principal.role, results.today())
    found = results.ready(view)
    body = Organisation.objects.filter(name=state.text("lead")).first()
    if found is None or body is None:
        if results.has_plan(results.project()):
            queue.ask("results", results.asked(view), principal, key=str(view))
        return {}
    mine = [o for o in found.regional if o.region == body.region]
    return {f.key: o for f in form.figures for o in mine if (o.indicator, o.unit) == (f.indicator, f.unit)}


def _filled(form: ReportForm, sent: QueryDict) -> tuple[dict[str, str], dict[str, str]]:
    values = {f.key: sent.get(f"v-{f.key}", "").strip()[:40] for f in form.figures}
    notes = {f"{NOTE}{f.key}": sent.get(f"n-{f.key}", "").strip()[:400] for f in form.figures}
    return values | {k: v for k, v in notes.items() if v}, wrong_values(values)


def remarks(form: ReportForm, values: Mapping[str, str], last: Mapping[str, str], state: State) -> tuple[Remark, ...]:
    """What the rules say of each cell: of the figure by itself first, then beside the other cells and the body's earlier forms."""
    month = state.text("month")
    before, year_ago = (_reported(state, period) for period in form.earlier(month))
    found = {r.key: r for r in relations(form, values, month, Earlier(before, year_ago))}
    return tuple({**found, **{r.key: r for r in audit(form, values, last)}}.values())


def unanswered(
    form: ReportForm, values: Mapping[str, str], last: Mapping[str, str], state: State
) -> tuple[Remark, ...]:
    """What keeps a form from being handed in: figures that a hard rule refuses, and those that ask for a reason and have none."""
    said = remarks(form, values, last, state)
    return tuple(r for r in said if r.rule.hard or not values.get(f"{NOTE}{r.key}", "").strip())


def _reported(state: State, period: str) -> dict[str, str]:
    """What the same body handed in for an earlier period of the same form; nothing where it handed nothing in."""
    if not period:
        return {}
    of = desk.ledger(SUBMISSION)
    key = {"form_number": state.text("form_number"), "lead": state.text("lead"), "month": period}
    found = desk.journal(of).state(object_id(of, key))
    there = found is not None and found.state in ("at_league", "submitted", "accepted", "published")
    return kept_values(found.subject) if found is not None and there else {}


@require_POST
def submission_check(request: HttpRequest, subject: str) -> HttpResponse:
    """What the rules say of the cells as they are being typed: one line a cell that is remarked on."""
    _of, state = _found(subject)
    form = _form(state.text("form_number"))
    values, wrong = _filled(form, request.POST)
    last = {key: o.value for key, o in _last(form, state, request.principal).items()}
    said = {r.key: r.rule for r in remarks(form, values, last, state)}
    lines = [
        Line(f.key, f.indicator, f.unit, f.coverage, values.get(f.key, ""), None, wrong.get(f.key, ""), said.get(f.key))
        for f in form.figures
    ]  # fmt: skip
    return page(request, "parts/remarks.html", lines=[line for line in lines if line.wrong or line.remark])


def region_of(body: Organisation) -> str:
    """The region whose figures a body reports: as the register of bodies has it, else as its account states.

    Nobody's figures are filed as the whole region's by default. Errors: SUBMIT-REGION where the body has none;
    BODIES-REGION where account and register disagree.
    """
    place = for_account(str(body.name), str(body.region))[1]
    if not place:
        raise GuihuaError(
            "SUBMIT-REGION",
            f"填报单位没有写明地区 no region is stated of the body: {body.name}",
            "在机构名录写明其地区代码；自治区本级部门写自治区代码 state its region code in the register of bodies",
        )
    return place


def wrong_values(values: Mapping[str, str]) -> dict[str, str]:
    """The cells that hold no number."""
    from guihua.ledgers.values import number_text

    return {key: text for key, text in values.items() if text and number_text(text) is None}


def _do(
    of: Ledger,
    state: State,
    action: str,
    principal: Principal,
    values: Mapping[str, str],
    evidence: tuple[Evidence, ...] = (),
) -> None:
    transition = of.transition(action)
    assert transition is not None
    desk.act(of, state.subject, transition, principal, {k: v or None for k, v in values.items()}, evidence, "")


def _found(subject: str) -> tuple[Ledger, State]:
    of = desk.ledger(SUBMISSION)
    state = desk.journal(of).state(subject)
    if state is None:
        raise Http404
    return of, state


def _form(number: str) -> ReportForm:
    found = forms().get(number)
    if found is None:
        raise GuihuaError(
            "FORM-UNKNOWN",
            f"没有这张报表 no such form: {number[:40]}",
            "报表放在项目的 forms 文件夹 forms stand in the project's folder forms",
        )
    return found


def _day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _uuid(text: str | None) -> bool:
    try:
        UUID(text or "")
    except ValueError:
        return False
    return True
