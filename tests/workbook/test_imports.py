"""Whole imports: templates round and back, the half-year as months, all or nothing, once, undone as a whole."""

import gc
import io
import weakref
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from seoulwork.accounts.models import Role, User
from seoulwork.audit.actions import Action
from seoulwork.audit.models import Event
from seoulwork.domain.ledger import Ledger
from seoulwork.domain.periods import Month, Run
from seoulwork.domain.vocabulary import UNITS
from seoulwork.entry.models import ReportingMonth
from seoulwork.entry.steps import close, open_month, reopen
from seoulwork.entry.submission import approve
from seoulwork.figures.divisions import Division, division, divisions
from seoulwork.figures.models import Source
from seoulwork.figures.queries import ledger
from seoulwork.figures.recording import Stamp, record_actual
from seoulwork.workbook import report as reporting
from seoulwork.workbook.consequences import Consequences
from seoulwork.workbook.importing.commit import Changed, commit
from seoulwork.workbook.importing.preview import commented, preview, remember
from seoulwork.workbook.importing.receive import AlreadyImported, receive
from seoulwork.workbook.importing.undo import NotUndone, undo
from seoulwork.workbook.judging import examine
from seoulwork.workbook.matching.lines import Line, fillable
from seoulwork.workbook.models import Batch, Workbook
from seoulwork.workbook.outcome import Preview
from seoulwork.workbook.reading.sheet import read_sheets
from seoulwork.workbook.safety import Refused
from seoulwork.workbook.template import FIRST_MONTH_COLUMN, HEAD_ROW, make_template
from tests.workbook.conftest import brought_in, figures, judge
from tests.workbook.writing import by_libreoffice, by_openpyxl

HALF_YEAR = Run.parse("2018-01~2018-06")
SPLIT_NAME = "2018년 상반기 월별 배분(가상).xlsx"
KEYS = [each.key for each in divisions()]
SIX = [f"{number}월" for number in range(1, 7)]
COUNSELLING = "청년일자리센터 취업상담"


@pytest.fixture
def administrator(db: None) -> User:
    return User.objects.create(username="admin", name="관리자", role=Role.ADMINISTRATOR)


def template_of(to: Division, run: Run = HALF_YEAR) -> bytes:
    return make_template(to, ledger(to, run.last), run)


def fill(content: bytes, value_of: Any, run: Run = HALF_YEAR) -> bytes:
    """The template with every open cell filled: `value_of(identifier, month)` in the row's unit."""
    book = load_workbook(io.BytesIO(content))
    for sheet in book.worksheets[:2]:
        for row in sheet.iter_rows(min_row=HEAD_ROW + 1):
            if str(row[0].value).startswith("sum:"):
                continue
            for cell, month in zip(row[FIRST_MONTH_COLUMN - 1 :], run.months(), strict=False):
                value = value_of(row[0].value, month)
                if value is not None:
                    cell.value = value
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()


def stored(to: Division) -> dict[Any, Any]:
    """Every current figure of the division, without who and when."""
    actuals = to.models.Actual.objects.filter(superseded_at__isnull=True)
    executions = to.models.Execution.objects.filter(superseded_at__isnull=True)
    return {
        **{
            row[:4]: row[4:]
            for row in actuals.values_list(
                "indicator", "part", "first_month", "last_month", "value", "denominator", "as_of", "note", "place"
            )
        },
        **{row[:2]: row[2:] for row in executions.values_list("budget", "month", "committed", "spent", "place")},
    }


def covered(to: Division) -> set[Any]:
    return set(to.models.ActualMonth.objects.values_list("indicator", "part", "month", "actual__value"))


# ---------------------------------------------------------------------------------------------------- round trips


