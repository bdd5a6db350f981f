"""목표, 월별 계획, 예산, 지표와 세부, 인력 by workbook: got from the page, filled in, sent, looked at, imported, undone."""

import io
import random
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from seoulwork.accounts.models import Role
from seoulwork.audit.actions import Action
from seoulwork.audit.models import Event
from seoulwork.domain.periods import Run
from seoulwork.figures.divisions import division
from seoulwork.figures.models import Source
from seoulwork.figures.recording import Stamp, record
from seoulwork.workbook.forms import BY_TEMPLATE
from seoulwork.workbook.importing.receive import AlreadyImported
from seoulwork.workbook.importing.undo import NotUndone
from seoulwork.workbook.lists.books import BOOKS
from seoulwork.workbook.lists.importing import Changed, commit
from seoulwork.workbook.lists.making import make_book
from seoulwork.workbook.lists.undoing import undo
from seoulwork.workbook.models import Batch, Workbook
from seoulwork.workbook.safety import Refused
from tests.workbook.books import (
    blank_row,
    bring_in,
    changed,
    decided,
    errors,
    filled,
    heads,
    put,
    report,
    row_of,
    send,
    take_back,
    template,
)
from tests.workbook.books import shown as shown_page
from tests.workbook.pages import work

SignIn = Callable[..., Client]
LABOUR = division("labour").models
YEAR = Run.year(2018)
GOAL = "2018년 목표"


@pytest.fixture
def client(briefing_data: None, signed_in: SignIn) -> Client:
    return signed_in(Role.ADMINISTRATOR)


def targets(at: Run = YEAR) -> dict[tuple[str, str], int]:
    rows = LABOUR.Target.objects.current().filter(first_month=at.first, last_month=at.last)
    return {(row.indicator.name, str(row.part or "")): row.value for row in rows.select_related("indicator", "part")}


def enter(name: str, value: int) -> None:
    """Somebody changes a target on its page."""
    key: dict[str, Any] = {"indicator": LABOUR.Indicator.objects.get(name=name), "part": None}
    record(
        LABOUR.Target,
        key | {"first_month": YEAR.first, "last_month": YEAR.last},
        {"value": value},
        Stamp(None, Source.BROWSER),
    )


def everything(name: str, of: str = "labour") -> list[tuple[Any, ...]]:
    """The rows of a table that are in force, without their keys and who wrote them."""
    model: Any = getattr(division(of).models, name)
    known = {"id", "entered_by", "entered_at", "source", "place", "reason", "superseded_at", "superseded_by"}
    names = [each.attname for each in model._meta.concrete_fields if each.name not in known]
    rows = model.objects.current() if hasattr(model, "superseded_at") else model.objects.all()
    return sorted(rows.values_list(*names), key=repr)


