"""SDMX-CSV 2.0 for observations, targets and statuses; their structure, and the observations again, as SDMX-ML 3.0.

One to one with our own dimensions: a vintage is told by PUBLISHED and SOURCE, "_Z" stands where a dimension does not
apply (a figure without a base period, without a date). Structures are GUIHUA:OBSERVATIONS, TARGETS and STATUSES, 1.0.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from guihua.errors import GuihuaError
from guihua.plan.cells import csv_text
from guihua.plan.data import load
from guihua.plan.files import write_whole
from guihua.statistics.exporting.release import Release, StatusRow, TargetRow, columns
from guihua.statistics.importing.table import DATA
from guihua.statistics.observation import Observation
from guihua.statistics.sdmxtime import to_sdmx

AGENCY, VERSION = "GUIHUA", "1.0"
NONE = "_Z"


def write_sdmx(release: Release, folder: Path) -> tuple[Path, ...]:
    """observations.csv, targets.csv, statuses.csv (SDMX-CSV 2.0), structure.xml and observations.xml (SDMX-ML 3.0).

    Errors: EXPORT-EXTRA where pysdmx (the extra ``sdmx``) is missing.
    """
    files = [
        _csv(
            folder / "observations.csv",
            "OBSERVATIONS",
            observation_components(),
            map(observation_row, release.standing),
        ),
        _csv(folder / "targets.csv", "TARGETS", _heads(TargetRow), (_slots(r) for r in release.targets)),
        _csv(folder / "statuses.csv", "STATUSES", _heads(StatusRow), (_slots(r) for r in release.statuses)),
        folder / "structure.xml",
        folder / "observations.xml",
    ]
    structure, data = _messages(release)
    write_whole(files[3], structure)
    write_whole(files[4], data)
    return tuple(files)


def sdmx_csv(observations: Iterable[Observation]) -> tuple[tuple[str, ...], ...]:
    """Observations as SDMX-CSV 2.0, head first; every vintage, told apart by PUBLISHED and SOURCE."""
    structure = f"{AGENCY}:OBSERVATIONS({VERSION})"
    rows = (("datastructure", structure, "I", *observation_row(o)) for o in observations)
    return (("STRUCTURE", "STRUCTURE_ID", "ACTION", *observation_components()), *rows)


def observation_components() -> tuple[str, ...]:
    """The identifiers of dimensions, measure and attributes, in order."""
    words = load("sdmx.yaml", DATA)
    return (*(d["id"] for d in words["dimensions"]), "OBS_VALUE", *(a["id"] for a in words["attributes"]))


def observation_row(o: Observation) -> tuple[str, ...]:
    """One observation in that order."""
    words = load("sdmx.yaml", DATA)
    made = {"FREQ": _frequency(o), "PUBLISHED": str(o.published or NONE), "TIME_PERIOD": to_sdmx(o.period)}
    dimensions = [made.get(d["id"]) or _slot(o, d["column"]) or NONE for d in words["dimensions"]]
    return (*dimensions, o.value, *(_slot(o, a["column"]) for a in words["attributes"]))


def _slot(o: Observation, name: str) -> str:
    value = getattr(o, name)
    return "" if value is None else str(value)


def _frequency(o: Observation) -> str:
    """CL_FREQ: A, S (half-year), Q, M; N where the period is of another length."""
    return {12: "A", 6: "S", 3: "Q", 1: "M"}.get(o.period.months, "N")


def _heads(kind: type) -> tuple[str, ...]:
    return tuple("OBS_VALUE" if n in ("value", "status") else n.upper() for n in columns((), kind))


def _slots(row: TargetRow | StatusRow) -> tuple[str, ...]:
    return tuple(str(getattr(row, n)) or NONE for n in columns((), type(row)))


def _csv(path: Path, structure: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Path:
    head = ("STRUCTURE", "STRUCTURE_ID", "ACTION", *heads)
    written = csv_text([head, *(("datastructure", f"{AGENCY}:{structure}({VERSION})", "I", *row) for row in rows)])
    write_whole(path, written)
    return path


def _messages(release: Release) -> tuple[str, str]:
    """Structure and data messages by pysdmx."""
    try:
        from pysdmx.io import write_sdmx as write
        from pysdmx.io.format import Format
    except ImportError:
        raise GuihuaError(
            "EXPORT-EXTRA", "SDMX 需要附加包 needs an extra", "先运行 run: pip install 'guihua[sdmx]'"
        ) from None
    observations, targets, statuses = _structures()
    structure = write(
        [_concepts(), observations, targets, statuses], Format.STRUCTURE_SDMX_ML_3_0, header=_header(release)
    )
    data = write([_dataset(release, observations)], Format.DATA_SDMX_ML_3_0, header=_header(release))
    return str(structure), str(data)


def _header(release: Release) -> Any:
    """Dated by the release, so that the same release gives the same bytes."""
    from datetime import UTC, datetime, time

    from pysdmx.model import Organisation
    from pysdmx.model.message import Header

    return Header(
        id="GUIHUA", prepared=datetime.combine(release.as_of, time(), UTC), sender=Organisation(id=AGENCY), test=False
    )


def _dataset(release: Release, structure: Any) -> Any:
    import pandas as pd
    from pysdmx.io.pd import PandasDataset

    heads = observation_components()
    frame = pd.DataFrame([observation_row(o) for o in release.standing], columns=list(heads), dtype="object")
    return PandasDataset(structure=structure.to_schema(), data=frame)


def _concepts() -> Any:
    from pysdmx.model import Concept, ConceptScheme

    names = dict.fromkeys((*observation_components(), *_heads(TargetRow), *_heads(StatusRow)))
    words = load("sdmx.yaml", DATA)
    known = {w["id"]: w["en"] for w in (*words["dimensions"], *words["attributes"])}
    items = [Concept(id=n, name=known.get(n, n.lower().replace("_", " "))) for n in names]
    return ConceptScheme(id="CONCEPTS", agency=AGENCY, version=VERSION, name="Concepts of guihua", items=items)


def _structures() -> tuple[Any, Any, Any]:
    words = load("sdmx.yaml", DATA)
    dimensions = tuple(d["id"] for d in words["dimensions"])
    attributes = tuple(a["id"] for a in words["attributes"])
    targets, statuses = (tuple(h for h in _heads(k) if h != "OBS_VALUE") for k in (TargetRow, StatusRow))
    return (
        _structure("OBSERVATIONS", "Published figures by vintage", dimensions, attributes),
        _structure("TARGETS", "Targets of a plan", targets[:1], targets[1:]),
        _structure("STATUSES", "Where targets stood as known on a day", statuses[:2], statuses[2:]),
    )


def _structure(identifier: str, name: str, dimensions: Sequence[str], attributes: Sequence[str]) -> Any:
    from pysdmx.model import Component, Components, DataStructureDefinition, DataType, ItemReference, Role

    def component(component_id: str, role: Role, **more: Any) -> Component:
        time = component_id == "TIME_PERIOD"
        concept = ItemReference("Concept", AGENCY, "CONCEPTS", VERSION, component_id)
        return Component(
            component_id,
            role is not Role.ATTRIBUTE,
            role,
            concept,
            DataType.PERIOD if time else DataType.STRING,
            **more,
        )

    parts = [component(d, Role.DIMENSION) for d in dimensions]
    parts.append(component("OBS_VALUE", Role.MEASURE))
    parts += [component(a, Role.ATTRIBUTE, attachment_level="O") for a in attributes]
    return DataStructureDefinition(
        id=identifier, agency=AGENCY, version=VERSION, name=name, components=Components(parts)
    )
