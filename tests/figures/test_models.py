"""What the database itself refuses, for each division, on whatever engine runs; and what it rightly takes."""

from datetime import datetime
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction

from seoulwork.accounts.models import Role, User
from seoulwork.domain.periods import Month
from seoulwork.figures.divisions import division
from seoulwork.figures.fields import MonthField
from seoulwork.figures.models import Bureau, Grade, Source
from seoulwork.figures.texts import check_texts
from seoulwork.operations.models import Task
from tests.briefings import a_briefing

pytestmark = [pytest.mark.django_db, pytest.mark.each_case]

JANUARY, MAY, JUNE = Month(2018, 1), Month(2018, 5), Month(2018, 6)
STAMP = {"source": Source.BROWSER}

DEFAULTS: dict[str, dict[str, Any]] = {
    "Programme": {"number": 1, "title": "노동권 보호", "first_year": 2018},
    "Indicator": {"short_name": "상담", "name": "무료노무상담", "unit": "건"},
    "Part": {"indicator": "Indicator", "path": "청년"},
    "Target": {"indicator": "Indicator", "first_month": JANUARY, "last_month": JUNE, "value": 1, **STAMP},
    "Actual": {"indicator": "Indicator", "first_month": JANUARY, "last_month": JUNE, "value": 1, **STAMP},
    "ActualMonth": {"actual": "Actual", "indicator": "Indicator", "month": JUNE},
    "Budget": {"short_name": "소요예산", "kind": "required", "year": 2018},
    "Appropriation": {"budget": "Budget", "from_month": JANUARY, "amount": 1, **STAMP},
    "Execution": {"budget": "Budget", "month": JUNE, "spent": 1, **STAMP},
    "Passage": {"programme": "Programme", "briefing": Month(2018, 7), "position": 1},
    "Milestone": {"passage": "Passage", "position": 1, "title": "평가위원회"},
    "Headcount": {"as_of": "2018-07-11", "grade": Grade.GRADE_6, "authorised": 9, "actual": 11, **STAMP},
    "Function": {"position": 1, "text": "노동정책"},
    "CoreTask": {"position": 1, "text": "노동권 보호"},
    "Goal": {"title": "노동존중", "policy_field": "노동"},
    "Relation": {"kind": "at_most", "indicator": "Indicator", "other": "Indicator"},
}
MATCHED = {"kind": "matching", "indicator": None, "other": None, "budget": "Budget", "share": 50, "other_share": 50}


class Rows:
    """Rows of one division, written past the checks of forms and models: what refuses them is the database."""

    def __init__(self, key: str) -> None:
        self.key = key
        self._first: dict[str, Any] = {}

    def model(self, name: str) -> Any:
        return getattr(division(self.key).models, name)

    def first(self, name: str) -> Any:
        """A row that others refer to."""
        if name not in self._first:
            self._first[name] = self.add(name, **({"path": "그 밖"} if name == "Part" else {}))
        return self._first[name]

    def add(self, name: str, **changes: Any) -> Any:
        fields = {**DEFAULTS[name], **changes}
        values = {key: self.first(value) if value in DEFAULTS else value for key, value in fields.items()}
        if "briefing" in values:
            values["briefing"] = a_briefing(values["briefing"])
        (row,) = self.model(name)._base_manager.bulk_create([self.model(name)(**values)])
        return row


@pytest.fixture(params=settings.DIVISIONS)
def rows(request: pytest.FixtureRequest) -> Rows:
    return Rows(request.param)


FIGURES = ("Target", "Actual", "Appropriation", "Execution", "Headcount")
Case = tuple[str, str, list[dict[str, Any]]]