@pytest.mark.any_engine
@pytest.mark.parametrize("key", KEYS)
def test_a_template_filled_and_uploaded_is_imported_with_no_question(
    key: str, briefing_data: None, administrator: User
) -> None:
    to = division(key)
    lines = {line.identifier: line for line in fillable(to, ledger(to, HALF_YEAR.last), 2018)}
    wanted: dict[tuple[str, Month], int] = {}

    def value_of(identifier: str, month: Month) -> int:
        steps = list(lines).index(identifier) + 1
        money = lines[identifier].rule == "money"
        value = (
            month.number * (2 if identifier.partition(":")[2][0] == "c" else 1) if money else steps * 7 + month.number
        )
        wanted[identifier, month] = value
        return value

    content = fill(template_of(to), value_of)
    workbook, sheets = receive(content, name="서식.xlsx", to=to, by=administrator)
    found = preview(workbook, sheets)
    assert (found.errors, found.questions, found.left) == ((), (), ())
    assert len(found.cells) == len(wanted)
    batch = commit(workbook, found.fingerprint, by=administrator, sheets=sheets)

    after = ledger(to, HALF_YEAR.last)
    for (identifier, month), value in wanted.items():
        assert _in_ledger(after, lines[identifier], month) == value * _factor(lines[identifier])
    again = judge(template_of(to), to=key, year=2018)
    assert {cell.state for cell in again.cells} == {"equal"}
    assert len(again.cells) == len(wanted)
    assert batch.figures == found.counts["new"] + found.counts["changed"]


def _factor(line: Line) -> int:
    return int(UNITS[line.unit].factor * 10**line.decimals)


def _in_ledger(after: Ledger, line: Line, month: Month) -> int | None:
    if line.budget is not None:
        return next(each.amount for each in after.stored_amounts(line.budget.id, line.measure) if each.month == month)
    row = next(
        each for each in after.stored_actuals(line.cell.owner_id, line.cell.part_id) if each.run == Run(month, month)
    )
    return row.denominator if line.cell.kind == "d" else row.value


@pytest.mark.any_engine
@pytest.mark.parametrize("key", KEYS)
def test_the_half_year_as_months_makes_the_documents_totals(key: str, briefing_data: None) -> None:
    """A made-up split: each stored half-year is spread over its months, what is over goes to the last. Its name says so."""
    to = division(key)
    before = ledger(to, HALF_YEAR.last)
    lines = {line.identifier: line for line in fillable(to, before, 2018)}

    def value_of(identifier: str, month: Month) -> Decimal | None:
        line = lines[identifier]
        if line.rule == "money":
            return None
        for row in before.stored_actuals(line.cell.owner_id, line.cell.part_id):
            if month in row.run and row.run.first != row.run.last and row.run in HALF_YEAR:
                months = row.run.months()
                total = row.value
                share = total if line.rule in ("latest", "mean") else total // len(months)
                if line.rule == "sum" and month == row.run.last:
                    share = total - share * (len(months) - 1)
                return Decimal(share) / _factor(line)
        return None

    batch = brought_in(fill(template_of(to), value_of), to, SPLIT_NAME)

    after = ledger(to, HALF_YEAR.last)
    for indicator in before.indicators:
        for path in ("", *(part.path for part in before.parts if part.indicator_id == indicator.id)):
            was, now = before.actual(indicator, path), after.actual(indicator, path)
            assert (was and was.value) == (now and now.value), (indicator.name, path)
    imported = [row for row in after.actuals if SPLIT_NAME in row.stored.source]
    assert len(imported) == batch.figures
    assert all("엑셀 반입" in row.stored.source and "'실적' " in row.stored.source for row in imported)


@pytest.mark.any_engine
def test_a_template_keeps_its_rows_through_deleting_and_renaming(briefing_data: None) -> None:
    to = division("programmes")
    book = load_workbook(io.BytesIO(template_of(to)))
    sheet = book.worksheets[0]
    row = row_of(sheet, to, "직무분석상담")
    sheet.cell(row, 3).value = "딴 이름"
    sheet.cell(row, FIRST_MONTH_COLUMN).value = 12
    sheet.delete_rows(HEAD_ROW + 1, 3)

    assert figures(judge(saved(book), year=2018)) == {"직무분석상담@1": 12}


