"""校核: findings with sums and proofs, download, verify."""

from __future__ import annotations

from collections import Counter

from django.http import Http404, HttpRequest, HttpResponse

from guihua.web.pages.waiting import needs_results
from guihua.web.results import Results
from guihua.web.templating import cached_page


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
