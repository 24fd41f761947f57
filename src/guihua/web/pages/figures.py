"""Figures for the plan's targets: read out of a published text beside its words, the gap list with its papers, the indicator sheet."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST

from guihua.web import results, uploads
from guihua.web.models import Job
from guihua.web.pages.downloads import send
from guihua.web.pages.sheets import DOCX, XLSX, ZIP
from guihua.web.place import place
from guihua.web.shell import as_of
from guihua.web.templating import page
from guihua.web.work import queue

SHOWN = ("存疑", "指标", "地区", "时期", "时段", "数值", "单位", "数据类型", "库中已有")
"""Columns of the table beside the text; the rest goes with the workbook."""
LISTED = ("指标", "责任单位", "原因", "说明", "最新数", "公布机构", "在哪份文件", "预计公布", "是否逾期")


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text: plain, or a figure (its number from 0), doubtful or not."""

    words: str
    number: int = -1
    doubtful: bool = False


def harvest(request: HttpRequest) -> HttpResponse:
    """Send a published text; the last ones."""
    last = list(Job.objects.filter(kind="harvest")[:10])
    return page(request, "pages/harvest.html", kinds=",".join(uploads.DOCUMENTS), last=last)


@require_POST
def harvest_read(request: HttpRequest) -> HttpResponse:
    """Read a text that was sent."""
    kept = uploads.keep(request.FILES.get("text"), uploads.DOCUMENTS)
    source = request.POST.get("source", "").strip()[:300]
    job = queue.ask("harvest", {"path": str(kept.path), "name": kept.name, "source": source}, request.principal)
    return _wait(job, "data-harvested")


def harvested(request: HttpRequest, job: UUID) -> HttpResponse:
    """The text beside its figures, each to be confirmed."""
    found = get_object_or_404(Job, pk=job, kind="harvest")
    result = found.result
    heads = result.get("heads", [])
    rows = [
        (n, [(h, w, _look(h, w)) for h, w in _cells(row, heads, SHOWN)]) for n, row in enumerate(result.get("rows", []))
    ]
    pieces = _pieces(result.get("text", ""), result.get("places", []))
    return page(request, "pages/harvested.html", job=found, result=result, columns=SHOWN, rows=rows, pieces=pieces)


@require_POST
def harvest_take(request: HttpRequest, job: UUID) -> HttpResponse:
    """Store the lines that were ticked."""
    found = get_object_or_404(Job, pk=job, kind="harvest", state=Job.State.DONE)
    ticked = {int(n) for n in request.POST.getlist("take") if n.isdigit()}
    rows = [["是" if number in ticked else "", *row[1:]] for number, row in enumerate(found.result["rows"])]
    return _wait(queue.ask("harvest-take", {"rows": rows}, request.principal), "data-harvest-taken")


def harvest_taken(request: HttpRequest, job: UUID) -> HttpResponse:
    """What was stored."""
    found = get_object_or_404(Job, pk=job, kind="harvest-take")
    return page(request, "pages/harvest_taken.html", job=found, result=found.result)


def paper(request: HttpRequest) -> HttpResponse:
    """Send a paper to be audited."""
    return page(request, "pages/paper.html", kinds=",".join(uploads.DOCUMENTS))


@require_POST
def paper_read(request: HttpRequest) -> HttpResponse:
    """Audit a paper that was sent."""
    kept = uploads.keep(request.FILES.get("paper"), uploads.DOCUMENTS)
    payload = {"path": str(kept.path), "name": kept.name, "as_of": as_of(request).isoformat(), "lang": request.lang}
    return _wait(queue.ask("audit", payload, request.principal), "paper-audited")


def paper_audited(request: HttpRequest, job: UUID) -> HttpResponse:
    """The paper with its figures marked, and what is said of them beside it."""
    found = get_object_or_404(Job, pk=job, kind="audit")
    result = found.result
    places, told = result.get("places", []), result.get("told", [])
    pieces = _pieces(result.get("text", ""), [place[:3] for place in places])
    notes = [(n, places[n][3], words) for n, words in enumerate(told) if words]
    stands = [place[3] for place in places]
    return page(
        request, "pages/paper_audited.html", job=found, result=result, pieces=pieces, notes=notes, stands=stands
    )


