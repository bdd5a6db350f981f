"""What a division keeps, as tables."""

from decimal import Decimal
from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from seoulwork.domain.cells import Cell
from seoulwork.domain.numbers import in_unit, stored_text
from seoulwork.domain.periods import Month
from seoulwork.domain.vocabulary import BUDGET_UNIT
from seoulwork.figures.labels import of_divisions
from seoulwork.figures.models import Source
from seoulwork.pages.tables import DayColumn, ListTable, MonthColumn, NumberColumn, ShortColumn, TimeColumn, YesColumn


class FigureColumn(NumberColumn):
    """A stored figure, shown in the unit of its indicator; in the workbook a number."""

    def value(self, value: int, record: Any) -> Decimal:
        return in_unit(value, record.indicator.unit, record.indicator.decimals)

    def render(self, value: int, record: Any) -> str:
        return f"{stored_text(value, record.indicator.unit, record.indicator.decimals)}{record.indicator.unit}"


class DenominatorColumn(FigureColumn):
    """The lower part of a ratio, which has no unit of its own."""

    def value(self, value: int, record: Any) -> Decimal:
        return in_unit(value, "", record.indicator.decimals)

    def render(self, value: int, record: Any) -> str:
        return stored_text(value, "", record.indicator.decimals)


class MoneyColumn(NumberColumn):
    """An amount stored in won, shown in 백만원 to the last won."""

    def value(self, value: int) -> Decimal:
        return in_unit(value, BUDGET_UNIT)

    def render(self, value: int) -> str:
        return stored_text(value, BUDGET_UNIT)


class ChangeColumn(tables.Column):
    """The way to the page where a row is kept; left out for who may not."""

    def __init__(self) -> None:
        super().__init__("관리", accessor="pk", orderable=False, exclude_from_export=True)

    def render(self, value: int, record: Any, table: Any) -> str:
        if getattr(record, "superseded_at", None) or getattr(record, "usual", False):
            return "-"
        return format_html(
            '<a href="{}">고치기<span class="visually-hidden"> {}</span></a>', table.change_url(value), record
        )


class RecordTable(ListTable):
    """Stored figures: who entered them, when, from where and why."""

    entered_by = tables.Column(
        "입력한 사람", accessor="entered_by__name", empty_values=(), order_by=("entered_by__name",)
    )
    entered_at = TimeColumn("입력한 때")
    source = tables.Column("출처", order_by=("source", "place"), attrs={"td": {"class": "source"}})
    reason = tables.Column("사유")
    superseded_at = TimeColumn("바뀐 때")

    def render_entered_by(self, record: Any) -> str:
        return str(record.entered_by or "관리 명령")

    def render_source(self, record: Any) -> str:
        return f"{Source(record.source).label} {record.place}".strip()


class DatedTable(ListTable):
    """States that hold from a month on, and which of them holds now."""

    since = ShortColumn("언제부터", order_by=("from_month",))
    state = ShortColumn("지금", accessor="from_month", orderable=False)

    def render_state(self, record: Any) -> str:
        now = Month.of(timezone.localdate())
        when = "앞으로" if record.from_month > now else "지난 것" if record.until and record.until <= now else "지금"
        return f"{when} 없음" if record.gone else when

    def value_state(self, record: Any) -> str:
        return self.render_state(record)


class ProgrammeTable(ListTable):
    number = NumberColumn("번호")
    title = tables.Column("사업명")
    indicator_count = NumberColumn("지표 수")
    first_year = NumberColumn("시작 연도")
    last_year = NumberColumn("종료 연도")
    change = ChangeColumn()


class IndicatorTable(ListTable):
    programme = tables.Column("사업", order_by=("programme_number",), default=of_divisions)
    short_name = tables.Column("짧은 이름")
    name = tables.Column("지표명")
    unit = tables.Column("단위")
    accumulation = tables.Column("합산 방법")
    formula = tables.Column("셈")
    frequency = tables.Column("입력 주기")
    lower_is_better = YesColumn("낮을수록 좋음")
    definition = tables.Column("정의")
    last_year = NumberColumn("종료 연도")
    change = ChangeColumn()


