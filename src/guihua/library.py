"""The whole product as typed functions: what `import guihua` gives. Nothing heavy is imported before a function needs it.

Every function raises `GuihuaError` for what a caller can mend. Dates are `datetime.date` or text ("2021-12-31").
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from guihua.errors import GuihuaError
from guihua.plan.display import on_demand

if TYPE_CHECKING:
    from guihua.checking import CheckResult
    from guihua.checking.intervals import ImpliedResult
    from guihua.ledgers.journal import Journal
    from guihua.ledgers.ledger import Ledger
    from guihua.mechanisms.core.records import Declaration, Run
    from guihua.pathways.pathway import Pathway
    from guihua.plan.plan import Plan
    from guihua.proof.verify import Verification
    from guihua.reporting.document import Document
    from guihua.statistics.harvest import Harvest
    from guihua.statistics.harvest.taking import Taken
    from guihua.statistics.importing import Imported
    from guihua.storage import Store
    from guihua.tracking import Tracking
    from guihua.tracking.assessment import Assessment
    from guihua.view.charts import Chart
    from guihua.view.explained import Explanation

Day: TypeAlias = "str | date"
Language: TypeAlias = Literal["zh", "en"]


def read(path_or_text: str | Path) -> Plan:
    """Read a document, or a text handed over as a string with a line break in it, into a Plan.

    A plan file (.yaml) is opened with its decisions applied. READ-LANGUAGE: the text is not Chinese.

    >>> plan = read("# 某市“十三五”工业发展规划\\n到2020年，工业增加值达到200亿元，“十三五”期间年均增长10%。\\n")
    >>> [(s.number, s.unit, str(s.of_period)) for s in plan]
    [(Decimal('200'), '亿元', '2020'), (Decimal('10'), '%', '2016-2020')]
    """
    from guihua.project import read_plan

    return read_plan(path_or_text)


def check(plan: Plan) -> CheckResult:
    """Check a plan against itself: findings with their sums and exact proofs.

    >>> text = "# 某市“十三五”工业发展规划\\n2015年，工业增加值完成100亿元。\\n到2020年，工业增加值达到200亿元，“十三五”期间年均增长10%。\\n"
    >>> [finding.code for finding in check(read(text))]
    ['GH101']
    """
    from guihua.checking import check as check_plan

    return check_plan(plan)


def implied(plan: Plan, indicator: str = "") -> ImpliedResult:
    """What the plan's statements imply, indicator by indicator and year by year, as intervals with certificates.

    >>> text = "# 某市“十三五”工业发展规划\\n2015年，工业增加值完成100亿元。\\n到2020年，工业增加值“十三五”期间年均增长10%。\\n"
    >>> [(i.year, round(i.low_number), round(i.high_number)) for i in implied(read(text)) if not i.stated]
    [('2020', 157, 166)]
    """
    from guihua.checking.implied import implied as implied_by

    return implied_by(plan, indicator)


def explain(plan: Plan, statement_id: str) -> Explanation:
    """Where one statement came from: its sentence, its slots with their origins, the rule. A unique beginning of the id is enough.

    >>> plan = read("到2020年，\\n粮食产量达到100万吨。\\n")
    >>> explain(plan, plan.statements[0].id).statement.unit
    '万吨'
    """
    from guihua.view.explained import explain as explained

    return explained(plan, plan.statement(statement_id))


def open_store(path_or_url: str | Path) -> Store:
    """Open a store of observations (a folder, or a PostgreSQL address); use it in a `with` statement.

    STORE-CLOSED is raised by whatever is asked of a store after it was closed.
    """
    from guihua.storage import open_store as open_

    return open_(path_or_url)


def import_file(
    store: Store,
    path: str | Path,
    *,
    region: str = "",
    publisher: str = "",
    published: str = "",
    source: str = "",
    grade: str = "",
    period: str = "",
    mapping: str | Path | None = None,
    accept: bool = False,
    skip_bad: bool = False,
) -> Imported:
    """Store a table of statistics: long CSV, a bureau's workbook, Open SDG, SDMX. The same file again changes nothing.

    region, publisher, published, source, grade   what the file itself does not say
    period     the report's period, where neither the table nor the file's name says it ("2018M06")
    mapping    the mapping of a published table (NAME.mapping.yaml); accept takes the proposal for rows that are known
    skip_bad   store the good rows and write the bad ones beside the file
    """
    from guihua.statistics.importing import Defaults
    from guihua.statistics.importing import import_file as import_
    from guihua.statistics.importing.mapping import read_mapping

    said = Defaults(region=region, publisher=publisher, published=published, source=source, grade=grade)
    known = read_mapping(Path(mapping)) if mapping is not None else None
    return import_(store, Path(path), defaults=said, skip_bad=skip_bad, mapping=known, accept=accept, period=period)


def harvest(path: str | Path, *, region: str = "") -> Harvest:
    """The figures that stand in a published text, one record each with its sentence; nothing is stored.

    region is the code of the place where the text names none. `harvest_sheet` writes them for a person to confirm.
    """
    from guihua.statistics.harvest import harvest_file

    return harvest_file(path, region)


def harvest_sheet(found: Harvest, path: str | Path, *, store: Store | None = None, address: str = "") -> Path:
    """Write the table to confirm (.xlsx): a line a figure, with what the store already holds of it."""
    from guihua.statistics.harvest.against import standings
    from guihua.statistics.harvest.sheet import rows_of, write_sheet

    write_sheet(Path(path), rows_of(found, standings(found.figures, store, date.today()), address))
    return Path(path)


def take_sheet(store: Store, path: str | Path) -> Taken:
    """Store the lines of a table to confirm that a person marked 是."""
    from guihua.statistics.harvest.taking import take

    return take(store, Path(path))


def track(
    plan: Plan, store: Store, as_of: Day, *, include_collected: bool = False, region: str = "", method: str = "all"
) -> Tracking:
    """Assess every target of the plan as known on a date, by every method.

    include_collected lets rows count that have no date at all; they are marked. A date of collection counts as the latest
    day of publication, and is marked too.
    Errors: GuihuaError, DATE-INVALID where as_of is no day written 2021-12-31.
    """
    from guihua.tracking import track as track_plan

    day = _day(as_of)
    return track_plan(plan, store, day, include_collected=include_collected, region=region, method=method)


def path(plan: Plan, tracking: Tracking, *, scenario: str | Path | None = None) -> Pathway:
    """What each year must bring for all targets to hold at once, from where they stand; scenario: a what-if file."""
    from guihua.pathways.path import path as path_of
    from guihua.pathways.whatif import read_scenario

    return path_of(plan, tracking, scenario=read_scenario(Path(scenario)) if scenario is not None else None)


def chart(of: Assessment | Tracking, *, lang: Language | None = None) -> Chart:
    """The picture of one target's path, or of how many targets have which status: `.svg()`, `.png()`, `.spec`.

    CHART-EMPTY where a target has fewer than two figures on one scale.
    """
    from guihua.tracking import Tracking
    from guihua.view.tracked import status_chart, target_chart

    if isinstance(of, Tracking):
        return status_chart(of, lang=lang or language())
    drawn = target_chart(of, lang=lang or language())
    if drawn is None:
        raise GuihuaError(
            "CHART-EMPTY",
            "不足两期可比的统计数 fewer than two figures on one scale",
            "换一个日期 try another date",
            of.statement.id,
        )
    return drawn


def report(
    plan: Plan,
    store: Store,
    as_of: Day,
    *,
    kind: Literal["annual", "midterm", "final"] = "midterm",
    region: str = "",
    include_collected: bool = False,
    lang: Language | None = None,
) -> Document:
    """The evaluation report, every figure traceable: `save(made, "报告.docx")` writes it."""
    from guihua.reporting.gather import gather, material
    from guihua.reporting.material import ReportKind
    from guihua.reporting.report import make_report

    sources = gather(
        plan,
        store,
        _day(as_of),
        kind=ReportKind(kind),
        region=region,
        include_collected=include_collected,
        lang=lang or language(),
    )
    return make_report(material(sources))


def save(made: Document | Chart | CheckResult | ImpliedResult | Run, path: str | Path) -> Path:
    """Write a report (.docx, .html, .md, .pdf), a picture (.svg, .png, .json), or a result's bundle (.json), whole or not at all."""
    from guihua.mechanisms.core.records import Run
    from guihua.plan.files import write_whole
    from guihua.reporting.document import Document
    from guihua.view.charts import Chart

    target = Path(path)
    form = target.suffix.lower().removeprefix(".")
    if isinstance(made, Document):
        from guihua.reporting.render import render

        data: bytes | str = render(made, form)
    elif isinstance(made, Chart):
        data = made.png() if form == "png" else made.svg() if form == "svg" else made.spec + "\n"
    elif isinstance(made, Run):
        from guihua.mechanisms.core.running import bundle_of
        from guihua.proof.bundle import write

        data = write(bundle_of(made))
    else:
        data = made.to_bytes()
    write_whole(str(target), data)
    return target


