"""Loads a folder of briefing data (docs/maintainers/briefing-data.md): all or nothing, twice without harm."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from seoulwork.accounts.models import User
from seoulwork.audit.actions import Action
from seoulwork.audit.events import Target, log
from seoulwork.data.datafile import DataFileError, Entry, read
from seoulwork.data.measures import load_measures
from seoulwork.data.run import Loader, Loading, edits_since_last_load
from seoulwork.data.sections import load_sections
from seoulwork.data.units import load_units
from seoulwork.data.values import day, month, whole
from seoulwork.domain.korean import particle
from seoulwork.domain.runs import torn
from seoulwork.figures.divisions import Division, Models, divisions
from seoulwork.figures.models import Bureau, Grade, OrderedText, Source
from seoulwork.figures.queries import runs_of
from seoulwork.figures.recording import Stamp
from seoulwork.figures.texts import problems_of, unfit_formulas

if TYPE_CHECKING:
    from reports.models import Briefing


def load_folder(
    root: Path, load_cover: "Callable[[Loading, Entry], Briefing]", by: User | None = None, at: datetime | None = None
) -> Loading:
    """Load `root` into the database, in one transaction; `load_cover` takes what the briefing itself says, and gives it.

    Raises DataFileError with file and line; then nothing is written.
    """
    _refuse_unknown_files(root)
    briefing = read(root / "briefing.yaml", root)
    briefing.mapping(("briefing", "bureau", "units"))
    cover = briefing.required("briefing")
    briefing_month, reference_month = (month(cover.required(key)) for key in ("month", "reference_month"))
    plan = cover.mapping().get("plan_year")
    plan_year = whole(plan) if plan else reference_month.year
    if plan and plan_year not in (reference_month.year, reference_month.year + 1):
        raise plan.error("계획 연도는 실적 기준 달의 해이거나 그다음 해입니다.")
    loading = Loading(root, by, at or timezone.now(), briefing_month, reference_month, plan_year)
    with transaction.atomic():
        loading.edits = edits_since_last_load(root.name)
        load_units(loading, briefing.mapping().get("units"))
        loading.briefing = load_cover(loading, cover)
        _load_bureau(loading, briefing.required("bureau"))
        for each in divisions():
            _load_division(loading, each)
        if loading.changed:
            log(
                Action.DATA_LOADED,
                root.name,
                Stamp(by, Source.DATA, at=loading.at),
                target=Target(month=briefing_month),
                briefing=loading.briefing,
                detail={"folder": root.name, "changed": loading.changed},
            )
    return loading


def _refuse_unknown_files(root: Path) -> None:
    keys = [each.key for each in divisions()]
    for path in sorted(root.rglob("*")):
        match path.relative_to(root).parts:
            case ("briefing.yaml" | "printed.txt",):
                continue
            case (folder,) if folder in keys:
                continue
            case (folder, name) if folder in keys and re.fullmatch(r"division\.yaml|[1-9][0-9]*\.yaml", name):
                continue
        raise DataFileError(
            f"이 폴더에 둘 수 없는 이름입니다. 둘 수 있는 것: briefing.yaml, printed.txt, {'·'.join(keys)} 폴더의 division.yaml과 "
            "1.yaml처럼 사업 번호로 된 파일. 이름을 고치거나 다른 곳으로 옮겨 주세요.",
            path.relative_to(root).as_posix(),
            1,
        )


def _load_bureau(loading: Loading, entry: Entry) -> None:
    told = entry.mapping(("name", "as_of", "directors", "director_unit", "teams", "team_unit", "off_quota_staff"))
    key = {"as_of": _day_of_staff(loading, entry)}
    values: dict[str, Any] = {"name": entry.required("name").text}
    values |= {name: whole(entry.required(name)) for name in ("directors", "teams", "off_quota_staff")}
    values |= {name: told[name].text for name in ("director_unit", "team_unit") if name in told}
    loading.figure(Bureau, key, values, entry)


def _day_of_staff(loading: Loading, entry: Entry) -> date:
    """`as_of` of a staff count. Raises DataFileError for a day that the briefing can't know of yet."""
    named = entry.required("as_of")
    found = day(named)
    if found > loading.briefing_month.last_day:
        raise named.error(
            f"기준일 {found}{particle(str(found), '이/가')} 보고 달({loading.briefing_month.korean})보다 늦습니다. "
            "그 달의 말일까지의 날로 적어 주세요."
        )
    return found