def row_of(sheet: Any, to: Division, short_name: str) -> int:
    identifier = f"{to.key}:a{to.models.Indicator.objects.get(short_name=short_name).pk}"
    return int(next(row[0].row for row in sheet.iter_rows(min_row=HEAD_ROW + 1) if row[0].value == identifier))


def saved(book: Any) -> bytes:
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()


@pytest.mark.any_engine
@pytest.mark.parametrize("only_labels", [False, True], ids=["sorted", "labels mixed up"])
def test_a_template_is_found_through_sorting_but_not_through_labels_that_say_otherwise(
    only_labels: bool, briefing_data: None
) -> None:
    to = division("programmes")
    filled = fill(template_of(to), lambda identifier, month: month.number)
    wanted = figures(judge(filled, year=2018))
    book = load_workbook(io.BytesIO(filled))
    sheet = book["실적"]
    one, other = (sheet[row_of(sheet, to, name)] for name in ("상담", "취업"))
    turned = slice(1, FIRST_MONTH_COLUMN - 1) if only_labels else slice(None)
    for left, right in zip(one[turned], other[turned], strict=True):
        left.value, right.value = right.value, left.value
    book.create_sheet("덧붙인 시트").append(["메모", 5])

    found = judge(saved(book), year=2018)

    assert [left.sheet for left in found.left] == ["덧붙인 시트"]
    if only_labels:
        assert len(found.errors) == 2 * 6
        assert all("숨은 식별자" in each.cause for each in found.errors)
    else:
        assert found.errors == ()
        assert figures(found) == wanted


@pytest.mark.parametrize("key", KEYS)
def test_a_template_looks_after_itself(key: str, briefing_data: None) -> None:
    to = division(key)
    book = load_workbook(io.BytesIO(template_of(to)))
    figures_sheet, budget_sheet, notes, mark = book.worksheets
    assert mark.sheet_state == "veryHidden"
    assert all(sheet.protection.sheet for sheet in (figures_sheet, budget_sheet, notes))
    assert figures_sheet.column_dimensions["A"].hidden
    assert all(sheet.protection.deleteRows and sheet.protection.sort for sheet in (figures_sheet, budget_sheet))
    assert not any("지워도" in str(cell.value) or "순서" in str(cell.value) for (cell,) in notes.iter_rows())
    lines = fillable(to, ledger(to, HALF_YEAR.last), 2018)
    for sheet in (figures_sheet, budget_sheet):
        assert sheet.data_validations.dataValidation[0].type == "decimal"
        for row in sheet.iter_rows(min_row=HEAD_ROW + 1):
            is_total = str(row[0].value).startswith("sum:")
            assert all(cell.protection.locked for cell in row[: FIRST_MONTH_COLUMN - 1])
            assert all(cell.protection.locked == is_total for cell in row[FIRST_MONTH_COLUMN - 1 :])
    named = [
        str(row[0].value).removeprefix("sum:")
        for sheet in (figures_sheet, budget_sheet)
        for row in sheet.iter_rows(min_row=HEAD_ROW + 1)
    ]
    assert named == [line.identifier for line in lines]


@pytest.mark.any_engine
def test_a_template_survives_libreoffice_and_its_totals_are_right(briefing_data: None, tmp_path: Any) -> None:
    to = division("socialeconomy")
    filled = fill(template_of(to), lambda identifier, month: None if ":s" in identifier or ":c" in identifier else 3)

    saved = by_libreoffice({"template": filled}, tmp_path)["template"]

    found = judge(saved, to="socialeconomy", year=2018)
    assert (found.errors, found.questions) == ((), ())
    assert figures(found) == figures(judge(filled, to="socialeconomy", year=2018))
    calculated = load_workbook(io.BytesIO(saved), data_only=True)["실적"]
    totals = {
        str(row[0].value): row
        for row in calculated.iter_rows(min_row=HEAD_ROW + 1)
        if str(row[0].value).startswith("sum:")
    }
    whole = to.models.Indicator.objects.get(name="사회적경제 기업수(누계)")
    assert totals[f"sum:socialeconomy:a{whole.pk}"][FIRST_MONTH_COLUMN - 1].value == 4 * 3
    assert load_workbook(io.BytesIO(saved))["seoulwork"].sheet_state in ("hidden", "veryHidden")


