"""What a batch writes and what undoing it takes back, beside people who enter, close and clear at the same time."""

import io
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook
from openpyxl.comments import Comment

from seoulwork.accounts.models import Role, User
from seoulwork.audit.actions import Action
from seoulwork.domain.cells import Cell
from seoulwork.domain.periods import Month, Run
from seoulwork.entry.attempts import Attempt
from seoulwork.entry.history import changes
from seoulwork.entry.models import ReportingMonth
from seoulwork.entry.months import STEPS
from seoulwork.entry.saving import save
from seoulwork.entry.steps import open_month, step
from seoulwork.figures.divisions import Division, division
from seoulwork.figures.models import Source
from seoulwork.figures.recording import Stamp, record_actual
from seoulwork.workbook.importing import commit as service
from seoulwork.workbook.importing.preview import commented, preview
from seoulwork.workbook.importing.receive import receive
from seoulwork.workbook.importing.undo import NotUndone, undo
from seoulwork.workbook.models import Batch
from seoulwork.workbook.outcome import Finding, Preview
from tests.workbook.writing import by_openpyxl

COUNSELLING = "청년일자리센터 취업상담"
JANUARY = Month(2019, 1)


def content_of(*rows: list[Any], head: list[Any] | None = None) -> bytes:
    return by_openpyxl([head or ["지표", "2019-01", "2019-02"], *rows])


GOOD = content_of([COUNSELLING, 10, 20])


@pytest.fixture
def to() -> Division:
    return division("programmes")


def administrator() -> User:
    return User.objects.create(username="admin", name="관리자", role=Role.ADMINISTRATOR)


@pytest.mark.django_db(transaction=True)
def test_a_month_can_not_be_handed_in_between_the_look_and_the_write(
    briefing_data_live: None, to: Division, monkeypatch: pytest.MonkeyPatch
) -> None:
    by = administrator()
    open_month(JANUARY, of=[to])
    workbook, sheets = receive(GOOD, name="x.xlsx", to=to)
    look = preview
    handed_in: list[Any] = []

    def hand_in() -> None:
        try:
            step(to, JANUARY, by=by, action=Action.MONTH_SUBMITTED, source=STEPS["entry_submit"], target="submitted")
        finally:
            connection.close()

    def look_while_somebody_hands_in(*args: Any, **options: Any) -> Preview:
        found = look(*args, **options)
        handed_in.append(pool.submit(hand_in))
        with pytest.raises(TimeoutError):
            handed_in[0].result(timeout=1)
        return found

    monkeypatch.setattr(service, "preview", look_while_somebody_hands_in)
    with ThreadPoolExecutor(1) as pool:
        batch = service.commit(workbook, None, sheets=sheets)
        handed_in[0].result(timeout=120)

    month = ReportingMonth.objects.get(division=to.key, month=JANUARY)
    assert (month.state, month.changed_at > batch.at) == ("submitted", True)


# ------------------------------------------------------------------------------------------------------------ undoing


def brought_in(content: bytes, to: Division) -> Batch:
    workbook, sheets = receive(content, name="x.xlsx", to=to)
    return service.commit(workbook, None, sheets=sheets)


def clear_january(to: Division, by: User) -> None:
    """Somebody empties January's cell of COUNSELLING in monthly entry."""
    to.models.Indicator.objects.filter(name=COUNSELLING).update(frequency="monthly")
    open_month(JANUARY, of=[to])
    row = to.models.Actual.objects.get(indicator__name=COUNSELLING, first_month=201901, superseded_at=None)
    _, outcome = save(to, JANUARY, [Attempt(f"a{row.indicator_id}", "", row.pk, clears=True)], by=by)
    assert outcome.changed == 1, outcome.results


def undone(batch: Batch) -> Batch:
    return undo(batch, reason="연습")