# The constraint, its model, and rows of which only the last is refused.
REFUSED: list[Case] = [
    ("programme_number_unique", "Programme", [{}, {"first_year": 2019}]),
    ("programme_first_year_unique", "Programme", [{"last_year": 2018}, {"last_year": 2019}]),
    ("programme_number_positive", "Programme", [{"number": 0}]),
    ("programme_years_ordered", "Programme", [{"last_year": 2017}]),
    ("indicator_name_unique", "Indicator", [{"programme": "Programme"}, {"programme": "Programme"}]),
    ("indicator_division_name_unique", "Indicator", [{}, {}]),
    ("indicator_policy_order_unique", "Indicator", [{"policy_order": 1}, {"short_name": "취업", "policy_order": 1}]),
    ("indicator_decimals_limited", "Indicator", [{"decimals": 5}]),
    ("indicator_accumulation_known", "Indicator", [{"accumulation": "product"}]),
    ("indicator_frequency_known", "Indicator", [{"frequency": "daily"}]),
    ("indicator_asking_known", "Indicator", [{"asking": "often"}]),
    ("indicator_within_whole_only_of_ratio", "Indicator", [{"within_whole": True}]),
    ("indicator_flow_only_of_stock", "Indicator", [{"short_name": "누적", "flow": "Indicator"}]),
    ("indicator_worked_out_alone", "Indicator", [{"formula": "가 + 나", "restates": "상담"}]),
    ("part_path_unique", "Part", [{}, {}]),
    ("part_path_given", "Part", [{"path": ""}]),
    ("target_current_unique", "Target", [{}, {"value": 2}]),
    ("target_current_with_part_unique", "Target", [{"part": "Part"}, {"part": "Part", "value": 2}]),
    ("target_months_ordered", "Target", [{"first_month": JUNE, "last_month": MAY}]),
    ("target_not_negative", "Target", [{"value": -1}]),
    ("actual_current_unique", "Actual", [{}, {"last_month": JANUARY}]),
    ("actual_current_with_part_unique", "Actual", [{"part": "Part"}, {"part": "Part"}]),
    ("actual_months_ordered", "Actual", [{"first_month": JUNE, "last_month": MAY}]),
    ("actual_denominator_positive", "Actual", [{"denominator": 0}]),
    ("actualmonth_unique", "ActualMonth", [{}, {}]),
    ("actualmonth_with_part_unique", "ActualMonth", [{"part": "Part"}, {"part": "Part"}]),
    ("budget_line_unique", "Budget", [{"programme": "Programme"}, {"programme": "Programme"}]),
    ("budget_division_line_unique", "Budget", [{}, {}]),
    ("budget_kind_known", "Budget", [{"kind": "gift"}]),
    ("budget_source_known", "Budget", [{"fund_source": "private"}]),
    ("budget_year_valid", "Budget", [{"year": 18}]),
    ("budget_current_of_division", "Budget", [{"programme": "Programme", "kind": "current"}]),
    ("appropriation_current_unique", "Appropriation", [{}, {"amount": 2}]),
    ("appropriation_not_negative", "Appropriation", [{"amount": -1}]),
    ("relation_unique", "Relation", [{}, {}]),
    ("relation_kind_known", "Relation", [{"kind": "more"}]),
    ("relation_of_two_of_a_kind", "Relation", [{"other": None}]),
    ("relation_of_two_of_a_kind", "Relation", [{"share": 50}]),
    ("relation_of_two_of_a_kind", "Relation", [{**MATCHED, "other_budget": None}]),
    ("relation_of_two_of_a_kind", "Relation", [{**MATCHED, "other_budget": None, "share": None}]),
    ("relation_budgets_differ", "Relation", [{**MATCHED, "other_budget": "Budget"}]),
    ("execution_current_unique", "Execution", [{}, {"spent": 2}]),
    ("execution_not_empty", "Execution", [{"spent": None}]),
    ("execution_not_negative", "Execution", [{"spent": -1}]),
    ("execution_not_negative", "Execution", [{"spent": None, "committed": -1}]),
    ("execution_spent_within_committed", "Execution", [{"committed": 1, "spent": 2}]),
    ("passage_position_unique", "Passage", [{}, {}]),
    ("passage_division_position_unique", "Passage", [{"programme": None}, {"programme": None}]),
    ("function_state_unique", "Function", [{}, {"text": "노동복지"}]),
    ("coretask_state_unique", "CoreTask", [{}, {"text": "노동복지"}]),
    ("goal_state_unique", "Goal", [{}, {"title": "노동복지"}]),
    ("passage_added_of_no_programme", "Passage", [{"added": 1}]),
    ("passage_kind_known", "Passage", [{"kind": "poem"}]),
    ("milestone_position_unique", "Milestone", [{}, {}]),
    ("milestone_months_ordered", "Milestone", [{"first_month": JUNE, "last_month": MAY}]),
    ("milestone_open_has_no_end", "Milestone", [{"first_month": MAY, "last_month": JUNE, "open_ended": True}]),
    ("milestone_days_valid", "Milestone", [{"first_month": MAY, "first_day": 32}]),
    ("milestone_days_valid", "Milestone", [{"first_day": 1}]),
    ("milestone_days_valid", "Milestone", [{"last_month": MAY, "last_day": 0}]),
    ("headcount_current_unique", "Headcount", [{}, {"actual": 9}]),
    ("headcount_grade_known", "Headcount", [{"grade": "8"}]),
    ("milestone_open_has_start", "Milestone", [{"open_ended": True}]),
    ("milestone_days_ordered", "Milestone", [{"first_month": MAY, "first_day": 5, "last_month": MAY, "last_day": 4}]),
    *((f"{name.lower()}_source_known", name, [{"source": "rumour"}]) for name in FIGURES),
    *((f"{name.lower()}_superseded_rightly", name, [{"superseded_by": name}]) for name in FIGURES),
]

