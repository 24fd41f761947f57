"""What a store knew on a day, asked for again and again: by quantity and by region, each asked once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache

from guihua.statistics.holding import query
from guihua.statistics.observation import Observation
from guihua.storage import Store


class Known:
    """The observations of a store known on a day; figures dated by collection only are among them."""

    def __init__(self, store: Store, day: date) -> None:
        @cache
        def asked(variable: str | None, region: str | None) -> tuple[Observation, ...]:
            return tuple(query(store, variable=variable, region=region, as_of=day, include_collected=True))

        self._asked = asked

    def ask(self, variable: str, region: str) -> Sequence[Observation]:
        """Every vintage of a quantity in any region, and everything of a region ("" for none)."""
        rows = {o.id: o for o in self._asked(variable, None)}
        if region:
            rows.update((o.id, o) for o in self._asked(None, region))
        return list(rows.values())
