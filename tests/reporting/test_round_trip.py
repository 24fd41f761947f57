"""What comes back: tracing, updating an edited file, self-evaluations, recomputing the bundle."""

from __future__ import annotations

import io
import json
import random
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

from guihua.errors import GuihuaError
from guihua.proof.verify import Verdict
from guihua.reporting.bundle import file_made, write_bundle
from guihua.reporting.carried import carried, parts, xml
from guihua.reporting.document import Document
from guihua.reporting.docx_writer import write_docx
from guihua.reporting.gather import Sources, material
from guihua.reporting.html_writer import write_html
from guihua.reporting.render import render
from guihua.reporting.report import make_report
from guihua.reporting.self_evaluation import collected, read_opinions, self_evaluation, write_opinions
from guihua.reporting.taking import take
from guihua.reporting.update import update_docx
from guihua.reporting.word import merge
from guihua.reporting.word.elements import controls, words
from guihua.reporting.word.package import repacked
from guihua.verification import Exhibit, verify
from tests.reporting.conftest import asked
from tests.verification.forging import forged


def edited(data: bytes, changes: dict[str, str], words_: tuple[str, str] = ("", "")) -> bytes:
    """The file as a person might leave it: some figures and some words changed."""
    named = parts(data)
    root = xml(named["word/document.xml"])
    for tag, sdt in controls(root):
        if tag in changes:
            merge.put(sdt, changes[tag])
    text = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    if words_[0]:
        assert words_[0].encode() in text
        text = text.replace(words_[0].encode(), words_[1].encode())
    named["word/document.xml"] = text
    return repacked(data, named)


@pytest.mark.parametrize("writer", [write_docx, lambda d: write_html(d).encode()], ids=["docx", "html"])
def test_a_finished_file_carries_every_figure_with_its_grounds(
    writer: Callable[[Document], bytes], midterm: Document
) -> None:
    file = carried(writer(midterm))
    assert file.figures == midterm.figures
    assert file.meta["as_of"] == "2018-12-31"
    assert {i for i, texts in file.shown.items() if texts} == {f.id for f in midterm.figures}
    assert file.changed() == ()
    water = next(
        f for f in file.figures if f.id.endswith(".latest") and "用水量" in f.what and f.text.startswith("下降")
    )
    assert water.quote and water.observations and water.observation_ids and water.method


def test_update_refreshes_figures_keeps_words_and_reports_what_a_person_changed(
    midterm: Document, sources: Callable[..., Sources]
) -> None:
    pace = next(f for f in midterm.figures if f.id.endswith(".pace") and f.text == "8%")
    mine = edited(write_docx(midterm), {pace.id: "9%"}, ("〔评估单位〕", "某某研究中心"))
    later = make_report(material(sources("2021-12-31"), charts=False))
    done = update_docx(mine, later)
    assert [(kept[1], kept[2]) for kept in done.kept] == [("9%", "8%")]
    assert any(what == "无数据" for what, _, _ in done.refreshed)
    again = carried(done.data)
    texts = {f.id: f.text for f in later.figures}
    for identity, shown in again.shown.items():
        if identity in texts and identity != pace.id:
            assert set(shown) == {texts[identity]}
    assert set(again.shown[pace.id]) == {"9%"}
    assert "某某研究中心".encode() in parts(done.data)["word/document.xml"]
    assert [f.id for f, _ in again.changed()][:1] == [pace.id]


def test_an_update_with_nothing_new_changes_no_text(midterm: Document) -> None:
    done = update_docx(write_docx(midterm), midterm)
    assert (done.refreshed, done.kept, done.gone, done.fresh) == ((), (), (), ())
    assert update_docx(done.data, midterm).data == done.data


def test_figures_split_over_runs_by_an_office_program_are_still_read(midterm: Document) -> None:
    named = parts(write_docx(midterm))
    root = xml(named["word/document.xml"])
    tag, sdt = next((tag, sdt) for tag, sdt in controls(root) if tag.startswith("count."))
    run = next(sdt.iter("{*}r"))
    before = words(sdt)
    copy = etree.fromstring(etree.tostring(run))
    next(run.iter("{*}t")).text, next(copy.iter("{*}t")).text = before[:1], before[1:]
    run.addnext(copy)
    named["word/document.xml"] = etree.tostring(root)
    assert carried(repacked(write_docx(midterm), named)).shown[tag][0] == before


def test_self_evaluations_come_back_with_who_said_what(sources: Callable[..., Sources], tmp_path: Path) -> None:
    sheet = self_evaluation(material(asked(sources("2018-12-31")), charts=False), "某某局")
    blank = write_docx(sheet)
    assert take([("空.docx", blank)]) == ()
    opinion = next(f.id for f in sheet.figures if f.id.endswith(".opinion"))
    figure = next(f for f in sheet.figures if f.id.endswith(".latest"))
    back = edited(blank, {opinion: "应按新口径", "self.text.problems": "资金不足", figure.id: "7.1%"})
    found = take([("某某局.docx", back)])
    assert {(o.body, o.opinion) for o in found} == {
        ("某某局", "应按新口径"),
        ("某某局", "资金不足"),
        ("某某局", f"{figure.text} → 7.1%"),
    }
    path = tmp_path / "opinions.yaml"
    assert write_opinions(path, found) == 3
    assert write_opinions(path, found) == 0
    assert len(read_opinions(path)) == 3
    assert "意见采纳情况表" in write_html(collected(read_opinions(path)))