# Whole numbers that are no months stand in a table of their own below.
MONTHS = {
    "Target": ("first_month", "last_month"),
    "Actual": ("first_month", "last_month"),
    "ActualMonth": ("month",),
    "Appropriation": ("from_month",),
    "Execution": ("month",),
    "Milestone": ("first_month", "last_month"),
    "Function": ("from_month",),
    "CoreTask": ("from_month",),
    "Goal": ("from_month",),
}
OF_MONTHS = {
    "actualmonth_month_valid",
    "coretask_from_month_valid",
    "function_from_month_valid",
    "goal_from_month_valid",
    "appropriation_month_valid",
    "execution_month_valid",
    "milestone_months_valid",
}


@pytest.mark.parametrize(
    ("name", "model", "changes"), REFUSED, ids=[f"{name}-{n}" for n, (name, _, _) in enumerate(REFUSED)]
)
def test_the_database_refuses(rows: Rows, name: str, model: str, changes: list[dict[str, Any]]) -> None:
    *legal, refused = changes
    for each in legal:
        rows.add(model, **each)
    before = rows.model(model).objects.count()
    fields = {**DEFAULTS[model], **refused}
    for value in fields.values():
        if value in DEFAULTS:
            rows.first(value)
            before = rows.model(model).objects.count()
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        rows.add(model, **refused)
    constraint = next(each for each in rows.model(model)._meta.constraints if each.name == f"{rows.key}_{name}")
    if connection.vendor == "postgresql" or isinstance(constraint, models.CheckConstraint):
        assert constraint.name in str(caught.value)
    else:
        assert "UNIQUE constraint failed" in str(caught.value)
    assert rows.model(model).objects.count() == before


@pytest.mark.parametrize("model", MONTHS)
@pytest.mark.parametrize("number", [201800, 201813, 18, 189912, 300001, -201806])
def test_the_database_takes_months_alone_even_from_sql(rows: Rows, model: str, number: int) -> None:
    row = rows.add(model, **({"first_month": JUNE, "last_month": JUNE} if model == "Milestone" else {}))
    for column in MONTHS[model]:
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE {row._meta.db_table} SET {column} = %s WHERE id = %s", [number, row.pk])


def test_every_constraint_of_the_measures_is_tried() -> None:
    tried = {name for name, _, _ in REFUSED} | OF_MONTHS
    for key in settings.DIVISIONS:
        there = {
            each.name.removeprefix(f"{key}_")
            for name in DEFAULTS
            for each in getattr(division(key).models, name)._meta.constraints
        }
        assert there == tried