class TestTargets:
    def test_what_was_downloaded_changes_nothing(self, client: Client) -> None:
        page = send(client, filled(template(client, "targets", year=2018)))
        assert "저장된 것과 모두 같아 반입할 것이 없습니다." in page
        assert changed() == {}
        assert report()["counts"]["equal"] == len(targets())

    def test_what_was_typed_is_shown_imported_and_undone(self, client: Client) -> None:
        before, rows = targets(), everything("Target")
        name = next(each for each, part in before if not part)
        free = LABOUR.Indicator.objects.exclude(targets__isnull=False).filter(last_year__isnull=True)[0]
        places: list[int] = []

        def fill(book: Any) -> None:
            sheet = book["목표"]
            places.append(row_of(sheet, 지표=name, 세부=""))
            put(sheet, places[0], **{"2018년_목표": "1,234"})
            places.append(row_of(sheet, 지표=free.name, 세부=""))
            put(sheet, places[1], **{"2018년_목표": 77})

        page = send(client, filled(template(client, "targets", year=2018), fill))
        assert "반입할 수 있습니다" in page
        assert targets() == before
        first, second = (decided()[f"목표 F{place}"] for place in places)
        assert first[0] == "1,234" and first[2].startswith("1,234") and first[3] == "changed"
        assert second[1] == "-" and second[2].startswith("77") and second[3] == "new"
        assert set(changed()) == {f"목표 F{place}" for place in places}
        assert "값 2개를 반입했습니다" in bring_in(client).message
        after = targets()
        assert {key: value for key, value in after.items() if before.get(key) != value}.keys() == {
            (name, ""),
            (free.name, ""),
        }
        row = LABOUR.Target.objects.current().get(indicator=free)
        assert (row.source, row.reason) == (Source.WORKBOOK, "연간 계획 확정")
        assert row.place == f"목표.xlsx '목표' F{places[1]}"
        batch = Batch.objects.get()
        assert sorted(Event.objects.filter(batch=batch).values_list("action", flat=True)) == [
            Action.ROW_ADDED,
            Action.ROW_CHANGED,
            Action.WORKBOOK_IMPORTED,
        ]
        assert "반입을 되돌렸습니다" in take_back(client)
        assert (targets(), everything("Target")) == (before, rows)

    def test_a_blank_cell_leaves_what_is_stored_and_says_how_to_remove(self, client: Client) -> None:
        before = targets()
        name = next(each for each, part in before if not part)

        def fill(book: Any) -> None:
            put(book["목표"], row_of(book["목표"], 지표=name, 세부=""), **{"2018년_목표": None})

        page = send(client, filled(template(client, "targets", year=2018), fill))
        assert "비운 칸입니다. 저장된" in page and "'지우기'를 눌러 주세요" in page
        assert "반입할 것이 없습니다" in page
        assert targets() == before

    def test_what_somebody_else_has_changed_since_is_a_conflict_where_both_did_and_kept_where_one_did(
        self, client: Client
    ) -> None:
        (one, _), (two, _) = [key for key in targets() if not key[1]][:2]
        made = template(client, "targets", year=2018)

        def fill(book: Any) -> None:
            put(book["목표"], row_of(book["목표"], 지표=one, 세부=""), **{"2018년_목표": 4321})

        for name, value in ((one, 9), (two, 8)):
            enter(name, value)
        send(client, filled(made, fill))
        assert len(errors()) == 1 and "서식을 받은 뒤 다른 사람이 '" in errors()[0][1]
        (left,) = [each["text"] for each in report()["left"]]
        assert left.startswith("서식을 받은 뒤 다른 사람이 '") and left.endswith(
            "이 칸은 고치지 않았으므로 그대로 둡니다."
        )
        assert targets()[one, ""] == 9

    def test_a_change_between_preview_and_import_is_shown_anew(self, client: Client) -> None:
        name = next(each for each, part in targets() if not part)

        def fill(book: Any) -> None:
            put(book["목표"], row_of(book["목표"], 지표=name, 세부=""), **{"2018년_목표": 4321})

        send(client, filled(template(client, "targets", year=2018), fill))
        enter(name, 9)
        assert "미리보기를 본 뒤에 저장된 것이 바뀌었습니다" in bring_in(client).message
        assert targets()[name, ""] == 9
        assert "서식을 받은 뒤 다른 사람이" in errors()[0][1]

    def test_a_later_change_stands_against_undoing(self, client: Client) -> None:
        name = next(each for each, part in targets() if not part)

        def fill(book: Any) -> None:
            put(book["목표"], row_of(book["목표"], 지표=name, 세부=""), **{"2018년_목표": 4321})

        send(client, filled(template(client, "targets", year=2018), fill))
        bring_in(client)
        enter(name, 9)
        assert "이 반입 뒤에 고치거나 지운 것이 있어 되돌릴 수 없습니다" in take_back(client)
        assert targets()[name, ""] == 9

    @pytest.mark.parametrize(
        ("value", "form", "sentence"),
        [
            ("많이", "", "숫자가 아닙니다: '많이'"),
            (-5, "", "목표는 0보다 작을 수 없습니다"),
            (1.5, "", "소수 없이 넣어 주세요"),
            ("5억원", "", "이 지표의 단위"),
            (10**15, "", "너무 큰 수입니다"),
            (3, '#,##0"천명"', "보이는 값과 든 값이 다릅니다"),
            (0.5, "0%", "백분율로 표시된 칸입니다"),
            ("=1/0", "", "수식의"),
            (True, "", "숫자가 아닙니다"),
        ],
    )
    def test_what_can_not_be_a_target_is_said_at_its_cell_and_nothing_is_written(
        self, client: Client, value: Any, form: str, sentence: str
    ) -> None:
        before = targets()
        name = LABOUR.Target.objects.current().filter(indicator__unit="명", part=None, first_month=YEAR.first)[0]
        places: list[int] = []

        def fill(book: Any) -> None:
            sheet = book["목표"]
            places.append(row_of(sheet, 지표=name.indicator.name, 세부=""))
            put(sheet, places[0], **{"2018년_목표": value})
            if form:
                sheet.cell(places[0], 6).number_format = form

        page = send(client, filled(template(client, "targets", year=2018), fill))
        assert [(place, sentence in cause) for place, cause in errors()] == [(f"목표 F{places[0]}", True)], errors()
        assert sentence in page
        assert not Batch.objects.exists()
        assert targets() == before

    @pytest.mark.parametrize(
        ("cell", "value", "sentence"),
        [
            ("F4", "2019년 목표", "'2018년 목표'가 바뀌었습니다"),
            ("F2", "(단위: 천명)", "서식에 없던 것이 적혀 있습니다"),
            ("B1", "2019년 목표", "바뀌었습니다"),
            ("H9", "확인 바람", "서식에 없던 것이 적혀 있습니다"),
            ("C6", "다른 지표", "잠긴 칸입니다"),
            ("E6", "만명", "잠긴 칸입니다"),
            ("A6", "99999", "서식의 것이 아닙니다"),
            ("A200", None, ""),
            ("F200", 5, "이 시트에는 새 줄을 적을 수 없습니다"),
        ],
    )
    def test_the_frame_is_the_templates_own(self, client: Client, cell: str, value: Any, sentence: str) -> None:
        def fill(book: Any) -> None:
            book["목표"][cell].value = value

        send(client, filled(template(client, "targets", year=2018), fill))
        assert [cause for _, cause in errors() if sentence not in cause] == []
        assert bool(errors()) is bool(sentence)

    def test_two_rows_of_one_identifier_are_an_error(self, client: Client) -> None:
        def fill(book: Any) -> None:
            book["목표"]["A7"].value = book["목표"]["A6"].value

        send(client, filled(template(client, "targets", year=2018), fill))
        assert "6행과 같은 줄입니다" in errors()[0][1]

    def test_a_half_years_target_has_its_own_column(self, client: Client) -> None:
        indicator = LABOUR.Indicator.objects.filter(last_year__isnull=True)[0]
        half = Run.parse("2018H1")
        key = {"indicator": indicator, "part": None, "first_month": half.first, "last_month": half.last}
        record(LABOUR.Target, key, {"value": 5}, Stamp(None, "data"))

        def fill(book: Any) -> None:
            sheet = book["목표"]
            put(sheet, row_of(sheet, 지표=indicator.name, 세부=""), **{half.korean.replace(" ", "_") + "_목표": 6})

        send(client, filled(template(client, "targets", year=2018), fill))
        assert bring_in(client).state == "done"
        assert targets(half) == {(indicator.name, ""): 6}

    @pytest.mark.parametrize("asked", ["2018H2", "2031~2034"])
    def test_a_period_that_has_no_target_yet_is_asked_for(self, client: Client, asked: str) -> None:
        run = Run.parse(asked)
        indicator = LABOUR.Indicator.objects.filter(last_year__isnull=True)[0]

        def fill(book: Any) -> None:
            sheet = book["목표"]
            put(sheet, row_of(sheet, 지표=indicator.name, 세부=""), **{run.korean.replace(" ", "_") + "_목표": 6})

        send(client, filled(template(client, "targets", year=2018, run=asked), fill))
        assert bring_in(client).state == "done"
        assert targets(run) == {(indicator.name, ""): 6}
        send(client, filled(template(client, "targets", year=2018, run=asked)))
        assert changed() == {}
        page = client.get(
            reverse("import_list_template", args=["labour", "targets"]), {"year": "2018", "run": "상반기"}
        )
        assert "기간이 아닙니다" in page.content.decode()

    def test_wrong_cells_come_back_with_comments(self, client: Client) -> None:
        def fill(book: Any) -> None:
            put(book["목표"], 5, **{"2018년_목표": "많이"})

        send(client, filled(template(client, "targets", year=2018), fill))
        response = client.get(reverse("import_commented", args=[Workbook.objects.get().pk]))
        sheet = load_workbook(io.BytesIO(response.content))["목표"]
        found = [cell.comment.text for row in sheet.iter_rows() for cell in row if cell.comment]
        assert [text for text in found if "숫자가 아닙니다: '많이'" in text] != []

    def test_the_command_for_actuals_takes_no_list(self, client: Client, tmp_path: Path) -> None:
        path = tmp_path / "목표.xlsx"
        path.write_bytes(filled(template(client, "targets", year=2018)))
        said = io.StringIO()
        with pytest.raises(SystemExit) as stopped:
            call_command("import_actuals", str(path), "--dry-run", stdout=said)
        assert stopped.value.code == 1
        assert "목표를 고치는 서식입니다" in said.getvalue()

    def test_another_divisions_template_is_refused(self, client: Client) -> None:
        content = filled(template(client, "targets", "programmes", year=2018))
        assert "의 서식입니다." in send(client, content, "labour")
        assert not Workbook.objects.exists()

    def test_without_a_reason_nothing_is_imported(self, client: Client) -> None:
        def fill(book: Any) -> None:
            put(book["목표"], 5, **{"2018년_목표": 4321})

        send(client, filled(template(client, "targets", year=2018), fill))
        workbook = Workbook.objects.get()
        given = {"fingerprint": workbook.report.content["fingerprint"], "reason": " "}
        response = client.post(reverse("import_confirm", args=[workbook.pk]), given, follow=True)
        assert "사유를 적어 주세요" in response.content.decode()
        assert not Batch.objects.exists()


