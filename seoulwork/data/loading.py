"""Loads a folder of briefing data (docs/maintainers/briefing-data.md): all or nothing, twice without harm."""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from seoulwork.accounts.models import User
from seoulwork.audit.events import field_value, log
from seoulwork.audit.models import Event
from seoulwork.data.datafile import DataFileError, Entry, read
from seoulwork.domain.korean import particle
from seoulwork.domain.numbers import NumberError, parse_number
from seoulwork.domain.periods import Month, PeriodError, Run
from seoulwork.domain.runs import torn
from seoulwork.figures.divisions import Division, divisions
from seoulwork.figures.models import (
    Accumulation,
    BudgetKind,
    Bureau,
    Frequency,
    FundSource,
    Grade,
    PassageKind,
    Source,
    in_force,
)
from seoulwork.figures.recording import Stamp, record, record_actual
from seoulwork.figures.texts import check_texts, problems_of

INDICATOR_KEYS = (
    "name", "unit", "adds", "decimals", "lower_is_better", "frequency", "definition", "flow", "policy", "restates",
    "targets", "actuals", "parts", "dimensions",
)  # fmt: skip
BUDGET_KEYS = ("kind", "year", "amount", "sources", "parts", "execution")
SECTION_KEYS = ("heading", "project", "text", "milestones")
MILESTONE_KEYS = ("title", "when", "when_note", "detail", "done")


LOADED = "자료 반입"


@dataclass(frozen=True, slots=True)
class Edit:
    """What a person did to a row on the maintenance pages: `fields` changed (None: all), or the `values` of a removed row."""

    by: str
    fields: frozenset[str] | None
    values: dict[str, Any] | None


def _edits_since_last_load(folder: str) -> dict[tuple[str, str], list[tuple[int, Edit]]]:
    """By app and model, with the row: what people did since a load of this folder was last recorded. 2 queries."""
    last = Event.objects.filter(action=LOADED, subject=folder).order_by("-pk").values_list("pk", flat=True).first()
    found = defaultdict(list)
    events = Event.objects.filter(pk__gt=last or 0, detail__has_keys=["row", "model"]).order_by("pk")
    for detail, by in events.values_list("detail", "actor__name"):
        changes, values = detail.get("changes"), detail.get("values")
        edit = Edit(by or "관리 명령", None if changes is None else frozenset(changes), values)
        found[detail["division"], detail["model"]].append((detail["row"], edit))
    return dict(found)


