"""What the release ledger lets out, and what it does not."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from guihua.ledgers.ledger import State
from guihua.web import released

DAY = date(2026, 6, 1)


def _state(state: str = "released", **values: Any) -> State:
    kept = {"task": "示例", "version": "1", "level": "公开", "secrecy": "可以公开", "items": ("a",), **values}
    return State("r", state, kept, date(2026, 5, 1), date(2026, 5, 1), 1, 0, {}, {})


@pytest.mark.parametrize(
    ("state", "open_"),
    [
        (_state(), True),
        (_state("ready"), False),
        (_state("returned"), False),
        (_state(level="内部"), False),
        (_state(level=""), False),
        (_state(secrecy="不予公开"), False),
        (_state(level="定期解密", embargo="2026-06-02"), False),
        (_state(level="定期解密", embargo="2026-06-01"), True),
    ],
)
def test_only_what_is_released_public_and_past_its_embargo_is_let_out(
    monkeypatch: pytest.MonkeyPatch, state: State, open_: bool
) -> None:
    class Journal:
        def states(self) -> dict[str, State]:
            return {"r": state}

    monkeypatch.setattr(released.desk, "journal", lambda _of: Journal())
    assert bool(released.releases(DAY)) is open_


def test_a_release_holds_the_targets_it_names_or_all() -> None:
    some = released.Release("r", "示例", DAY, ("a",), "")
    every = released.Release("r", "示例", DAY, (released.ALL,), "")
    assert some.holds("a") and not some.holds("b") and every.holds("b")
