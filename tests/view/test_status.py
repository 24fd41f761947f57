from __future__ import annotations

import pytest

from guihua.plan.status import Status
from guihua.view.status import SCALE, style


def test_the_scale_shows_every_status_in_its_official_word() -> None:
    assert [s.code for s in SCALE] == [s.value for s in Status]
    assert all(style(s).zh == s.zh for s in Status)


def test_statuses_differ_in_shape_and_word_not_only_in_colour() -> None:
    assert len({s.symbol for s in SCALE}) == len({s.zh for s in SCALE}) == len({s.en for s in SCALE}) == len(SCALE)


@pytest.mark.parametrize("shown", SCALE, ids=lambda s: s.code)
def test_words_reach_contrast_on_both_papers(shown: object) -> None:
    assert contrast(shown.text, "#ffffff") >= 4.5  # type: ignore[attr-defined]
    assert contrast(shown.dark, "#12161b") >= 4.5  # type: ignore[attr-defined]


def contrast(one: str, other: str) -> float:
    """WCAG 2.2 contrast ratio."""
    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