@pytest.mark.parametrize("every", [True, False], ids=["all", "one"])
def test_a_self_evaluation_that_lost_blanks_is_refused_and_named(sources: Callable[..., Sources], every: bool) -> None:
    blank = write_docx(self_evaluation(material(asked(sources("2018-12-31")), charts=False), "某某局"))
    named = parts(edited(blank, {"self.text.problems": "资金不足"}))
    root = xml(named["word/document.xml"])
    for tag, sdt in controls(root):
        if every or tag == "self.text.problems":
            for child in sdt.find("{*}sdtContent"):
                sdt.addprevious(child)
            sdt.getparent().remove(sdt)
    named["word/document.xml"] = etree.tostring(root)
    with pytest.raises(GuihuaError) as caught:
        take([("某某局.docx", repacked(blank, named))])
    assert caught.value.code == "SELF-LOST" and "某某局.docx" in str(caught.value.where)


def test_opinions_stand_in_the_report(sources: Callable[..., Sources]) -> None:
    from dataclasses import replace

    from guihua.reporting.material import Opinion

    given = replace(sources("2018-12-31"), texts=(Opinion("某某局", "钢产量", "应按新口径", "采纳"),))
    assert "应按新口径" in write_html(make_report(material(given, charts=False)))


def test_a_report_is_no_self_evaluation(midterm: Document) -> None:
    with pytest.raises(GuihuaError) as caught:
        take([("r.docx", write_docx(midterm))])
    assert caught.value.code == "SELF-OTHER"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"PK\x03\x04 broken", "TRACE-BROKEN"),
        (b"\xff\xfe\x00", "TRACE-FORMAT"),
        ("<html>别的网页</html>".encode(), "TRACE-NONE"),
        (b'<script type="application/json" id="figures">{"figures": 3}</script>', "TRACE-BROKEN"),
    ],
)
def test_files_that_are_no_report_are_refused_with_a_reason(data: bytes, code: str) -> None:
    with pytest.raises(GuihuaError) as caught:
        carried(data, "x")
    assert caught.value.code == code


@pytest.fixture(scope="module")
def packed(sources: Callable[..., Sources]) -> bytes:
    given = sources("2018-12-31")
    return write_bundle(make_report(material(given, charts=False)), given)


def test_a_bundle_recomputes_every_figure(packed: bytes, midterm: Document) -> None:
    found = verify(packed)
    assert found.verdict is Verdict.HOLDS
    assert len(json.loads(packed)["payload"]["figures"]) == len(midterm.figures)


def test_charts_do_not_change_the_figures(sources: Callable[..., Sources], midterm: Document) -> None:
    assert make_report(material(sources("2018-12-31"), charts=False)).figures == midterm.figures


def test_any_changed_byte_of_a_bundle_is_refused(packed: bytes) -> None:
    rng = random.Random(7)
    for _ in range(20):
        changed = bytearray(packed)
        place = rng.randrange(len(changed))
        changed[place] = (changed[place] + 1) % 128 or 65
        assert verify(bytes(changed)).verdict is Verdict.REFUSED


@pytest.mark.parametrize("what", ["figure", "observation", "day"])
def test_a_bundle_written_anew_around_a_wrong_figure_is_refused(packed: bytes, what: str) -> None:
    payload = json.loads(packed)["payload"]
    if what == "figure":
        next(f for f in payload["figures"] if f["id"].endswith(".latest"))["text"] = "9.9%"
    elif what == "observation":
        row = next(r for r in payload["observations"] if r["indicator"].endswith("增长率"))
        row["value"] = "9.9"
    else:
        payload["sources"]["as_of"] = "2017-06-30"
    assert verify(forged("report", payload)).verdict is Verdict.REFUSED


@pytest.mark.parametrize("form", ["docx", "html"])
def test_a_file_changed_after_its_report_was_made_is_refused(
    sources: Callable[..., Sources], midterm: Document, tmp_path: Path, form: str
) -> None:
    """A status word and a number: refused by the digest, and the figure is named, also under no digest."""
    given = sources("2018-12-31")
    data = render(midterm, form)
    packed = write_bundle(midterm, given, [file_made(f"report.{form}", data)])
    file = tmp_path / f"report.{form}"
    file.write_bytes(data)
    assert verify(packed, [Exhibit(file)]).verdict is Verdict.HOLDS
    for before, after in (("未能测算", "已经完成"), ("7939", "7938")):
        file.write_bytes(_altered(data, form, before, after))
        assert verify(packed, [Exhibit(file, form)]).verdict is Verdict.REFUSED
        assert verify(packed, [Exhibit(file)]).verdict is Verdict.REFUSED
        bare = write_bundle(midterm, given)
        refused = [p for p in verify(bare, [Exhibit(file, form)]).parts if p.verdict is Verdict.REFUSED]
        assert [p.name for p in refused] == ["shown figures"] and after in refused[0].reason


def _altered(data: bytes, form: str, before: str, after: str) -> bytes:
    """One place in the file changed, as a person would in an office program."""
    if form == "html":
        text = data.decode()
        place = re.search(rf"(<data value=[^>]*>[^<]*?){before}", text)
        assert place is not None
        return (text[: place.end() - len(before)] + after + text[place.end() :]).encode()
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for info in old.infolist():
            part = old.read(info)
            if info.filename == "word/document.xml":
                assert before.encode() in part
                part = part.replace(before.encode(), after.encode())
            new.writestr(info, part)
    return out.getvalue()
