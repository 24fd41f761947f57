"""A document in the form that a file's suffix names: .docx, .html, .md, .pdf."""

from __future__ import annotations

from guihua.errors import GuihuaError
from guihua.reporting.document import Document

FORMS = ("docx", "html", "md", "pdf")


def render(document: Document, form: str) -> bytes:
    """The bytes; contents of a .docx and .pdf have their page numbers where LibreOffice is installed.

    Raises GuihuaError REPORT-FORMAT for another form, REPORT-PDF where a .pdf cannot be made.
    """
    if form == "html":
        from guihua.reporting.html_writer import write_html

        return write_html(document).encode()
    if form == "md":
        from guihua.reporting.markdown_writer import write_markdown

        return write_markdown(document).encode()
    if form not in FORMS:
        raise GuihuaError("REPORT-FORMAT", "不认识的格式 unknown format", f"可用 one of {', '.join(FORMS)}", form)
    from guihua.reporting.docx_writer import write_docx
    from guihua.reporting.numbering import number_contents
    from guihua.reporting.pdf import write_pdf

    data = number_contents(write_docx(document))
    return write_pdf(data) if form == "pdf" else data