@dataclass
class Loading:
    """One run of the loader over a folder."""

    root: Path
    by: User | None
    at: datetime
    briefing_month: Month
    reference_month: Month
    changed: int = 0
    unchanged: int = 0
    edits: dict[tuple[str, str], list[tuple[int, Edit]]] = field(default_factory=dict)
    """What people did on the maintenance pages since the folder was last loaded"""
    texts: dict[tuple[str, int], Entry] = field(default_factory=dict)
    """Where each passage stands in the files, by app and primary key"""
    whole_lists: dict[tuple[str, str], Entry] = field(default_factory=dict)
    """Where the lists stand that only one division has, by app and key"""
    actuals: list[tuple[Any, Entry]] = field(default_factory=list)
    """The actuals written for the division in hand, each with where it stands in the files"""

    def stamp(self, entry: Entry) -> Stamp:
        return Stamp(self.by, Source.DATA, f"{self.root.name}/{entry.place}", at=self.at)

    def keep(self, model: Any, key: dict[str, Any], values: dict[str, Any], entry: Entry) -> Any:
        """Bring one row that is no figure to what the file says.

        Raises DataFileError when the model refuses it, and when it would undo what a person did on the pages since.
        """
        row = model.objects.filter(**key).first()
        if row is None:
            row = model(**key)
            self._refuse_removed(row, key, entry)
        else:
            differing = [name for name, value in values.items() if getattr(row, name) != value]
            if not differing:
                self.unchanged += 1
                return row
            self._refuse_edited(row, differing, entry)
        for name, value in values.items():
            setattr(row, name, value)
        self._save(row, entry)
        return row

    def keep_all(self, rows: Any, listed: Iterable[tuple[dict[str, Any], Entry]], entry: Entry) -> None:
        """Bring a list as a whole to what the file says: `rows` (a manager) become those that are `listed`, in any order.

        Raises DataFileError as `keep` does, and for a value that may stand only once.
        """
        wanted = list(listed)
        self._refuse_repeated(rows.model, wanted)
        stored = list(rows.all())
        missing = []
        for values, place in wanted:
            same = next((row for row in stored if all(getattr(row, name) == values[name] for name in values)), None)
            if same is None:
                missing.append((values, place))
            else:
                stored.remove(same)
                self.unchanged += 1
        # What the file does not have goes first: names and positions may change places.
        self._remove(stored, entry)
        for values, place in missing:
            row = rows.model(**values)
            self._refuse_removed(row, values, place)
            self._save(row, place)

    def trim(self, rows: Any, kept: int, entry: Entry) -> None:
        """Remove the rows of a list that the file has made shorter: those behind the first `kept`."""
        self._remove(list(rows.filter(position__gt=kept)), entry)

    def _remove(self, rows: list[Any], entry: Entry) -> None:
        for row in rows:
            for each in (row, *(row.milestones.all() if hasattr(row, "milestones") else ())):
                for edit in self._edits_of(each):
                    raise entry.error(
                        f"'{each}'{particle(str(each), '은/는')} {edit.by}{particle(edit.by, '이/가')} 화면에서 넣거나 고친 것이어서 파일에 없다고 지우지 않습니다. 파일에 넣거나 화면에서 고쳐 주세요."
                    )
            removed, _ = row.delete()
            self.changed += removed

    def _save(self, row: Any, entry: Entry) -> None:
        try:
            row.full_clean()
            check_texts(row)
            row.save()
        except ValidationError as error:
            raise entry.error(_told(row, error)) from error
        self.changed += 1

    def _edits_of(self, row: Any) -> list[Edit]:
        edits = self.edits.get((row._meta.app_label, row._meta.model_name), ())
        return [edit for pk, edit in edits if pk == row.pk]

    def _refuse_edited(self, row: Any, differing: Collection[str], entry: Entry) -> None:
        for edit in self._edits_of(row):
            names = [name for name in differing if edit.fields is None or name in edit.fields]
            if names:
                labels = ", ".join(str(row._meta.get_field(name).verbose_name) for name in names)
                raise entry.error(
                    f"{edit.by}{particle(edit.by, '이/가')} 화면에서 고친 내용({labels})이 파일과 달라 파일의 내용으로 되돌리지 않습니다. 파일을 지금 내용에 맞추거나 화면에서 고쳐 주세요."
                )

    def _refuse_removed(self, row: Any, key: Collection[str], entry: Entry) -> None:
        for _, edit in self.edits.get((row._meta.app_label, row._meta.model_name), ()):
            if edit.values is not None and all(edit.values.get(name) == field_value(row, name) for name in key):
                raise entry.error(
                    f"{edit.by}{particle(edit.by, '이/가')} 화면에서 지운 것이어서 파일의 내용으로 되살리지 않습니다. 파일에서 빼거나 화면에서 다시 추가해 주세요."
                )

    def _refuse_repeated(self, model: Any, listed: list[tuple[dict[str, Any], Entry]]) -> None:
        for unique in (each for each in model._meta.concrete_fields if each.unique and not each.primary_key):
            seen = set()
            for values, entry in listed:
                value = values.get(unique.name)
                if value in seen:
                    told = f"{unique.verbose_name} '{value}'"
                    raise entry.error(
                        f"{told}{particle(told, '이/가')} 두 번 나옵니다. 하나를 빼거나 다르게 적어 주세요."
                    )
                seen.add(value)

    def figure(
        self, model: Any, name: str, key: dict[str, Any], values: dict[str, Any], entry: Entry, run: Run | None = None
    ) -> None:
        """Bring one stored figure to what the file says; refuse to undo what somebody entered since."""
        lookup = {**key, "first_month": run.first, "last_month": run.last} if run else key
        try:
            model(name)(**lookup, **values).clean_fields(exclude={*lookup, "entered_by", "source"})
        except ValidationError as error:
            raise entry.error(" ".join(error.messages)) from error
        current = model(name).objects.filter(superseded_at__isnull=True, **lookup).first()
        if current is not None and current.source != Source.DATA:
            if any(getattr(current, field_name) != value for field_name, value in values.items()):
                raise entry.error(
                    "이미 다른 길로 입력된 값이 있어 파일의 값으로 되돌리지 않습니다. 화면에서 정정해 주세요."
                )
            self.unchanged += 1
            return
        try:
            with transaction.atomic():
                if name == "Actual" and run:
                    written = record_actual(model, key, run, values, self.stamp(entry))
                else:
                    written = record(model(name), lookup, values, self.stamp(entry))
        except IntegrityError as error:
            raise entry.error(f"'{entry.name}'의 값이 이미 있는 값과 기간이 겹치거나 규칙에 맞지 않습니다.") from error
        if name == "Actual" and run and written is not None:
            self.actuals.append((written, entry))
        self.changed += written is not None
        self.unchanged += written is None