# ------------------------------------------------------------------------------------------- all or nothing, once


def content_of(*rows: list[Any], head: list[Any] | None = None) -> bytes:
    return by_openpyxl([head or ["지표", "2019-01", "2019-02"], *rows])


GOOD = content_of([COUNSELLING, 10, 20])


def test_one_batch_says_who_when_which_file_and_every_figure_its_cell(briefing_data: None, administrator: User) -> None:
    to = division("programmes")
    batch = brought_in(GOOD, to, "청년센터.xlsx", administrator, sender="청년일자리센터")

    rows = to.models.Actual.objects.filter(batch=batch).order_by("first_month")
    assert [(row.value, row.source, row.place, row.entered_by, row.entered_at) for row in rows] == [
        (10, Source.WORKBOOK, "청년센터.xlsx '실적' B2", administrator, batch.at),
        (20, Source.WORKBOOK, "청년센터.xlsx '실적' C2", administrator, batch.at),
    ]
    assert (batch.figures, batch.by, batch.workbook.sender) == (2, administrator, "청년일자리센터")
    assert bytes(batch.workbook.content) == GOOD
    event = Event.objects.get(action=Action.WORKBOOK_IMPORTED)
    assert (event.actor, event.detail["sha256"], event.batch, event.count) == (
        administrator,
        batch.workbook.sha256,
        batch,
        2,
    )
    origin = ledger(to, Month(2019, 2)).actual(ledger(to, Month(2019, 2)).indicator("상담", _programme(to)))  # type: ignore[arg-type]
    assert origin is not None
    assert "엑셀 반입 청년센터.xlsx '실적' B2" in origin.rows[0].stored.source


def _programme(to: Division) -> int:
    return int(to.models.Programme.objects.get(number=2).pk)


def test_the_same_file_again_says_so_and_does_nothing(briefing_data: None) -> None:
    to = division("programmes")
    batch = brought_in(GOOD, to)
    before = stored(to)

    with pytest.raises(AlreadyImported, match="이미 반입했습니다") as refusal:
        receive(GOOD, name="다른 이름.xlsx", to=to)

    assert refusal.value.batch == batch
    assert stored(to) == before
    assert Workbook.objects.count() == 1


def test_a_bad_cell_keeps_everything_out(briefing_data: None) -> None:
    to = division("programmes")
    workbook, sheets = receive(content_of([COUNSELLING, 10, "스무 명"]), name="x.xlsx", to=to)
    found = preview(workbook, sheets)
    before = stored(to)

    with pytest.raises(Refused, match="고쳐야 할 칸이 1개"):
        commit(workbook, found.fingerprint, sheets=sheets)

    assert stored(to) == before
    assert not Batch.objects.exists()


def test_figures_that_changed_since_the_preview_are_shown_again(briefing_data: None) -> None:
    to = division("programmes")
    workbook, sheets = receive(GOOD, name="x.xlsx", to=to)
    seen = preview(workbook, sheets)
    indicator = to.models.Indicator.objects.get(short_name="상담")
    january = Run(Month(2019, 1), Month(2019, 1))
    record_actual(
        to.models,
        {"indicator": indicator, "part": None},
        january,
        {"value": 11, "denominator": None},
        Stamp(None, Source.BROWSER),
    )

    with pytest.raises(Changed, match="값이 바뀌었습니다") as changed:
        commit(workbook, seen.fingerprint, sheets=sheets)

    assert not Batch.objects.exists()
    new = changed.value.preview
    assert [(cell.old, cell.new, cell.state) for cell in new.cells] == [(11, 10, "changed"), (None, 20, "new")]
    commit(workbook, new.fingerprint, sheets=sheets)
    assert figures(preview(workbook, sheets)) == {}


