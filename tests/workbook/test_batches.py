"""What a batch writes and what undoing it takes back, beside people who enter, close and clear at the same time."""

import io
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook
from openpyxl.comments import Comment

from seoulwork.accounts.models import Role, User
from seoulwork.domain.periods import Month
from seoulwork.entry.models import ReportingMonth
from seoulwork.entry.months import STEPS, open_month, step
from seoulwork.entry.saving import Attempt, save
from seoulwork.figures.divisions import Division, division
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
            step(to, JANUARY, by=by, action="제출", source=STEPS["entry_submit"], target="submitted")
        finally:
            connection.close()

    def look_while_somebody_hands_in(*args: Any) -> Preview:
        found = look(*args)
        handed_in.append(pool.submit(hand_in))
        with pytest.raises(TimeoutError):
            handed_in[0].result(timeout=1)
        return found

    monkeypatch.setattr(service, "preview", look_while_somebody_hands_in)
    with ThreadPoolExecutor(1) as pool:
        batch = service.commit(workbook, None, sheets=sheets)
        handed_in[0].result(timeout=30)

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
