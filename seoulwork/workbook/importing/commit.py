"""Confirming an import: one transaction that also records who and why.

A confirmed import is one Batch: all of its figures or none. Nothing is overwritten: the rows that the new ones take the
place of are marked as superseded.
"""

import io
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from seoulwork.accounts.models import User
from seoulwork.audit.events import log
from seoulwork.entry.months import hold_all
from seoulwork.figures.divisions import Division, division
from seoulwork.figures.models import CURRENT, Source
from seoulwork.figures.recording import Stamp
from seoulwork.workbook.importing.preview import preview
from seoulwork.workbook.importing.receive import AlreadyImported, sheets_of, standing_batch
from seoulwork.workbook.models import Batch, Workbook
from seoulwork.workbook.outcome import CHANGED, NEW, Preview, Write
from seoulwork.workbook.reading.sheet import Sheet
from seoulwork.workbook.safety import Refused

Progress = Callable[[int, str], None]
"""Called with a percentage and what is being done."""


class Changed(Exception):
    """The figures are not those that were seen in the preview; it has to be looked at again. `preview` is the new one."""

    def __init__(self, preview: Preview) -> None:
        super().__init__("미리보기를 본 뒤에 값이 바뀌었습니다. 새 미리보기를 확인한 뒤 다시 반입해 주세요.")
        self.preview = preview


class NotImportable(Refused):
    """A workbook with errors or open questions, or one that changes nothing; `preview` says what."""

    def __init__(self, preview: Preview, text: str) -> None:
        super().__init__(text)
        self.preview = preview


def commit(
    workbook: Workbook, fingerprint: str | None, *, by: User | None = None, reason: str = "",
    sheets: list[Sheet] | None = None, progress: Progress | None = None,
) -> Batch:  # fmt: skip
    """Write what the preview with that fingerprint showed: all of it, or nothing. None: nobody has looked, any preview will do.

    Raises Changed when the figures are not those that were seen, AlreadyImported, and Refused for what is not importable.
    """
    say = progress or (lambda percent, text: None)
    say(0, "파일을 읽는 중")
    to = division(workbook.division)
    content = sheets_of(workbook) if sheets is None else sheets
    try:
        with transaction.atomic():
            if batch := standing_batch(workbook):
                raise AlreadyImported(batch)
            say(20, "값을 검사하는 중")
            # Held before anything is looked at: what the look says of months and figures stays true until it is written.
            hold_all(to)
            found = preview(workbook, content)
            _check(found, fingerprint)
            say(40, "값을 쓰는 중")
            batch = Batch.objects.create(
                workbook=workbook, by=by, reason=reason.strip(), at=timezone.now(),
                figures=found.counts[NEW] + found.counts[CHANGED],
            )  # fmt: skip
            if not _supersede(to, found.superseded, batch):
                raise _Crossed
            _write(to, batch, found.writes)
            log(
                "엑셀 반입", f"{to.name} {found.run.korean if found.run else ''}".strip(), _stamp(batch),
                division=to.key, batch=batch.pk, workbook=workbook.name, sha256=workbook.sha256, figures=batch.figures,
            )  # fmt: skip
    except (IntegrityError, _Crossed) as error:
        if batch := standing_batch(workbook):
            raise AlreadyImported(batch) from error
        now = preview(workbook, content)
        if now.fingerprint == found.fingerprint:
            raise  # nobody changed anything: the database refuses what the preview allowed, and would again
        raise Changed(now) from error
    say(100, f"값 {batch.figures:,}개를 반입했습니다.")
    return batch


class _Crossed(Exception):
    """Somebody else superseded a row between the look and the write."""


def _check(found: Preview, fingerprint: str | None) -> None:
    if fingerprint is not None and found.fingerprint != fingerprint:
        raise Changed(found)
    if found.errors or found.questions:
        raise NotImportable(
            found,
            f"고쳐야 할 칸이 {len(found.errors):,}개, 답하지 않은 물음이 {len(found.questions):,}개 있어 반입하지 않았습니다.",
        )
    if found.nothing:
        raise NotImportable(found, found.nothing)