COURSE = [50, 100, 150, 200, 250, 310, 450, 600, 750, 900, 1050, 1200]


class TestPlans:
    @staticmethod
    def _months(values: list[Any]) -> dict[str, Any]:
        return {f"2018년_{number}월까지": value for number, value in enumerate(values, 1)}

    @pytest.fixture
    def counselling(self, client: Client) -> Any:
        return LABOUR.Indicator.objects.create(short_name="시험상담", name="시험 상담", unit="건")

    def _send(self, client: Client, values: list[Any]) -> str:
        def fill(book: Any) -> None:
            sheet = book["월별 계획"]
            put(sheet, row_of(sheet, **{"지표·예산 과목": "시험 상담"}), **self._months(values))

        return send(client, filled(template(client, "plans", year=2018), fill))

    def test_a_plan_is_new_changed_and_undone(self, client: Client, counselling: Any) -> None:
        page = self._send(client, COURSE)
        assert "12월까지의 계획은 1,200인데 2018년 목표은 없습니다" in page
        assert len(changed()) == 12
        bring_in(client)
        stored = [
            row.value for row in LABOUR.MonthPlan.objects.current().filter(indicator=counselling).order_by("month")
        ]
        assert stored == COURSE
        self._send(client, [*COURSE[:5], "330", *COURSE[6:]])
        assert list(changed().values()) == [("310건", "330건")]
        bring_in(client)
        assert "되돌렸습니다" in take_back(client)
        stored = [
            row.value for row in LABOUR.MonthPlan.objects.current().filter(indicator=counselling).order_by("month")
        ]
        assert stored == COURSE
        first = Workbook.objects.order_by("pk")[0]
        client.post(reverse("import_undo", args=[first.pk]), {"reason": "처음부터"})
        assert everything("MonthPlan") == []

    def test_a_plan_with_a_month_missing_is_refused(self, client: Client, counselling: Any) -> None:
        self._send(client, [*COURSE[:11], None])
        assert "비어 있는 달이 있습니다: 12월" in errors()[0][1]

    def test_what_was_downloaded_changes_nothing(self, client: Client, counselling: Any) -> None:
        self._send(client, COURSE)
        bring_in(client)
        send(client, filled(template(client, "plans", year=2018)))
        assert changed() == {} and report()["counts"]["equal"] == 12


