"""A log as a bundle: checked without the store; every changed byte refused; figures recomputed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from guihua.errors import GuihuaError
from guihua.ledgers.bundle import KIND, check_log, log_bundle
from guihua.ledgers.declaration import load_ledgers
from guihua.ledgers.journal import Journal
from guihua.proof.bundle import Bundle, write
from guihua.proof.verify import Verdict, verify
from guihua.storage import Store
from tests.ledgers.test_laws import small_log

DAY = date(2018, 12, 31)


@pytest.fixture
def bundle(store: Store) -> Bundle:
    return log_bundle(small_log(store, load_ledgers()["parks"]), DAY)


def test_a_bundle_of_a_log_holds_part_by_part(bundle: Bundle) -> None:
    found = verify(write(bundle), {KIND: check_log})
    assert found.verdict is Verdict.HOLDS
    assert [p.name for p in found.parts][:3] == ["bytes", "records", "declaration"]
    assert len(found.parts) == 5 + len(load_ledgers()["parks"].feeds)


def test_every_changed_byte_of_a_bundle_is_refused(bundle: Bundle) -> None:
    data = write(bundle)
    for place in range(0, len(data), 7):
        changed = data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]
        assert verify(changed, {KIND: check_log}).verdict is Verdict.REFUSED, place


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("size", 2),
        ("records", []),
        ("root", "sha256:" + "0" * 64),
        ("ledger", "brands"),
        ("figures", []),
        ("as_of", "2018-05-01"),
    ],
)
def test_a_bundle_written_anew_over_other_claims_is_refused(bundle: Bundle, member: str, value: Any) -> None:
    forged = Bundle(KIND, {**bundle.payload, member: value})
    assert verify(write(forged), {KIND: check_log}).verdict is Verdict.REFUSED


def test_a_figure_that_its_records_do_not_give_is_refused(bundle: Bundle) -> None:
    figures: Any = [dict(f) for f in bundle.payload["figures"]]  # type: ignore[union-attr,arg-type]
    figures[3]["value"] = "999"
    found = verify(write(Bundle(KIND, {**bundle.payload, "figures": figures})), {KIND: check_log})
    assert [p.name for p in found.parts if p.verdict is Verdict.REFUSED] == ["figure output"]


def test_an_empty_log_gives_no_bundle(store: Store) -> None:
    with pytest.raises(GuihuaError, match="empty"):
        log_bundle(Journal(store, load_ledgers()["parks"]), DAY)
