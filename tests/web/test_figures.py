"""Figures on the site: a published text beside its figures, the gap list with its papers, the indicator sheet out and back."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from guihua.web.models import Job
from guihua.web.work.queue import Progress

TEXT = "乌海市2021年前三季度经济运行情况\n乌海市统计局\n2021年10月22日\n前三季度，全市地区生产总值为501亿元，同比增长6.5%。全市规模以上工业增加值增长5.1%。\n"


def _done(client: Any, response: Any) -> Any:
    """Do the work that a request asked for, as the worker does, and open what it leads to."""
    from guihua.web.work.kinds import perform

    for job in Job.objects.filter(state=Job.State.QUEUED):
        result = perform(job, Progress(job))
        Job.objects.filter(pk=job.pk).update(state=Job.State.DONE, result=result)
    then = response.headers.get("Location", "").partition("then=")[2]
    from urllib.parse import unquote

    return client.get(unquote(then)) if then else None


@pytest.fixture
def planner(person: Any) -> Any:
    return person("planner")


def test_figures_of_a_text_are_shown_beside_it_and_stored_once_ticked(planner: Any, plan_text: str) -> None:
    sent = SimpleUploadedFile("公报.txt", TEXT.encode("utf-8"))
    page = _done(planner, planner.post("/data/figures/read/", {"text": sent, "source": ""}))
    words = page.content.decode()
    assert "地区生产总值" in words and "<mark>501</mark>" in words and "乌海市统计局" in words
    job = Job.objects.get(kind="harvest")
    taken = _done(planner, planner.post(f"/data/figures/{job.pk}/take/", {"take": ["0", "2"]}))
    assert "新存 2 个数" in taken.content.decode()


def test_a_text_is_shown_as_text_whatever_stands_in_it(planner: Any, plan_text: str) -> None:
    sent = SimpleUploadedFile("公报.txt", (TEXT + "<script>alert(1)</script>全市发电量5亿千瓦时。").encode("utf-8"))
    page = _done(planner, planner.post("/data/figures/read/", {"text": sent, "source": ""}))
    assert "<script>alert" not in page.content.decode()


def test_the_gap_list_is_a_page_a_workbook_and_papers(planner: Any, plan_text: str) -> None:
    planner.get("/indicators/gaps/")
    _done(planner, planner.get("/indicators/gaps/"))
    page = planner.get("/indicators/gaps/").content.decode()
    assert "工业增加值" in page and "预计公布" in page
    job = Job.objects.get(kind="gaps")
    book = b"".join(planner.get(f"/indicators/gaps/{job.pk}/file.xlsx").streaming_content)
    assert openpyxl.load_workbook(io.BytesIO(book)).worksheets[0]["A1"].value == "编号"
    papers = b"".join(planner.get(f"/indicators/gaps/{job.pk}/file.zip").streaming_content)
    assert any(name.endswith(".docx") for name in zipfile.ZipFile(io.BytesIO(papers)).namelist())
    assert planner.get(f"/indicators/gaps/{job.pk}/file.exe").status_code == 404


def test_the_indicator_sheet_goes_out_and_comes_back_as_decisions(planner: Any, plan_text: str, root: Path) -> None:
    from guihua.plan.planfile import write_planfile
    from guihua.project import read_plan
    from guihua.tracking.indicators.workbook import HEADS

    write_planfile(read_plan(root / "plan.txt"), root / "plan.yaml")
    _done(planner, planner.get("/indicators/sheet/"))
    assert "工业增加值" in planner.get("/indicators/sheet/").content.decode()
    job = Job.objects.get(kind="indicator-sheet")
    book = openpyxl.load_workbook(
        io.BytesIO(b"".join(planner.get(f"/indicators/sheet/{job.pk}/file").streaming_content))
    )
    book.worksheets[0].cell(2, HEADS.index("责任单位") + 1).value = "自治区统计局"
    out = io.BytesIO()
    book.save(out)
    sent = SimpleUploadedFile("清单.xlsx", out.getvalue())
    page = _done(planner, planner.post("/indicators/sheet/take/", {"sheet": sent}))
    assert "记入 1 条决定" in page.content.decode()
    assert "自治区统计局" in (root / "decisions.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("address", ["/data/figures/", "/indicators/gaps/", "/indicators/sheet/"])
def test_a_reporter_and_the_public_do_not_come_here(person: Any, client: Any, plan_text: str, address: str) -> None:
    assert person("reporter").get(address).status_code == 403
    assert client.get(address).status_code in (302, 403)


def test_a_paper_is_audited_marked_handed_out_and_nothing_of_it_is_kept(
    planner: Any, plan_text: str, root: Path
) -> None:
    text = "乌海市情况\n全市共有幼儿园620所，其中公办248所、民办472所。<script>alert(1)</script>\n"
    sent = SimpleUploadedFile("讲话.txt", text.encode("utf-8"))
    page = _done(planner, planner.post("/check/paper/read/", {"paper": sent})).content.decode()
    assert "248 + 472 = 720" in page and ">472</mark>" in page and "<script>alert" not in page
    job = Job.objects.get(kind="audit")
    assert not Path(job.payload["path"]).exists()
    for kind in ("docx", "xlsx", "json"):
        assert len(b"".join(planner.get(f"/check/paper/{job.pk}/file.{kind}").streaming_content)) > 100
    planner.post(f"/check/paper/{job.pk}/drop/")
    assert not Job.objects.filter(kind="audit").exists()
    assert planner.get(f"/check/paper/{job.pk}/file.docx").status_code == 404
