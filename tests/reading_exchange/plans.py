"""A small plan made by hand for the tests of exchange, review and diff."""

from __future__ import annotations

from guihua.plan.plan import Plan
from guihua.plan.statement import Comparator, Direction, Form, Kind, Origin, Statement, Threshold, statement_id

TEXT = "某市规划🏭\n一、目标\n到2020年，钢产量达到1500万吨，年均增长8%左右。超百亿元企业达到4—5家。\n二、保障\n加强领导。\n"


def statement(
    quote: str, value_text: str, value: tuple[str, ...], unit: str, text: str = TEXT, **slots: object
) -> Statement:
    """A statement at the place of its quote in the text."""
    start = text.index(quote)
    value_start = start + quote.index(value_text)
    defaults: dict[str, object] = {
        "kind": Kind.TARGET,
        "form": Form.LEVEL,
        "comparator": Comparator.EQ,
        "indicator": "钢产量",
        "year": 2020,
        "section": "1",
    }
    return Statement(
        id=statement_id("1", quote, value_text, 0),
        value=value,
        unit=unit,
        quote=quote,
        start=start,
        end=start + len(quote),
        value_start=value_start,
        value_end=value_start + len(value_text),
        **{**defaults, **slots},  # type: ignore[arg-type]
    )


def plan(text: str = TEXT) -> Plan:
    """Three statements: a level, a growth, a count over a threshold."""
    bar = Threshold(None, Comparator.GT, "100", "亿元")
    return Plan(
        text=text,
        title="某市规划",
        period=(2016, 2020),
        statements=(
            statement("到2020年，钢产量达到1500万吨", "1500万吨", ("1500",), "万吨", text, comparator=Comparator.REACH),
            statement(
                "年均增长8%左右",
                "8%",
                ("8",),
                "%",
                text,
                form=Form.GROWTH,
                comparator=Comparator.ABOUT,
                base_year=2015,
                period=(2016, 2020),
                direction=Direction.UP,
                stated=(("year", Origin.CARRIED),),
            ),
            statement(
                "超百亿元企业达到4—5家",
                "4—5家",
                ("4", "5"),
                "家",
                text,
                comparator=Comparator.BETWEEN,
                indicator="超百亿元企业数",
                threshold=bar,
            ),
        ),
    )