def declared_ledgers(folder: str | Path | None = None) -> Mapping[str, Ledger]:
    """The declared ledgers by name; folder: a project's own besides those that come with guihua.

    >>> declared_ledgers()["tasks"].words.zh
    '规划任务台账'
    """
    from guihua.ledgers.declaration import load_ledgers

    return load_ledgers(Path(folder) if folder is not None else None)


def ledger(store: Store, name: str, folder: str | Path | None = None) -> Journal:
    """One ledger at work in a store: `.states()`, `.history(id)`, `.record(events)`, `.verify()`. LG-UNKNOWN where there is none."""
    from guihua.ledgers.journal import Journal

    known = declared_ledgers(folder)
    if name not in known:
        raise GuihuaError("LG-UNKNOWN", f"没有台账 no ledger {name!r}", f"可用 there are: {', '.join(sorted(known))}")
    return Journal(store, known[name])


def declared_mechanisms(folder: str | Path | None = None) -> Mapping[str, Declaration]:
    """The declared mechanisms by name; folder: a project's own besides those that come with guihua."""
    from guihua.mechanisms.core.declaration import load_mechanisms

    return load_mechanisms(Path(folder) if folder is not None else None)


def run(
    mechanism: str | Declaration,
    inputs: Mapping[str, str | Path],
    *,
    period: str = "",
    on: Day | None = None,
    seed: Sequence[str] = (),
    settings: Mapping[str, Any] | None = None,
    by: str = "",
) -> Run:
    """Run a mechanism on tables named by its inputs; nothing is stored. `run(...).decided.outcome` holds the result, `save` writes the bundle.

    period  which year or month it is about; on: the day whose rules hold (the period's end); seed: a draw's announced digits
    Errors: RUN-UNKNOWN, RUN-INPUT and whatever the engine refuses.
    """
    from guihua.mechanisms.core.freezing import freeze_inputs
    from guihua.mechanisms.core.records import Job
    from guihua.mechanisms.core.running import rules_of, span
    from guihua.mechanisms.core.running import run as decide

    declaration = _mechanism(mechanism) if isinstance(mechanism, str) else mechanism
    frozen = freeze_inputs(declaration, {name: Path(file) for name, file in inputs.items()}, ())
    day = _day(on) if on is not None else span(period)[1]
    job = Job(declaration, frozen, rules_of(declaration), period, day, None, tuple(seed), dict(settings or {}))
    return decide(job, by=by)


