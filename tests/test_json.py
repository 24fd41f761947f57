"""What commands print as JSON is documented by schema; the answers for a plan that the schemas were not inferred from hold to them."""

from __future__ import annotations

import json
import shutil

import jsonschema
import pytest
from scripts.json_schemas import COMMANDS, FOLDER, answers, ready
from scripts.tutorial_files import FOLDER as FILES


@pytest.fixture(scope="module")
def given(tmp_path_factory):
    here = tmp_path_factory.mktemp("json")
    for file in FILES.iterdir():
        shutil.copy(file, here / file.name)
    (here / "guihua.toml").write_text('plan = "渔业规划.docx"\nstore = "store"\nregion = "330000"\n', encoding="utf-8")
    commands = {
        name: command.replace("工业增加值", "渔业总产值").replace("2021-12-31", "2023-06-30")
        for name, command in COMMANDS.items()
    }
    return answers(ready(here, "渔业规划.docx", "统计.csv"), commands)


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_the_answer_of_another_plan_holds_to_the_schema(name, given):
    schema = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    assert given[name]
    for answer in given[name]:
        jsonschema.validate(answer, schema)


def test_a_schema_refuses_what_it_does_not_describe(given):
    schema = json.loads((FOLDER / "doctor.json").read_text(encoding="utf-8"))
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"usable": "yes", "notes": []}, schema)