class TestBudgets:
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

    def test_an_amount_below_what_was_spent_is_refused_as_on_the_page(self, client: Client) -> None:
        line = LABOUR.Execution.objects.current()[0].budget

        def fill(book: Any) -> None:
            sheet = book["예산"]
            number = next(row for row in range(5, 99) if str(sheet.cell(row, 1).value) == str(line.pk))
            put(sheet, number, **{"2018년_1월부터_예산액(백만원)": 1})

        send(client, filled(template(client, "budgets", year=2018, month=1), fill))
        assert "예산액보다 많아집니다" in errors()[0][1]

    def test_what_is_no_choice_is_said_with_those_there_are(self, client: Client) -> None:
        def fill(book: Any) -> None:
            sheet = book["예산"]
            put(sheet, blank_row(sheet), 짧은_이름="새과목", 종류="본예산", 사업="없는 사업")

        send(client, filled(template(client, "budgets", year=2018, month=1), fill))
        causes = " ".join(cause for _, cause in errors())
        assert "쓸 수 있는 것: 예산현액, 소요예산, 총사업비, 보조금" in causes
        assert "'없는 사업'은 쓸 수 없습니다" in causes


DISTRICTS = [
    "종로구",
    "중구",
    "용산구",
    "성동구",
    "광진구",
    "동대문구",
    "중랑구",
    "성북구",
    "강북구",
    "도봉구",
    "노원구",
    "은평구",
    "서대문구",
    "마포구",
    "양천구",
    "강서구",
    "구로구",
    "금천구",
    "영등포구",
    "동작구",
    "관악구",
    "서초구",
    "강남구",
    "송파구",
    "강동구",
]


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

    def test_what_was_downloaded_changes_nothing(self, client: Client) -> None:
        for key in ("labour", "programmes", "socialeconomy"):
            send(client, filled(template(client, "indicators", key, year=2018)), key)
            assert (changed(), errors()) == ({}, [])

    def test_twenty_five_districts_in_one_sheet(self, client: Client, counselling: Any) -> None:
        before = {name: everything(name) for name in ("Part", "Target")}
        page = send(client, filled(template(client, "indicators", year=2018), self._fill(DISTRICTS)))
        assert errors() == []
        asked = report()["questions"]
        assert [each["text"][:22] for each in asked] == ["새로 적은 '시험 상담 / 서대문구'의 "]
        answers = dict.fromkeys(
            client.get(reverse("import_questions", args=[Workbook.objects.get().pk])).context["form"].keys, "new"
        )
        client.post(reverse("import_questions", args=[Workbook.objects.get().pk]), answers)
        work()
        page = client.get(reverse("import_workbook", args=[Workbook.objects.get().pk])).content.decode()
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

    def test_the_rules_of_the_page_hold(self, client: Client) -> None:
        indicator = LABOUR.Actual.objects.current()[0].indicator

        def fill(book: Any) -> None:
            sheet = book["지표"]
            number = next(row for row in range(5, 99) if str(sheet.cell(row, 1).value) == str(indicator.pk))
            put(sheet, number, 단위="개소" if indicator.unit != "개소" else "명")

        send(client, filled(template(client, "indicators", year=2018), fill))
        assert "이미 목표나 실적이 있어 단위의 종류, 소수 자리, 합산 방법을 바꿀 수 없습니다" in errors()[0][1]

    def test_a_part_that_is_used_meanwhile_stands_against_undoing(self, client: Client, counselling: Any) -> None:
        send(client, filled(template(client, "indicators", year=2018), self._fill(["강남구"])))
        bring_in(client)
        part = counselling.parts.get()
        key = {"indicator": counselling, "part": part, "first_month": YEAR.first, "last_month": YEAR.first}
        record(LABOUR.Actual, key, {"value": 1}, Stamp(None, "browser"))
        assert "그 뒤에 넣은 자료" in take_back(client)
        assert counselling.parts.count() == 1
        assert Batch.objects.get().undone_at is None

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

    def test_a_row_that_is_gone_stands_against_undoing(self, client: Client, counselling: Any) -> None:
        send(client, filled(template(client, "indicators", year=2018), self._fill(["강남구"])))
        bring_in(client)
        LABOUR.Target.objects.filter(indicator=counselling).delete()
        counselling.parts.all().delete()
        assert "고치거나 지운 것이 있어" in take_back(client)


