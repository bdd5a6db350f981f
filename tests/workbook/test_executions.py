"""A budget system's list of executions: its lines mapped once, held against its own figures, added up, told in sums, imported."""

import random
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from seoulwork.accounts.models import Role
from seoulwork.domain.periods import Month
from seoulwork.entry.steps import open_month
from seoulwork.figures.divisions import division
from seoulwork.operations.models import Task
from seoulwork.workbook.matching.questions import CUMULATIVE, MONTHLY, SKIP
from seoulwork.workbook.models import Batch, Workbook
from seoulwork.workbook.models import Mapping as Remembered
from seoulwork.workbook.outcome import Preview
from seoulwork.workbook.report import report
from seoulwork.workbook.safety import Refused
from tests.workbook.conftest import judge
from tests.workbook.pages import work
from tests.workbook.writing import by_openpyxl, by_xlsxwriter

SignIn = Callable[..., Client]
Rows = list[list[Any]]

HEAD = ["회계", "정책사업", "단위사업", "세부사업", "부서", "예산현액", "원인행위액", "지출액", "잔액", "집행률"]
OURS = "노동정책담당관"
MILLION = 1_000_000
EDUCATION = ["일반회계", "노동존중", "노동권익", "노동아카데미 운영", OURS]
SHELTER = ["일반회계", "노동존중", "노동권익", "쉼터 운영", OURS]
UNION = ["일반회계", "노동존중", "노사협력", "한국노총 지원", OURS]


def line(names: list[Any], budget: int, committed: int, spent: int, *, less: str = "spent") -> list[Any]:
    """A line of the list in 백만원, written in won, with 잔액 and 집행률 as they follow from it."""
    executed = spent if less == "spent" else committed
    rate = round(100 * executed / budget, 1)
    return [*names, *(each * MILLION for each in (budget, committed, spent, budget - executed)), rate]


LINES = [line(EDUCATION, 1_000, 700, 600), line(SHELTER, 15_994, 9_000, 5_000), line(UNION, 2_496, 1_200, 1_157)]
TITLE = [["2018년 6월 말 세출예산 집행현황"], ["(단위: 원)"]]


def listed(*lines: list[Any], title: Rows = TITLE, head: list[Any] = HEAD) -> Rows:
    return [[*each] for each in (*title, head, *(lines or LINES))]


def budgets() -> dict[str, str]:
    """The identifiers of the labour division's budget lines."""
    rows = division("labour").models.Budget.objects.filter(year=2018)
    return {row.short_name: f"labour:s{row.pk}" for row in rows}


def into(found: Preview, **answers: str) -> dict[str, str]:
    """Answers to what is asked: every line counts for 예산현액, but for the union's, which is a grant and counts for both."""
    own = budgets()
    whole, grant = own["예산현액"], own["한국노총보조금"]
    given = {}
    for question in found.asked:
        if question.key.startswith("집행:"):
            given[question.key] = f"{grant}+{whole}" if "한국노총" in question.key else whole
        elif chosen := answers.get(question.key.partition(":")[0].replace(" ", "_")):
            given[question.key] = chosen
    return given


def look(
    rows: Rows, answers: Mapping[str, str] | None = None, *, content: bytes | None = None, **options: Any
) -> Preview:
    return judge(content or by_openpyxl(rows), to="labour", year=options.pop("year", None), answers=answers, **options)


def mapped(rows: Rows, *, answers: dict[str, str] | None = None, **options: Any) -> Preview:
    """Judged with all of its lines mapped, and other questions answered by what their keys begin with."""
    return look(rows, into(look(rows, **options), **(answers or {})), **options)


def written(found: Preview) -> dict[str, tuple[int | None, int | None]]:
    """What is written, in 백만원: (원인행위액, 지출액) by budget line and month."""
    names = {int(key.removeprefix("labour:s")): name for name, key in budgets().items()}
    return {
        f"{names[each.owner_id]}@{each.month.number}": (
            None if each.first is None else each.first // MILLION,
            None if each.second is None else each.second // MILLION,
        )
        for each in found.writes
    }


RIGHT = {"예산현액@6": (10_900, 6_757), "한국노총보조금@6": (1_200, 1_157)}
pytestmark = pytest.mark.usefixtures("briefing_data")


