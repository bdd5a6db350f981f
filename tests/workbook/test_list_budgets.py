"""예산 and 인력 by workbook: got from the page, filled in, sent, looked at, imported, undone."""

from typing import Any

import pytest
from django.test import Client

from seoulwork.accounts.models import Role
from tests.workbook.books import (
    blank_row,
    bring_in,
    changed,
    errors,
    filled,
    put,
    report,
    row_of,
    send,
    take_back,
    template,
)
from tests.workbook.listing import LABOUR, SignIn, everything


@pytest.fixture
def client(briefing_data: None, signed_in: SignIn) -> Client:
    return signed_in(Role.ADMINISTRATOR)


class TestBudgets:
    @pytest.mark.any_engine
    def test_what_was_downloaded_changes_nothing(self, client: Client) -> None:
        for key in ("labour", "programmes", "socialeconomy"):
            send(client, filled(template(client, "budgets", key, year=2018, month=7)), key)
            assert (changed(), errors()) == ({}, [])

    def test_a_new_line_with_its_amount_and_a_supplementary_one(self, client: Client) -> None:
        before = everything("Budget"), everything("Appropriation")
        line = LABOUR.Budget.objects.filter(year=2018)[0]
        programme = LABOUR.Programme.objects.in_force(2018)[0]

        def fill(book: Any) -> None:
            sheet = book["예산"]
            number = next(row for row in range(5, 99) if str(sheet.cell(row, 1).value) == str(line.pk))
            put(sheet, number, **{"2018년_7월부터_예산액(백만원)": "999억원"})
            put(
                sheet,
                blank_row(sheet),
                **{
                    "사업": str(programme),
                    "짧은_이름": "노동존중사업비",
                    "종류": "소요예산",
                    "세부": "인건비",
                    "재원": "시비",
                    "2018년_1월부터_예산액(백만원)": 350,
                },
            )

        page = send(client, filled(template(client, "budgets", year=2018, month=7), fill))
        assert errors() == []
        assert "새로 생기는 것 1개" in page and "2018 노동존중사업비 인건비" in page
        assert ("-", "350백만원") in changed().values() and ("-", "99,900백만원") in changed().values()
        assert (everything("Budget"), everything("Appropriation")) == before
        bring_in(client)
        new = LABOUR.Budget.objects.get(short_name="노동존중사업비")
        assert (new.programme, new.part, new.fund_source, new.year) == (programme, "인건비", "city", 2018)
        assert [row.amount for row in new.appropriations.current()] == [350_000_000]
        assert line.appropriations.current().get(from_month=201807).amount == 99_900_000_000
        take_back(client)
        assert (everything("Budget"), everything("Appropriation")) == before
        assert not LABOUR.Appropriation.objects.filter(budget_id=new.pk).exists()

    @pytest.mark.any_engine
    def test_an_amount_below_what_was_spent_is_refused_as_on_the_page(self, client: Client) -> None:
        line = LABOUR.Execution.objects.current()[0].budget

        def fill(book: Any) -> None:
            sheet = book["예산"]
            number = next(row for row in range(5, 99) if str(sheet.cell(row, 1).value) == str(line.pk))
            put(sheet, number, **{"2018년_1월부터_예산액(백만원)": 1})

        send(client, filled(template(client, "budgets", year=2018, month=1), fill))
        assert "예산액보다 많아집니다" in errors()[0][1]

    @pytest.mark.any_engine
    def test_what_is_no_choice_is_said_with_those_there_are(self, client: Client) -> None:
        def fill(book: Any) -> None:
            sheet = book["예산"]
            put(sheet, blank_row(sheet), 짧은_이름="새과목", 종류="본예산", 사업="없는 사업")

        send(client, filled(template(client, "budgets", year=2018, month=1), fill))
        causes = " ".join(cause for _, cause in errors())
        assert "쓸 수 있는 것: 예산현액, 소요예산, 총사업비, 보조금" in causes
        assert "'없는 사업'은 쓸 수 없습니다" in causes


class TestHeadcount:
    @pytest.mark.any_engine
    def test_a_day_is_filled_in_and_undone(self, client: Client) -> None:
        before = everything("Headcount")

        def fill(book: Any) -> None:
            sheet = book["정원·현원"]
            put(sheet, row_of(sheet, 직급="4급"), 정원=3, 현원="2", 메모="결원 1")

        page = send(client, filled(template(client, "headcount", day="2018-12-31"), fill))
        assert "결원 1" in page
        bring_in(client)
        row = LABOUR.Headcount.objects.current().get(as_of="2018-12-31")
        assert (row.grade, row.authorised, row.actual, row.note) == ("4", 3, 2, "결원 1")
        take_back(client)
        assert everything("Headcount") == before

    @pytest.mark.any_engine
    def test_a_grade_without_its_actual_is_refused(self, client: Client) -> None:
        def fill(book: Any) -> None:
            put(book["정원·현원"], row_of(book["정원·현원"], 직급="4급"), 정원=3)

        send(client, filled(template(client, "headcount", day="2018-12-31"), fill))
        assert [place for place, _ in errors()] == ["정원·현원 D6"]

    @pytest.mark.any_engine
    def test_what_was_downloaded_changes_nothing(self, client: Client) -> None:
        day = LABOUR.Headcount.objects.current().latest("as_of").as_of
        send(client, filled(template(client, "headcount", day=day.isoformat())))
        assert changed() == {} and report()["counts"]["equal"] > 0
