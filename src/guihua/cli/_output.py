"""Where a verb's answer goes, and in which form: one rule for every `-o`.

The suffix of `-o` decides the form; `--format` may name it where the suffix leaves a choice, and must not contradict it.
`-o -` is standard output. Unknown suffixes are refused before anything is computed.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from guihua.errors import GuihuaError

STANDARD_OUTPUT = "-"


def form_of(
    output: str | None,
    wanted: str | None,
    suffixes: Mapping[str, tuple[str, ...]],
    *,
    default: str = "",
    files_only: frozenset[str] = frozenset(),
) -> str:
    """The form to write: by the suffix of the file, else as wanted, else the default (that of the screen).

    suffixes    suffix → the forms that may stand under it, the usual one first
    files_only  forms that do not go to standard output (a workbook, a picture); "" in it: the verb writes files alone

    Raises GuihuaError OUTPUT-SUFFIX (none of the suffixes), OUTPUT-FORMAT (--format says another), OUTPUT-FILE (a form
    that needs a file, without one).
    """
    if not output or output == STANDARD_OUTPUT:
        form = wanted or default
        if form in files_only or "" in files_only:
            usual = next((s for s, forms in suffixes.items() if form in forms), next(iter(suffixes)))
            title = f"{form or usual} 要写到文件 goes to a file, not to standard output"
            raise GuihuaError("OUTPUT-FILE", title, f"加 add: -o 文件名{usual}")
        return form
    suffix = "".join(Path(output).suffixes[-1:]).lower()
    known = " ".join(suffixes)
    if suffix not in suffixes:
        title = f"不认识的后缀 unknown suffix {suffix!r}" if suffix else "文件名没有后缀 the file name has no suffix"
        raise GuihuaError("OUTPUT-SUFFIX", title, f"可用 one of: {known}", output)
    forms = suffixes[suffix]
    if wanted and wanted not in forms:
        title = f"--format {wanted} 与后缀 {suffix} 不符 does not agree with the suffix"
        right = [s for s, forms in suffixes.items() if wanted in forms]
        hint = f"改后缀为 name it {' '.join(right)}，或去掉 or leave out --format" if right else f"可用 one of: {known}"
        raise GuihuaError("OUTPUT-FORMAT", title, hint, output)
    return wanted or forms[0]


def file_of(output: str | None) -> str:
    """The file that is meant; "" for standard output."""
    return "" if not output or output == STANDARD_OUTPUT else output


def text_for_file(text: str, form: str) -> str:
    """What is written to a file: a CSV with a mark at its start, without which Excel and WPS read Chinese as GBK."""
    return "\ufeff" + text if form == "csv" else text


def put_text(output: str | None, text: str, form: str) -> None:
    """A text to its file, whole, or to standard output where no file is named."""
    import sys

    from guihua.plan.files import write_whole

    if output:
        write_whole(output, text_for_file(text, form))
    else:
        sys.stdout.write(text)


def refuse_standard_input(arguments: list[str]) -> None:
    """`-` in the place of a file: guihua reads files, so that every finding can name one. GuihuaError INPUT-FILE."""
    for before, argument in zip(["", *arguments], arguments, strict=False):
        if argument == STANDARD_OUTPUT and not before.startswith("-"):
            raise GuihuaError(
                "INPUT-FILE",
                "不从标准输入读 standard input is not read",
                "先存成文件，再写文件名 save it to a file first and name that",
            )
