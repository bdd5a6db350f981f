"""The lists as tables: which columns they have, and how a value is shown on the page and in the workbook."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import django_tables2 as tables
from django.template.defaultfilters import date as format_date
from django.urls import reverse
from django.utils.html import format_html
from django.utils.timezone import localtime

from seoulwork.figures import BUDGET_UNIT, in_unit, stored_text
from seoulwork.measures import Source
from seoulwork.periods import Month

SHORT = {"td": {"class": "short"}}
NUMBER = {"th": {"class": "number"}, "td": {"class": "number"}}


class NumberColumn(tables.Column):
    """A whole number as it is: an order, a year, a count."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, attrs=NUMBER, **kwargs)


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


class ShortColumn(tables.Column):
    """Stays on one line."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, attrs=SHORT, **kwargs)


class TimeColumn(ShortColumn):
    """A moment: Korean time on the page, a date with time in the workbook."""

    def render(self, value: datetime) -> str:
        return format_date(localtime(value), "Y. n. j. H:i")

    def value(self, value: datetime | None) -> datetime | None:
        return localtime(value).replace(tzinfo=None) if value else None


class DayColumn(ShortColumn):
    def render(self, value: date) -> str:
        return format_date(value, "Y. n. j.")

    def value(self, value: date | None) -> date | None:
        return value


class MonthColumn(ShortColumn):
    def render(self, value: Month) -> str:
        return value.korean

    def value(self, value: Month | None) -> str:
        return str(value or "")


class YesColumn(tables.Column):
    """Says something only where it holds."""

    def render(self, value: bool) -> str:
        return "예" if value else "-"


class ChangeColumn(tables.Column):
    """The way to the page where a row is kept; left out for who may not."""

    def __init__(self) -> None:
        super().__init__("관리", accessor="pk", orderable=False, exclude_from_export=True)

    def render(self, value: int, record: Any, table: Any) -> str:
        if getattr(record, "superseded_at", None):
            return "-"
        return format_html(
            '<a href="{}">고치기<span class="visually-hidden"> {}</span></a>', table.change_url(value), record
        )


class ListTable(tables.Table):
    """Every list of the site."""

    division_key = ""
    kind_key = ""

    def change_url(self, pk: int) -> str:
        """The page on which a row is kept."""
        return reverse("list_change", args=[self.division_key, self.kind_key, pk])


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


class ProgrammeTable(ListTable):
    number = NumberColumn("번호")
    title = tables.Column("사업명")
    indicator_count = NumberColumn("지표 수")
    first_year = NumberColumn("시작 연도")
    last_year = NumberColumn("종료 연도")
    change = ChangeColumn()


class IndicatorTable(ListTable):
    programme = tables.Column("사업", order_by=("programme_number",), default="담당관 공통")
    short_name = tables.Column("짧은 이름")
    name = tables.Column("지표명")
    unit = tables.Column("단위")
    accumulation = tables.Column("합산 방법")
    frequency = tables.Column("입력 주기")
    lower_is_better = YesColumn("낮을수록 좋음")
    definition = tables.Column("정의")
    last_year = NumberColumn("종료 연도")
    change = ChangeColumn()


class PartTable(ListTable):
    programme = tables.Column(
        "사업", accessor="indicator__programme", order_by=("programme_number",), default="담당관 공통"
    )
    indicator = tables.Column("지표", order_by=("indicator__name",))
    dimension = tables.Column("구분 기준")
    path = tables.Column("세부")
    position = NumberColumn("순서")
    change = ChangeColumn()


class PeriodTable(RecordTable):
    programme = tables.Column(
        "사업", accessor="indicator__programme", order_by=("programme_number",), default="담당관 공통"
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


class BudgetTable(ListTable):
    year = NumberColumn("회계연도")
    programme = tables.Column("사업", order_by=("programme_number",), default="담당관 공통")
    short_name = tables.Column("짧은 이름")
    kind = tables.Column("종류")
    part = tables.Column("세부")
    fund_source = tables.Column("재원")
    amount = MoneyColumn(f"예산액({BUDGET_UNIT})")
    change = ChangeColumn()


class BudgetFigureTable(RecordTable):
    programme = tables.Column(
        "사업", accessor="budget__programme", order_by=("programme_number",), default="담당관 공통"
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


class GoalTable(ListTable):
    title = tables.Column("추진목표")
    policy_field = tables.Column("주요 정책지표 분야")
    change = ChangeColumn()


class TextTable(ListTable):
    position = NumberColumn("순서")
    text = tables.Column("내용")
    change = ChangeColumn()


class PassageTable(ListTable):
    briefing_month = MonthColumn("보고 달")
    programme = tables.Column("사업", order_by=("programme_number",), default="담당관 공통")
    position = NumberColumn("순서")
    kind = tables.Column("종류")
    project = tables.Column("세부사업")
    heading = tables.Column("제목")
    text = tables.Column("본문", attrs={"td": {"class": "excerpt"}})
    change = ChangeColumn()


class MilestoneTable(ListTable):
    briefing_month = MonthColumn("보고 달", accessor="passage__briefing_month")
    programme = tables.Column(
        "사업", accessor="passage__programme", order_by=("programme_number",), default="담당관 공통"
    )
    passage = tables.Column("보고 글", order_by=("passage__position",))
    printed_date = tables.Column("일정", order_by=("first_month", "first_day"))
    title = tables.Column("내용")
    done = YesColumn("완료")
    change = ChangeColumn()


class EventTable(ListTable):
    at = TimeColumn("때")
    actor = tables.Column("사람", accessor="actor__name", empty_values=(), order_by=("actor__name",))
    action = tables.Column("한 일")
    subject = tables.Column("대상")
    reason = tables.Column("사유")
    address = tables.Column("주소(IP)")

    def render_actor(self, record: Any) -> str:
        return str(record.actor or "관리 명령")


class UserTable(ListTable):
    username = tables.Column("아이디", linkify=("user", {"pk": tables.A("pk")}))
    name = tables.Column("이름")
    role = tables.Column("역할")
    division = tables.Column("담당관")
    is_active = tables.Column("사용")
    last_login = TimeColumn("마지막 로그인")

    def render_is_active(self, value: bool) -> str:
        return "사용" if value else "중지"


class SignInTable(ListTable):
    attempt_time = TimeColumn("로그인한 때")
    logout_time = TimeColumn("로그아웃한 때")
    username = tables.Column("아이디")
    ip_address = tables.Column("주소(IP)")
    user_agent = tables.Column("브라우저")


class FailureTable(ListTable):
    attempt_time = TimeColumn("때")
    username = tables.Column("아이디")
    path_info = tables.Column("틀린 것")
    ip_address = tables.Column("주소(IP)")
    locked_out = YesColumn("잠김")
    user_agent = tables.Column("브라우저")

    def render_path_info(self, value: str) -> str:
        return "2단계 인증 숫자" if value.startswith(reverse("mfa_index")) else "비밀번호"