@pytest.mark.parametrize("model", FIGURES)
def test_a_figure_takes_no_place_of_its_own_and_stays_while_it_took_anothers(rows: Rows, model: str) -> None:
    when = datetime.fromisoformat("2018-07-11T09:00:00+09:00")
    old, new = rows.add(model, superseded_at=when), rows.add(model)
    of_old = rows.model(model).objects.filter(pk=old.pk)
    with pytest.raises(IntegrityError, match="superseded_rightly"), transaction.atomic():
        of_old.update(superseded_by=old)
    of_old.update(superseded_by=new)
    with pytest.raises(IntegrityError, match="superseded_rightly"), transaction.atomic():
        of_old.update(superseded_at=None)
    with pytest.raises(models.ProtectedError):
        new.delete()


def test_a_goal_and_a_line_have_one_state_from_a_month_on(rows: Rows) -> None:
    for model in ("Goal", "Function", "CoreTask"):
        rows.add(model)
        rows.add(model, from_month=JUNE)
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.add(model, from_month=JUNE)
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.model(model).objects.filter(from_month=JUNE).update(from_month=Month(1900, 1))


def test_the_state_of_a_month_is_the_last_one_up_to_it(rows: Rows) -> None:
    rows.add("Function", text="처음")
    rows.add("Function", text="오월부터", from_month=MAY)
    rows.add("Function", position=2, text="둘째", from_month=JUNE)
    rows.add("Function", position=2, text="둘째", from_month=Month(2018, 8), gone=True)
    held = rows.model("Function").objects

    def texts(month: Month) -> list[str]:
        return [row.text for row in held.as_of(month)]

    assert texts(JANUARY) == ["처음"]
    assert texts(MAY) == ["오월부터"]
    assert texts(Month(2018, 7)) == ["오월부터", "둘째"]
    assert texts(Month(2018, 8)) == ["오월부터"]
    assert [row.until for row in held.with_until()] == [MAY, None, Month(2018, 8), None]


def test_a_figure_needs_its_indicator(rows: Rows) -> None:
    row = rows.add("Actual")

    def point_nowhere() -> None:
        rows.model("Actual").objects.filter(pk=row.pk).update(indicator_id=0)
        connection.check_constraints()

    with pytest.raises(IntegrityError), transaction.atomic():
        point_nowhere()
    with pytest.raises(models.ProtectedError):
        row.indicator.delete()


def test_the_database_takes_what_is_legal(rows: Rows) -> None:
    when = "2018-07-11T09:00:00+09:00"
    rows.add("Headcount")  # 6급 9/11
    rows.add("Programme", first_year=2015, last_year=2017)
    rows.first("Programme")
    rows.add("Programme", number=2)
    for model in ("Target", "Actual", "Appropriation", "Execution", "Headcount"):
        rows.add(model, **({"grade": "5"} if model == "Headcount" else {}), superseded_at=when)
        rows.add(model, **({"grade": "5"} if model == "Headcount" else {}), superseded_at=when)
        rows.add(model, **({"grade": "5"} if model == "Headcount" else {}))
    rows.add("Actual", part="Part")
    rows.add("Actual", part="Part", first_month=JUNE, value=-5)  # a stock may fall, a correction may be negative
    rows.add("Target", last_month=Month(2018, 12))  # the year's target beside the half-year's
    rows.add("Execution", month=MAY, committed=5, spent=5)
    rows.add("Indicator", short_name="다른 사업", programme="Programme")
    rows.add("Indicator", short_name="다른 사업")
    rows.add("Indicator", short_name="누적", accumulation="latest", flow="Indicator")
    rows.add("Milestone", first_month=JUNE, first_day=30, open_ended=True)
    rows.add("Milestone", position=2, last_month=JUNE)
    rows.add("Milestone", position=3)
    large = rows.add("Actual", first_month=Month(2019, 1), last_month=Month(2019, 1), value=10**18)
    large.refresh_from_db()
    assert large.value == 10**18


# ------------------------------------------------------------------------------------------------- the shared tables