def test_a_cell_cleared_after_a_later_import_was_undone_is_told_once_with_who_cleared_it(
    briefing_data: None, to: Division
) -> None:
    by = administrator()
    first = brought_in(GOOD, to)
    undone(brought_in(content_of([COUNSELLING, 11, 21]), to))
    clear_january(to, by)

    with pytest.raises(NotUndone, match="고치거나 지운 값이 있어") as refusal:
        undone(first)

    assert [(each.title, each.month, each.by, each.cleared) for each in refusal.value.standing] == [
        (COUNSELLING, JANUARY, "관리자", True)
    ]


@pytest.mark.any_engine
def test_a_later_import_is_told_once_for_each_place(briefing_data: None, to: Division) -> None:
    first = brought_in(GOOD, to)
    undone(brought_in(content_of([COUNSELLING, 11, 20]), to))
    brought_in(content_of([COUNSELLING, 12, 20]), to)

    with pytest.raises(NotUndone) as refusal:
        undone(first)

    assert [(each.month, each.by, each.cleared) for each in refusal.value.standing] == [(JANUARY, "관리 명령", False)]


def test_spending_that_was_imported_since_stands_on_its_import(briefing_data: None) -> None:
    labour, head = division("labour"), ["예산", "구분", "2018년 6월 누계"]
    first = brought_in(content_of(["예산현액", "지출액", 6000], head=head), labour)
    brought_in(content_of(["예산현액", "지출액", 6100], head=head), labour)

    with pytest.raises(NotUndone, match="2018 예산현액 2018년 6월"):
        undone(first)


@pytest.mark.any_engine
def test_what_stands_on_an_import_is_found_with_the_same_queries_for_one_place_and_for_many(
    briefing_data: None, to: Division
) -> None:
    counts = []
    months = [f"2019-{number:02}" for number in range(1, 13)]
    for size in (1, 12):
        first = brought_in(content_of([COUNSELLING, *range(size)], head=["지표", *months[:size]]), to)
        later = brought_in(content_of([COUNSELLING, *range(50, 50 + size)], head=["지표", *months[:size]]), to)
        with CaptureQueriesContext(connection) as asked, pytest.raises(NotUndone) as refusal:
            undone(first)
        assert len(refusal.value.standing) == size
        months_asked = sum("reporting" in query["sql"] for query in asked.captured_queries)
        counts.append(len(asked) - months_asked)
        undone(later)
        undone(first)
    assert counts[0] == counts[1]


def test_undoing_goes_by_the_keys_of_rows_and_by_no_time(briefing_data: None, to: Division) -> None:
    """Two imports, a correction of the second by hand and its undoing, all at one moment."""
    moment = datetime.fromisoformat("2019-03-01T09:00:00+09:00")

    def at_one_moment() -> None:
        rows = to.models.Actual.objects.filter(indicator__name=COUNSELLING, first_month__gte=201901)
        rows.update(entered_at=moment)
        rows.filter(superseded_at__isnull=False).update(superseded_at=moment)
        Batch.objects.update(at=moment)

    def values() -> list[int]:
        rows = to.models.Actual.objects.filter(indicator__name=COUNSELLING, superseded_at=None)
        return [row.value for row in rows.filter(first_month__gte=201901).order_by("first_month")]

    first, second = brought_in(GOOD, to), brought_in(content_of([COUNSELLING, 11, 20]), to)
    third = brought_in(content_of([COUNSELLING, 12, 22]), to)
    told = []
    for batch in (third, second, first):
        at_one_moment()
        told.append(values())
        undone(batch)
    assert told == [[12, 22], [11, 20], [10, 20]]
    assert values() == []


SIX = [f"2018-{number:02}" for number in range(1, 7)]


