"""A bureau's table on screen: shown to be matched, stored whole or not at all, its matching offered again next month."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from guihua.errors import GuihuaError
from guihua.proof.codec import decode
from guihua.statistics import query
from guihua.statistics.importing.mapping import from_yaml, to_yaml
from guihua.storage import open_store
from guihua.web.mapped import MapTable, taken
from guihua.web.models import Job
from guihua.web.parsing import import_table


def _monthly(path: Path, month: int, **cells: object) -> Path:
    """A made-up table in the shape that bureaus publish."""
    book = Workbook()
    sheet = book.active
    rows = (
        (f"2018年{month}月主要工业指标",),
        ("指标名称", "计量单位", "本月", "同比增长(%)"),
        ("原煤产量", "万吨", 7634.5, 3.2),
        ("示例新产品产量", "万吨", 1, 2),
    )
    for row in rows:
        sheet.append(row)
    for address, value in cells.items():
        sheet[address] = value
    book.save(path)
    return path


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "guihua.toml").write_text('plan = "plan.txt"\nstore = "store"\nregion = "150000"\n', encoding="utf-8")
    return tmp_path


def _payload(path: Path, **more: Any) -> dict[str, Any]:
    told = {"published": "2018-07-20", "publisher": "示例统计局", "source": "", "period": "", "skip_bad": False}
    return {"path": str(path), "name": path.name, **told, **more}


def _stored(project: Path) -> int:
    return len(list(query(open_store(project / "store"), as_of=date(2030, 1, 1))))


def test_nothing_is_stored_before_a_person_has_matched_the_table(project: Path) -> None:
    result = import_table(str(project), _payload(_monthly(project / "a.xlsx", 6)))
    (table,) = (decode(MapTable, plain) for plain in result["ask"])
    assert not result["kept"] and not _stored(project)
    assert [(c.letter, c.transformation, c.time) for c in table.columns] == [
        ("C", "level", "month"),
        ("D", "yoy", "month"),
    ]
    assert [(r.number, r.indicator, r.cells) for r in table.rows] == [
        (3, "原煤产量", ("7634.5", "3.2")),
        (4, "", ("1", "2")),
    ]
    assert table.report == "2018M06" and not table.remembered


def test_the_matching_is_offered_again_next_month(project: Path) -> None:
    first = _payload(_monthly(project / "a.xlsx", 6))
    table = decode(MapTable, import_table(str(project), first)["ask"][0])
    mapping = taken(table, 0, {"0-indicator-1": "新产品产量", "0-time-1": "month"})
    done = import_table(str(project), first | {"mappings": {table.signature: to_yaml(mapping)}})
    assert (done["kept"], done["stored"], done["left_out"]) == (True, 4, [])
    again = decode(MapTable, import_table(str(project), _payload(_monthly(project / "b.xlsx", 7)))["ask"][0])
    assert again.remembered and again.rows[1].indicator == "新产品产量" and again.columns[1].time == "month"


def test_a_new_row_of_the_next_month_is_proposed_beside_what_is_remembered(project: Path) -> None:
    first = _payload(_monthly(project / "a.xlsx", 6, A5="发电量", B5="亿千瓦时", C5=1, A6="钢材产量", B6="万吨", C6=1))
    table = decode(MapTable, import_table(str(project), first)["ask"][0])
    import_table(str(project), first | {"mappings": {table.signature: table.mapping}})
    more = _monthly(project / "b.xlsx", 7, A5="发电量", B5="亿千瓦时", C5=1, A6="钢材产量", B6="万吨", C6=1, A7="水泥产量", B7="万吨", C7=2)  # fmt: skip
    again = decode(MapTable, import_table(str(project), _payload(more))["ask"][0])
    assert again.remembered and [r.label for r in again.rows][-1] == "水泥产量"
    assert from_yaml(again.mapping, "").row("水泥产量") is not None


def test_a_wrong_cell_keeps_the_whole_table_out_and_is_told_in_its_place(project: Path) -> None:
    first = _payload(_monthly(project / "a.xlsx", 6, C3="七千多"))
    table = decode(MapTable, import_table(str(project), first)["ask"][0])
    done = import_table(str(project), first | {"mappings": {table.signature: table.mapping}})
    assert not done["kept"] and not _stored(project)
    assert [(b[4], b[2], b[3]) for b in done["bad"]] == [("C3", "value-invalid", "七千多")]
    assert done["ask"], "the table is shown again, to be sent once more"


def test_a_table_of_regions_asks_for_its_indicator(project: Path) -> None:
    book = Workbook()
    for row in (("2018年6月情况",), ("地区", "同比增长(%)"), ("包头市", 3), ("赤峰市", 4)):
        book.active.append(row)
    book.save(project / "r.xlsx")
    table = decode(MapTable, import_table(str(project), _payload(project / "r.xlsx"))["ask"][0])
    assert table.rows_are == "regions" and not table.indicator
    with pytest.raises(GuihuaError) as refused:
        taken(table, 0, {})
    assert refused.value.code == "IMPORT-INDICATOR"
    assert taken(table, 0, {"0-whole": "工业增加值增速"}).indicator == "工业增加值增速"


def test_the_page_shows_the_table_and_sends_it_on_as_matched(person: Any, project: Path) -> None:
    payload = _payload(_monthly(project / "a.xlsx", 6, C3="七千多"))
    table = import_table(str(project), payload)["ask"][0]
    answered = import_table(str(project), payload | {"mappings": {table["signature"]: decode(MapTable, table).mapping}})
    asked = Job.objects.create(kind="import", payload=payload, result=answered, state="done")
    planner = person("planner")
    html = planner.get(f"/data/imported/{asked.pk}/").content.decode()
    assert 'name="0-indicator-0" value="原煤产量"' in html and '<td class="num bad">七千多' in html
    sent = {"0-indicator-1": "新产品产量", "published": "2018-07-21", "0-kind-0": "skip"}
    answer = planner.post(f"/data/imported/{asked.pk}/match/", sent)
    job = Job.objects.get(pk=answer.headers["Location"].split("/")[2])
    mapping = from_yaml(job.payload["mappings"][table["signature"]], "")
    assert job.payload["published"] == "2018-07-21" and job.payload["publisher"] == "示例统计局"
    assert mapping.row("示例新产品产量").indicator == "新产品产量" and mapping.columns[0].transformation == "skip"  # type: ignore[union-attr]
    bad = planner.post(f"/data/imported/{asked.pk}/match/", {"0-kind-0": "nonsense"})
    assert bad.status_code == 400 and "MAPPING-INVALID" in bad.content.decode()
