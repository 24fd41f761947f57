"""Review of a reading: the least sure statement first, its sentence and slots, keys a, e, x; decisions are only ever appended."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from guihua.errors import GuihuaError
from guihua.plan.plan import Plan
from guihua.plan.planfile import Decision, append_decision, apply_decisions, read_decisions, read_machine, with_added
from guihua.plan.statement import Statement
from guihua.reading.review import review as look_through
from guihua.view.review import CHOICES
from guihua.web import results
from guihua.web.place import place
from guihua.web.templating import page, url

EDITABLE = (
    "indicator",
    "value",
    "unit",
    "kind",
    "form",
    "comparator",
    "year",
    "base_year",
    "direction",
    "nature",
    "scope",
)
AROUND = 60


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A statement's sentence with what stands around it."""

    before: str
    quote: str
    after: str


def review(request: HttpRequest) -> HttpResponse:
    """One statement a screen; those that people have decided are passed over unless asked for."""
    of = results.project()
    if not of.plan_file.exists():
        raise GuihuaError("REVIEW-UNKNOWN", "还没有读取规划 no plan was read yet", "先放入规划 drop one in first")
    state = look_through(_machine(), decisions())
    plan = state.plan
    order = [s for screen in state.screens for s in screen.statements]
    waiting = [s for s in order if s.id not in state.decided]
    wanted = request.GET.get("id", "")
    s = plan.statement(wanted) if wanted else (waiting[0] if waiting else None)
    at = next((i for i, w in enumerate(waiting) if s and w.id == s.id), -1)
    following = waiting[at + 1].id if at + 1 < len(waiting) else ""
    return page(
        request,
        "pages/review.html",
        plan=plan,
        s=s,
        excerpt=_excerpt(plan, s) if s else None,
        done=state.done,
        total=len(plan.statements),
        following=following,
        editable=EDITABLE,
        choices=CHOICES,
        proposals=state.proposals,
    )


@require_POST
def review_decide(request: HttpRequest, statement: str) -> HttpResponse:
    """Accept, edit or reject one statement: a line more in decisions.yaml, if it can be applied."""
    plan = with_added(_machine(), decisions())
    s = plan.statement(statement)
    action = request.POST.get("action", "")
    if action not in ("accept", "edit", "reject"):
        raise GuihuaError("REVIEW-ACTION", f"没有这个动作 no such action: {action[:20]}", "accept、edit、reject")
    decision = Decision(
        action=action,
        statement=s.id,
        by=request.principal.name,
        on=date.today().isoformat(),
        text_sha256=plan.text_sha256,
        quote=s.quote,
        value=s.value,
        changes=_changes(s, request) if action == "edit" else (),
        reason=request.POST.get("reason", "")[:500],
    )
    with _alone():
        apply_decisions(plan, (*decisions(), decision), decisions_file())
        append_decision(decisions_file(), decision)
    return HttpResponseRedirect(url("text-review"))


def decisions_file() -> Path:
    """Where people's decisions on the plan stand."""
    return results.project().plan_file.with_name("decisions.yaml")


def decisions() -> tuple[Decision, ...]:
    """All decisions so far."""
    path = decisions_file()
    return read_decisions(path) if path.exists() else ()


def _machine() -> Plan:
    """The plan as the machine read it, kept for as long as its file is the same: decisions stand in another."""
    path = results.project().plan_file
    if not path.exists():
        return read_machine(path)  # which says what is missing
    state = path.stat()
    key = (str(path), state.st_mtime_ns, state.st_size, state.st_ino)
    if key not in _READ:
        _READ.clear()
        _READ[key] = read_machine(path)
    return _READ[key]


_READ: dict[tuple[str, int, int, int], Plan] = {}


@contextmanager
def _alone() -> Iterator[None]:
    """One writer at a time, over all processes of the site."""
    import fcntl

    with (place().store / "decisions.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _excerpt(plan: Plan, s: Statement) -> Excerpt:
    first = plan.text.rfind("\n", 0, s.start) + 1
    last = plan.text.find("\n", s.end)
    last = len(plan.text) if last < 0 else last
    return Excerpt(
        plan.text[max(first, s.start - AROUND) : s.start], s.quote, plan.text[s.end : min(last, s.end + AROUND)]
    )


def _changes(s: Statement, request: HttpRequest) -> tuple[tuple[str, object], ...]:
    """The slots that differ from what was read, in the plan file's own notation."""
    changes: list[tuple[str, object]] = []
    for slot in EDITABLE:
        if slot not in request.POST:
            continue
        written = request.POST[slot].strip()[:200]
        before = getattr(s, slot)
        shown = "|".join(before) if slot == "value" else "" if before is None else str(before)
        if written == shown:
            continue
        if slot in ("year", "base_year"):
            if written and not (written.isascii() and written.isdigit() and len(written) == 4):
                raise GuihuaError("REVIEW-YEAR", f"{written} 不是年份 is no year", "2020")
            changes.append((slot, int(written) if written else None))
        elif slot == "value":
            parts = written.split("|") if written else []
            changes.append((slot, None if not parts else parts[0] if len(parts) == 1 else parts))
        else:
            changes.append((slot, written))
    if not changes:
        raise GuihuaError(
            "REVIEW-NOTHING", "没有改动 nothing was changed", "改后再提交，或点“采纳” change something, or accept"
        )
    return tuple(changes)
