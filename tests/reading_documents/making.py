"""Small documents made for the tests: .docx by python-docx, PDF by hand."""

from __future__ import annotations

import io
import zipfile

_NS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def docx_bytes(paragraphs: list[str], tables: list[list[list[str]]]) -> bytes:
    """A Word document with these paragraphs, then these tables."""
    from docx import Document as Word

    word = Word()
    for words in paragraphs:
        word.add_paragraph(words)
    for rows in tables:
        table = word.add_table(len(rows), len(rows[0]), style="Table Grid")
        for r, row in enumerate(rows):
            for c, words in enumerate(row):
                table.cell(r, c).text = words
    stream = io.BytesIO()
    word.save(stream)
    return stream.getvalue()


def zip_with(body: str, *, name: str = "word/document.xml", doctype: str = "") -> bytes:
    """A zip whose one part is a Word body with this content."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, f"{doctype}<w:document xmlns:w='{_NS}'><w:body>{body}</w:body></w:document>")
    return stream.getvalue()


def _object(number: int, body: bytes) -> bytes:
    return b"%d 0 obj\n%s\nendobj\n" % (number, body)


def _assemble(objects: list[bytes], trailer: bytes = b"") -> bytes:
    out, offsets = bytearray(b"%PDF-1.5\n"), []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += _object(number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for offset in offsets:
        out += b"%010d 00000 n \n" % offset
    out += b"trailer << /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, start)
    return bytes(out)


def _stream(content: bytes) -> bytes:
    return b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content)


def _line(words: str, x: float, y: float) -> bytes:
    return b"BT /F1 10 Tf %.1f %.1f Td <%s> Tj ET\n" % (x, y, words.encode("utf-16-be").hex().encode())


def pdf_bytes(pages: list[list[str]], table: list[list[str]] | None = None) -> bytes:
    """A PDF of these lines, with a ruled table under those of the first page."""
    contents = []
    for number, lines in enumerate(pages):
        content = b"".join(_line(words, 72, 760 - 16 * i) for i, words in enumerate(lines))
        if table and number == 0:
            content += _ruled(table, 72, 760 - 16 * len(lines) - 30)
        contents.append(content)
    return _pages(contents)


def pdf_columns(pages: list[list[list[str]]], columns: tuple[int, ...] = (72, 230, 290, 360, 430)) -> bytes:
    """A PDF whose lines stand in columns without any rule: each line is the words of its columns, "" where there are none."""
    contents = []
    for lines in pages:
        words = [(w, columns[c], 760 - 16 * i) for i, line in enumerate(lines) for c, w in enumerate(line) if w]
        contents.append(b"".join(_line(*w) for w in words))
    return _pages(contents)


def _pages(contents: list[bytes]) -> bytes:
    """A PDF of these pages.

    The font is the reader's own for Unicode-coded Simplified Chinese (UniGB-UTF16-H); none is embedded.
    """
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    objects.append(
        b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UTF16-H /DescendantFonts [4 0 R] >>"
    )
    objects.append(
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 /FontDescriptor 5 0 R"
        b" /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> >>"
    )
    objects.append(
        b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0"
        b" /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>"
    )
    kids = []
    for content in contents:
        kids.append(len(objects) + 1)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents %d 0 R >>"
            % (len(objects) + 2)
        )
        objects.append(_stream(content))
    references = b" ".join(b"%d 0 R" % kid for kid in kids)
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (references, len(kids))
    return _assemble(objects)


def _ruled(rows: list[list[str]], x: float, top: float) -> bytes:
    """A table with a rule around every cell, 90 wide and 20 high."""
    out = b"0.5 w\n"
    width, height = 90, 20
    for r in range(len(rows) + 1):
        out += b"%.1f %.1f m %.1f %.1f l S\n" % (x, top - r * height, x + width * len(rows[0]), top - r * height)
    for c in range(len(rows[0]) + 1):
        out += b"%.1f %.1f m %.1f %.1f l S\n" % (x + c * width, top, x + c * width, top - height * len(rows))
    for r, row in enumerate(rows):
        for c, words in enumerate(row):
            out += _line(words, x + c * width + 4, top - (r + 1) * height + 6)
    return out


def scan_pdf(pages: int) -> bytes:
    """A PDF whose pages hold one grey picture each and no text."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    picture = (
        b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 >>"
    )
    objects.append(picture + b"\nstream\n\x80\nendstream")
    kids = []
    for _ in range(pages):
        kids.append(len(objects) + 1)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /XObject << /P 3 0 R >> >> /Contents %d 0 R >>"
            % (len(objects) + 2)
        )
        objects.append(_stream(b"595 0 0 842 0 0 cm /P Do"))
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(b"%d 0 R" % k for k in kids), pages)
    return _assemble(objects)


def encrypted_pdf() -> bytes:
    """A PDF that says it is encrypted with a password that nobody gives."""
    owner, user = b"<" + b"ab" * 32 + b">", b"<" + b"cd" * 32 + b">"
    encrypt = b"<< /Filter /Standard /V 1 /R 2 /O %s /U %s /P -4 >>" % (owner, user)
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [] /Count 0 >>", encrypt]
    return _assemble(objects, b"/Encrypt 3 0 R /ID [<00> <00>]")