class TestOnce:
    """What is imported or undone is so once, with a reason."""

    @pytest.fixture
    def imported(self, client: Client) -> Workbook:
        name = next(each for each, part in targets() if not part)

        def fill(book: Any) -> None:
            put(book["목표"], row_of(book["목표"], 지표=name, 세부=""), **{"2018년_목표": "1,234"})

        send(client, filled(template(client, "targets", year=2018), fill))
        bring_in(client)
        return Workbook.objects.get()

    def test_a_second_import_and_one_without_a_reason_are_refused(self, imported: Workbook) -> None:
        fingerprint = imported.report.content["fingerprint"]
        with pytest.raises(AlreadyImported):
            commit(imported, fingerprint, reason="다시")
        with pytest.raises(Refused, match="사유를 적어 주세요"):
            commit(imported, fingerprint, reason=" ")

    def test_undoing_asks_a_reason_and_is_done_once(self, imported: Workbook) -> None:
        batch = Batch.objects.get()
        with pytest.raises(NotUndone, match="사유를 적어 주세요"):
            undo(batch, reason=" ")
        undo(batch, reason="잘못")
        with pytest.raises(NotUndone, match="이미 되돌린"):
            undo(batch, reason="다시")

    def test_what_changes_nothing_is_not_imported(self, client: Client) -> None:
        send(client, filled(template(client, "targets", year=2018)))
        sent = Workbook.objects.get()
        with pytest.raises((Refused, Changed)):
            commit(sent, sent.report.content["fingerprint"], reason="그대로")
        assert not Batch.objects.exists()


