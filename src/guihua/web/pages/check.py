"""校核: findings with sums and proofs, download, verify."""

from __future__ import annotations

from collections import Counter
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse

from guihua.web import uploads
from guihua.web.models import Job
from guihua.web.pages.waiting import needs_results
from guihua.web.results import Results
from guihua.web.templating import cached_page, page
from guihua.web.work import queue


@needs_results
def check(request: HttpRequest, found: Results) -> HttpResponse:
    """All findings by weight, or those of one severity."""
    wanted = request.GET.get("severity", "")
    counted = Counter("holds" if f.holds else f.severity.value for f in found.findings)
    shown = [f for f in found.findings if not wanted or wanted == ("holds" if f.holds else f.severity.value)]
    return cached_page(request, "pages/check.html", found, shown=shown, counted=counted, wanted=wanted)


@needs_results
def check_finding(request: HttpRequest, found: Results, finding: str) -> HttpResponse:
    """One finding at its permanent address."""
    one = next((f for f in found.findings if f.id == finding), None)
    if one is None:
        raise Http404
    return cached_page(request, "pages/finding.html", found, f=one)


def check_verify(request: HttpRequest) -> HttpResponse:
    """Verify a bundle: any changed byte is refused. The work is done apart from the site; nothing of the file is kept in the results."""
    if request.method != "POST":
        return page(request, "pages/verify.html", job=None)
    kept = uploads.keep(request.FILES.get("bundle"), uploads.BUNDLES)
    job = queue.ask("verify", {"path": str(kept.path), "name": kept.name}, request.principal)
    return HttpResponseRedirect(f"{reverse('job', args=[job.pk])}?then={reverse('check-verified', args=[job.pk])}")


def check_verified(request: HttpRequest, job: UUID) -> HttpResponse:
    """What verifying said, part by part."""
    return page(request, "pages/verify.html", job=get_object_or_404(Job, pk=job, kind="verify"))
