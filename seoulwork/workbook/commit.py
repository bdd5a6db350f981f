"""Receiving a workbook, confirming it, undoing it. Each is one transaction that also records who and why.

A confirmed import is one Batch: all of its figures or none. Nothing is overwritten: the rows that the new ones take the
place of are marked as superseded, and undoing writes the old figures again as new rows.
"""

import hashlib
import io
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from seoulwork.accounts.models import User
from seoulwork.audit.events import log
from seoulwork.audit.models import Event
from seoulwork.domain.korean import particle
from seoulwork.domain.periods import Month
from seoulwork.entry.months import UNOPENED, hold, hold_all
from seoulwork.entry.saving import CLEARED
from seoulwork.figures.divisions import Division, division
from seoulwork.figures.models import CURRENT, Source
from seoulwork.figures.recording import Stamp
from seoulwork.workbook.judging import examine
from seoulwork.workbook.models import Batch, Workbook
from seoulwork.workbook.models import Mapping as Answer
from seoulwork.workbook.preview import CHANGED, NEW, Finding, Preview, Write
from seoulwork.workbook.reading.sheet import Sheet, read_sheets
from seoulwork.workbook.safety import Refused, run_child

BY_COMMAND = "관리 명령"
"""Who did what nobody did in person."""
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


class AlreadyImported(Refused):
    """The same file was imported before."""

    def __init__(self, batch: Batch) -> None:
        at = timezone.localtime(batch.at)
        who = batch.by.name if batch.by else BY_COMMAND
        super().__init__(
            f"같은 파일을 {at:%Y-%m-%d %H:%M}에 {who}{particle(who, '이/가')} 이미 반입했습니다(값 {batch.figures:,}개). 아무것도 바꾸지 않았습니다."
        )
        self.batch = batch


@dataclass(frozen=True, slots=True)
class Standing:
    """What came after a figure of the batch, and undoing would take away: a later figure, or that it was cleared."""

    title: str
    month: Month
    by: str
    at: datetime
    cleared: bool


class NotUndone(Exception):
    """A batch that can't be undone; `standing` is what came after its figures."""

    def __init__(self, text: str, standing: Sequence[Standing] = ()) -> None:
        super().__init__(text)
        self.standing = tuple(standing)


# ------------------------------------------------------------------------------------------------ receiving, asking


def receive(
    content: bytes,
    *,
    name: str,
    to: Division,
    year: int | None = None,
    sender: str = "",
    by: User | None = None,
    sheets: list[Sheet] | None = None,
) -> tuple[Workbook, list[Sheet]]:
    """Take in a file: read it in the child process, then keep it as it is. The same bytes again give the same Workbook.

    Raises Refused (then nothing is kept), AlreadyImported when a batch of it stands.
    """
    sheets = read_sheets(content) if sheets is None else sheets
    with transaction.atomic():
        check_not_imported(content, to)
        workbook, created = Workbook.objects.get_or_create(
            division=to.key, sha256=_digest(content),
            defaults={
                "name": tidy_name(name), "sender": sender.strip(), "year": year, "content": content,
                "size": len(content), "received_by": by,
            },
        )  # fmt: skip
        if not created:
            Workbook.objects.filter(pk=workbook.pk).update(sender=sender.strip(), year=year)
            workbook.sender, workbook.year = sender.strip(), year
    return workbook, sheets


def check_not_imported(content: bytes, to: Division) -> None:
    """Raises AlreadyImported when a batch of the same bytes stands in the division."""
    standing = Batch.objects.filter(
        workbook__division=to.key, workbook__sha256=_digest(content), undone_at__isnull=True
    )
    if batch := standing.select_related("by").first():
        raise AlreadyImported(batch)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def tidy_name(name: str) -> str:
    """A file's name without its folders and without what can't be printed, each syllable one letter (macOS takes them apart)."""
    last = unicodedata.normalize("NFC", name.replace("\\", "/").rpartition("/")[2])
    return "".join(letter for letter in last if letter.isprintable()).strip()[-200:] or "이름 없는 파일.xlsx"


def standing_batch(workbook: Workbook) -> Batch | None:
    """The batch of the workbook that was not undone."""
    return Batch.objects.filter(workbook=workbook, undone_at__isnull=True).select_related("by").first()


def sheets_of(workbook: Workbook) -> list[Sheet]:
    """Read a kept workbook again, in the child process. Raises Refused."""
    return read_sheets(bytes(workbook.content))


def answers_for(workbook: Workbook) -> dict[str, str]:
    """What is remembered for the workbook's sender and division; nothing for one that names no sender. 1 query."""
    known = Answer.objects.filter(division=workbook.division, sender=workbook.sender)
    return dict(known.values_list("question", "answer"))