def _stamp(batch: Batch) -> Stamp:
    return Stamp(batch.by, Source.WORKBOOK, reason=batch.reason, at=batch.at)


def _supersede(to: Division, superseded: Mapping[str, Sequence[int]], batch: Batch) -> bool:
    """Mark the rows as superseded; False when one of them was already."""
    for table, keys in superseded.items():
        size = _chunk_size(1)
        for start in range(0, len(keys), size):
            chunk = keys[start : start + size]
            changed = to.model(table).objects.filter(CURRENT, pk__in=chunk).update(superseded_at=batch.at)
            if changed != len(chunk):
                return False
            if table == "Actual":
                to.models.ActualMonth.objects.filter(actual__in=chunk).delete()
    return True


def _chunk_size(fields: int) -> int:
    """How many rows of so many values fit into one statement."""
    return min(10_000, (connection.features.max_query_params or 65_535) // fields - 2)


def _write(to: Division, batch: Batch, writes: Sequence[Write]) -> None:
    same = {
        "entered_by": batch.by_id, "entered_at": batch.at, "source": Source.WORKBOOK.value, "batch": batch.pk, "note": "",
        "superseded_at": None,
    }  # fmt: skip
    actuals = (
        (
            each.owner_id,
            each.part_id,
            int(each.month),
            int(each.month),
            each.first,
            each.second,
            each.place,
            batch.reason or each.reason,
        )
        for each in writes
        if each.table == "Actual"
    )
    fields = ("indicator", "part", "first_month", "last_month", "value", "denominator", "place", "reason")
    _insert(to.models.Actual, fields, list(actuals), {**same, "as_of": None})
    executions = (
        (each.owner_id, int(each.month), each.first, each.second, each.place, batch.reason or each.reason)
        for each in writes
        if each.table == "Execution"
    )
    _insert(to.models.Execution, ("budget", "month", "committed", "spent", "place", "reason"), list(executions), same)
    _cover_months(to, batch)


def _insert(model: Any, fields: Sequence[str], rows: Sequence[tuple[Any, ...]], same: Mapping[str, Any]) -> None:
    """Insert rows of values as the database takes them; `same` are fields alike in all of them.

    By each engine's own way for many rows: bulk_create prepares every field of every row anew and takes four times as long.
    """
    meta, quote = model._meta, connection.ops.quote_name
    columns = ", ".join(quote(meta.get_field(name).column) for name in (*fields, *same))
    alike = tuple(meta.get_field(name).get_db_prep_save(value, connection) for name, value in same.items())
    table = f"{quote(meta.db_table)} ({columns})"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            end = "".join(f"\t{_copied(value)}" for value in alike) + "\n"
            lines = "".join("\t".join(map(_copied, row)) + end for row in rows)
            cursor.copy_expert(f"COPY {table} FROM STDIN", io.StringIO(lines))
        elif rows:
            places = ", ".join(["%s"] * (len(fields) + len(alike)))
            cursor.executemany(f"INSERT INTO {table} VALUES ({places})", [(*row, *alike) for row in rows])  # noqa: S608  names of our own tables


_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def _copied(value: Any) -> str:
    """A value in the text format of PostgreSQL's COPY."""
    return "\\N" if value is None else str(value).translate(_ESCAPES)


def _cover_months(to: Division, batch: Batch) -> None:
    """The rows of covered months, one for each actual of the batch, in one statement: each covers one month."""
    months, actuals = to.models.ActualMonth._meta.db_table, to.models.Actual._meta.db_table
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {quote(months)} (actual_id, indicator_id, part_id, month) "  # noqa: S608  names of our own tables
            f"SELECT id, indicator_id, part_id, first_month FROM {quote(actuals)} WHERE batch_id = %s AND first_month = last_month",
            [batch.pk],
        )