class PartTable(ListTable):
    programme = tables.Column(
        "사업", accessor="indicator__programme", order_by=("programme_number",), default=of_divisions
    )
    indicator = tables.Column("지표", order_by=("indicator__name",))
    dimension = tables.Column("구분 기준")
    path = tables.Column("세부")
    position = NumberColumn("순서")
    last_year = NumberColumn("종료 연도")
    change = ChangeColumn()


class RelationTable(ListTable):
    programme = tables.Column("사업", order_by=("programme_number",), default=of_divisions)
    first = tables.Column("지표·예산 과목", order_by=("indicator__name", "budget__short_name"))
    kind = tables.Column("관계")
    second = tables.Column("견줄 지표·예산 과목", order_by=("other__name", "other_budget__short_name"))
    shares = ShortColumn("비율", orderable=False)
    change = ChangeColumn()


class PeriodTable(RecordTable):
    programme = tables.Column(
        "사업", accessor="indicator__programme", order_by=("programme_number",), default=of_divisions
    )
    indicator = tables.Column("지표", order_by=("indicator__name",))
    part = tables.Column("세부", order_by=("part__path",))
    run = ShortColumn("기간", order_by=("first_month", "last_month"))

    def render_run(self, record: Any) -> str:
        return str(record.run.korean)


class TargetTable(PeriodTable):
    figure = FigureColumn("목표", accessor="value")
    note = tables.Column("메모")
    change = ChangeColumn()

    class Meta:
        sequence = ("programme", "indicator", "part", "run", "figure", "note", "...", "change")


class ActualTable(PeriodTable):
    figure = FigureColumn("실적", accessor="value")
    denominator = DenominatorColumn("분모")
    as_of = DayColumn("기준일")
    note = tables.Column("메모")

    class Meta:
        sequence = ("programme", "indicator", "part", "run", "figure", "denominator", "as_of", "note", "...")


class PlannedColumn(NumberColumn):
    """A plan in the unit of what it plans; in the workbook a number."""

    def value(self, value: int, record: Any) -> Decimal:
        return in_unit(value, *_unit_of(record))

    def render(self, value: int, record: Any) -> str:
        unit, decimals = _unit_of(record)
        return f"{stored_text(value, unit, decimals)}{unit}"


def _unit_of(record: Any) -> tuple[str, int]:
    if record.indicator is None:
        return BUDGET_UNIT, 0
    return record.indicator.unit, record.indicator.decimals


class PlanChangeColumn(ChangeColumn):
    """The way to the page on which the twelve months of a plan are kept together."""

    def render(self, value: int, record: Any, table: Any) -> str:
        if record.superseded_at:
            return "-"
        cell = Cell("a" if record.budget_id is None else "s", record.indicator_id or record.budget_id)
        url = reverse("list_plan", args=[table.division_key, str(cell), record.month.year])
        return format_html('<a href="{}">고치기<span class="visually-hidden"> {}</span></a>', url, record)


class MonthPlanTable(RecordTable):
    programme = tables.Column("사업", accessor="of__programme", order_by=("programme_number",), default=of_divisions)
    of = tables.Column("지표·예산 과목", order_by=("indicator__name", "budget__short_name"))
    month = MonthColumn("달")
    value = PlannedColumn("그 달까지의 계획")
    change = PlanChangeColumn()

    class Meta:
        sequence = ("programme", "of", "month", "value", "...", "change")


class BudgetTable(ListTable):
    year = NumberColumn("회계연도")
    programme = tables.Column("사업", order_by=("programme_number",), default=of_divisions)
    short_name = tables.Column("짧은 이름")
    kind = tables.Column("종류")
    part = tables.Column("세부")
    fund_source = tables.Column("재원")
    amount = MoneyColumn(f"예산액({BUDGET_UNIT})")
    change = ChangeColumn()


class BudgetFigureTable(RecordTable):
    programme = tables.Column(
        "사업", accessor="budget__programme", order_by=("programme_number",), default=of_divisions
    )
    budget = tables.Column("예산", order_by=("budget__short_name", "budget__year"))


