"""Plain text: bytes of an unknown encoding -> a Document."""

from __future__ import annotations

import hashlib
import re
from itertools import pairwise

from guihua.errors import GuihuaError, Place
from guihua.plan.limits import hold
from guihua.reading.documents.document import Document
from guihua.reading.documents.headings import find_headings

MAX_BYTES = 256 * 1024 * 1024
PLAUSIBLE = 0.85
"""The least share of characters of Chinese prose for a guessed encoding to be believed."""

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_PROSE = re.compile(r"[\t\n\r\f\x20-\x7e·×—‘’“”…‰℃Ⅰ-ⅹ①-⑳　-〿一-鿿！-～￥]+")
_HAN = re.compile(r"[一-鿿]")
_DIGITS = re.compile(r"[0-9]{10000}")
"""No document prints a number of ten thousand digits: such a file is data."""


def document_from_bytes(data: bytes, source: str = "") -> Document:
    """The same for bytes already in memory."""
    text, encoding, warnings = decode(data, source)
    return document_from_string(text, source, encoding=encoding, warnings=warnings)


def document_from_string(
    text: str, source: str = "", *, encoding: str = "", warnings: tuple[str, ...] = (), format: str = "text"
) -> Document:
    """A Document of a string: line ends made LF, a leading byte order mark dropped, headings found."""
    text = normalise(text, source)
    return Document(
        text=text,
        sha256=text_sha256(text),
        title=find_title(text),
        headings=find_headings(text),
        encoding=encoding,
        format=format,
        source=source,
        warnings=warnings,
    )


def text_sha256(text: str) -> str:
    """SHA-256 of the text in UTF-8, in lower-case hexadecimal."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def normalise(text: str, source: str = "") -> str:
    """LF line ends and no leading byte order mark; refuses what is no text (READ-EMPTY, READ-BINARY)."""
    if text.startswith("\ufeff"):
        text = text[1:]
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text or text.isspace():
        raise GuihuaError("READ-EMPTY", "文件没有文字 / the document holds no text", _HINT_EMPTY, source)
    _refuse_surrogates(text, source)
    _refuse_binary(text, source)
    _refuse_digits(text, source)
    hold("characters", len(text), source)
    return text


def decode(data: bytes, source: str = "") -> tuple[str, str, tuple[str, ...]]:
    """(text, encoding, warnings) of bytes whose encoding is unknown."""
    if len(data) > MAX_BYTES:
        title = f"文件过大（{len(data) // 2**20} MB）/ the file is larger than {MAX_BYTES // 2**20} MB"
        raise GuihuaError("READ-TOO-LARGE", title, "请拆分后再读 / split it into parts", source)
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], encoding, source), encoding, ()
    utf8 = _try(data, "utf-8")
    if utf8 is not None and "\x00" not in utf8:
        return utf8, "utf-8", ()
    if wide := _guess_utf16(data):
        return wide[0], wide[1], (f"READ-NO-BOM: 文件没有字节序标记，按 {wide[1]} 读取 / read as {wide[1]}",)
    if utf8 is not None:
        return utf8, "utf-8", ()
    _refuse_mixed(data, source)
    text = _try(data, "gb18030")
    if text is None or plausible(text) < PLAUSIBLE:
        raise _undecodable(data, text, source)
    return text, "gb18030", ()


def plausible(text: str) -> float:
    """The share of characters that Chinese office prose is made of, over a sample of the first 200,000."""
    sample = text[:200_000]
    return sum(len(run) for run in _PROSE.findall(sample)) / len(sample) if sample else 0.0


_TITLE_WORDS = "规划纲要|规划|纲要|计划|方案|意见|报告|办法|通知|批复|决定|细则|公报|答复|请示|规定|公告|条例"
_YEARS = r"(?:[（(][^）)\n]{1,20}[）)])?"
_TITLE_LINE = re.compile(rf"[　 \t]*([^。；，：\n]{{2,60}}(?:{_TITLE_WORDS}){_YEARS})[　 \t]*")
_TITLE_RUNNING = re.compile(rf"[^。；，：\n〕　]{{0,40}}?关于[^。；：\n]{{2,60}}?(?:的(?:{_TITLE_WORDS})|若干意见)")
_PIECE = re.compile("^[　 ]*第[一二三四五六七八九十]{1,3}篇[：:]")
_ISSUERS = re.compile(r"^.*(?:部|委|局|厅|文件)(?=关于)|^.*号(?=关于)")


def find_title(text: str) -> str:
    """The document's title as far as the first lines show it, else an empty string."""
    lines = [line for line in text[:2000].split("\n") if not line.startswith("#")][:25]
    titles = [found[1] for line in lines if (found := _TITLE_LINE.fullmatch(line))]
    plans = [t for t in titles if re.search(r"(?:规划|纲要|计划|方案)(?:[（(].*)?$", t)]
    if plans:
        named = next(
            (t for t in plans if f"《{t.strip()}》" in text[:2000]), plans[0]
        )  # a page may add a title of its own
        return _PIECE.sub("", named).strip("　 \t")
    running = _TITLE_RUNNING.search("\n".join(lines)[:400]) or _over_two_lines(lines)
    title = running[0] if running else titles[0] if titles else ""
    return _ISSUERS.sub("", title).strip("　 \t")