class TestHeadcount:
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

    def test_a_grade_without_its_actual_is_refused(self, client: Client) -> None:
        def fill(book: Any) -> None:
            put(book["정원·현원"], row_of(book["정원·현원"], 직급="4급"), 정원=3)

        send(client, filled(template(client, "headcount", day="2018-12-31"), fill))
        assert [place for place, _ in errors()] == ["정원·현원 D6"]

    def test_what_was_downloaded_changes_nothing(self, client: Client) -> None:
        day = LABOUR.Headcount.objects.current().latest("as_of").as_of
        send(client, filled(template(client, "headcount", day=day.isoformat())))
        assert changed() == {} and report()["counts"]["equal"] > 0


class TestWhoMay:
    """Who keeps lists on their pages keeps them by workbook."""

    def test_an_officer_gets_the_template_and_may_neither_send_nor_see_what_was_sent(
        self, client: Client, signed_in: SignIn
    ) -> None:
        officer = signed_in(Role.OFFICER, "labour")
        page = officer.get(reverse("import_list_template", args=["labour", "targets"])).content.decode()
        assert "관리자에게 보내면" in page and reverse("import_add") not in page
        content = filled(
            template(officer, "targets", year=2018), lambda book: put(book["목표"], 5, **{"2018년_목표": 1})
        )
        assert "목표를 고치는 서식입니다" in send(officer, content)
        assert not Workbook.objects.exists()
        send(client, content)
        pk = Workbook.objects.get().pk
        assert "목표.xlsx" not in officer.get(reverse("imports")).content.decode()
        for name in ("import_workbook", "import_file", "import_commented", "import_questions", "import_undo"):
            assert officer.get(reverse(name, args=[pk])).status_code == 403
        for name in ("import_confirm", "import_preview", "import_discard"):
            assert officer.post(reverse(name, args=[pk])).status_code == 403
        assert officer.get(reverse("import_list_template", args=["programmes", "targets"])).status_code == 403

    @pytest.mark.parametrize("kind", ["targets", "plans", "budgets", "indicators", "headcount"])
    def test_each_list_leads_to_its_workbook(self, client: Client, signed_in: SignIn, kind: str) -> None:
        address = reverse("import_list_template", args=["labour", kind])
        page = client.get(reverse("list", args=["labour", kind])).content.decode()
        assert f'href="{address}">엑셀로 고치기' in page
        page = signed_in(Role.HEAD, "labour").get(reverse("list", args=["labour", kind])).content.decode()
        assert f'href="{address}">서식 내려받기' in page
        assert "서식 내려받기" in client.get(address).content.decode()

    def test_there_is_no_workbook_of_other_lists(self, client: Client) -> None:
        assert client.get(reverse("import_list_template", args=["labour", "passages"])).status_code == 404

    @pytest.mark.parametrize(
        ("kind", "options", "sentence"),
        [
            ("targets", {"year": "20a8"}, "네 자리 수로"),
            ("budgets", {"year": "2018", "month": "13"}, "올바르게 선택해"),
            ("headcount", {"day": "2018-13-01"}, "올바른 날짜"),
        ],
    )
    def test_what_is_no_year_month_or_day_is_said_beside_its_field(
        self, client: Client, kind: str, options: dict[str, str], sentence: str
    ) -> None:
        page = client.get(reverse("import_list_template", args=["labour", kind]), options)
        assert sentence in page.content.decode()