def paper_file(request: HttpRequest, job: UUID, kind: str) -> HttpResponse:
    """The paper with comments, the table, or the bundle."""
    known = {
        "docx": (DOCX, "数据核校.docx"),
        "xlsx": (XLSX, "数据核校.xlsx"),
        "json": ("application/json", "数据核校.json"),
    }
    return _file(job, "audit", kind, known)


@require_POST
def paper_drop(request: HttpRequest, job: UUID) -> HttpResponse:
    """Keep nothing of an audit: its files and what was read go."""
    found = get_object_or_404(Job, pk=job, kind="audit")
    for suffix in ("docx", "xlsx", "json"):
        (place().store / "figure-files" / f"{found.pk}.{suffix}").unlink(missing_ok=True)
    found.delete()
    return HttpResponseRedirect(reverse("paper"))


def gaps(request: HttpRequest) -> HttpResponse:
    """The gap list of the day one looks from."""
    day = as_of(request).isoformat()
    job = queue.ask("gaps", {"as_of": day}, request.principal, key=f"{_state()}-{day}")
    heads = job.result.get("heads", [])
    rows = [_cells(row, heads, LISTED) for row in job.result.get("rows", [])]
    return page(request, "pages/gaps.html", job=job, columns=LISTED, rows=rows, day=day)


def gaps_file(request: HttpRequest, job: UUID, kind: str) -> HttpResponse:
    """The list as a workbook, or the papers as an archive."""
    return _file(job, "gaps", kind, {"xlsx": (XLSX, "待补数据清单.xlsx"), "zip": (ZIP, "商请公文.zip")})


def sheet(request: HttpRequest) -> HttpResponse:
    """The indicator sheet: what is joined, what is near; out as a workbook and back."""
    job = queue.ask("indicator-sheet", {}, request.principal, key=f"{_state()}-{results.today().isoformat()}")
    return page(request, "pages/indicator_sheet.html", job=job, rows=job.result.get("rows", []))


def sheet_file(request: HttpRequest, job: UUID) -> HttpResponse:
    """The workbook."""
    return _file(job, "indicator-sheet", "xlsx", {"xlsx": (XLSX, "指标责任清单.xlsx")})


@require_POST
def sheet_take(request: HttpRequest) -> HttpResponse:
    """Take a sheet that came back."""
    kept = uploads.keep(request.FILES.get("sheet"), (".xlsx",))
    payload = {"path": str(kept.path), "by": request.principal.name}
    return _wait(queue.ask("indicator-take", payload, request.principal), "indicators-sheet-taken")


def sheet_taken(request: HttpRequest, job: UUID) -> HttpResponse:
    """What it changed, and the conflicts that were left alone."""
    found = get_object_or_404(Job, pk=job, kind="indicator-take")
    return page(request, "pages/indicator_sheet_taken.html", job=found, result=found.result)


def _state() -> str:
    """What plan and store are now; a store that is not there yet is made first, or the work itself would change it."""
    results.store(results.project())
    return results.version()


def _wait(job: Job, then: str) -> HttpResponse:
    query = urlencode({"then": reverse(then, args=[job.pk])})
    return HttpResponseRedirect(f"{reverse('job', args=[job.pk])}?{query}")


def _cells(row: list[str], heads: list[str], wanted: tuple[str, ...]) -> list[tuple[str, str]]:
    cells = dict(zip(heads, row, strict=True))
    return [(head, cells.get(head, "")) for head in wanted]


def _look(head: str, word: str) -> str:
    """How a cell is dressed: figures in line, doubts and disagreements marked."""
    if head == "数值":
        return "num"
    return "bad" if (head == "存疑" and word) or (head == "库中已有" and word.startswith("不同")) else ""


def _pieces(text: str, places: list[list[int]]) -> list[Piece]:
    """The text cut at its figures."""
    pieces, position = [], 0
    for number, (start, end, doubtful) in sorted(enumerate(places), key=lambda p: p[1][0]):
        if start < position or end > len(text):
            continue
        pieces += [Piece(text[position:start]), Piece(text[start:end], number, bool(doubtful))]
        position = end
    return [*pieces, Piece(text[position:])]


def _file(job: UUID, kind: str, suffix: str, known: dict[str, tuple[str, str]]) -> HttpResponse:
    found = get_object_or_404(Job, pk=job, kind=kind, state=Job.State.DONE)
    path = place().store / "figure-files" / f"{found.pk}.{suffix}"
    if suffix not in known or not path.is_file():
        raise Http404
    content, name = known[suffix]
    return send(path, name, content)
