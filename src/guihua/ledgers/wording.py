"""Words for what can be wrong and for the heads of sheets: `words.yaml`, in both languages."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from guihua.ledgers.ledger import Ledger, State, Words
from guihua.ledgers.permission import Refusal
from guihua.ledgers.values import Wrong


def explain(ledger: Ledger, wrong: Wrong | Refusal, language: str = "zh") -> str:
    """One sentence on what is wrong, naming the column as the ledger does."""
    if isinstance(wrong, Refusal) and wrong.wrong:
        wrong = wrong.wrong
    text = _pick(_table()["wrong"].get(wrong.code), language, wrong.code)
    detail = wrong.detail
    if isinstance(wrong, Wrong):
        field = ledger.field(wrong.field)
        name = _of(field.words, language) if field else sheet_word(wrong.field.removeprefix("@"), language)
        shown = f"{name}：{text}" if language == "zh" else f"{name}: {text}"
        return f"{shown}（{detail}）" if detail and language == "zh" else f"{shown} ({detail})" if detail else shown
    named = ledger.field(detail) or ledger.status(detail) or ledger.transition(detail)
    if named:
        detail = _of(named.words, language)
    return f"{text}：{detail}" if detail and language == "zh" else f"{text}: {detail}" if detail else text


def sheet_word(key: str, language: str = "zh") -> str:
    """A head or note of a sheet."""
    return _pick(_table()["sheet"].get(key), language, key)


def role_word(role: str, language: str = "zh") -> str:
    """What a role is called."""
    return _pick(_table()["roles"].get(role), language, role)


def title_of(ledger: Ledger, state: State) -> str:
    """One line that says which object this is: its first field, and what is done where the ledger has that."""
    parts = [state.text(ledger.fields[0].name), state.text("measure") if ledger.field("measure") else ""]
    return "；".join(part for part in parts if part) or state.subject


def _pick(row: Any, language: str, fallback: str) -> str:
    return str(row.get(language, fallback)) if isinstance(row, dict) else fallback


def _of(words: Words, language: str) -> str:
    return words.en if language == "en" else words.zh


@lru_cache(maxsize=1)
def _table() -> Any:
    return yaml.load((Path(__file__).parent / "words.yaml").read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
