"""Keeping the tables that are made for a part: each save of one that was seen, kept as a version; carried to the next briefing."""

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction

from seoulwork.accounts.models import User
from seoulwork.audit.actions import Action
from seoulwork.domain.korean import particle
from seoulwork.entry.months import Refused
from seoulwork.entry.steps import storable

from ..tables import read_table, write_table
from ..tables.description import Description, DescriptionError
from ..tables.made import key_of, short
from .keeping import open_manuscript, record, written_again
from .parts import Part
from .placing import TABLE, is_placed

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from seoulwork.figures.concrete import Manuscript, ManuscriptTable, ManuscriptTableVersion

    from .carrying import Along

MOST = 40
"""Tables of one part."""


class Outdated(Refused):
    """Somebody else has kept another version of `table` meanwhile (None: has removed it)."""

    def __init__(self, table: "ManuscriptTable | None") -> None:
        super().__init__(
            "다른 사람이 그사이 이 표를 고쳤습니다. 두 표를 견주어 보고, 지금 만든 표로 바꾸려면 다시 저장해 주세요."
            if table
            else "다른 사람이 그사이 이 표를 지웠습니다. 다시 저장하면 새 표로 만듭니다."
        )
        self.table = table


def tables_of(part: Part) -> "QuerySet[ManuscriptTable, ManuscriptTable]":
    """The tables that were made for a part, by their names."""
    models = part.division.models
    return models.ManuscriptTable.objects.filter(manuscript__in=part.manuscripts)


def description_of(part: Part, name: str, description: dict[str, Any]) -> Description:
    """A description as it is stored, read: its key comes from where it stands. Raises DescriptionError."""
    return read_table(description | {"key": key_of(part.division.key, part.number, name)})


def stored(description: Description) -> dict[str, Any]:
    """A description as it is stored: without what is as usual, and without its key."""
    found: dict[str, Any] = json.loads(write_table(description))
    del found["key"]
    return found


def version_of(table: "ManuscriptTable | None") -> int:
    """Which version of a table somebody sees: what a save says that it was made of. 0 for a table that there is not yet. 1 query."""
    if table is None:
        return 0
    return table.versions.values_list("pk", flat=True).first() or 0


@transaction.atomic
def keep(part: Part, name: str, description: dict[str, Any], *, seen: int, by: User) -> "ManuscriptTable":
    """Keep a table under its name; `seen` is the version that it was made of (0: a new one).

    Raises Refused for a published briefing, a settled part, and a name or description that can't be; Outdated when another version
    has been kept meanwhile."""
    name = " ".join(name.split())
    manuscript = open_manuscript(part)
    table = tables_of(part).select_for_update().filter(name=name).first()
    if table is None and seen:
        raise Outdated(None)
    if table is not None and version_of(table) != seen:
        if not seen:
            raise Refused(f"'{name}' 표가 이미 있습니다. 다른 이름을 적어 주세요.")
        raise Outdated(table)
    if table is None:
        _check_name(part, name)
    try:
        data = stored(description_of(part, name, description))
    except DescriptionError as error:
        raise Refused(str(error)) from error
    if not all(map(storable, (name, *_texts(data)))):
        raise Refused("표에 저장할 수 없는 글자가 있습니다. 그 글자를 지우고 다시 저장해 주세요.")
    if table is not None and table.description == data:
        return table
    return _keep(part, manuscript, table, name, data, by, Action.MANUSCRIPT_TABLE_KEPT)


def _texts(value: Any) -> Iterator[str]:
    """All texts in what was read of JSON."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, each in value.items():
            yield key
            yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)


def _keep(
    part: Part,
    manuscript: "Manuscript",
    table: "ManuscriptTable | None",
    name: str,
    data: dict[str, Any],
    by: User,
    action: Action,
) -> "ManuscriptTable":
    row = table or part.division.models.ManuscriptTable(manuscript=manuscript, name=name)
    row.description = data
    try:
        row.full_clean()
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    row.save()
    row.versions.create(description=data, by=by)
    written_again(manuscript)
    record(action, part, by, what=name)
    return row


def _check_name(part: Part, name: str) -> None:
    if not short(name) or "[" in name or "]" in name:
        raise Refused("표의 이름에는 글자나 숫자가 있어야 하고 대괄호([ ])는 쓸 수 없습니다. 이름을 다시 적어 주세요.")
    known = list(tables_of(part).values_list("name", flat=True))
    if alike := next((each for each in known if short(each) == short(name)), ""):
        raise Refused(f"'{alike}' 표와 이름이 너무 비슷합니다. 다른 이름을 적어 주세요.")
    if len(known) >= MOST:
        raise Refused(f"한 원고에 표는 {MOST}개까지 만들 수 있습니다. 쓰지 않는 표를 지워 주세요.")


@transaction.atomic
def restore(part: Part, version: "ManuscriptTableVersion", *, by: User) -> "ManuscriptTable":
    """Take an earlier version again; what stands now stays a version. Raises Refused."""
    manuscript = open_manuscript(part)
    table = tables_of(part).select_for_update().get(pk=version.table_id)
    if table.description == version.description:
        return table
    data = version.description
    return _keep(part, manuscript, table, table.name, data, by, Action.MANUSCRIPT_TABLE_RESTORED)


@transaction.atomic
def remove(part: Part, table: "ManuscriptTable", *, seen: int, by: User) -> None:
    """Remove a table that no text places, with its versions. Raises Refused, Outdated when it is another version by now."""
    manuscript = open_manuscript(part)
    found = tables_of(part).select_for_update().filter(pk=table.pk).first()
    if found is None:
        return
    if version_of(found) != seen:
        raise Outdated(found)
    if any(is_placed(text, TABLE, found.name) for text in (manuscript.text, manuscript.printed)):
        word = particle(found.name, "을/를")
        raise Refused(f"글이 '{found.name}'{word} 두고 있습니다. 글에서 [표: {found.name}] 줄을 먼저 지워 주세요.")
    found.delete()
    record(Action.MANUSCRIPT_TABLE_REMOVED, part, by, what=found.name)


def carry(along: "Along") -> None:
    """Into the next briefing, each with its first version there."""
    for table in along.rows(along.division.models.ManuscriptTable):
        table.save(force_insert=True)
        table.versions.create(description=table.description, by=None)
