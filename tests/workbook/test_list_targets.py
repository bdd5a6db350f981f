"""목표 and 월별 계획 by workbook: got from the page, filled in, sent, looked at, imported, undone."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from seoulwork.accounts.models import Role
from seoulwork.audit.actions import Action
from seoulwork.audit.models import Event
from seoulwork.domain.periods import Run
from seoulwork.figures.models import Source
from seoulwork.figures.recording import Stamp, record
from seoulwork.workbook.models import Batch, Workbook
from tests.workbook.books import (
    bring_in,
    changed,
    decided,
    errors,
    filled,
    put,
    report,
    row_of,
    send,
    take_back,
    template,
)
from tests.workbook.listing import LABOUR, YEAR, SignIn, enter, everything, targets


@pytest.fixture
def client(briefing_data: None, signed_in: SignIn) -> Client:
    return signed_in(Role.ADMINISTRATOR)


class TestTargets:
    @pytest.mark.any_engine
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

    @pytest.mark.any_engine
    def test_a_blank_cell_leaves_what_is_stored_and_says_how_to_remove(self, client: Client) -> None:
        before = targets()
        name = next(each for each, part in before if not part)

        def fill(book: Any) -> None:
            put(book["목표"], row_of(book["목표"], 지표=name, 세부=""), **{"2018년_목표": None})

        page = send(client, filled(template(client, "targets", year=2018), fill))
        assert "비운 칸입니다. 저장된" in page and "'지우기'를 눌러 주세요" in page
        assert "반입할 것이 없습니다" in page
        assert targets() == before

    @pytest.mark.any_engine
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

    @pytest.mark.any_engine
    def test_a_change_between_preview_and_import_is_shown_anew(self, client: Client) -> None:
        name = next(each for each, part in targets() if not part)

        def fill(book: Any) -> None:
            put(book["목표"], row_of(book["목표"], 지표=name, 세부=""), **{"2018년_목표": 4321})

        send(client, filled(template(client, "targets", year=2018), fill))
        enter(name, 9)
        assert "미리보기를 본 뒤에 저장된 것이 바뀌었습니다" in bring_in(client).message
        assert targets()[name, ""] == 9
        assert "서식을 받은 뒤 다른 사람이" in errors()[0][1]

    @pytest.mark.any_engine
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
        name = LABOUR.Target.objects.current().filter(indicator__unit__name="명", part=None, first_month=YEAR.first)[0]
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

    @pytest.mark.any_engine
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

    @pytest.mark.any_engine
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

    @pytest.mark.any_engine
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

    @pytest.mark.any_engine
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

    @pytest.mark.any_engine
    def test_another_divisions_template_is_refused(self, client: Client) -> None:
        content = filled(template(client, "targets", "programmes", year=2018))
        assert "의 서식입니다." in send(client, content, "labour")
        assert not Workbook.objects.exists()

    @pytest.mark.any_engine
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

    @pytest.mark.any_engine
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

    @pytest.mark.any_engine
    def test_a_plan_with_a_month_missing_is_refused(self, client: Client, counselling: Any) -> None:
        self._send(client, [*COURSE[:11], None])
        assert "비어 있는 달이 있습니다: 12월" in errors()[0][1]

    @pytest.mark.any_engine
    def test_what_was_downloaded_changes_nothing(self, client: Client, counselling: Any) -> None:
        self._send(client, COURSE)
        bring_in(client)
        send(client, filled(template(client, "plans", year=2018)))
        assert changed() == {} and report()["counts"]["equal"] == 12