def load_folder(
    root: Path, load_cover: Callable[[Loading, Entry], None], by: User | None = None, at: datetime | None = None
) -> Loading:
    """Load `root` into the database, in one transaction; `load_cover` takes what the briefing itself says.

    Raises DataFileError with file and line; then nothing is written.
    """
    _refuse_unknown_files(root)
    briefing = read(root / "briefing.yaml", root)
    briefing.mapping(("briefing", "bureau"))
    cover = briefing.required("briefing")
    briefing_month, reference_month = (month(cover.required(key)) for key in ("month", "reference_month"))
    loading = Loading(root, by, at or timezone.now(), briefing_month, reference_month)
    with transaction.atomic():
        loading.edits = _edits_since_last_load(root.name)
        _load_bureau(loading, briefing.required("bureau"))
        for each in divisions():
            _load_division(loading, each)
        load_cover(loading, cover)
        if loading.changed:
            log(LOADED, root.name, Stamp(by, Source.DATA, at=loading.at), changed=loading.changed)
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
            path.relative_to(root).as_posix(), 1,
        )  # fmt: skip


def _told(row: Any, error: ValidationError) -> str:
    """What a model refuses, each sentence behind the name of its field."""
    told = []
    for name, messages in error.message_dict.items():
        label = "" if name == NON_FIELD_ERRORS else f"{row._meta.get_field(name).verbose_name}: "
        told += [label + message for message in messages]
    return " ".join(told)


# ------------------------------------------------------------------------------------------------ small readers


def month(entry: Entry) -> Month:
    try:
        return Month.parse(entry.text)
    except PeriodError as error:
        raise entry.error(str(error)) from error


def _run(entry: Entry) -> Run:
    """The run of months that is the entry's own key."""
    try:
        return Run.parse(entry.name)
    except PeriodError as error:
        raise entry.error(str(error)) from error


def day(entry: Entry, text: str | None = None) -> date:
    try:
        found = date.fromisoformat(text or entry.text)
        Month.of(found)
    except ValueError as error:
        raise entry.error(f"날짜가 아닙니다: '{text or entry.text}'. 2018-06-30처럼 적어 주세요.") from error
    return found


def whole(entry: Entry) -> int:
    if not re.fullmatch(r"\d{1,9}", entry.text):
        raise entry.error(f"아홉 자리까지의 정수가 아닙니다: '{entry.text}'.")
    return int(entry.text)