def test_a_user_has_a_role_and_its_division() -> None:
    User.objects.create(username="officer", name="입력 담당", role=Role.OFFICER, division="labour")
    User.objects.create(username="council", name="시의원", role=Role.COUNCIL)
    for number, (role, key) in enumerate(
        [("officer", ""), ("head", ""), ("council", "labour"), ("administrator", "labour"), ("guest", ""), ("", "")]
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            User.objects.create(username=f"user{number}", name="사용자", role=role, division=key)


def test_a_task_has_a_known_state_and_a_percentage() -> None:
    for wrong in ({"state": "lost"}, {"progress": 101}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Task.objects.create(kind="publish", **wrong)


def test_the_bureau_has_one_current_row_a_day() -> None:
    fields = {
        "name": "일자리노동정책관",
        "as_of": "2018-07-11",
        "directors": 1,
        "teams": 15,
        "off_quota_staff": 21,
        **STAMP,
    }
    Bureau.objects.create(**fields, superseded_at="2018-07-12T09:00:00+09:00")
    Bureau.objects.create(**fields)
    for wrong in (fields, {**fields, "as_of": "2018-07-12", "source": "rumour"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Bureau.objects.create(**wrong)


# --------------------------------------------------------------------------------------------------- before the database


@pytest.mark.parametrize(
    ("model", "changes", "sentence"),
    [
        ("Indicator", {"unit": "마리"}, "등록된 단위가 아닙니다: '마리'"),
        ("Indicator", {"short_name": "상/담"}, "기호를 쓸 수 없습니다"),
        ("Indicator", {"short_name": "소요예산"}, "이 이름의 예산이 있습니다"),
        ("Budget", {"short_name": "상담"}, "이 이름의 지표가 있습니다"),
        ("Programme", {"last_year": 2017}, "종료 연도가 시작 연도보다 앞섭니다"),
        ("Budget", {"programme": 1, "kind": "current"}, "예산현액은 담당관 전체의 예산에만 씁니다"),
        ("Milestone", {"first_month": Month(2018, 2), "first_day": 29}, "2018년 2월 29일은 없는 날입니다"),
        (
            "Milestone",
            {"first_month": JUNE, "first_day": 5, "last_month": JUNE, "last_day": 4},
            "끝이 시작보다 앞섭니다",
        ),
        ("Milestone", {"open_ended": True}, "시작 달을 적어 주세요"),
        ("Execution", {"committed": 1, "spent": 2}, "지출액이 원인행위액보다 많습니다"),
    ],
)
def test_a_form_gets_a_korean_sentence(rows: Rows, model: str, changes: dict[str, Any], sentence: str) -> None:
    rows.add("Indicator")
    rows.add("Budget")
    fields = {**DEFAULTS[model], **({"number": 2} if model == "Programme" else {}), **changes}
    related = {"budget": "Budget", "passage": "Passage", "programme": "Programme"}
    for name, other in related.items():
        if name in fields:
            found = rows.model(other).objects.first()
            fields[name] = found if found is not None else rows.first(other)
    with pytest.raises(ValidationError) as caught:
        rows.model(model)(**fields).full_clean()
    assert sentence in " ".join(caught.value.messages)


@pytest.mark.parametrize(
    ("first_year", "last_year", "taken"),
    [
        (2010, 2014, False),
        (2010, 2015, True),
        (2010, None, True),
        (2016, 2016, True),
        (2017, None, True),
        (2018, None, False),
        (2018, 2019, False),
    ],
)
def test_programmes_of_one_number_share_no_year(
    rows: Rows, first_year: int, last_year: int | None, taken: bool
) -> None:
    other = rows.add("Programme", first_year=2015, last_year=2017)
    other.full_clean()
    row = rows.model("Programme")(number=1, title="새 사업", first_year=first_year, last_year=last_year)
    if not taken:
        row.full_clean()
        return
    with pytest.raises(ValidationError) as caught:
        row.full_clean()
    (sentence,) = caught.value.messages
    assert "같은 번호의 사업이 이미 있습니다: '1. 노동권 보호'(2015~2017)." in sentence


def test_the_divisions_own_come_first_on_every_engine(rows: Rows) -> None:
    rows.add("Indicator", programme="Programme", position=1)
    rows.add("Indicator", position=9)
    rows.add("Budget", programme="Programme")
    rows.add("Budget")
    rows.add("Passage")
    rows.add("Passage", programme=None)
    for name in ("Indicator", "Budget", "Passage"):
        assert [row.programme_id is None for row in rows.model(name).objects.all()] == [True, False]


def test_a_programmes_own_name_hides_the_divisions(rows: Rows) -> None:
    common = rows.add("Indicator")
    rows.add("Part", indicator=common)
    own = rows.add("Indicator", programme="Programme")
    rows.add("Part", indicator=own, path="여성")
    texts = {"{상담/여성}": "Programme", "{상담/청년}": None}
    for text, programme in texts.items():
        row = rows.add("Passage", position=9, programme=programme)
        row.text = text
        check_texts(row)
        row.text = "{상담/청년}" if programme else "{상담/여성}"
        with pytest.raises(ValidationError, match="부분이 없습니다"):
            check_texts(row)


def test_the_names_of_a_text_are_read_once_and_only_when_it_refers(rows: Rows, django_assert_num_queries: Any) -> None:
    rows.add("Indicator")
    passage, goal = rows.add("Passage"), rows.add("Goal")
    milestone = rows.model("Milestone")(passage=passage, title="포럼 {상담}", detail="{상담} {상담.목표}")
    with django_assert_num_queries(6):
        check_texts(milestone)
    with django_assert_num_queries(0):
        for plain in (passage, rows.model("Milestone")(title="{상담}"), goal):
            check_texts(plain)


@pytest.mark.parametrize(
    ("fields", "printed"),
    [
        ({}, ""),
        ({"first_month": Month(2018, 7)}, "'18. 7월"),
        ({"first_month": Month(2018, 7), "open_ended": True}, "'18. 7월~"),
        ({"first_month": Month(2018, 7), "last_month": Month(2018, 12)}, "'18. 7월~12월"),
        ({"first_month": Month(2018, 7), "last_month": Month(2019, 3)}, "'18. 7월~'19. 3월"),
        ({"last_month": Month(2019, 3)}, "~'19. 3월"),
        ({"first_month": Month(2018, 7), "first_day": 17}, "'18.7.17."),
        (
            {"first_month": Month(2018, 12), "first_day": 11, "last_month": Month(2018, 12), "last_day": 12},
            "'18.12.11.~12.",
        ),
        ({"first_month": Month(2018, 8), "date_note": "중"}, "'18. 8월 중"),
    ],
)
def test_a_milestone_prints_its_date(fields: dict[str, Any], printed: str) -> None:
    assert division("labour").models.Milestone(title="개관", **fields).printed_date == printed


# ---------------------------------------------------------------------------------------------------------- months


def test_a_month_comes_back_as_it_went_in(rows: Rows) -> None:
    actual = rows.add("Actual")
    found = rows.model("Actual").objects.get(first_month=JANUARY, last_month__gte=MAY)
    assert (found.first_month, found.last_month, found.run.korean) == (JANUARY, JUNE, "2018년 상반기(1월~6월)")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT last_month FROM {actual._meta.db_table}")
        assert cursor.fetchall() == [(201806,)]
    objects = rows.model("Actual").objects
    assert objects.filter(last_month__year=2018, last_month__number=6).exists()
    assert not objects.filter(last_month__year=2019).exists()
    assert not objects.filter(last_month__number__gt=6).exists()


@pytest.mark.parametrize("text", ["2018-13", "6월", "201813"])
def test_what_is_no_month_does_not_reach_the_database(text: str) -> None:
    with pytest.raises(ValidationError):
        MonthField().clean(text, None)


def test_every_division_has_the_same_shape() -> None:
    shapes = {
        key: {
            name: sorted(field.name for field in getattr(division(key).models, name)._meta.get_fields())
            for name in DEFAULTS
            if name != "Part"
        }
        for key in settings.DIVISIONS
    }
    assert shapes["labour"] == shapes["programmes"] == shapes["socialeconomy"]
    assert all(apps.get_model(key, name) for key in settings.DIVISIONS for name in DEFAULTS)