def test_a_workbook_that_says_what_is_stored_is_not_imported(briefing_data: None) -> None:
    to = division("programmes")
    brought_in(GOOD, to)
    workbook, sheets = receive(content_of([COUNSELLING, 10, 20], [None, None, None]), name="y.xlsx", to=to)
    found = preview(workbook, sheets)

    assert found.counts == {"new": 0, "changed": 0, "equal": 2, "refused": 0}
    assert not found.importable
    with pytest.raises(Refused, match="반입할 것이 없습니다"):
        commit(workbook, found.fingerprint, sheets=sheets)


@pytest.mark.any_engine
def test_a_name_is_asked_for_once_for_each_sender(briefing_data: None, administrator: User) -> None:
    to = division("programmes")
    rows = [["취업상담 인원수", 10, 20]]

    workbook, sheets = receive(content_of(*rows), name="a.xlsx", to=to, sender="센터")
    question = preview(workbook, sheets).questions[0]
    answer = next(line.identifier for line in preview(workbook, sheets).lines if line.name == COUNSELLING)
    remember(workbook, {question.key: answer}, administrator)
    assert preview(workbook, sheets).questions == ()

    later, later_sheets = receive(content_of(["취업상담 인원수", 11, 21]), name="b.xlsx", to=to, sender="센터")
    assert figures(preview(later, later_sheets)) == {"상담@1": 11, "상담@2": 21}
    other, other_sheets = receive(content_of(["취업상담 인원수", 12, 22]), name="c.xlsx", to=to, sender="다른 곳")
    assert len(preview(other, other_sheets).questions) == 1
    assert Event.objects.filter(action=Action.WORKBOOK_ANSWERED, actor=administrator).count() == 1


# ------------------------------------------------------------------------------------------------------ the month's way


def test_a_closed_month_is_refused_cell_by_cell_until_it_is_reopened(briefing_data: None, administrator: User) -> None:
    to, month = division("programmes"), Month(2019, 1)
    for each in (month, month + 1):
        open_month(each, of=[to])
    ReportingMonth.objects.filter(month=int(month)).update(state="submitted")
    approve(to, month, by=administrator)
    close(to, month, by=administrator)

    found = judge(GOOD)
    assert [(each.cell, "마감하여 잠겼습니다" in each.cause) for each in found.errors] == [("B2", True)]
    assert "다시 열어 주세요" in found.errors[0].cause, "an administrator is told what to do, not whom to ask"
    assert {cell.cell: cell.state for cell in found.cells} == {"B2": "refused", "C2": "new"}

    reopen(to, month, by=administrator, until=timezone.localdate(), reason="현장 확인")
    batch = brought_in(GOOD, to)
    rows = to.models.Actual.objects.filter(batch=batch).order_by("first_month")
    assert [row.reason for row in rows] == ["현장 확인", ""]


def test_an_unchanged_figure_of_a_closed_month_is_no_error(briefing_data: None, administrator: User) -> None:
    to, month = division("programmes"), Month(2019, 1)
    brought_in(content_of([COUNSELLING, 10, None]), to)
    open_month(month, of=[to])
    ReportingMonth.objects.filter(month=int(month)).update(state="closed")

    found = judge(GOOD)
    assert found.errors == ()
    assert figures(found) == {"상담@2": 20}


# ------------------------------------------------------------------------------------------------------------ undoing


