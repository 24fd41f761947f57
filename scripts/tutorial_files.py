"""The files of the tutorial: a plan as .docx and a bulletin, all made up, from the words below: `python -m scripts.tutorial_files`."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parent.parent / "docs" / "tutorial" / "files"

PLAN = """\
云溪市“十四五”现代渔业发展规划
云溪市农业农村局
2021年6月

# 一、发展基础

2020年，全市水产品总产量达到48.6万吨，其中养殖产量36.2万吨、捕捞产量12.4万吨；渔业总产值完成92.5亿元。全市渔民人均纯收入24800元。建成国家级水产健康养殖示范场12家，水产品加工率为38%。

# 二、发展目标

到2025年，全市水产品总产量达到60万吨，年均增长3%；其中养殖产量48万吨，捕捞产量控制在12万吨以内。渔业总产值达到130亿元，年均增长7%左右。渔民人均纯收入达到35000元，年均增长7%以上。水产品加工率提高到50%，国家级水产健康养殖示范场达到25家。

| 指标 | 单位 | 2020年 | 2025年 | 属性 |
|---|---|---|---|---|
| 水产品总产量 | 万吨 | 48.6 | 60 | 预期性 |
| 渔业总产值 | 亿元 | 92.5 | 130 | 预期性 |
| 渔民人均纯收入 | 元 | 24800 | 35000 | 预期性 |
| 捕捞产量 | 万吨 | 12.4 | 12 | 约束性 |

# 三、重点任务

（一）建设良种工程。由市农业农村局牵头，到2023年建成市级水产良种场3家，建立水产种质资源名录。

（二）发展加工流通。培育产值超5亿元的加工企业6家，建设云溪港冷链物流中心。

（三）保护渔业资源。每年增殖放流鱼苗不少于2亿尾，完善休渔禁渔制度，捕捞渔船数量比2020年减少15%。
"""

FIGURES = """\
region,indicator,period,value,unit,coverage,accounting,publisher,published,source
330000,水产品总产量,2020,48.6,万吨,全部,最终核实,云溪市统计局,2021-03-20,云溪市2020年统计公报（虚构）
330000,水产品总产量,2021,50.3,万吨,全部,初步核算,云溪市统计局,2022-03-18,云溪市2021年统计公报（虚构）
330000,水产品总产量,2022,52.9,万吨,全部,初步核算,云溪市统计局,2023-03-21,云溪市2022年统计公报（虚构）
330000,渔业总产值,2020,92.5,亿元,全部,最终核实,云溪市统计局,2021-03-20,云溪市2020年统计公报（虚构）
330000,渔业总产值,2021,96.8,亿元,全部,初步核算,云溪市统计局,2022-03-18,云溪市2021年统计公报（虚构）
330000,渔业总产值,2022,101.4,亿元,全部,初步核算,云溪市统计局,2023-03-21,云溪市2022年统计公报（虚构）
330000,捕捞产量,2020,12.4,万吨,全部,最终核实,云溪市统计局,2021-03-20,云溪市2020年统计公报（虚构）
330000,捕捞产量,2022,11.9,万吨,全部,初步核算,云溪市统计局,2023-03-21,云溪市2022年统计公报（虚构）
"""

BULLETIN = """\
# 云溪市2022年渔业经济运行公报

云溪市统计局

2023年3月21日

2022年，全市渔民人均纯收入28900元，比上年增长6.6%。国家级水产健康养殖示范场17家。
"""


def write(folder: Path = FOLDER) -> None:
    """Write plan.docx, figures.csv and bulletin.md into a folder."""
    import docx

    folder.mkdir(parents=True, exist_ok=True)
    document = docx.Document()
    title, *lines = PLAN.splitlines()
    document.add_heading(title, 0)
    rows: list[list[str]] = []
    for line in [*lines, ""]:
        if line.startswith("|"):
            rows.append([cell.strip() for cell in line.strip("|").split("|")])
            continue
        if rows:
            kept = [row for row in rows if not set("".join(row)) <= {"-"}]
            table = document.add_table(len(kept), len(kept[0]))
            for i, row in enumerate(kept):
                for j, cell in enumerate(row):
                    table.cell(i, j).text = cell
            rows = []
        if line.startswith("# "):
            document.add_heading(line[2:], 1)
        elif line:
            document.add_paragraph(line)
    document.save(str(folder / "渔业规划.docx"))
    (folder / "统计.csv").write_text(FIGURES, encoding="utf-8")
    (folder / "公报.md").write_text(BULLETIN, encoding="utf-8")


if __name__ == "__main__":
    write()
