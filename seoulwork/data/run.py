"""One run of the loader: it keeps rows and figures as the files say, and refuses to undo what a person did since."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, models, transaction

from seoulwork.accounts.models import User
from seoulwork.audit.actions import Action
from seoulwork.audit.events import field_value
from seoulwork.audit.models import Event
from seoulwork.data.datafile import Entry
from seoulwork.domain.korean import particle
from seoulwork.domain.periods import Month, Run
from seoulwork.figures.models import Actual, Dated, Record, Source
from seoulwork.figures.recording import Stamp, record
from seoulwork.figures.texts import check_texts

if TYPE_CHECKING:
    from reports.models import Briefing

Row = TypeVar("Row", bound=models.Model)


@dataclass(frozen=True, slots=True)
class Edit:
    """What a person did to a row on the maintenance pages: `fields` changed (None: all), or the `values` of a removed row."""

    by: str
    fields: frozenset[str] | None
    values: dict[str, Any] | None


def edits_since_last_load(folder: str) -> dict[str, list[tuple[int, Edit]]]:
    """By kind of row (`labour.indicator`), with the row: what people did since a load of this folder was last recorded. 2 queries."""
    loads = Event.objects.filter(action=Action.DATA_LOADED, detail__folder=folder)
    last = loads.order_by("-pk").values_list("pk", flat=True).first()
    found = defaultdict(list)
    events = Event.objects.filter(
        action__in=[Action.ROW_ADDED, Action.ROW_CHANGED, Action.ROW_REMOVED], pk__gt=last or 0
    ).order_by("pk")
    for event in events.select_related("actor").only("kind", "row", "detail", "actor__name"):
        changes, values = event.detail.get("changes"), event.detail.get("values")
        by = event.actor.name if event.actor else "관리 명령"
        edit = Edit(by, None if changes is None else frozenset(changes), values)
        found[event.kind].append((event.row or 0, edit))
    return dict(found)


@dataclass
class Loading:
    """One run of the loader over a folder."""

    root: Path
    by: User | None
    at: datetime
    briefing_month: Month
    reference_month: Month
    plan_year: int
    changed: int = 0
    unchanged: int = 0
    briefing: "Briefing" = field(init=False)
    """What the folder is of; its cover is loaded before all else"""
    edits: dict[str, list[tuple[int, Edit]]] = field(default_factory=dict)
    """What people did on the maintenance pages since the folder was last loaded"""
    texts: dict[tuple[str, int], Entry] = field(default_factory=dict)
    """Where each passage stands in the files, by app and primary key"""
    formulas: dict[tuple[str, int], Entry] = field(default_factory=dict)
    """Where the formulas of indicators stand in the files, by app and primary key"""
    whole_lists: dict[tuple[str, str], Entry] = field(default_factory=dict)
    """Where the lists stand that only one division has, by app and key"""
    actuals: list[tuple[Actual, Entry]] = field(default_factory=list)
    """The actuals written for the division in hand, each with where it stands in the files"""

    def stamp(self, entry: Entry) -> Stamp:
        return Stamp(self.by, Source.DATA, f"{self.root.name}/{entry.place}", at=self.at)

    def keep(self, model: type[Row], key: dict[str, Any], values: dict[str, Any], entry: Entry) -> Row:
        """Bring one row that is no figure to what the file says.

        Raises DataFileError when the model refuses it, and when it would undo what a person did on the pages since.
        """
        row = model._default_manager.filter(**key).first()
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

    def keep_dated(self, model: type[Dated], listed: Iterable[tuple[dict[str, Any], Entry]], entry: Entry) -> None:
        """Bring a list whose states are dated, as a whole, to what the file says of the briefing's month: what differs becomes a
        state from that month on, what the file does not have is gone from then.

        Raises DataFileError as `keep_all` does, and where the pages have told what holds from a later month on.
        """
        wanted = list(listed)
        self._refuse_repeated(model, (*model.thing, *model.alone), wanted)
        held = {tuple(row.of_thing.values()): row for row in model.objects.as_of(self.briefing_month)}
        changes = []
        for values, place in wanted:
            row = held.pop(tuple(values[name] for name in model.thing), None)
            if row and not (differing := [name for name, value in values.items() if getattr(row, name) != value]):
                self.unchanged += 1
                continue
            if row:
                self._refuse_edited(row, differing, place)
            else:
                self._refuse_removed(model(**values), values, place)
            changes.append((row, model(**values, from_month=self.briefing_month), place))
        for row in held.values():
            self._refuse_unlisted(row, entry)
            same = {each.name: getattr(row, each.name) for each in row._meta.concrete_fields if not each.primary_key}
            changes.append((row, model(**{**same, "from_month": self.briefing_month, "gone": True}), entry))
        if changes and (later := model.objects.filter(from_month__gt=self.briefing_month).first()):
            raise entry.error(
                f"보고 달 뒤({later.since})의 내용이 이미 있어 파일의 내용으로 바꾸지 않습니다. 화면에서 언제부터인지와 함께 고쳐 주세요."
            )
        # What takes its place goes first: names may change places.
        model.objects.filter(from_month=self.briefing_month, pk__in=[row.pk for row, _, _ in changes if row]).delete()
        for _, new, place in changes:
            if new.gone and not model.objects.filter(**new.of_thing).exists():
                self.changed += 1
                continue
            self._save(new, place)

    def keep_all(self, rows: Any, listed: Iterable[tuple[dict[str, Any], Entry]], entry: Entry) -> None:
        """Bring a list as a whole to what the file says: `rows` (a manager) become those that are `listed`, in any order.

        Raises DataFileError as `keep` does, and for a value that may stand only once.
        """
        wanted = list(listed)
        unique = [each.name for each in rows.model._meta.concrete_fields if each.unique and not each.primary_key]
        self._refuse_repeated(rows.model, unique, wanted)
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
                self._refuse_unlisted(each, entry)
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
        edits = self.edits.get(row._meta.label_lower, ())
        return [edit for pk, edit in edits if pk == row.pk]

    def _refuse_unlisted(self, row: Any, entry: Entry) -> None:
        for edit in self._edits_of(row):
            raise entry.error(
                f"'{row}'{particle(str(row), '은/는')} {edit.by}{particle(edit.by, '이/가')} 화면에서 넣거나 고친 것이어서 파일에 없다고 지우지 않습니다. 파일에 넣거나 화면에서 고쳐 주세요."
            )

    def _refuse_edited(self, row: Any, differing: Collection[str], entry: Entry) -> None:
        for edit in self._edits_of(row):
            names = [name for name in differing if edit.fields is None or name in edit.fields]
            if names:
                labels = ", ".join(str(row._meta.get_field(name).verbose_name) for name in names)
                raise entry.error(
                    f"{edit.by}{particle(edit.by, '이/가')} 화면에서 고친 내용({labels})이 파일과 달라 파일의 내용으로 되돌리지 않습니다. 파일을 지금 내용에 맞추거나 화면에서 고쳐 주세요."
                )

    def _refuse_removed(self, row: Any, key: Collection[str], entry: Entry) -> None:
        for _, edit in self.edits.get(row._meta.label_lower, ()):
            if edit.values is not None and all(edit.values.get(name) == field_value(row, name) for name in key):
                raise entry.error(
                    f"{edit.by}{particle(edit.by, '이/가')} 화면에서 지운 것이어서 파일의 내용으로 되살리지 않습니다. 파일에서 빼거나 화면에서 다시 추가해 주세요."
                )

    def _refuse_repeated(self, model: Any, unique: Iterable[str], listed: list[tuple[dict[str, Any], Entry]]) -> None:
        for name in unique:
            seen = set()
            for values, entry in listed:
                value = values.get(name)
                if value is not None and value in seen:
                    told = f"{model._meta.get_field(name).verbose_name} '{value}'"
                    raise entry.error(
                        f"{told}{particle(told, '이/가')} 두 번 나옵니다. 하나를 빼거나 다르게 적어 주세요."
                    )
                seen.add(value)

    def figure(
        self, table: type[Record], key: dict[str, Any], values: dict[str, Any], entry: Entry, run: Run | None = None
    ) -> None:
        """Bring one stored figure to what the file says; refuse to undo what somebody entered since."""
        lookup = {**key, "first_month": run.first, "last_month": run.last} if run else key
        try:
            table(**lookup, **values).clean_fields(exclude={*lookup, "entered_by", "source"})
        except ValidationError as error:
            raise entry.error(" ".join(error.messages)) from error
        current = table.objects.current().filter(**lookup).first()
        if current is not None and current.source != Source.DATA:
            if any(getattr(current, field_name) != value for field_name, value in values.items()):
                raise entry.error(
                    "이미 다른 길로 입력된 값이 있어 파일의 값으로 되돌리지 않습니다. 화면에서 정정해 주세요."
                )
            self.unchanged += 1
            return
        try:
            with transaction.atomic():
                written = record(table, lookup, values, self.stamp(entry))
        except IntegrityError as error:
            raise entry.error(f"'{entry.name}'의 값이 이미 있는 값과 기간이 겹치거나 규칙에 맞지 않습니다.") from error
        if isinstance(written, Actual):
            self.actuals.append((written, entry))
        self.changed += written is not None
        self.unchanged += written is None


Loader = Callable[[Loading, Entry], None]
"""Reads what stands under one key of a briefing data file."""


def _told(row: Any, error: ValidationError) -> str:
    """What a model refuses, each sentence behind the name of its field."""
    told = []
    for name, messages in error.message_dict.items():
        label = "" if name == NON_FIELD_ERRORS else f"{row._meta.get_field(name).verbose_name}: "
        told += [label + message for message in messages]
    return " ".join(told)