class AppropriationTable(BudgetFigureTable):
    from_month = MonthColumn("적용 달")
    amount = MoneyColumn(f"예산액({BUDGET_UNIT})")
    note = tables.Column("메모")
    change = ChangeColumn()

    class Meta:
        sequence = ("programme", "budget", "from_month", "amount", "note", "...", "change")


class ExecutionTable(BudgetFigureTable):
    month = MonthColumn("기준 달")
    committed = MoneyColumn(f"원인행위액({BUDGET_UNIT})")
    spent = MoneyColumn(f"지출액({BUDGET_UNIT})")
    note = tables.Column("메모")

    class Meta:
        sequence = ("programme", "budget", "month", "committed", "spent", "note", "...")


class HeadcountTable(RecordTable):
    as_of = DayColumn("기준일")
    grade = tables.Column("직급")
    authorised = NumberColumn("정원(명)")
    actual = NumberColumn("현원(명)")
    note = tables.Column("메모")
    change = ChangeColumn()

    class Meta:
        sequence = ("as_of", "grade", "authorised", "actual", "note", "...", "change")


class BureauTable(RecordTable):
    as_of = DayColumn("기준일")
    name = tables.Column("정책관")
    directors = NumberColumn("정책관(명)")
    teams = NumberColumn("팀")
    off_quota_staff = NumberColumn("정원 외 공무직(명)")
    note = tables.Column("메모")
    change = ChangeColumn()

    class Meta:
        sequence = ("as_of", "name", "directors", "teams", "off_quota_staff", "note", "...", "change")

    def change_url(self, pk: int) -> str:
        return reverse("bureau_change", args=[pk])


class DivisionTable(DatedTable):
    position = NumberColumn("순서")
    name = tables.Column("이름")
    unit = tables.Column("세는 말")
    teams = NumberColumn("팀")
    change = ChangeColumn()

    class Meta:
        sequence = ("position", "name", "unit", "teams", "...", "change")

    def change_url(self, pk: int) -> str:
        return reverse("division_change", args=[pk])


class UnitTable(ListTable):
    name = tables.Column("단위")
    base = tables.Column("무엇의 배수")
    factor = NumberColumn("배수")
    offered = YesColumn("고를 수 있음")
    usual = YesColumn("처음부터 있는 단위")
    change = ChangeColumn()

    def change_url(self, pk: int) -> str:
        return reverse("unit_change", args=[pk])


class GoalTable(DatedTable):
    title = tables.Column("추진목표")
    policy_field = tables.Column("주요 정책지표 분야")
    change = ChangeColumn()

    class Meta:
        sequence = ("title", "policy_field", "...", "change")


class TextTable(DatedTable):
    position = NumberColumn("순서")
    text = tables.Column("내용")
    change = ChangeColumn()

    class Meta:
        sequence = ("position", "text", "...", "change")


BY_BRIEFING = ("briefing__month", "briefing__number")


class PassageTable(ListTable):
    briefing = tables.Column("업무보고", order_by=BY_BRIEFING)
    programme = tables.Column("사업", order_by=("programme_number",), default=of_divisions)
    position = NumberColumn("순서")
    kind = tables.Column("종류")
    project = tables.Column("세부사업")
    heading = tables.Column("제목")
    text = tables.Column("본문", attrs={"td": {"class": "excerpt"}})
    change = ChangeColumn()


class MilestoneTable(ListTable):
    briefing = tables.Column(
        "업무보고", accessor="passage__briefing", order_by=tuple(f"passage__{name}" for name in BY_BRIEFING)
    )
    programme = tables.Column(
        "사업", accessor="passage__programme", order_by=("programme_number",), default=of_divisions
    )
    passage = tables.Column("보고 글", order_by=("passage__position",))
    printed_date = tables.Column("일정", order_by=("first_month", "first_day"))
    title = tables.Column("내용")
    done = YesColumn("완료")
    change = ChangeColumn()
