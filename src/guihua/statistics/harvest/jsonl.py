"""Figures as JSON, one object a line, in the names that annotation and scoring use."""

from __future__ import annotations

import json

from guihua.statistics.harvest.records import Figure, Release


def figure_json(figure: Figure, release: Release) -> str:
    """One line of JSONL. The value is a JSON number here (scoring); everywhere else it stays the printed digits."""
    number = float(figure.value)
    return json.dumps(
        {
            "region": figure.region.code, "region_name": figure.region.words, "region_code": figure.region.code, "subject": figure.subject,
            "indicator": figure.indicator, "period": figure.when.period, "span": figure.when.span,
            "value": int(number) if number.is_integer() else number, "value_text": figure.value, "unit": figure.unit,
            "transformation": figure.transformation, "of": figure.of, "versus": figure.versus,
            "price": figure.price, "price_from": figure.price_from, "coverage": figure.coverage,
            "accounting": figure.accounting, "as_of": figure.when.stock, "bound": figure.bound,
            "publisher": release.publisher, "published": release.published, "source_title": release.title,
            "quote": figure.quote, "start": figure.start, "end": figure.end,
            "value_start": figure.value_start, "value_end": figure.value_end,
            "sentence_sha256": figure.sentence, "text_sha256": release.digest, "doubtful": list(figure.doubtful),
        },
        ensure_ascii=False,
    )  # fmt: skip
