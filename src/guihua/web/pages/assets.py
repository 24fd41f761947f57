"""The program that draws charts in the browser: made by the worker from the installed renderer, so nothing is vendored or fetched."""

from __future__ import annotations

from functools import cache
from importlib.metadata import version

from django.http import FileResponse, HttpRequest, HttpResponse

from guihua.web.place import place
from guihua.web.principal import Principal
from guihua.web.work import queue

SITE = Principal("administrator", name="guihua")


@cache
def vega_file() -> str:
    """Its file name: another renderer, another file."""
    return f"vega-{version('vl-convert-python')}.js"


def vega(request: HttpRequest, name: str) -> HttpResponse:
    """The program. Where it is not there yet the page shows its table without the picture."""
    path = place().results / vega_file()
    if name != vega_file() or not path.exists():
        ask_for_vega()
        return HttpResponse(status=503, headers={"Retry-After": "2"})
    response = FileResponse(path.open("rb"), content_type="text/javascript; charset=utf-8")
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


def ask_for_vega() -> None:
    """Have the worker write it, once."""
    if not (place().results / vega_file()).exists():
        queue.ask("vega", {"file": vega_file()}, SITE, key=vega_file(), after=3)