class TestAddingUp:
    def test_lines_are_asked_about_once_and_added_up(self) -> None:
        asked = look(listed())
        assert [each.text for each in asked.questions] == [
            "어느 예산의 집행입니까: '일반회계 · 노동존중 · 노동권익 · 노동아카데미 운영' (노동정책담당관)",
            "어느 예산의 집행입니까: '일반회계 · 노동존중 · 노동권익 · 쉼터 운영' (노동정책담당관)",
            "어느 예산의 집행입니까: '일반회계 · 노동존중 · 노사협력 · 한국노총 지원' (노동정책담당관)",
        ]
        assert (asked.cells, asked.writes) == ((), ()), "a sum of some of the lines would be wrong"
        found = mapped(listed())
        assert (found.errors, found.questions) == ((), ())
        assert written(found) == RIGHT
        assert found.writes[0].place == "시험.xlsx '실적' G4 외 2칸, H4 외 2칸"
        assert [cell.raw for cell in found.cells][:2] == ["10,900,000,000원(3줄)", "6,757,000,000원(3줄)"]

    def test_some_may_be_none_of_ours(self) -> None:
        answers = into(look(listed()))
        answers |= {key: SKIP for key in answers if "쉼터" in key}
        found = look(listed(), answers)
        assert written(found)["예산현액@6"] == (1_900, 1_757)
        assert any("쉼터 운영' 줄은 반입하지 않기로 했습니다." in each.text for each in found.left)

    @pytest.mark.any_engine
    def test_sums_are_told_beside_what_is_stored_and_budgets_compared(self) -> None:
        told = report(mapped(listed()))["executed"] or {}
        sums = {(each["heading"], each["measure"]): (each["before"], each["after"]) for each in told["sums"]}
        assert sums["담당관 공통", "지출액"] == ("5,553", "6,757")
        assert sums["4. 서울지역 노동단체 지원", "원인행위액"] == ("-", "1,200")
        assert [(each["line"], each["in_file"], each["stored"], each["same"]) for each in told["appropriated"]] == [
            ("예산현액", "19,490", "19,490", True),
            ("한국노총보조금", "2,496", "2,496", True),
        ]
        assert [(each["name"], each["lines"], each["spent"]) for each in told["policies"]] == [
            ("노동존중", 2, "5,600"),
            ("노동존중", 1, "1,157"),
        ]

    def test_a_budget_that_differs_is_told_and_not_stored(self) -> None:
        found = mapped(listed(*LINES[:2], line(UNION, 2_500, 1_200, 1_157)))
        assert [each.cause for each in found.warnings if "예산현액" in each.cause] == [
            "파일의 예산현액 19,494백만원이 저장된 '예산현액' 19,490백만원과 다릅니다. 예산액은 반입하지 않습니다. 바뀌었으면 예산액 목록에서 고쳐 주세요.",
            "파일의 예산현액 2,500백만원이 저장된 '4. 서울지역 노동단체 지원 · 한국노총보조금' 2,496백만원과 다릅니다. 예산액은 반입하지 않습니다. 바뀌었으면 예산액 목록에서 고쳐 주세요.",
        ]
        assert {each.table for each in found.writes} == {"Execution"}

    @pytest.mark.any_engine
    def test_any_lines_come_to_their_sum(self) -> None:
        """Random lines, kept apart by a fourth of them that are not ours."""
        chance = random.Random(2018)
        for _ in range(10):
            names = [
                ["일반회계", f"정책{number % 3}", f"단위{number % 5}", f"세부{number}", ""] for number in range(12)
            ]
            lines = []
            for each in names:
                spent = chance.randrange(0, 400)
                committed = spent + chance.randrange(0, 300)
                lines.append(line(each, committed + chance.randrange(1, 500), committed, spent))
            rows = listed(*lines)
            answers = into(look(rows))
            skipped = set(chance.sample(range(12), 3))
            answers |= {key: SKIP for number, key in enumerate(answers) if number in skipped}
            ours = [each for number, each in enumerate(lines) if number not in skipped]
            found = look(rows, answers)
            assert found.errors == ()
            assert written(found) == {
                "예산현액@6": (sum(each[6] for each in ours) // MILLION, sum(each[7] for each in ours) // MILLION)
            }


class TestShapes:
    @pytest.mark.parametrize(
        "head",
        [
            [
                "회계구분",
                "정책사업명",
                "단위사업명",
                "세부사업명",
                "소관",
                "예산현액(A)",
                "원인행위액(B)",
                "지출액(C)",
                "잔액(A-C)",
                "집행률(C/A)",
            ],
            [
                "회계명",
                "정책 사업",
                "단위 사업",
                "세부 사업",
                "부서명",
                "예산현액",
                "지출원인행위액",
                "집행액",
                "집행잔액",
                "집행율(%)",
            ],
            [
                "회계",
                "정책사업",
                "단위사업",
                "세부사업",
                "담당부서",
                "예산 현액",
                "원인행위 누계",
                "지출 누계",
                "예산잔액",
                "지출률",
            ],
        ],
    )
    def test_head_words_in_their_variants(self, head: list[Any]) -> None:
        assert written(mapped(listed(head=head))) == RIGHT

    @pytest.mark.parametrize(
        ("unit", "factor", "where"),
        [("천원", 1_000, "title"), ("백만원", MILLION, "title"), ("천원", 1_000, "heads")],
    )
    def test_units(self, unit: str, factor: int, where: str) -> None:
        lines = [[*each[:5], *(amount // factor for amount in each[5:9]), each[9]] for each in LINES]
        title = [TITLE[0], [f"단위 : {unit}, %"]] if where == "title" else TITLE[:1]
        head = HEAD if where == "title" else [*HEAD[:5], *(f"{each}({unit})" for each in HEAD[5:9]), HEAD[9]]
        assert written(mapped(listed(*lines, title=title, head=head))) == RIGHT

    def test_other_writers_and_csv(self) -> None:
        rows = listed()
        lines = "\n".join(
            ",".join(f'"{cell:,}"' if isinstance(cell, int) else str(cell) for cell in row) for row in rows
        )
        for content in (by_xlsxwriter(rows), lines.encode(), lines.encode("cp949")):
            found = look(rows, into(look(rows, content=content)), content=content)
            assert written(found) == RIGHT

    def test_names_that_are_said_once_are_said_of_the_lines_below(self) -> None:
        rows = listed(
            *([*(None, None, None)[: 3 * (number > 0)], *each[3 * (number > 0) :]] for number, each in enumerate(LINES))
        )
        rows[-1][2] = "노사협력"
        assert written(mapped(rows)) == RIGHT
        merged = by_openpyxl(rows, merges=["A4:A6", "B4:B6", "C4:C5"])
        assert written(look(rows, into(look(rows, content=merged)), content=merged)) == RIGHT

    def test_sums_and_the_rows_of_a_tree_are_not_added(self) -> None:
        def total(names: list[Any], *own: list[Any]) -> list[Any]:
            return [*names, None, *(sum(each[column] for each in own) for column in range(5, 9)), None]

        first, second = LINES[:2], LINES[2:]
        tree = [
            total([None, "합계", None, None], *LINES),
            total(["일반회계", "노동존중", None, None], *LINES),
            total([None, None, "노동권익", None], *first),
            *([None, None, None, *each[3:]] for each in first),
            total([None, None, "노사협력", None], *second),
            *([None, None, None, *each[3:]] for each in second),
        ]
        found = mapped(listed(*tree))
        assert written(found) == RIGHT
        assert len([each for each in found.left if "합계여서 더하지 않았습니다" in each.text]) == 4
        assert not [each for each in found.warnings if "합" in each.cause]

        sub = [*first, total([None, None, "소계", None], *first), *second, total(["총계", None, None, None], *LINES)]
        found = mapped(listed(*sub))
        assert written(found) == RIGHT
        sub[2][7] += MILLION
        wrong = mapped(listed(*sub))
        assert [
            (each.cell, "그 줄들의 합(5,600,000,000원)과 다릅니다" in each.cause)
            for each in wrong.warnings
            if "줄들" in each.cause
        ] == [("H6", True)]

    def test_headings_in_two_rows_and_once_more_on_each_page(self) -> None:
        above: list[Any] = [*HEAD[:5], "집행", None, None, "남은 것", None]
        below: list[Any] = [None, None, None, None, None, *HEAD[5:]]
        rows: Rows = [*TITLE, above, below, LINES[0], above, below, *LINES[1:]]
        assert written(mapped([[*each] for each in rows])) == RIGHT

    def test_a_name_above_its_lines_is_theirs_without_an_amount_too(self) -> None:
        lines = [
            ["일반회계", "노동존중", None, None],
            [None, None, "노동권익", None],
            *([None, None, None, *each[3:]] for each in LINES[:2]),
            [None, "상생", "노사협력", None],
            [None, None, None, *LINES[2][3:]],
        ]
        found = mapped(listed(*lines))
        assert written(found) == RIGHT
        assert "'일반회계 · 상생 · 노사협력 · 한국노총 지원'" in found.asked[-1].text

    def test_a_wider_name_with_no_line_below_is_not_taken_for_a_sum(self) -> None:
        alone: list[Any] = [*EDUCATION[:2], "기타", None, OURS, *line([], 100, 50, 50)]
        found = mapped(listed(*LINES, alone))
        assert [(each.cell, "합계인지 알 수 없습니다" in each.cause) for each in found.errors] == [("F7", True)]
        assert found.writes == ()

    def test_hidden_lines_and_columns_are_read_and_said(self) -> None:
        content = by_xlsxwriter(listed(), hidden_rows=[5], hidden_columns=["G"])
        found = look(listed(), into(look(listed(), content=content)), content=content)
        assert written(found) == RIGHT
        assert [each.place for each in found.left if "숨긴" in each.text] == ["5", "G"]

    def test_a_table_of_another_kind_is_none(self) -> None:
        found = judge(
            by_openpyxl([["예산과목", "2018-06 원인행위 누계", "2018-06 지출 누계"], ["예산현액", 9_200, 5_600]]),
            to="labour",
            year=None,
        )
        assert found.executed is None
        assert [each.second for each in found.writes] == [5_600 * MILLION]

    def test_what_is_no_column_of_such_a_list_is_left_with_a_word(self) -> None:
        rows = listed(head=[*HEAD, "당초예산"])
        rows = [*rows[:3], *([*each, 77] for each in rows[3:])]
        found = mapped(rows)
        assert written(found) == RIGHT
        assert any("'당초예산' 열은" in each.text for each in found.left)


class TestTimes:
    def test_the_month_is_asked_where_the_file_says_none_and_the_answer_is_for_this_file_alone(self) -> None:
        title = [["2018년 세출예산 집행현황"], ["(단위: 원)"]]
        asked = look(listed(title=title))
        question = next(each for each in asked.questions if "어느 달까지" in each.text)
        answers = into(asked) | {question.key: "2018-06"}
        assert written(look(listed(title=title), answers)) == RIGHT
        later = listed(*LINES[:2], line(UNION, 2_496, 1_300, 1_257), title=title)
        assert [each.text for each in look(later, answers).questions] == ["어느 달까지의 집행입니까?"]

    @pytest.mark.parametrize("title", ["2018. 7. 3. 현재", "기준일: 2018-07-03", "2018년 7월 3일 현재 집행현황"])
    def test_a_day_that_ends_no_month_is_asked_about(self, title: str) -> None:
        found = look(listed(title=[[title], ["(단위: 원)"]]))
        question = next(each for each in found.questions if "어느 달까지" in each.text)
        assert question.text == "7월 3일 현재의 집행입니다. 어느 달까지의 집행입니까?"
        assert [each.label for each in question.choices] == ["2018년 6월 말까지", "2018년 7월 말까지"]

    @pytest.mark.parametrize("title", ["2018. 6. 30. 현재", "1~6월 집행현황", "2018년 상반기 집행", "2018년 2/4분기"])
    def test_months_as_titles_say_them(self, title: str) -> None:
        assert written(mapped(listed(title=[[title], ["(단위: 원)"]]), year=2018)) == RIGHT

    def test_the_sheet_or_the_file_may_say_it(self) -> None:
        rows = listed(title=[["(단위: 원)"]])
        assert written(mapped(rows, name="2018년 6월 집행.xlsx")) == RIGHT

    def test_a_month_to_come_is_refused(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("seoulwork.workbook.judging.timezone.localdate", lambda: date(2018, 6, 20))
        assert mapped(listed()).errors == ()
        july = listed(title=[["2018년 7월 말 집행현황"], ["(단위: 원)"]])
        assert {each.cause for each in mapped(july).errors} == {
            "2018년 7월은 아직 오지 않은 달입니다. 연도와 달을 확인해 주세요."
        }
        day = listed(["2018-06-21", *LINES[0]], title=[["(단위: 원)"]], head=["일자", *HEAD])
        assert [(each.cell, each.cause) for each in mapped(day).errors] == [
            ("A3", "6월 21일은 아직 오지 않은 날입니다. 연도와 날을 확인해 주세요.")
        ]

    def test_years_that_contradict_are_refused(self) -> None:
        with pytest.raises(Refused, match=r"다른 해가 적혀 있습니다\. 고른 연도는 2019년입니다"):
            look(listed(), year=2019)
        with pytest.raises(Refused, match="몇 년의 집행인지 알 수 없습니다"):
            look(listed(title=[["6월 말 집행현황"], ["(단위: 원)"]]))
        other = listed(["2017", *LINES[0]], title=TITLE, head=["회계연도", *HEAD])
        assert "2017년의 행입니다" in mapped(other, year=2018).errors[0].cause

    def test_months_down_the_rows_cumulative_as_their_balances_tell(self) -> None:
        rows = listed(
            ["2018-05", *line(EDUCATION, 1_000, 600, 500)],
            ["2018-05", *line(UNION, 2_496, 1_100, 1_000)],
            ["2018-06", *line(EDUCATION, 1_000, 700, 600)],
            ["2018-06", *line(UNION, 2_496, 1_200, 1_157)],
            title=[["(단위: 원)"]],
            head=["기준월", *HEAD],
        )
        assert written(mapped(rows)) == {
            "예산현액@5": (1_700, 1_500),
            "예산현액@6": (1_900, 1_757),
            "한국노총보조금@5": (1_100, 1_000),
            "한국노총보조금@6": (1_200, 1_157),
        }
        missing = mapped([*rows[:-1]])
        assert ["2018년 6월에 없습니다" in each.cause for each in missing.errors] == [True] * len(missing.errors) != []

    def test_a_list_of_days_is_added_up_to_the_months(self) -> None:
        """Without 잔액, so that it has to be asked what the amounts are."""
        head = ["집행일자", *HEAD[:8]]
        days: Rows = []
        for day, committed, spent in (
            ("2018-01-15", 50, 50),
            ("2018.02.28", 30, 10),
            ("20180105", 7, 7),
            (date(2018, 3, 2), 1, 21),
        ):
            days.append([day, *EDUCATION, 1_000 * MILLION, committed * MILLION, spent * MILLION])
        rows = listed(*days, title=[["(단위: 원)"]], head=head)
        asked = look(rows)
        assert "집행 금액은 누계입니까, 그때그때의 금액입니까?" in [each.text for each in asked.questions]
        found = mapped(rows, answers={"집행_금액": MONTHLY})
        assert written(found) == {"예산현액@1": (57, 57), "예산현액@2": (87, 67), "예산현액@3": (88, 88)}
        assert found.cells[0].raw == "57,000,000원(2줄)"

    def test_a_list_of_days_whose_balance_runs_down_tells_it_itself(self) -> None:
        head = ["일자", *HEAD[:9]]
        days: Rows = []
        left = 1_000
        for day, spent in (("2018-01-15", 50), ("2018-01-20", 30), ("2018-02-01", 20)):
            left -= spent
            days.append([day, *EDUCATION, *(each * MILLION for each in (1_000, spent, spent, left))])
        found = mapped(listed(*days, title=[["(단위: 원)"]], head=head))
        assert written(found) == {"예산현액@1": (80, 80), "예산현액@2": (100, 100)}

    def test_days_whose_amounts_stand_hold_on_until_the_line_says_more(self) -> None:
        head = ["일자", *HEAD[:9]]
        rows = listed(
            ["2018-01-15", *line(EDUCATION, 1_000, 50, 50)[:-1]],
            ["2018-01-20", *line(SHELTER, 500, 10, 10)[:-1]],
            ["2018-02-20", *line(SHELTER, 500, 40, 40)[:-1]],
            title=[["(단위: 원)"]],
            head=head,
        )
        assert written(mapped(rows)) == {"예산현액@1": (60, 60), "예산현액@2": (90, 90)}

    @pytest.mark.parametrize("value", ["곧", "2018-02-30", 43_101, "6월"])
    def test_what_is_no_day(self, value: Any) -> None:
        found = look(listed([value, *LINES[0]], title=[["2018년 (단위: 원)"]], head=["일자", *HEAD]), year=2018)
        assert [(each.cell, "어느 날의 집행인지 알 수 없습니다." in each.cause) for each in found.errors] == [
            ("A3", True)
        ]

    def test_current_month_and_cumulative_side_by_side_are_held_against_each_other(self) -> None:
        head = [*HEAD[:6], "당월 지출액", "지출액 누계", "잔액"]
        rows = listed([*EDUCATION, *(each * MILLION for each in (1_000, 100, 600, 400))], head=head)
        found = mapped(rows)
        assert written(found) == {"예산현액@6": (9_154, 600)}


class TestContradictions:
    def test_a_balance_that_does_not_follow_is_an_error_at_its_cell(self) -> None:
        rows = listed()
        rows[4][8] += MILLION
        found = mapped(rows)
        assert [(each.cell, each.cause) for each in found.errors] == [
            (
                "I5",
                "예산현액 15,994,000,000 − 지출액 5,000,000,000 = 10,994,000,000원인데 잔액이 다릅니다. 세 값을 확인해 주세요.",
            )
        ]

    def test_a_rate_that_does_not_follow_too(self) -> None:
        rows = listed()
        rows[3][9] = 61.0
        found = mapped(rows)
        assert [(each.cell, each.cause) for each in found.errors] == [
            ("J4", "지출액 600,000,000 ÷ 예산현액 1,000,000,000 = 60.00%인데 집행률이 다릅니다. 세 값을 확인해 주세요.")
        ]

    @pytest.mark.parametrize("write", [lambda rate: f"{rate}%", lambda rate: rate, lambda rate: f"{rate:,}"])
    def test_rates_however_they_are_written(self, write: Callable[[float], Any]) -> None:
        rows = listed()
        for row in rows[3:]:
            row[9] = write(row[9])
        assert mapped(rows).errors == ()

    def test_what_is_left_after_commitments(self) -> None:
        lines = [line(each[:5], *(amount // MILLION for amount in each[5:8]), less="committed") for each in LINES]
        found = mapped(listed(*lines))
        assert (found.errors, written(found)) == ((), RIGHT)
        lines[1][8] += 1
        assert [each.cell for each in mapped(listed(*lines)).errors] == ["I5"]

    def test_where_lines_go_by_both_it_is_asked(self) -> None:
        lines = [*LINES[:2], line(UNION, 2_496, 1_200, 1_157, less="committed")]
        rows = [[*each[:9]] for each in lines]
        asked = mapped(listed(*rows, head=[*HEAD[:6], "원인행위 누계", "지출 누계", "잔액"]))
        assert [each.text for each in asked.questions] == ["잔액은 예산현액에서 무엇을 뺀 것입니까?"]
        answered = look(
            listed(*rows, head=[*HEAD[:6], "원인행위 누계", "지출 누계", "잔액"]),
            {**into(asked), asked.questions[0].key: "spent"},
        )
        assert [each.cell for each in answered.errors] == ["I6"]

    def test_rounded_amounts_may_be_off_by_one_of_their_unit(self) -> None:
        lines = ([*EDUCATION, 1_000, 700, 600, 401, 60.0], [*SHELTER, 900, 400, 300, 600, 33.3])
        rows = listed(*lines, title=[TITLE[0], ["(단위: 백만원)"]])
        assert mapped(rows).errors == ()
        rows[3][8] = 402
        assert [each.cell for each in mapped(rows).errors] == ["I4"]

    def test_the_same_line_twice(self) -> None:
        found = mapped(listed(*LINES, LINES[0]))
        assert [(each.cell, each.cause) for each in found.errors] == [
            ("F7", "4행과 같은 줄, 같은 때의 값입니다. 한 줄만 남겨 주세요.")
        ]
        assert found.writes == ()


class TestWhatIsAsked:
    def test_the_unit_where_none_is_said(self) -> None:
        rows = listed(title=TITLE[:1])
        asked = look(rows)
        question = next(each for each in asked.questions if "단위" in each.text)
        assert [each.answer for each in question.choices] == ["원", "천원", "백만원"]
        assert written(look(rows, into(asked) | {question.key: "원"})) == RIGHT

    def test_two_units_contradict(self) -> None:
        found = look(listed(title=[TITLE[0], ["(단위: 천원)"]], head=[*HEAD[:7], "지출액(원)", *HEAD[8:]]))
        assert [(each.cell, "어느 단위의 값인지" in each.cause) for each in found.errors] == [("H3", True)]

    def test_whether_amounts_are_cumulative_where_nothing_tells(self) -> None:
        rows = [[*each[:8]] for each in LINES]
        asked = look(listed(*rows, head=HEAD[:8]))
        assert "집행 금액은 누계입니까, 그때그때의 금액입니까?" in [each.text for each in asked.questions]
        assert written(mapped(listed(*rows, head=HEAD[:8]), answers={"집행_금액": CUMULATIVE})) == RIGHT

    @pytest.mark.any_engine
    def test_blank_amounts_are_none_only_once_that_is_said(self) -> None:
        rows = listed()
        rows[3][7] = None
        asked = mapped(rows)
        question = asked.questions[0]
        assert "빈칸은 집행이 없었던(0) 것입니까?" in question.text
        assert asked.writes == ()
        found = look(rows, {**into(asked), question.key: "none"})
        assert written(found)["예산현액@6"] == (10_900, 6_157)

    def test_lines_of_another_division(self) -> None:
        foreign = line(["일반회계", "일자리", "일자리", "청년수당", "일자리정책담당관"], 100, 50, 50)
        asked = mapped(listed(*LINES, foreign))
        assert [each.text for each in asked.questions] == [
            "다른 담당관(일자리정책담당관)의 줄이 1개 있습니다. 노동정책담당관의 줄만 반입합니까?"
        ]
        found = look(listed(*LINES, foreign), {**into(asked), asked.questions[0].key: SKIP})
        assert written(found) == RIGHT
        assert any("청년수당' 줄은 일자리정책담당관의 것이어서" in each.text for each in found.left)
        alone = look(listed(foreign))
        assert "다른 담당관(일자리정책담당관)의 줄입니다." in alone.errors[0].cause

    @pytest.mark.parametrize(
        ("title", "cause"),
        [("일자리정책담당관 집행현황", "'일자리정책담당관'이라고 적혀 있습니다."), ("2019년 예산 계획", "")],
    )
    def test_words_over_the_list(self, title: str, cause: str) -> None:
        if not cause:
            found = look(listed(title=[["2018년 6월 집행 계획"], ["(단위: 원)"]]))
            assert any("목록의 금액은 집행 실적입니까?" in each.text for each in found.questions)
            return
        found = look(listed(title=[[title], *TITLE]))
        assert [cause in each.cause for each in found.errors] == [True]
        assert found.writes == ()


class TestWrongCells:
    @pytest.mark.parametrize(
        ("value", "cause"),
        [
            ("600천", "단위"),
            ("확인 중", "숫자가 아닙니다"),
            (date(2018, 6, 1), "숫자가 아닙니다"),
            ("=1/0", ""),
            (0.5, "소수 없이"),
        ],
    )
    def test_a_cell_that_is_no_amount_is_an_error_there(self, value: Any, cause: str) -> None:
        rows = listed()
        rows[3][7] = value
        found = mapped(rows)
        assert [each.cell for each in found.errors] == ["H4"]
        assert cause in found.errors[0].cause
        assert found.writes == ()

    def test_a_line_without_a_name(self) -> None:
        found = mapped(listed(*LINES, [None, None, None, None, None, *LINES[0][5:]]))
        assert [(each.cell, "이름이 없는 줄" in each.cause) for each in found.errors] == [("F7", True)]

    def test_two_columns_of_one_amount(self) -> None:
        rows = listed(*([*each, 1] for each in LINES), head=[*HEAD, "집행액"])
        assert "같은 뜻의 열이 앞에도 있습니다" in mapped(rows).errors[0].cause

    def test_spent_beyond_committed(self) -> None:
        rows = listed(*(line(each[:5], each[5] // MILLION, each[7] // MILLION, each[6] // MILLION) for each in LINES))
        assert {"원인행위액" in each.cause for each in mapped(rows).errors} == {True}

    def test_too_many_lines_to_ask_about(self) -> None:
        lines = (line([*EDUCATION[:3], f"세부 {number}", OURS], 10, 1, 1) for number in range(201))
        with pytest.raises(Refused, match="200개를 넘습니다"):
            look(listed(*lines))


class TestThePages:
    @pytest.fixture
    def client(self, signed_in: SignIn) -> Client:
        return signed_in(Role.ADMINISTRATOR)

    def upload(self, client: Client, rows: Rows, name: str = "집행 6월.xlsx") -> Workbook:
        file = SimpleUploadedFile(name, by_openpyxl(rows))
        client.post(reverse("import_add"), {"division": "labour", "sender": "재정시스템", "file": file})
        work()
        return Workbook.objects.latest("pk")

    def answer(self, client: Client, workbook: Workbook) -> None:
        url = reverse("import_questions", args=[workbook.pk])
        form = client.get(url).context["form"]
        own = budgets()
        both = f"{own['한국노총보조금']}+{own['예산현액']}"
        given = {name: both if "한국노총" in key else own["예산현액"] for name, key in form.keys.items()}
        client.post(url, given)
        work()

    def confirm(self, client: Client, workbook: Workbook, **given: str) -> None:
        workbook = Workbook.objects.get(pk=workbook.pk)
        fingerprint = workbook.report.content["fingerprint"]
        client.post(reverse("import_confirm", args=[workbook.pk]), {"fingerprint": fingerprint, **given})
        assert work().state == Task.State.DONE

    def executed(self) -> dict[str, tuple[int | None, int | None]]:
        rows = division("labour").models.Execution.objects.current().select_related("budget")
        return {
            f"{row.budget.short_name}@{row.month.number}": (
                None if row.committed is None else row.committed // MILLION,
                None if row.spent is None else row.spent // MILLION,
            )
            for row in rows
        }

    def test_asked_previewed_imported_undone_and_not_asked_again(self, client: Client) -> None:
        before = self.executed()
        workbook = self.upload(client, listed())
        shown = client.get(reverse("import_workbook", args=[workbook.pk])).content.decode()
        assert "물음 3개에 답해야 반입할 수 있습니다." in shown
        self.answer(client, workbook)
        assert Remembered.objects.count() == 3
        shown = client.get(reverse("import_workbook", args=[workbook.pk])).content.decode()
        for text in ("2018년 6월 말까지의 집행 합계", "담당관 공통", "6,757", "파일의 정책사업", "반입할 수 있습니다."):
            assert text in shown
        self.confirm(client, workbook)
        assert self.executed() == before | RIGHT
        client.post(reverse("import_undo", args=[workbook.pk]), {"reason": "다른 달"})
        assert self.executed() == before
        assert Batch.objects.get().undone_at is not None

        july = listed(*LINES[:2], line(UNION, 2_496, 1_300, 1_257), title=[["2018년 7월 말 집행현황"], ["(단위: 원)"]])
        next_one = self.upload(client, july, "집행 7월.xlsx")
        assert next_one.report.content["questions"] == []
        assert next_one.report.content["counts"]["new"] == 4
        sums = (next_one.report.content["executed"] or {})["sums"]
        assert [each["before"] for each in sums if each["heading"] == "담당관 공통"] == ["9,154", "5,553"], (
            "as June left it"
        )

    def test_an_officer_brings_in_the_open_month(self, signed_in: SignIn) -> None:
        client = signed_in(Role.OFFICER, "labour")
        open_month(Month(2018, 7), of=[division("labour")])
        rows = listed(
            *(["2018-06", *each] for each in LINES),
            *(["2018-07", *each] for each in LINES),
            title=[["(단위: 원)"]],
            head=["기준월", *HEAD],
        )
        workbook = self.upload(client, rows)
        self.answer(client, workbook)
        report = Workbook.objects.get().report.content
        assert len(report["barred"]) == 4 - 1, "what is stored already changes nothing"
        self.confirm(client, workbook, leaving_out="on")
        after = self.executed()
        assert (after["예산현액@7"], after["예산현액@6"]) == (RIGHT["예산현액@6"], (9_154, 5_553))
