"""Parks and enterprises with codes of their own: read, imported, summed and kept from the public."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from guihua.errors import GuihuaError
from guihua.plan.codes import credit_check, organisation_check
from guihua.plan.regions import children
from guihua.statistics import query
from guihua.statistics.bodies import Bodies, BodyKind, is_enterprise, read_bodies
from guihua.statistics.disclosure import publishable
from guihua.statistics.importing import import_file
from guihua.statistics.importing.files import BadRows
from guihua.statistics.observation import Observation
from guihua.statistics.rollup import rollup, rollups
from guihua.statistics.template import Asked, template
from guihua.storage import Store
from tests.corpus import ROOT
from tests.statistics.test_derived import observation

HEAD = "code,name,kind,parent,since,until"


def credit(organisation: str) -> str:
    """A well-formed credit code of Ordos for an organisation's eight characters."""
    first = f"91150600{organisation}{organisation_check(organisation)}"
    return first + credit_check(first)


FIRM, OTHER = credit("MA0TEKH1"), credit("MA0TEKH2")
DAY = date(2021, 12, 31)


def bodies(tmp_path: Path, *lines: str) -> Bodies:
    path = tmp_path / "bodies.csv"
    path.write_text("\n".join((HEAD, *lines)) + "\n", encoding="utf-8")
    return read_bodies(path)


def ordos(tmp_path: Path) -> Bodies:
    return bodies(
        tmp_path,
        "150627-01,蒙苏经济开发区,park,150627,,",
        "150600-01,鄂尔多斯高新技术产业开发区,park,150600,2017,",
        "150622-09,旧园区,park,150622,,2016",
        f"{FIRM},甲厂,enterprise,150627-01,,",
        f"{OTHER},乙厂,enterprise,150627,,",
    )


def output(place: str, value: str, year: int = 2020, **given: object) -> Observation:
    return replace(observation("output[parks]", value, year), region=place, id=f"o-{place}-{value}-{year}", **given)  # type: ignore[arg-type]


def test_the_nineteen_parks_of_the_example_lie_in_their_regions() -> None:
    found = read_bodies(ROOT / "examples/neimenggu/bodies.csv")
    assert len(found.below("150000", BodyKind.PARK, DAY)) == 19
    leagues = [found.below(part.code, BodyKind.PARK, DAY) for part in children("150000")]
    assert sum(map(len, leagues)) == 19
    assert all(body.source for body in found.bodies)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("PARK-1,园区,park,150999,,", "parent"),
        ("150600,园区,park,150600,,", "park's code"),
        (f"{FIRM[:17]}{'0' if FIRM[17] != '0' else '1'},厂,enterprise,150600,,", "credit code"),
        ("PARK-1,,park,150600,,", "no name"),
        ("PARK-1,园区,city,150600,,", "kind"),
        ("PARK-1,园区,park,150600,2020,2019", "until"),
        ("PARK-1,园区,park,150600,soon,", "date"),
        (f"PARK-1,园区,park,{FIRM},,", "parent"),
    ],
)
def test_a_wrong_line_is_named_with_its_number(tmp_path: Path, line: str, words: str) -> None:
    with pytest.raises(GuihuaError) as caught:
        bodies(tmp_path, f"{FIRM},甲厂,enterprise,150600,,", line)
    assert (caught.value.code, caught.value.where.line) == ("BODIES-ROW", 3)
    assert words in caught.value.title


def test_parks_are_summed_against_the_total_and_what_lies_outside_them_is_shown(tmp_path: Path) -> None:
    known = ordos(tmp_path)
    rows = [output("150600", "1000"), output("150627-01", "355"), output("150600-01", "0.02", unit="万亿元")]
    (found,) = rollup(rows, "150600", known, BodyKind.PARK)
    assert (found.sum, found.difference, found.by) == (Decimal(555), Decimal(445), "park")
    assert found.complete and [part.region for part in found.parts] == ["150600-01", "150627-01"]


def test_a_park_counts_in_the_years_in_which_it_existed(tmp_path: Path) -> None:
    known = ordos(tmp_path)
    rows = [output("150627-01", "300", 2016), output("150622-09", "20", 2016), output("150627-01", "355", 2020)]
    early, late = rollup(rows, "150600", known, BodyKind.PARK)
    assert (early.sum, early.complete) == (Decimal(320), True)
    assert (late.sum, [part.code for part in late.missing]) == (Decimal(355), ["150600-01"])


def test_enterprises_are_summed_in_their_park_and_in_the_county_above_it(tmp_path: Path) -> None:
    known = ordos(tmp_path)
    rows = [output(FIRM, "10"), output(OTHER, "5"), output("150627-01", "12"), output("150627", "40")]
    found = {(r.region.code, r.by): (r.sum, r.difference) for r in rollups(rows, "150000", known)}
    assert found["150627-01", "enterprise"] == (Decimal(10), Decimal(2))
    assert found["150627", "enterprise"] == (Decimal(15), Decimal(25))
    assert found["150627", "park"] == (Decimal(12), Decimal(28))
    assert found["150000", "enterprise"] == (Decimal(15), None)


def test_import_takes_a_body_by_code_or_name_and_refuses_one_that_is_not_listed(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    head = "region_code,region,indicator,period,value,unit,price,published"
    lines = [
        "150627-01,,园区产值,2015,355,亿元,现价,2016-03-01",
        ",甲厂,工业总产值,2015,3,亿元,现价,2016-03-01",
    ]
    path.write_text("\n".join((head, *lines)) + "\n", encoding="utf-8")
    with pytest.raises(BadRows) as caught:
        import_file(store, path)
    assert {row.code for row in caught.value.bad} == {"region-unknown"}
    assert import_file(store, path, bodies=ordos(tmp_path)).stored == 2
    (park,) = query(store, variable="output[parks]", region="150627-01", as_of=DAY)
    assert (park.value, park.publish_level) == ("355", ""), "a level that nobody stated stays unstated"


def test_a_figure_of_one_enterprise_is_never_given_out() -> None:
    rows = [output(FIRM, "10"), output("150627-01", "12")]
    assert is_enterprise(FIRM) and not is_enterprise("150627-01")
    assert publishable(rows, DAY) == (rows[1],)


def test_a_template_asks_a_park_by_its_own_name(tmp_path: Path) -> None:
    import openpyxl

    path = tmp_path / "填报.xlsx"
    path.write_bytes(template([Asked("150627-01", "园区产值", "2020", "亿元")], bodies=ordos(tmp_path)))
    row = next(openpyxl.load_workbook(path)["填报"].iter_rows(min_row=2, values_only=True))
    assert row[:3] == ("150627-01", "蒙苏经济开发区", "园区产值")