@pytest.mark.any_engine
class TestHostile:
    @pytest.mark.parametrize(
        "said",
        [
            "",
            "{",
            "[]",
            "{}",
            '{"format": "0"}',
            '{"format": "1", "book": "targets", "division": "labour", "options": {"year": "2018"}, "tabs": {"목표": {}}}',
            '{"format": "1", "book": "nothing", "division": "labour", "options": {}, "tabs": {}}',
            '{"format": "1", "book": "targets", "division": "labour", "options": {"year": "x"}, "tabs": {}}',
            '{"format": "1", "book": "targets", "division": "labour", "options": {"year": "99999999"}, "tabs": {}}',
            '{"format": "1", "book": "targets", "division": "labour", "options": {}, "tabs": {"목표": {"heads": {}, "columns": ["x"]}}}',
            '{"format": "1", "book": "targets", "division": "labour", "options": {"year": "2018"}, "tabs": {"목표": {"heads": {}, "columns": ["x"]}}}',
            '{"format": "1", "book": "targets", "division": "labour", "options": {"year": "2018"}, "tabs": {"목표": {"heads": [], "columns": 3}}}',
            "[" * 20_000,
            '{"format": "1", "book": "targets", "division": "labour", "options": {"year": "2018", "run": "x"}, "tabs": {}}',
            '{"format": "1", "book": "targets", "division": "labour", "options": {"year": "2018", "run": ""}, "tabs": {"목표": {"heads": {}, "columns": [{}]}}}',
            '{"format": "1", "book": "headcount", "division": "labour", "options": {"day": "x"}, "tabs": {}}',
        ],
    )
    def test_a_damaged_mark_is_one_sentence(self, client: Client, said: str) -> None:
        def fill(book: Any) -> None:
            book["seoulwork-list"]["B1"].value = said

        page = send(client, filled(template(client, "targets", year=2018), fill))
        assert "서식" in page and "새로 내려받아" in page
        assert not Workbook.objects.exists()

    def test_a_damaged_line_of_the_mark_is_one_sentence(self, client: Client) -> None:
        def fill(book: Any) -> None:
            book["seoulwork-list"]["C3"].value = "{"

        assert "손상되었거나" in send(client, filled(template(client, "targets", year=2018), fill))

    def test_a_missing_sheet_is_one_sentence(self, client: Client) -> None:
        def fill(book: Any) -> None:
            del book["목표"]

        assert "'목표' 시트가 없습니다" in send(client, filled(template(client, "targets", year=2018), fill))
        assert not Workbook.objects.exists()

    def test_an_added_sheet_is_told(self, client: Client) -> None:
        def fill(book: Any) -> None:
            book.create_sheet("참고")["A1"].value = 5

        assert "서식에 없던 시트여서 읽지 않았습니다" in send(
            client, filled(template(client, "targets", year=2018), fill)
        )

    @pytest.mark.parametrize(
        "text", ["=1+1", "=cmd|' /C calc'!A0", "<script>x</script>", "가\u200b나", "x" * 600, "\u202e목표"]
    )
    def test_texts_are_texts(self, client: Client, text: str) -> None:
        """A note comes back as it was typed, or is refused in its cell; it is never a formula or markup."""

        def fill(book: Any) -> None:
            sheet = book["정원·현원"]
            number = row_of(sheet, 직급="4급")
            put(sheet, number, 정원=1, 현원=1, 메모=text)
            sheet.cell(number, 5).data_type = "s"

        page = send(client, filled(template(client, "headcount", day="2018-12-31"), fill))
        assert (
            "<script>x" not in client.get(reverse("import_workbook", args=[Workbook.objects.get().pk])).content.decode()
        )
        if errors():
            assert len(text) > 500, errors()
            return
        bring_in(client)
        assert LABOUR.Headcount.objects.current().get(as_of="2018-12-31").note == text.replace("\u200b", "")
        again = send(client, filled(template(client, "headcount", day="2018-12-31")))
        assert "반입할 것이 없습니다" in again, page


def amount(text: str) -> int:
    """`908,531:1` → 908531"""
    (digits,) = re.findall(r"^[\d,]+", text)
    return int(digits.replace(",", ""))