def _over_two_lines(lines: list[str]) -> re.Match[str] | None:
    """A title that a line break parts: 国务院关于印发…保护 / “十一五”规划的通知."""
    for line, after in pairwise(lines[:8]):
        if "关于" in line and len(line) < 40 and not line.rstrip().endswith(("。", "：")):
            return _TITLE_RUNNING.search(line.strip("　 \t") + after.strip("　 \t"))
    return None


_HINT_EMPTY = "请检查文件是否为空，或是否为扫描件 / check that the file is not empty and not a scan"
_HINT_BINARY = "请用 .txt .md .docx .html .pdf / save the document as .txt, .md, .docx, .html or .pdf"
_HINT_ENCODING = "请另存为 UTF-8 / save the file as UTF-8"


def _strict(data: bytes, encoding: str, source: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = _line_of(data, error.start) if encoding == "utf-8" else None
        title = f"文件标明 {encoding}，第 {error.start} 字节不合 / byte {error.start} does not fit {encoding}"
        raise GuihuaError("READ-ENCODING", title, _HINT_ENCODING, Place(source, line=line)) from None


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _guess_utf16(data: bytes) -> tuple[str, str] | None:
    """UTF-16 without a mark, where the text so read is prose and in the other order is not."""
    if len(data) % 2 or len(data) < 4:
        return None
    best: tuple[float, str, str] | None = None
    for encoding in ("utf-16-le", "utf-16-be"):
        text = _try(data, encoding)
        if text is None:
            continue
        score = plausible(text)
        if score >= PLAUSIBLE and (best is None or score > best[0]):
            best = (score, text, encoding)
    return (best[1], best[2]) if best else None


def _refuse_mixed(data: bytes, source: str) -> None:
    """READ-MIXED-ENCODINGS where some lines are Chinese in UTF-8 and others are Chinese in GB18030."""
    utf8_lines, other_line = 0, 0
    for number, line in enumerate(data.split(b"\n"), start=1):
        if line.isascii():
            continue
        text = _try(line, "utf-8")
        if text is not None and len(_HAN.findall(text)) >= 4:
            utf8_lines += 1
        elif text is None and not other_line:
            other_line = number
        if utf8_lines and other_line:
            title = f"文件混用两种编码，第 {other_line} 行不是 UTF-8 / two encodings: line {other_line} is not UTF-8"
            raise GuihuaError("READ-MIXED-ENCODINGS", title, _HINT_ENCODING, Place(source, line=other_line))


def _undecodable(data: bytes, text: str | None, source: str) -> GuihuaError:
    if (text is not None and _CONTROL.search(text)) or b"\x00" in data:
        title = "文件不是文本（含控制字符）/ the file is not text"
        return GuihuaError("READ-BINARY", title, _HINT_BINARY, source)
    try:
        data.decode("gb18030" if _try(data, "gb18030") is None else "utf-8")
        line = None
    except UnicodeDecodeError as error:
        line = _line_of(data, error.start)
    title = "编码不是 UTF-8、GB18030 或 UTF-16 / the encoding is none of UTF-8, GB18030, UTF-16"
    return GuihuaError("READ-ENCODING", title, _HINT_ENCODING, Place(source, line=line))


def _line_of(data: bytes, position: int) -> int:
    return data.count(b"\n", 0, position) + 1


def _refuse_surrogates(text: str, source: str) -> None:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        title = f"第 {error.start} 个字符是半个代理对 / character {error.start} is half a surrogate pair"
        place = Place(source, start=error.start, end=error.end)
        raise GuihuaError("READ-ENCODING", title, _HINT_ENCODING, place) from None


def _refuse_binary(text: str, source: str) -> None:
    first = _CONTROL.search(text)
    if first is None:
        return
    count = sum(1 for _ in _CONTROL.finditer(text))
    if "\x00" in text or count * 200 > len(text):
        line = text.count("\n", 0, first.start()) + 1
        title = f"第 {line} 行有控制字符，文件不是文本 / control characters on line {line}: this is not text"
        raise GuihuaError("READ-BINARY", title, _HINT_BINARY, Place(source, line, "", first.start(), first.end()))


def _refuse_digits(text: str, source: str) -> None:
    run = _DIGITS.search(text)
    if run is not None:
        line = text.count("\n", 0, run.start()) + 1
        title = f"第 {line} 行有上万位的数字，文件不是文档 / a number of over 10,000 digits on line {line}: this is no document"
        raise GuihuaError("READ-DIGITS", title, _HINT_BINARY, Place(source, line, "", run.start(), run.end()))