def remember(workbook: Workbook, answers: Mapping[str, str], by: User | None = None, *, sender: str = "") -> None:
    """Keep the answers to questions, for this sender's later workbooks too; an empty one is asked for again.

    A workbook that came without a sender needs `sender`: answers are some sender's. One transaction, one event.
    """
    with transaction.atomic():
        if sender:
            Workbook.objects.filter(pk=workbook.pk).update(sender=sender)
            workbook.sender = sender
        for question, answer in answers.items():
            if not answer:
                Answer.objects.filter(division=workbook.division, sender=workbook.sender, question=question).delete()
                continue
            Answer.objects.update_or_create(
                division=workbook.division, sender=workbook.sender, question=question,
                defaults={"answer": answer, "answered_at": timezone.now(), "answered_by": by},
            )  # fmt: skip
        if answers:
            log(
                "반입 대응",
                workbook.name,
                Stamp(by, Source.WORKBOOK),
                division=workbook.division,
                answers=dict(answers),
            )


def preview(workbook: Workbook, sheets: list[Sheet] | None = None, answers: Mapping[str, str] | None = None) -> Preview:
    """What importing the workbook would do now, with `answers` beside those that are remembered. Raises Refused."""
    return examine(
        division(workbook.division), sheets_of(workbook) if sheets is None else sheets,
        name=workbook.name, year=workbook.year, answers={**answers_for(workbook), **(answers or {})},
    )  # fmt: skip


def commented(workbook_content: bytes, findings: Iterable[Finding]) -> bytes:
    """The workbook itself with a comment on each wrong cell. Raises Refused when it is too large for that."""
    comments = [[each.sheet, each.cell, f"{_LEVELS[each.level]}: {each.cause}"] for each in findings if each.cell]
    return run_child("comment", workbook_content, comments)


_LEVELS = {"error": "오류", "warning": "확인"}


# ------------------------------------------------------------------------------------------------------- confirming


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
                to.model("ActualMonth").objects.filter(actual__in=chunk).delete()
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
    _insert(to.model("Actual"), fields, list(actuals), {**same, "as_of": None})
    executions = (
        (each.owner_id, int(each.month), each.first, each.second, each.place, batch.reason or each.reason)
        for each in writes
        if each.table == "Execution"
    )
    _insert(to.model("Execution"), ("budget", "month", "committed", "spent", "place", "reason"), list(executions), same)
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
    months, actuals = to.model("ActualMonth")._meta.db_table, to.model("Actual")._meta.db_table
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {quote(months)} (actual_id, indicator_id, part_id, month) "  # noqa: S608  names of our own tables
            f"SELECT id, indicator_id, part_id, first_month FROM {quote(actuals)} WHERE batch_id = %s AND first_month = last_month",
            [batch.pk],
        )


# ---------------------------------------------------------------------------------------------------------- undoing


def undo(batch: Batch, *, by: User | None = None, reason: str) -> Batch:
    """Take a batch back as a whole: its figures are superseded, those before it written again as new rows.

    Raises NotUndone when later figures stand on it, when a month is closed now, without a reason, or a second time.
    """
    if not reason.strip():
        raise NotUndone("되돌리는 사유를 적어 주세요.")
    to = division(batch.workbook.division)
    with transaction.atomic():
        held = Batch.objects.select_for_update().get(pk=batch.pk)
        if held.undone_at is not None:
            raise NotUndone("이미 되돌린 반입입니다.")
        stamp = Stamp(by, Source.WORKBOOK, reason=reason.strip(), at=timezone.now())
        _check_months(to, held)
        if standing := _standing(to, held):
            names = ", ".join(f"{each.title} {each.month.korean}" for each in standing[:5])
            more = f" 등 {len(standing):,}개" if len(standing) > 5 else ""
            raise NotUndone(
                f"이 반입 뒤에 고치거나 지운 값이 있어 되돌릴 수 없습니다: {names}{more}. 그 값을 먼저 확인해 주세요.",
                standing,
            )
        _restore(to, held, stamp)
        held.undone_at, held.undone_by, held.undo_reason = stamp.at, by, reason.strip()
        held.save(update_fields=["undone_at", "undone_by", "undo_reason"])
        log("반입 되돌리기", held.workbook.name, stamp, division=to.key, batch=held.pk, figures=held.figures)
    return held


def _months(to: Division, batch: Batch) -> list[tuple[Month, int | None]]:
    """The months and programmes that the batch wrote."""
    actuals = (
        to.model("Actual").objects.filter(batch=batch).order_by().values_list("first_month", "indicator__programme_id")
    )
    executions = (
        to.model("Execution").objects.filter(batch=batch).order_by().values_list("month", "budget__programme_id")
    )
    return [*actuals.distinct(), *executions.distinct()]


def _check_months(to: Division, batch: Batch) -> None:
    pairs = _months(to, batch)
    statuses = {month: hold(to, month) for month in sorted({month for month, _ in pairs})}
    for month, programme_id in pairs:
        status = statuses[month]
        if status.state != UNOPENED and (cause := status.locked(programme_id)):
            raise NotUndone(f"{month.korean}: {cause}")