@pytest.mark.parametrize("key", KEYS)
def test_undoing_brings_back_every_figure_and_keeps_the_history(
    key: str, briefing_data: None, administrator: User
) -> None:
    to = division(key)
    before, months = stored(to), covered(to)
    batch = brought_in(fill(template_of(to), lambda identifier, month: 2 if ":s" in identifier else 4), to)
    assert stored(to) != before

    rows = to.models.Actual.objects.count()
    undo(batch, by=administrator, reason="잘못된 파일")

    assert stored(to) == before
    assert covered(to) == months
    assert to.models.Actual.objects.count() > rows
    assert to.models.Actual.objects.filter(batch=batch, superseded_at__isnull=True).count() == 0
    batch.refresh_from_db()
    assert (batch.undone_by, batch.undo_reason) == (administrator, "잘못된 파일")
    assert Event.objects.get(action=Action.IMPORT_UNDONE).actor == administrator


def test_an_undone_file_can_be_imported_again_and_undone_again(briefing_data: None) -> None:
    to = division("programmes")
    before = stored(to)
    for _ in range(2):
        undo(brought_in(GOOD, to), reason="연습")
        assert stored(to) == before
    assert Batch.objects.count() == 2


def test_batches_are_undone_one_after_the_other(briefing_data: None) -> None:
    to = division("programmes")
    before = stored(to)
    first = brought_in(GOOD, to)
    middle = stored(to)
    second = brought_in(content_of([COUNSELLING, 11, 20]), to)

    with pytest.raises(NotUndone, match="청년일자리센터 취업상담 2019년 1월") as refusal:
        undo(first, reason="x")
    assert [(each.title, each.month) for each in refusal.value.standing] == [(COUNSELLING, Month(2019, 1))]

    undo(second, reason="x")
    assert stored(to) == middle
    undo(first, reason="x")
    assert stored(to) == before


def test_a_batch_is_undone_once_with_a_reason_and_in_open_months(briefing_data: None, administrator: User) -> None:
    to = division("programmes")
    batch = brought_in(GOOD, to)
    with pytest.raises(NotUndone, match="사유"):
        undo(batch, reason=" ")
    open_month(Month(2019, 2), of=[to])
    ReportingMonth.objects.filter(month=201902).update(state="closed")
    with pytest.raises(NotUndone, match="2019년 2월"):
        undo(batch, reason="x")
    ReportingMonth.objects.update(state="open")
    undo(batch, reason="x")
    with pytest.raises(NotUndone, match="이미 되돌린"):
        undo(batch, reason="x")


# ------------------------------------------------------------------------------------------------- what the page shows


def test_totals_rates_and_the_half_year_move(briefing_data: None) -> None:
    january_to_june: list[list[Any]] = [["지표", *SIX], [COUNSELLING, 2000, 2000, 2000, 2000, 2000, 4000]]
    found = judge(by_openpyxl(january_to_june), year=2018)
    moved = Consequences(found).movements

    assert [(each.line.name, each.before_text, each.after_text, each.difference_text) for each in moved] == [
        (COUNSELLING, "13,869", "14,000", "131")
    ]
    assert [(each.run, each.stored_text, each.monthly_text, each.adds_up) for each in found.replacements] == [
        (HALF_YEAR, "13,869", "14,000", False)
    ]


