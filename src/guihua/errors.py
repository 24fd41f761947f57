"""The one error that guihua raises for anything a user can cause or mend; `error_codes.toml` describes every code of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Place:
    """Where a fault lies: a file and, as far as known, line, cell, or character span (end exclusive)."""

    file: str = ""
    line: int | None = None
    cell: str = ""
    start: int | None = None
    end: int | None = None

    def __str__(self) -> str:
        parts = [self.file] if self.file else []
        if self.line is not None:
            parts.append(f"line {self.line}")
        if self.cell:
            parts.append(f"cell {self.cell}")
        if self.start is not None:
            parts.append(f"characters {self.start}-{self.end if self.end is not None else self.start}")
        return ", ".join(parts)


class GuihuaError(Exception):
    """What is wrong, how to mend it, and where.

    code   stable short name, upper case with hyphens ("READ-BINARY")
    title  one sentence: what is wrong
    hint   one sentence: how to mend it
    where  the place; a plain string is taken as a file name
    """

    def __init__(self, code: str, title: str, hint: str = "", where: Place | str = "") -> None:
        super().__init__(title)
        self.code = code
        self.title = title
        self.hint = hint
        self.where = Place(where) if isinstance(where, str) else where

    def __str__(self) -> str:
        text = f"{self.code}: {self.title}"
        if str(self.where):
            text += f" ({self.where})"
        return f"{text}\n  {self.hint}" if self.hint else text

    def __reduce__(self) -> tuple[object, ...]:
        return GuihuaError, (self.code, self.title, self.hint, self.where)


@dataclass(frozen=True, slots=True)
class Described:
    """What a code means whatever the case, and how it is mended, in both languages."""

    code: str
    zh: str
    en: str
    mend_zh: str
    mend_en: str

    def words(self, lang: str = "zh") -> str:
        """The lines for a terminal."""
        said, mend = (self.zh, self.mend_zh) if lang == "zh" else (self.en, self.mend_en)
        return f"{self.code}  {said}\n  {'办法' if lang == 'zh' else 'how to mend it'}: {mend}"


@cache
def described() -> dict[str, Described]:
    """Every code that guihua raises, with what it means; in the order of the codes."""
    import tomllib

    rows = tomllib.loads(Path(__file__).with_name("error_codes.toml").read_text(encoding="utf-8"))
    return {code: Described(code, **row) for code, row in rows.items()}