def _number(entry: Entry, unit: str, decimals: int = 0, text: str | None = None) -> int:
    try:
        value = parse_number(text if text is not None else entry.text, unit, decimals)
    except NumberError as error:
        raise entry.error(str(error)) from error
    if value is None:
        raise entry.error(f"'{entry.name}'의 값이 비어 있습니다. 값이 없으면 줄을 두지 마세요.")
    return value


def _choice(entry: Entry | None, choices: Any, default: Any = None) -> str:
    if entry is None:
        return str(default)
    by_label = {label: value for value, label in choices.choices}
    if entry.text not in by_label:
        raise entry.error(f"쓸 수 없는 값입니다: '{entry.text}'. 쓸 수 있는 값: {', '.join(by_label)}")
    return str(by_label[entry.text])


def _yes(entry: Entry | None) -> bool:
    if entry is None:
        return False
    if entry.text not in ("yes", "no"):
        raise entry.error(f"'{entry.text}' 대신 yes나 no를 적어 주세요.")
    return entry.text == "yes"


# ------------------------------------------------------------------------------------------------------ levels


def _load_bureau(loading: Loading, entry: Entry) -> None:
    entry.mapping(("name", "as_of", "directors", "teams", "off_quota_staff"))
    key = {"as_of": _day_of_staff(loading, entry)}
    values: dict[str, Any] = {"name": entry.required("name").text}
    values |= {name: whole(entry.required(name)) for name in ("directors", "teams", "off_quota_staff")}
    loading.figure(lambda name: Bureau, "Bureau", key, values, entry)


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
    model = division.model
    extra = division.own("loading", "EXTRA")
    keys = own.mapping()
    before = set(problems_of(division.key))
    loading.keep(
        model("Goal"), {"singleton": True},
        {"title": own.required("goal").text, "policy_field": own.required("policy_field").text}, own,
    )  # fmt: skip
    for name, key in (("CoreTask", "core_tasks"), ("Function", "functions")):
        lines = own.required(key)
        listed = [({"position": position, "text": line.text}, line) for position, line in enumerate(lines, 1)]
        loading.keep_all(model(name).objects, listed, lines)
    _load_headcount(loading, model, own.required("headcount"))
    _load_measures(loading, model, keys, None)
    known = {"goal", "policy_field", "core_tasks", "functions", "headcount", "indicators", "budgets", "sections"}
    _load_extra(loading, model, extra, keys, known)
    _load_sections(loading, model, own, None)
    for path in files:
        _load_programme(loading, model, extra, read(path, loading.root), path.stem)
    _refuse_torn(loading, division)
    for problem in problems_of(division.key):
        if problem not in before:
            entry = loading.texts.get((division.key, problem.passage_id), own)
            raise entry.error(f"{problem.place}: {problem.sentence}")


def _refuse_torn(loading: Loading, division: Division) -> None:
    """Raises DataFileError for a written actual that tears a run of months, or whose run is torn (see domain/runs.py)."""
    written = {(row.indicator_id, row.part_id): entry for row, entry in loading.actuals}
    loading.actuals.clear()
    rows: dict[int, dict[str, list[Run]]] = defaultdict(lambda: defaultdict(list))
    parts: dict[tuple[int, str], int | None] = {}
    current = division.model("Actual").objects.filter(superseded_at__isnull=True)
    flows = current.exclude(indicator__accumulation=Accumulation.LATEST)
    for indicator, part, path, first, last in flows.values_list(
        "indicator_id", "part_id", "part__path", "first_month", "last_month"
    ):
        rows[indicator][path or ""].append(Run(first, last))
        parts[indicator, path or ""] = part
    for indicator, by_path in rows.items():
        for each in torn(by_path):
            for path in (each.by, each.path):
                if entry := written.get((indicator, parts[indicator, path])):
                    raise entry.error(each.text)