def _load_division(loading: Loading, division: Division) -> None:
    folder = loading.root / division.key
    files = sorted(folder.glob("[0-9]*.yaml"), key=lambda path: int(re.sub(r"\D", "", path.stem)))
    own = read(folder / "division.yaml", loading.root)
    models = division.models
    extra = division.app.loaders()
    keys = own.mapping()
    before = set(problems_of(division.key))
    goal = {"title": own.required("goal").text, "policy_field": own.required("policy_field").text}
    loading.keep_dated(models.Goal, [(goal, own)], own)
    tables: list[tuple[type[OrderedText], str]] = [(models.CoreTask, "core_tasks"), (models.Function, "functions")]
    for table, key in tables:
        lines = own.required(key)
        listed = [({"position": position, "text": line.text}, line) for position, line in enumerate(lines, 1)]
        loading.keep_dated(table, listed, lines)
    _load_headcount(loading, models, own.required("headcount"))
    load_measures(loading, models, keys, None)
    known = {
        "goal",
        "policy_field",
        "core_tasks",
        "functions",
        "headcount",
        "indicators",
        "budgets",
        "relations",
        "sections",
    }
    _load_extra(loading, models, extra, keys, known)
    load_sections(loading, models, own, None)
    for path in files:
        _load_programme(loading, models, extra, read(path, loading.root), path.stem)
    _refuse_torn(loading, division)
    for problem in problems_of(division.key):
        if problem not in before:
            entry = loading.texts.get((division.key, problem.passage_id), own)
            raise entry.error(f"{problem.place}: {problem.sentence}")
    for unfit in unfit_formulas(division.key):
        if (division.key, unfit.indicator_id) in loading.formulas:
            raise loading.formulas[division.key, unfit.indicator_id].error(unfit.told)


def _refuse_torn(loading: Loading, division: Division) -> None:
    """Raises DataFileError for a written actual that tears a run of months, or whose run is torn (see domain/runs.py)."""
    written = {(row.indicator.pk, row.part.path if row.part else ""): entry for row, entry in loading.actuals}
    loading.actuals.clear()
    for indicator, by_path in runs_of(division, Q()).items():
        for each in torn(by_path):
            for path in (each.by, each.path):
                if entry := written.get((indicator, path)):
                    raise entry.error(each.text)


def _load_extra(
    loading: Loading, models: Models, extra: Mapping[str, Loader], keys: dict[str, Entry], known: set[str]
) -> None:
    for key, entry in keys.items():
        if key in extra:
            other = loading.whole_lists.setdefault((models.Programme._meta.app_label, key), entry)
            if other is not entry:
                raise entry.error(f"'{key}' 목록은 {other.place}에도 있습니다. 한 파일에만 두어 주세요.")
            extra[key](loading, entry)
        elif key not in known:
            raise entry.error(
                f"여기에 쓸 수 없는 항목입니다: '{key}'. 쓸 수 있는 항목: {', '.join(sorted(known | set(extra)))}"
            )


def _load_programme(loading: Loading, models: Models, extra: Mapping[str, Loader], entry: Entry, stem: str) -> None:
    keys = entry.mapping()
    number = entry.required("number")
    if number.text != stem:
        raise number.error(f"사업 번호 {number.text}{particle(number.text, '이/가')} 파일 이름과 다릅니다.")
    title = entry.required("title")
    running = models.Programme.objects.in_force(loading.plan_year).filter(number=whole(number)).first()
    key = {"pk": running.pk} if running else {"number": whole(number), "first_year": loading.plan_year}
    programme = loading.keep(models.Programme, key, {"title": title.text}, number)
    load_measures(loading, models, keys, programme)
    _load_extra(
        loading, models, extra, keys, {"number", "title", "gist", "indicators", "budgets", "relations", "sections"}
    )
    load_sections(loading, models, entry, programme)


def _load_headcount(loading: Loading, models: Models, entry: Entry) -> None:
    entry.mapping(("as_of", "posts"))
    as_of = _day_of_staff(loading, entry)
    grades = {grade.label: grade for grade in Grade}
    for label, posts in entry.required("posts").items():
        match = re.fullmatch(r"(\d{1,5})/(\d{1,5})", posts.text)
        if label not in grades or not match:
            raise posts.error(
                f"읽을 수 없습니다: '{label}: {posts.text}'. {', '.join(grades)} 가운데 하나에 정원/현원을 적어 주세요."
            )
        key = {"as_of": as_of, "grade": grades[label].value}
        loading.figure(models.Headcount, key, {"authorised": int(match[1]), "actual": int(match[2])}, posts)