def _standing(to: Division, batch: Batch) -> list[Standing]:
    """What took the place of figures of the batch: later ones, or a blank. 7 queries, however many they are."""
    later = {"Actual": _later_actuals(to, batch), "Execution": _later_executions(to, batch)}
    lost = [(table, place, row) for table in PLACES for place, row in _lost(to, table, batch).items()]
    blank = {row.superseded_at for table, place, row in lost if place not in later[table]}
    cleared_by = {
        (table, pk): event.actor.name if event.actor else BY_COMMAND
        for event in Event.objects.filter(action=CLEARED, at__in=blank).select_related("actor")
        for table, pk, _ in event.detail["cleared"]
    }
    found = []
    for table, place, row in lost:
        title = str(row.budget) if table == "Execution" else _title(row)
        now = later[table].get(place)
        if now is None:
            by, at = cleared_by.get((table, row.pk), ""), row.superseded_at
        else:
            by, at = now.entered_by.name if now.entered_by else BY_COMMAND, now.entered_at
        found.append(Standing(title, place[-1], by, at, cleared=now is None))
    return sorted(found, key=lambda each: (each.title, each.month))


PLACES = {"Actual": ("indicator_id", "part_id", "first_month"), "Execution": ("budget_id", "month")}
"""Where a row of a batch stands, by its table: the month comes last, and is the only one of the row."""


def _lost(to: Division, table: str, batch: Batch) -> dict[tuple[Any, ...], Any]:
    """The places where the batch wrote and nothing of it stands any more, each with the last row of the batch there.

    Undoing a later batch writes a row of this one again, as another row of this one: such a place is not lost.
    """
    fields, own = PLACES[table], to.model(table).objects.filter(batch=batch)
    standing = set(own.filter(CURRENT).values_list(*fields))
    related = ("budget",) if table == "Execution" else ("indicator", "part")
    gone = own.filter(superseded_at__isnull=False).select_related(*related).order_by("pk")
    rows = {tuple(getattr(row, name) for name in fields): row for row in gone}
    return {place: row for place, row in rows.items() if place not in standing}


def _later_actuals(to: Division, batch: Batch) -> dict[tuple[Any, ...], Any]:
    """The current actual of each month, for the indicators of which the batch lost some."""
    gone = to.model("Actual").objects.filter(batch=batch, superseded_at__isnull=False)
    covered = to.model("ActualMonth").objects.filter(indicator_id__in=gone.values("indicator_id"))
    return {
        (each.indicator_id, each.part_id, each.month): each.actual
        for each in covered.select_related("actual__entered_by")
    }


def _later_executions(to: Division, batch: Batch) -> dict[tuple[Any, ...], Any]:
    execution = to.model("Execution").objects
    gone = execution.filter(batch=batch, superseded_at__isnull=False)
    current = execution.filter(CURRENT, budget_id__in=gone.values("budget_id")).select_related("entered_by")
    return {(each.budget_id, each.month): each for each in current}


def _title(actual: Any) -> str:
    return f"{actual.indicator.name} / {actual.part.path}" if actual.part else str(actual.indicator.name)


def _restore(to: Division, batch: Batch, stamp: Stamp) -> None:
    """Supersede the batch's rows and write those that they took the place of once more, with their own origin.

    A row that the batch superseded carries the batch's own time, and the same indicator and part or budget line.
    """
    actual, execution, covered = to.model("Actual"), to.model("Execution"), to.model("ActualMonth")
    own = actual.objects.filter(batch=batch)
    keys = set(own.values_list("indicator_id", "part_id"))
    before = [
        row
        for row in actual.objects.filter(superseded_at=batch.at).exclude(batch=batch)
        if (row.indicator_id, row.part_id) in keys
    ]
    covered.objects.filter(actual__batch=batch).delete()
    own.filter(CURRENT).update(superseded_at=stamp.at)
    restored = actual.objects.bulk_create([_again(row, stamp) for row in before])
    covered.objects.bulk_create(
        [
            covered(actual=row, indicator_id=row.indicator_id, part_id=row.part_id, month=month)
            for row in restored
            for month in row.run.months()
        ]
    )
    lines = set(execution.objects.filter(batch=batch).values_list("budget_id", flat=True))
    earlier = [
        row for row in execution.objects.filter(superseded_at=batch.at).exclude(batch=batch) if row.budget_id in lines
    ]
    execution.objects.filter(CURRENT, batch=batch).update(superseded_at=stamp.at)
    execution.objects.bulk_create([_again(row, stamp) for row in earlier])


def _again(row: Any, stamp: Stamp) -> Any:
    """The same figure as a new row: its source and place stay, who and when and why are those of the undoing."""
    values = {
        field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if not field.primary_key
    }
    values |= {
        "entered_by_id": stamp.by.pk if stamp.by else None,
        "entered_at": stamp.at,
        "reason": stamp.reason,
        "superseded_at": None,
    }
    return type(row)(**values)
