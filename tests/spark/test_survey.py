"""The pass over many plans gives the same files and counts on Spark as on the cores of this machine."""

from __future__ import annotations

from dataclasses import replace

from guihua.reporting.survey import LIST, survey, survey_frame

TEXT = "# 某市“十三五”工业发展规划\n\n2015年，工业增加值完成100亿元。\n\n到2020年，工业增加值达到{n}亿元，“十三五”期间年均增长10%。\n"


def test_spark_gives_the_files_and_rows_that_one_process_gives(spark, tmp_path):
    plans = []
    for n in range(6):
        plans.append(tmp_path / f"规划{n}.md")
        plans[-1].write_text(TEXT.format(n=190 + n), encoding="utf-8")
    here = [replace(r, seconds=0) for r in survey(plans, tmp_path / "here")]
    there = [replace(r, seconds=0) for r in survey_frame(spark, plans, tmp_path / "there")]
    assert here == there and not any(r.error for r in here)
    for path in (tmp_path / "here").iterdir():
        if path.name != LIST:
            assert path.read_bytes() == (tmp_path / "there" / path.name).read_bytes()
    assert all(r.again for r in survey_frame(spark, plans, tmp_path / "there"))