def test_undoing_does_not_put_a_run_beside_some_months_of_its_parts(briefing_data: None, to: Division) -> None:
    """The half-year gave way to its months; meanwhile a part has two of them, which is right beside months only."""
    indicator = to.models.Indicator.objects.get(name=COUNSELLING)
    half = to.models.Actual.objects.get(indicator=indicator, part=None, superseded_at=None, first_month=201801)
    assert half.run.is_month is False
    batch = brought_in(content_of([COUNSELLING, *[2000] * 6], head=["지표", *SIX]), to)
    part = to.models.Part.objects.create(indicator=indicator, path="청년", position=1)
    for month in (1, 2):
        run = Run(Month(2018, month), Month(2018, month))
        record_actual(to.models, {"indicator": indicator, "part": part}, run, {"value": 5}, Stamp(None, Source.BROWSER))
    before = list(to.models.Actual.objects.values_list("pk", "superseded_at", "superseded_by"))

    with pytest.raises(NotUndone) as refusal:
        undone(batch)

    assert str(refusal.value) == (
        f"되돌리면 '{COUNSELLING}'의 합이 어긋나 되돌리지 않았습니다: 전체의 2018년 상반기(1월~6월) 값은 한 줄인데 세부 '청년'에는 그 가운데 "
        "일부 달의 값만 있습니다(없는 달: 3월, 4월, 5월, 6월). 세부 '청년'의 없는 달을 넣거나 있는 달을 지운 뒤 되돌려 주세요."
    )
    assert list(to.models.Actual.objects.values_list("pk", "superseded_at", "superseded_by")) == before
    for month in (3, 4, 5, 6):
        run = Run(Month(2018, month), Month(2018, month))
        record_actual(to.models, {"indicator": indicator, "part": part}, run, {"value": 5}, Stamp(None, Source.BROWSER))
    undone(batch)
    again = to.models.Actual.objects.get(indicator=indicator, part=None, superseded_at=None, first_month=201801)
    assert (again.run, again.value) == (half.run, half.value)
    assert {row.superseded_by_id for row in to.models.Actual.objects.filter(batch=batch)} == {again.pk}


def test_the_history_says_who_took_an_import_back(briefing_data: None, to: Division) -> None:
    by = administrator()
    undo(brought_in(GOOD, to), by=by, reason="다른 해의 파일")
    indicator = to.models.Indicator.objects.get(name=COUNSELLING)

    removed, entered = changes(to, JANUARY, Cell.parse(f"a{indicator.pk}"))

    assert (removed.by, removed.before, removed.after) == ("관리자", entered.after, None)
    assert (removed.reason, removed.source) == ("다른 해의 파일", "반입 되돌리기")


# ---------------------------------------------------------------------------------------------------- the database's no


def test_what_the_database_refuses_although_nothing_changed_is_not_called_a_change(
    briefing_data: None, to: Division, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the preview would be shown again, confirmed again, and refused again for ever."""
    workbook, sheets = receive(GOOD, name="x.xlsx", to=to)
    seen = preview(workbook, sheets)

    def refuse(*_: Any) -> None:
        raise IntegrityError("a constraint that no look foresees")

    monkeypatch.setattr(service, "_write", refuse)
    with pytest.raises(IntegrityError):
        service.commit(workbook, seen.fingerprint, sheets=sheets)
    assert not Batch.objects.exists()


# ------------------------------------------------------------------------------------------------------------ comments


def test_what_the_sender_has_noted_stays_above_our_comment() -> None:
    def note(book: Any, sheet: Any) -> None:
        sheet["B2"].comment = Comment("현장에서 확인한 값", "홍길동")

    finding = Finding("error", "실적", "B2", "열", "숫자가 아닙니다.")
    content = by_openpyxl([["지표", "1월"], [COUNSELLING, "열"]], finish=note)
    for _ in range(2):
        content = commented(content, [finding, finding._replace(sheet="실적", cell="A2", cause="없는 이름입니다.")])

    sheet = load_workbook(io.BytesIO(content))["실적"]
    assert sheet["B2"].comment.text == "현장에서 확인한 값\n오류: 숫자가 아닙니다."
    assert sheet["B2"].comment.author == "홍길동"
    assert sheet["A2"].comment.text == "오류: 없는 이름입니다."