@pytest.mark.any_engine
def test_a_report_lets_go_of_the_ledgers_before_and_after(briefing_data: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """They are as large as all that is stored, and what is made of them is small."""
    ledgers: list[weakref.ref[Ledger]] = []

    class Watched(Consequences):
        def __init__(self, found: Preview) -> None:
            super().__init__(found)
            ledgers.extend(weakref.ref(each) for each in (self.before, self.after))

    monkeypatch.setattr(reporting, "Consequences", Watched)
    found = judge(by_openpyxl([["지표", "세부", "6월"], ["일자리카페 조성", "민간", 40]]), year=2018)
    gc.disable()
    try:
        assert reporting.report(found)["movements"]
        assert [each() for each in ledgers] == [None, None]
    finally:
        gc.enable()


def test_a_part_moves_its_whole_and_the_rate(briefing_data: None) -> None:
    cafes: list[list[Any]] = [["지표", "세부", "6월"], ["일자리카페 조성", "민간", 40]]
    moved = Consequences(judge(by_openpyxl(cafes), year=2018)).movements

    assert [(each.line.name, each.before_text, each.after_text, each.rate_texts) for each in moved] == [
        ("일자리카페 조성", "73", "77", ("81.1%", "85.6%")),
        ("일자리카페 조성 / 민간", "36", "40", ("-", "-")),
    ]


def test_spending_moves_the_execution_rate(briefing_data: None) -> None:
    money: list[list[Any]] = [["예산", "구분", "6월 누계"], ["예산현액", "지출액", 6000]]
    moved = Consequences(judge(by_openpyxl(money), to="labour", year=2018)).movements

    assert [(each.line.measure, each.before_text, each.after_text, each.rate_texts) for each in moved] == [
        ("지출액", "5,553", "6,000", ("28.5%", "30.8%"))
    ]


@pytest.mark.any_engine
def test_the_warnings_of_monthly_entry_are_given(briefing_data: None) -> None:
    to = division("programmes")
    brought_in(
        by_openpyxl(
            [["지표", *[f"2019-{number:02}" for number in range(1, 7)]], [COUNSELLING, 100, 101, 99, 100, 102, 98]]
        ),
        to,
    )
    unusual = Consequences(judge(by_openpyxl([["지표", "2019-07"], [COUNSELLING, 500]]))).warnings
    slip = Consequences(judge(by_openpyxl([["지표", "2019-07"], [COUNSELLING, 980]]))).warnings
    falling = Consequences(
        judge(by_openpyxl([["지표", "세부", "2018-07"], ["일자리카페 조성", "민간", 20]]), year=2018)
    ).warnings

    assert [(each.cell, "보통 범위" in each.cause) for each in unusual] == [("B2", True)]
    assert [(each.cell, "지난달 98명의 10배입니다" in each.cause) for each in slip] == [("B2", True)]
    assert any(each.cell == "C2" and "줄었습니다" in each.cause for each in falling)


def test_the_workbook_comes_back_with_comments_on_the_wrong_cells(briefing_data: None) -> None:
    content = by_openpyxl(
        [["지표", "2019-01", "2019-02"], [COUNSELLING, "열", "△5"], ["청년일자리센터 상담을 통한 취업", 3.5, None]],
        merges=["B3:C3"],
    )
    found = judge(content)

    sheet = load_workbook(io.BytesIO(commented(content, found.findings)))["실적"]
    comments = {cell.coordinate: cell.comment.text for row in sheet.iter_rows() for cell in row if cell.comment}
    assert comments.keys() == {"B2", "C2", "B3"}
    assert comments["B2"].startswith("오류: ")
    assert "음수" in comments["C2"]
    assert comments["B3"].count("오류") == 2
    assert sheet["B2"].value == "열"


@pytest.mark.any_engine
def test_the_queries_are_as_many_for_two_figures_as_for_a_thousand(
    briefing_data: None, django_assert_num_queries: Any
) -> None:
    to, year = division("programmes"), Run.parse("2019-01~2019-12")
    head = ["지표", *[f"{number}월" for number in range(1, 13)]]
    small = read_sheets(by_openpyxl([head, [COUNSELLING, *range(12)]]))
    large = read_sheets(fill(template_of(to, year), lambda identifier, month: 1, year))

    for sheets in (small, large):
        with django_assert_num_queries(9):  # the states of all months are asked for at once
            examine(to, sheets, name="x.xlsx", year=2019)


def test_a_bad_month_of_a_stored_half_year_is_told_once(briefing_data: None) -> None:
    """The months beside it can't be split either, but there is only one cell to mend."""
    january_to_june: list[list[Any]] = [["지표", *SIX], [COUNSELLING, 2000, 2000, "2,o00", 2000, 2000, 4000]]
    found = judge(by_openpyxl(january_to_june), year=2018)
    assert [each.cell for each in found.errors] == ["D2"]