def _load_extra(loading: Loading, model: Any, extra: dict[str, Any], keys: dict[str, Entry], known: set[str]) -> None:
    for key, entry in keys.items():
        if key in extra:
            other = loading.whole_lists.setdefault((model("Programme")._meta.app_label, key), entry)
            if other is not entry:
                raise entry.error(f"'{key}' 목록은 {other.place}에도 있습니다. 한 파일에만 두어 주세요.")
            extra[key](loading, entry)
        elif key not in known:
            raise entry.error(
                f"여기에 쓸 수 없는 항목입니다: '{key}'. 쓸 수 있는 항목: {', '.join(sorted(known | set(extra)))}"
            )


def _load_programme(loading: Loading, model: Any, extra: dict[str, Any], entry: Entry, stem: str) -> None:
    keys = entry.mapping()
    number = entry.required("number")
    if number.text != stem:
        raise number.error(f"사업 번호 {number.text}{particle(number.text, '이/가')} 파일 이름과 다릅니다.")
    title = entry.required("title")
    running = model("Programme").objects.filter(in_force(loading.reference_month.year), number=whole(number)).first()
    key = {"pk": running.pk} if running else {"number": whole(number), "first_year": loading.reference_month.year}
    programme = loading.keep(model("Programme"), key, {"title": title.text}, number)
    _load_measures(loading, model, keys, programme)
    _load_extra(loading, model, extra, keys, {"number", "title", "gist", "indicators", "budgets", "sections"})
    _load_sections(loading, model, entry, programme)


def _load_headcount(loading: Loading, model: Any, entry: Entry) -> None:
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
        loading.figure(model, "Headcount", key, {"authorised": int(match[1]), "actual": int(match[2])}, posts)


def _load_measures(loading: Loading, model: Any, keys: dict[str, Entry], programme: Any) -> None:
    flows: list[tuple[Any, Entry]] = []
    if "indicators" in keys:
        for position, (name, entry) in enumerate(keys["indicators"].items(), 1):
            _load_indicator(loading, model, programme, position, name, entry, flows)
    for indicator, entry in flows:
        flow = model("Indicator").objects.filter(programme=programme, short_name=entry.text).first()
        if flow is None:
            raise entry.error(f"'{entry.text}' 지표가 이 파일에 없습니다.")
        loading.keep(model("Indicator"), {"pk": indicator.pk}, {"flow": flow}, entry)
    if "budgets" in keys:
        for position, (name, entry) in enumerate(keys["budgets"].items(), 1):
            _load_budget(loading, model, programme, position * 100, name, entry)


def _load_indicator(
    loading: Loading, model: Any, programme: Any, position: int, name: str, entry: Entry, flows: list[tuple[Any, Entry]]
) -> Any:
    keys = entry.mapping(INDICATOR_KEYS)
    indicator = loading.keep(
        model("Indicator"), {"programme": programme, "short_name": name},
        {
            "name": keys["name"].text if "name" in keys else name,
            "unit": keys["unit"].text if "unit" in keys else "",
            "decimals": whole(keys["decimals"]) if "decimals" in keys else 0,
            "accumulation": _choice(keys.get("adds"), Accumulation, Accumulation.SUM),
            "frequency": _choice(keys.get("frequency"), Frequency, Frequency.MONTHLY),
            "lower_is_better": _yes(keys.get("lower_is_better")),
            "definition": keys["definition"].text if "definition" in keys else "",
            "policy_order": whole(keys["policy"]) if "policy" in keys else None,
            "restates": keys["restates"].text if "restates" in keys else "",
            "position": position,
        },
        entry,
    )  # fmt: skip
    if "flow" in keys:
        flows.append((indicator, keys["flow"]))
    _load_values(loading, model, indicator, None, keys)
    places = iter(range(1, 1000))
    if "parts" in keys:
        _load_parts(loading, model, indicator, "", "", keys["parts"], places)
    if "dimensions" in keys:
        for dimension, parts in keys["dimensions"].items():
            _load_parts(loading, model, indicator, dimension, "", parts, places)
    return indicator