def verify(bundle: bytes | str | Path) -> Verification:
    """Check a bundle (its bytes or its file) offline, part by part: `.verdict`, `.parts`."""
    from guihua.plan.files import file_bytes
    from guihua.verification import verify as verified

    return verified(bundle if isinstance(bundle, bytes) else file_bytes(str(bundle), "VERIFY-READ"), ())


def language() -> Language:
    """The language in which results show themselves: what was set, else GUIHUA_LANG, else the locale's, else Chinese."""
    from guihua.plan.display import language as set_one

    return set_one()


def set_language(lang: Language) -> None:
    """Show results in Chinese ("zh") or English ("en") from now on.

    >>> before = language()
    >>> set_language("en"); language()
    'en'
    >>> set_language(before)
    """
    from guihua.plan.display import set_language as set_to

    set_to(lang)


def _mechanism(name: str) -> Declaration:
    known = declared_mechanisms()
    if name not in known:
        raise GuihuaError("RUN-UNKNOWN", f"没有机制 no mechanism {name!r}", f"有 there are: {'、'.join(sorted(known))}")
    return known[name]


def _day(as_of: Day) -> date:
    if isinstance(as_of, date):
        return as_of
    try:
        return date.fromisoformat(as_of)
    except ValueError:
        raise GuihuaError("DATE-INVALID", f"{as_of!r} 不是日期 is no date", "写成 write 2021-12-31") from None


def _load_displays() -> None:
    import guihua.view.notebook  # noqa: F401  (importing it registers the displays)


on_demand(_load_displays)
