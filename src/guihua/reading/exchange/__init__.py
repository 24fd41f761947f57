"""Statements to and from other programs' files: Label Studio tasks and W3C Web Annotations. Both round-trip."""

from __future__ import annotations

from guihua.errors import GuihuaError
from guihua.plan.plan import Plan
from guihua.reading.exchange.changes import changes_as_decisions
from guihua.reading.exchange.exchanged import Imported, Problem
from guihua.reading.exchange.labelstudio import from_labelstudio, labelstudio_config, to_labelstudio
from guihua.reading.exchange.webannotation import from_webannotation, to_webannotation

__all__ = [
    "Imported",
    "Problem",
    "changes_as_decisions",
    "from_labelstudio",
    "from_webannotation",
    "import_statements",
    "labelstudio_config",
    "to_labelstudio",
    "to_webannotation",
]


def import_statements(content: str, plan: Plan, source: str = "") -> Imported:
    """The statements of a file of either kind, anchored in the plan's text, and the annotations that could not be taken.

    Raises GuihuaError EXCHANGE-FORMAT, EXCHANGE-TASK where the file as a whole cannot be.
    """
    if '"annotations"' in content or '"predictions"' in content:
        return from_labelstudio(content, plan, source)
    if "anno.jsonld" in content or '"AnnotationPage"' in content:
        return from_webannotation(content, plan, source)
    title = "既不是 Label Studio 也不是 Web Annotation / neither a Label Studio nor a Web Annotation file"
    hint = "请用 guihua read --format labelstudio|webannotation 导出的格式 / use the format that read exports"
    raise GuihuaError("EXCHANGE-FORMAT", title, hint, source)