def _load_parts(
    loading: Loading, model: Any, indicator: Any, dimension: str, parent: str, entry: Entry, places: Any
) -> None:
    for name, child in entry.items():
        if "/" in name:
            raise child.error(f"부분 이름 '{name}'에는 /를 쓸 수 없습니다.")
        path = f"{parent}/{name}" if parent else name
        part = loading.keep(
            model("Part"),
            {"indicator": indicator, "path": path},
            {"dimension": dimension, "position": next(places)},
            child,
        )
        keys = child.mapping(("targets", "actuals", "parts"))
        _load_values(loading, model, indicator, part, keys)
        if "parts" in keys:
            _load_parts(loading, model, indicator, dimension, path, keys["parts"], places)


def _load_values(loading: Loading, model: Any, indicator: Any, part: Any, keys: dict[str, Entry]) -> None:
    for section, name in (("targets", "Target"), ("actuals", "Actual")):
        if section not in keys:
            continue
        runs: set[Run] = set()
        for entry in keys[section].values():
            run = _run(entry)
            if run in runs:
                raise entry.error(f"{run.korean}의 값이 두 번 나옵니다.")
            runs.add(run)
            values = _value(entry, indicator, is_actual=name == "Actual")
            loading.figure(model, name, {"indicator": indicator, "part": part}, values, entry, run)


def _value(entry: Entry, indicator: Any, *, is_actual: bool) -> dict[str, Any]:
    """`13,869`, `541/100` (an actual of a ratio), or `{value: …, as_of: …, note: …}`; a target has no as-of date."""
    known = ("value", "as_of", "note") if is_actual else ("value", "note")
    fields = entry.mapping(known) if entry.is_mapping else {"value": entry}
    if "value" not in fields:
        raise entry.error("'value' 항목이 없습니다.")
    text, slash, below = fields["value"].text.partition("/")
    values: dict[str, Any] = {"value": _number(fields["value"], indicator.unit, indicator.decimals, text)}
    divided = is_actual and indicator.accumulation == Accumulation.RATIO
    if slash and not divided:
        raise entry.error(
            f"'{fields['value'].text}'처럼 나눗셈으로 적는 값은 합산 방법이 비율인 지표의 실적에만 씁니다."
        )
    if divided and not slash:
        raise entry.error("비율 지표의 실적은 분자/분모로 적어 주세요.")
    if is_actual:
        values["denominator"] = _number(fields["value"], "", indicator.decimals, below) if slash else None
        values["as_of"] = day(fields["as_of"]) if "as_of" in fields else None
    values["note"] = fields["note"].text if "note" in fields else ""
    return values


def _load_budget(loading: Loading, model: Any, programme: Any, position: int, name: str, entry: Entry) -> None:
    keys = entry.mapping(BUDGET_KEYS)
    year = whole(entry.required("year"))
    kind = _choice(entry.required("kind"), BudgetKind)
    lines: list[tuple[str, str, Entry]] = []
    if len({"amount", "parts", "sources"} & set(keys)) != 1:
        raise entry.error("'amount', 'parts', 'sources' 가운데 하나만 있어야 합니다.")
    if "amount" in keys:
        lines.append(("", "", keys["amount"]))
    if "parts" in keys:
        lines += [(part, "", amount) for part, amount in keys["parts"].items()]
    if "sources" in keys:
        sources = {source.label: source.value for source in FundSource}
        for label, amount in keys["sources"].items():
            if label not in sources:
                raise amount.error(f"재원이 아닙니다: '{label}'. 쓸 수 있는 재원: {', '.join(sources)}")
            lines.append(("", sources[label], amount))
    for offset, (part, source, amount) in enumerate(lines):
        line = loading.keep(
            model("Budget"),
            {"programme": programme, "short_name": name, "year": year, "part": part, "fund_source": source},
            {"kind": kind, "position": position + offset}, amount,
        )  # fmt: skip
        key = {"budget": line, "from_month": Month(year, 1)}
        loading.figure(model, "Appropriation", key, {"amount": _number(amount, "원")}, amount)
    if "execution" in keys:
        if len(lines) > 1:
            raise entry.error("집행은 예산액이 하나인 예산에만 적습니다.")
        months: set[Month] = set()
        for when, execution in keys["execution"].items():
            amounts = execution.mapping(("committed", "spent"))
            values = {
                which: _number(amounts[which], "원") if which in amounts else None for which in ("committed", "spent")
            }
            month = Month.of(day(execution, when))
            if month in months:
                raise execution.error(f"{month.korean}의 집행이 두 번 나옵니다.")
            months.add(month)
            loading.figure(model, "Execution", {"budget": line, "month": month}, values, execution)