@pytest.mark.parametrize(
    ("kind", "options", "queries"),
    [
        ("targets", {"year": "2018", "run": ""}, 3),
        ("budgets", {"year": "2018", "month": "1"}, 3),
        ("indicators", {"year": "2018", "run": ""}, 5),
        ("headcount", {"day": "2018-06-30"}, 1),
    ],
)
@pytest.mark.parametrize("key", ["labour", "programmes"])
def test_a_template_asks_the_same_however_many_lines_it_has(
    briefing_data: None,
    kind: str,
    options: dict[str, str],
    queries: int,
    key: str,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_num_queries(queries):
        make_book(BOOKS[kind], division(key), options)


class TestAnyEdit:
    """Whatever is typed in whichever cells: just these change, and undoing brings back what was."""

    TABLES = ("Target", "Budget", "Appropriation", "Indicator", "Part", "Headcount", "MonthPlan")

    @pytest.mark.parametrize("number", range(12))
    def test_just_what_was_typed_changes_and_undoing_brings_back_what_was(self, client: Client, number: int) -> None:
        chance = random.Random(number)
        kinds: list[tuple[str, str, dict[str, Any]]] = [
            ("targets", "목표", {"year": 2018}),
            ("indicators", "세부", {"year": 2018}),
            ("budgets", "예산", {"year": 2018, "month": 11}),
            ("headcount", "정원·현원", {"day": "2018-11-30"}),
        ]
        kind, sheet_name, options = chance.choice(kinds)
        key = chance.choice(["labour", "programmes", "socialeconomy"])
        expected: dict[str, int] = {}

        def fill(book: Any) -> None:
            sheet = book[sheet_name]
            columns = [
                column for head, column in heads(sheet).items() if head.endswith(("목표", "(백만원)", "정원", "현원"))
            ]
            rows = [row for row in range(5, sheet.max_row + 1) if sheet.cell(row, 1).value]
            for row in chance.sample(rows, min(len(rows), chance.randint(1, 8))):
                for column in columns if kind == "headcount" else [columns[-1]]:
                    cell = sheet.cell(row, column)
                    cell.value = expected[f"{sheet_name} {cell.coordinate}"] = 900_000 + chance.randint(1, 9_999)

        before = [everything(name, key) for name in self.TABLES]
        send(client, filled(template(client, kind, key, **options), fill), key)
        assert errors() == []
        shown = {place: amount(new) for place, (_, new) in changed().items()}
        assert shown == expected
        assert [everything(name, key) for name in self.TABLES] == before
        assert bring_in(client).state == "done"
        send(client, filled(template(client, kind, key, **options)), key)
        assert changed() == {}
        stored = {place: amount(new) for place, (_, _, new, _) in decided().items() if place in expected}
        assert stored == expected
        first = Workbook.objects.order_by("pk")[0]
        assert "되돌렸습니다" in shown_page(
            client.post(reverse("import_undo", args=[first.pk]), {"reason": "다시"}, follow=True)
        )
        assert [everything(name, key) for name in self.TABLES] == before

    def test_too_many_lines_at_once_are_refused(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("seoulwork.workbook.lists.judging.MOST_LINES", 3)

        def fill(book: Any) -> None:
            for row in range(5, 9):
                put(book["목표"], row, **{"2018년_목표": 123_456})

        page = send(client, filled(template(client, "targets", year=2018), fill))
        assert "고친 줄이 3개를 넘습니다" in page
        assert not Workbook.objects.exists()


def test_the_files_of_one_upload_may_be_of_any_kind(client: Client) -> None:
    """Templates of lists and of actuals, sent in together: each is judged and taken as what it is."""

    def fill(book: Any) -> None:
        put(book["목표"], 5, **{"2018년_목표": 4_321})

    files = [
        SimpleUploadedFile("목표.xlsx", filled(template(client, "targets", year=2018), fill)),
        SimpleUploadedFile("인력.xlsx", filled(template(client, "headcount", "programmes", day="2018-12-31"))),
    ]
    response = client.post(reverse("import_add"), {"division": BY_TEMPLATE, "file": files})
    work()
    kinds = {workbook.name: (workbook.kind, workbook.division) for workbook in Workbook.objects.all()}
    assert kinds == {"목표.xlsx": ("targets", "labour"), "인력.xlsx": ("headcount", "programmes")}, shown_page(response)
