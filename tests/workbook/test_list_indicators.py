"""지표와 세부 by workbook: got from the page, filled in, sent, looked at, imported, undone."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from seoulwork.accounts.models import Role
from seoulwork.figures.recording import Stamp, record
from seoulwork.workbook.models import Batch, Workbook
from tests.workbook.books import (
    blank_row,
    bring_in,
    changed,
    errors,
    filled,
    put,
    report,
    send,
    take_back,
    template,
)
from tests.workbook.listing import DISTRICTS, LABOUR, YEAR, SignIn, everything
from tests.workbook.pages import work


@pytest.fixture
def client(briefing_data: None, signed_in: SignIn) -> Client:
    return signed_in(Role.ADMINISTRATOR)


class TestIndicators:
    @pytest.fixture
    def counselling(self, client: Client) -> Any:
        return LABOUR.Indicator.objects.create(short_name="시험상담", name="시험 상담", unit="건")

    @staticmethod
    def _fill(names: list[str], **more: Any) -> Callable[[Any], None]:
        def fill(book: Any) -> None:
            sheet = book["세부"]
            number = blank_row(sheet)
            for at, name in enumerate(names):
                values = {
                    "지표": "시험 상담",
                    "구분_기준": "자치구",
                    "이름": name,
                    "순서": at + 1,
                    "2018년_목표": (at + 1) * 10,
                }
                put(sheet, number + at, **(values | more))

        return fill

    @pytest.mark.any_engine
    def test_what_was_downloaded_changes_nothing(self, client: Client) -> None:
        for key in ("labour", "programmes", "socialeconomy"):
            send(client, filled(template(client, "indicators", key, year=2018)), key)
            assert (changed(), errors()) == ({}, [])

    @pytest.mark.any_engine
    def test_twenty_five_districts_in_one_sheet(self, client: Client, counselling: Any) -> None:
        before = {name: everything(name) for name in ("Part", "Target")}
        page = send(client, filled(template(client, "indicators", year=2018), self._fill(DISTRICTS)))
        assert errors() == []
        assert report()["questions"] == [], "동대문구 and 서대문구 are both new"
        assert "새로 생기는 것 25개" in page and "시험 상담 / 강동구" in page
        bring_in(client)
        parts = list(counselling.parts.order_by("position"))
        assert [each.path for each in parts] == DISTRICTS
        assert {each.dimension for each in parts} == {"자치구"}
        values = {row.part_id: row.value for row in LABOUR.Target.objects.current().filter(indicator=counselling)}
        assert [values[each.pk] for each in parts] == [10 * number for number in range(1, 26)]
        again = send(client, filled(template(client, "indicators", year=2018)))
        assert "반입할 것이 없습니다" in again
        client.post(reverse("import_undo", args=[Workbook.objects.order_by("pk")[0].pk]), {"reason": "잘못"})
        assert {name: everything(name) for name in before} == before
        assert not LABOUR.Target.objects.filter(indicator=counselling).exists()

    @pytest.mark.any_engine
    def test_a_name_that_is_nearly_another_is_asked_about_and_may_mean_that(
        self, client: Client, counselling: Any
    ) -> None:
        part = counselling.parts.create(dimension="자치구", path="강남구", position=1)
        send(client, filled(template(client, "indicators", year=2018), self._fill(["강남구청"])))
        assert changed() != {} and len(report()["questions"]) == 1
        pk = Workbook.objects.get().pk
        form = client.get(reverse("import_questions", args=[pk])).context["form"]
        (name,) = form.keys
        labels = [label for _, label in form.fields[name].choices]
        assert labels == ["고르세요", "이미 있는 '강남구'가 맞음", "다른 것이니 '강남구청'을 새로 만듦"]
        client.post(reverse("import_questions", args=[pk]), {name: f"same:{part.pk}"})
        work()
        bring_in(client)
        assert [each.path for each in counselling.parts.all()] == ["강남구"]
        assert LABOUR.Target.objects.current().get(part=part).value == 10

    def test_a_new_indicator_and_its_part_in_one_file(self, client: Client) -> None:
        before = {name: everything(name) for name in ("Indicator", "Part", "Target")}
        programme = LABOUR.Programme.objects.in_force(2018)[0]

        def fill(book: Any) -> None:
            sheet = book["지표"]
            put(
                sheet,
                blank_row(sheet),
                사업=str(programme),
                짧은_이름="방문상담",
                지표명="찾아가는 노무 상담",
                단위="건",
                합산_방법="합계",
                입력_주기="매월",
                낮을수록_좋음="아니오",
            )
            parts = book["세부"]
            values = {"지표": "찾아가는 노무 상담", "이름": "현장", "순서": 1, "2018년_목표": "120건"}
            put(parts, blank_row(parts), **values)

        send(client, filled(template(client, "indicators", year=2018), fill))
        assert errors() == []
        bring_in(client)
        indicator = LABOUR.Indicator.objects.get(short_name="방문상담")
        assert (indicator.programme, indicator.unit, indicator.frequency) == (programme, "건", "monthly")
        assert LABOUR.Target.objects.current().get(part__indicator=indicator).value == 120
        assert "되돌렸습니다" in take_back(client)
        assert {name: everything(name) for name in before} == before

    @pytest.mark.any_engine
    def test_the_rules_of_the_page_hold(self, client: Client) -> None:
        indicator = LABOUR.Actual.objects.current()[0].indicator

        def fill(book: Any) -> None:
            sheet = book["지표"]
            number = next(row for row in range(5, 99) if str(sheet.cell(row, 1).value) == str(indicator.pk))
            put(sheet, number, 단위="개소" if indicator.unit != "개소" else "명")

        send(client, filled(template(client, "indicators", year=2018), fill))
        assert "이미 목표나 실적이 있어 단위의 종류, 소수 자리, 합산 방법을 바꿀 수 없습니다" in errors()[0][1]

    @pytest.mark.any_engine
    def test_a_part_that_is_used_meanwhile_stands_against_undoing(self, client: Client, counselling: Any) -> None:
        send(client, filled(template(client, "indicators", year=2018), self._fill(["강남구"])))
        bring_in(client)
        part = counselling.parts.get()
        key = {"indicator": counselling, "part": part, "first_month": YEAR.first, "last_month": YEAR.first}
        record(LABOUR.Actual, key, {"value": 1}, Stamp(None, "browser"))
        assert "그 뒤에 넣은 자료" in take_back(client)
        assert counselling.parts.count() == 1
        assert Batch.objects.get().undone_at is None

    @pytest.mark.any_engine
    @pytest.mark.parametrize("later", [False, True])
    def test_a_changed_row_is_undone_as_long_as_it_stands(self, client: Client, counselling: Any, later: bool) -> None:
        def fill(book: Any) -> None:
            sheet = book["지표"]
            number = next(row for row in range(5, 99) if str(sheet.cell(row, 1).value) == str(counselling.pk))
            put(sheet, number, 지표명="고친 상담")

        send(client, filled(template(client, "indicators", year=2018), fill))
        bring_in(client)
        counselling.refresh_from_db()
        assert counselling.name == "고친 상담"
        if later:
            LABOUR.Indicator.objects.filter(pk=counselling.pk).update(name="또 고친 상담")
        page = take_back(client)
        counselling.refresh_from_db()
        assert ("고치거나 지운 것이 있어" in page) == later
        assert counselling.name == ("또 고친 상담" if later else "시험 상담")

    @pytest.mark.any_engine
    def test_a_row_that_is_gone_stands_against_undoing(self, client: Client, counselling: Any) -> None:
        send(client, filled(template(client, "indicators", year=2018), self._fill(["강남구"])))
        bring_in(client)
        LABOUR.Target.objects.filter(indicator=counselling).delete()
        counselling.parts.all().delete()
        assert "고치거나 지운 것이 있어" in take_back(client)