# ------------------------------------------------------------------------------------------------------- texts


def _load_sections(loading: Loading, model: Any, root: Entry, programme: Any) -> None:
    keys = root.mapping()
    passages: list[tuple[dict[str, Any], Entry, list[Entry]]] = []
    if "gist" in keys:
        text = "\n".join(f"◆ {line.text}" for line in keys["gist"])
        passages.append(({"kind": PassageKind.GIST, "project": "", "heading": "", "text": text}, keys["gist"], []))
    for section in keys.get("sections", ()):
        fields = section.mapping(SECTION_KEYS)
        milestones = list(fields["milestones"]) if "milestones" in fields else []
        values = {
            "kind": PassageKind.PLANS if milestones else PassageKind.TEXT,
            "project": fields["project"].text if "project" in fields else "",
            "heading": fields["heading"].text if "heading" in fields else "",
            "text": fields["text"].lines if "text" in fields else "",
        }
        passages.append((values, section, milestones))
    for position, (values, entry, milestones) in enumerate(passages, 1):
        key = {"programme": programme, "briefing_month": loading.briefing_month, "position": position}
        passage = loading.keep(model("Passage"), key, values, entry)
        loading.texts[passage._meta.app_label, passage.pk] = entry
        listed = [(_milestone(passage, place, each), each) for place, each in enumerate(milestones, 1)]
        loading.keep_all(passage.milestones, listed, entry)
    own = model("Passage").objects.filter(programme=programme, briefing_month=loading.briefing_month)
    loading.trim(own, len(passages), keys.get("sections", root))


def _milestone(passage: Any, position: int, entry: Entry) -> dict[str, Any]:
    fields = entry.mapping(MILESTONE_KEYS)
    return {
        "passage": passage,
        "position": position,
        "title": entry.required("title").text,
        "detail": fields["detail"].lines if "detail" in fields else "",
        "date_note": fields["when_note"].text if "when_note" in fields else "",
        "done": _yes(fields.get("done")),
        **_when(fields.get("when")),
    }


def _when(entry: Entry | None) -> dict[str, Any]:
    """`2018-12`, `2018-12-11`, `2018-07~`, `2018-07~2018-12`, `~2019-03` → the fields of a milestone's date."""
    dates: dict[str, Any] = {"first_month": None, "first_day": None, "last_month": None, "last_day": None}
    if entry is None:
        return {**dates, "open_ended": False}
    first, tilde, last = (part.strip() for part in entry.text.partition("~"))
    for which, text in (("first", first), ("last", last)):
        if text:
            match = re.fullmatch(r"(\d{4}-\d{1,2})(?:-(\d{1,2}))?", text)
            if not match:
                raise entry.error(
                    f"일정이 아닙니다: '{entry.text}'. 2018-07, 2018-07~, 2018-07~2018-12처럼 적어 주세요."
                )
            try:
                dates[f"{which}_month"] = Month.parse(match[1])
            except PeriodError as error:
                raise entry.error(str(error)) from error
            dates[f"{which}_day"] = int(match[2]) if match[2] else None
    return {**dates, "open_ended": bool(tilde and not last)}
