"""What officers import: their own division's open months. What they may not is left out cell by cell, and only once they say so."""

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from seoulwork.accounts.models import Role, User
from seoulwork.audit.actions import Action
from seoulwork.audit.models import Event
from seoulwork.domain.periods import Month, Run
from seoulwork.entry.models import ReportingMonth
from seoulwork.entry.months import STEPS
from seoulwork.entry.steps import open_month, step
from seoulwork.figures.divisions import division
from seoulwork.figures.models import Source
from seoulwork.figures.recording import Stamp, record_actual
from seoulwork.operations.models import Task
from seoulwork.workbook.models import Batch, Workbook
from tests.workbook.pages import work
from tests.workbook.writing import by_openpyxl

SignIn = Callable[..., Client]
COUNSELLING = "청년일자리센터 취업상담"
JANUARY, FEBRUARY, MARCH = (Month(2019, number) for number in (1, 2, 3))
HEAD = ["지표", "2019-01", "2019-02", "2019-03"]


def hand_in(month: Month) -> None:
    by = User.objects.filter(role=Role.OFFICER, division="programmes").first() or User.objects.get(role=Role.OFFICER)
    of = division("programmes")
    step(of, month, by=by, action=Action.MONTH_SUBMITTED, source=STEPS["entry_submit"], target="submitted")


@pytest.fixture
def officer(briefing_data: None, signed_in: SignIn) -> Client:
    """An officer of 일자리정책담당관, in whose division January is open and February handed in; March was never opened."""
    client = signed_in(Role.OFFICER, "programmes")
    for month in (JANUARY, FEBRUARY):
        open_month(month, of=[division("programmes")])
    hand_in(FEBRUARY)
    return client


def user_of(client: Client) -> User:
    return User.objects.get(pk=client.session["_auth_user_id"])


def upload(client: Client, *rows: list[Any], head: list[Any] | None = None, of: str = "programmes") -> Any:
    content = by_openpyxl([head or HEAD, *rows])
    file = SimpleUploadedFile("실적.xlsx", content)
    return client.post(reverse("import_add"), {"division": of, "sender": "센터", "file": file})


def previewed(client: Client, *rows: list[Any], head: list[Any] | None = None) -> str:
    assert upload(client, *rows, head=head).status_code == 302
    work()
    return shown(client)


def shown(client: Client, name: str = "import_workbook") -> str:
    return str(client.get(reverse(name, args=[Workbook.objects.get().pk])).content.decode())


def confirm(client: Client, **given: str) -> Task | None:
    """The task that did it; None where none was asked for."""
    workbook, known = Workbook.objects.get(), Task.objects.count()
    fingerprint = workbook.report.content["fingerprint"]
    client.post(reverse("import_confirm", args=[workbook.pk]), {"fingerprint": fingerprint, **given})
    return work() if Task.objects.count() > known else None


def stored() -> dict[str, int]:
    rows = division("programmes").models.Actual.objects.current()
    own = rows.filter(indicator__name=COUNSELLING, first_month__gte=201901).order_by("first_month")
    return {str(row.first_month): row.value for row in own}


class TestWhatIsLeftOut:
    @pytest.mark.any_engine
    def test_cells_of_months_that_are_not_open_are_named_and_the_rest_is_taken_once_it_is_agreed(
        self, officer: Client
    ) -> None:
        page = previewed(officer, [COUNSELLING, 10, 20, 30])
        assert "넣을 수 없는 칸 2개를 뺀 나머지를 반입할 수 있습니다." in page
        assert "제출하여 잠겼습니다" in page
        assert "2019년 3월은 입력을 연 달이 아닙니다. 관리자에게 열어 달라고 요청해 주세요." in page
        report = Workbook.objects.get().report.content
        assert [each["cell"] for each in report["barred"]] == ["C2", "D2"]
        assert report["counts"] == {"new": 1, "changed": 0, "equal": 0, "refused": 2}

        assert confirm(officer) is None
        assert "빼고 반입한다고 표시한 뒤" in shown(officer)
        assert stored() == {}

        done = confirm(officer, leaving_out="on")
        assert done is not None
        assert done.state == Task.State.DONE, done.message
        assert stored() == {"2019-01": 10}
        assert Event.objects.get(action=Action.WORKBOOK_IMPORTED).detail["left_out"] == 2

    @pytest.mark.any_engine
    def test_what_changes_nothing_in_a_locked_month_is_not_left_out(self, officer: Client) -> None:
        own = division("programmes")
        indicator = own.models.Indicator.objects.get(name=COUNSELLING)
        own.models.Actual.objects.create(
            indicator=indicator, first_month=FEBRUARY, last_month=FEBRUARY, value=20, source="browser"
        )
        page = previewed(officer, [COUNSELLING, 10, 20], head=HEAD[:3])
        assert "반입할 수 있습니다. 아직 아무것도 바꾸지 않았습니다." in page
        assert "넣을 수 없는 칸" not in page

    @pytest.mark.any_engine
    def test_a_workbook_of_nothing_but_locked_months_says_so(self, officer: Client) -> None:
        page = previewed(officer, [COUNSELLING, 20, 30], head=["지표", *HEAD[2:]])
        assert "넣을 수 있는 값이 없습니다. 바뀌는 칸이 모두 넣을 수 없는 달의 것입니다." in page
        assert 'id="confirm"' not in page

    @pytest.mark.any_engine
    def test_a_month_handed_in_after_the_preview_is_not_written(self, officer: Client) -> None:
        previewed(officer, [COUNSELLING, 10], head=HEAD[:2])
        hand_in(JANUARY)
        done = confirm(officer, leaving_out="on")
        assert done is not None
        assert (done.state, stored()) == (Task.State.FAILED, {})
        assert "제출하여 잠겼습니다" in shown(officer)

    def test_a_reopened_programme_may_be_filled_and_no_other(self, officer: Client) -> None:
        """The reason of the reopening stays with the value, as in the browser."""
        own = division("programmes")
        indicator = own.models.Indicator.objects.get(name=COUNSELLING)
        row = ReportingMonth.objects.get(division="programmes", month=FEBRUARY)
        own.models.Reopening.objects.create(
            reporting_month=row, programme_id=indicator.programme_id, until="2999-12-31", reason="늦은 신고"
        )
        others = own.models.Indicator.objects.exclude(programme_id__in=[None, indicator.programme_id])
        name = others.filter(accumulation="sum", parts__isnull=True, restates="")[0].name
        previewed(officer, [COUNSELLING, 20], [name, 7], head=["지표", "2019-02"])
        assert [each["cell"] for each in Workbook.objects.get().report.content["barred"]] == ["B3"]
        confirm(officer, leaving_out="on")
        assert stored() == {"2019-02": 20}

    @pytest.mark.any_engine
    @pytest.mark.parametrize(
        ("run", "kept"),
        [
            (Run(FEBRUARY, MARCH), {"2019-01": 10, "2019-02": 50}),
            (Run(JANUARY, FEBRUARY), {"2019-01": 50}),
        ],
    )
    def test_a_run_of_months_is_divided_by_all_of_its_months_or_left_out(
        self, officer: Client, run: Run, kept: dict[str, int]
    ) -> None:
        own = division("programmes")
        indicator = own.models.Indicator.objects.get(name=COUNSELLING)
        record_actual(
            own.models,
            {"indicator_id": indicator.pk, "part_id": None},
            run,
            {"value": 50, "denominator": None},
            Stamp(None, Source.BROWSER),
        )
        previewed(officer, [COUNSELLING, 10, 20, 30])
        report = Workbook.objects.get().report
        assert (report.content["errors"], len(report.content["barred"])) == ([], 4 - len(kept))
        confirm(officer, leaving_out="on")
        assert stored() == kept


class TestWhoseItIs:
    @pytest.mark.any_engine
    def test_other_divisions_workbooks_are_not_shown_or_touched(self, officer: Client, signed_in: SignIn) -> None:
        previewed(officer, [COUNSELLING, 10], head=HEAD[:2])
        pk = Workbook.objects.get().pk
        other = signed_in(Role.OFFICER, "labour")
        assert "실적.xlsx" not in other.get(reverse("imports")).content.decode()
        assert "실적.xlsx" in officer.get(reverse("imports")).content.decode()
        for name in ("import_workbook", "import_questions", "import_undo", "import_file", "import_commented"):
            assert other.get(reverse(name, args=[pk])).status_code == 403, name
        for name in ("import_preview", "import_confirm", "import_discard", "import_undo", "import_questions"):
            assert other.post(reverse(name, args=[pk]), {"fingerprint": "x"}).status_code == 403, name
        task = Task.objects.latest("pk")
        assert other.get(reverse("import_progress", args=[task.pk])).status_code == 403

    def test_a_workbook_for_another_division_is_not_received(self, officer: Client) -> None:
        page = upload(officer, [COUNSELLING, 10], head=HEAD[:2], of="labour").content.decode()
        assert "올바르게 선택해 주세요" in page
        assert not Workbook.objects.exists()
        assert 'value="labour"' not in officer.get(reverse("import_add")).content.decode()

    @pytest.mark.any_engine
    def test_rows_of_another_division_alone_are_errors(self, officer: Client) -> None:
        page = previewed(officer, ["시민명예노동옴부즈만 상담건수", 10], head=HEAD[:2])
        assert "다른 담당관(노동정책담당관)의 지표입니다." in page

    def test_heads_and_the_council_have_no_such_pages(self, briefing_data: None, signed_in: SignIn) -> None:
        for role, own in ((Role.HEAD, "programmes"), (Role.COUNCIL, "")):
            client = signed_in(role, own)
            assert client.get(reverse("imports")).status_code == 403
            assert reverse("imports") not in client.get(reverse("briefings")).content.decode()

    def test_the_grid_leads_there_for_who_may(self, officer: Client, signed_in: SignIn) -> None:
        url = reverse("entry_month", args=["programmes", JANUARY])
        link = f"{reverse('import_add')}?division=programmes&amp;year=2019"
        assert link in officer.get(url).content.decode()
        assert link not in signed_in(Role.HEAD, "programmes").get(url).content.decode()
        form = officer.get(link.replace("&amp;", "&")).content.decode()
        assert 'value="2019"' in form
        assert "일자리정책담당관" in form


class TestSomebodyElsesLook:
    @pytest.mark.any_engine
    def test_what_an_administrator_saw_an_officer_has_looked_at_anew(self, officer: Client, signed_in: SignIn) -> None:
        administrator = signed_in(Role.ADMINISTRATOR)
        previewed(administrator, [COUNSELLING, 10, 30], head=["지표", HEAD[1], HEAD[3]])
        assert 'id="confirm"' in shown(administrator), "who imports freely fills months that were never opened"
        page = shown(officer)
        assert "다른 권한을 가진 사람이 만든 미리보기입니다." in page
        assert 'id="confirm"' not in page

        done = confirm(officer, leaving_out="on")
        assert done is not None
        assert (done.state, stored()) == (Task.State.FAILED, {})
        assert 'id="confirm"' in shown(officer), "of what an officer may"
        assert confirm(officer, leaving_out="on") is not None
        assert stored() == {"2019-01": 10}

    @pytest.mark.any_engine
    def test_only_the_own_batch_is_undone_and_only_while_its_months_are_open(
        self, officer: Client, signed_in: SignIn
    ) -> None:
        previewed(officer, [COUNSELLING, 10], head=HEAD[:2])
        confirm(officer)
        pk = Workbook.objects.get().pk
        colleague = Client()
        colleague.force_login(User.objects.create(username="two", name="둘", role=Role.OFFICER, division="programmes"))
        assert reverse("import_undo", args=[pk]) not in shown(colleague)
        assert reverse("import_undo", args=[pk]) in shown(officer)
        refused = colleague.post(reverse("import_undo", args=[pk]), {"reason": "x"}).content.decode()
        assert "다른 사람이 반입한 것입니다." in refused
        assert stored() == {"2019-01": 10}

        hand_in(JANUARY)
        refused = officer.post(reverse("import_undo", args=[pk]), {"reason": "x"}).content.decode()
        assert "제출하여 잠겼습니다" in refused
        assert stored() == {"2019-01": 10}

    @pytest.mark.any_engine
    def test_the_own_batch_is_taken_back(self, officer: Client) -> None:
        previewed(officer, [COUNSELLING, 10], head=HEAD[:2])
        confirm(officer)
        officer.post(reverse("import_undo", args=[Workbook.objects.get().pk]), {"reason": "다른 파일"})
        assert stored() == {}
        assert Batch.objects.get().undone_by == user_of(officer)

    @pytest.mark.any_engine
    def test_only_who_sent_it_in_throws_it_away(self, officer: Client) -> None:
        previewed(officer, [COUNSELLING, 10], head=HEAD[:2])
        colleague = Client()
        colleague.force_login(User.objects.create(username="two", name="둘", role=Role.OFFICER, division="programmes"))
        pk = Workbook.objects.get().pk
        assert "받은 파일 지우기" not in shown(colleague)
        colleague.post(reverse("import_discard", args=[pk]))
        assert Workbook.objects.exists()
        officer.post(reverse("import_discard", args=[pk]))
        assert not Workbook.objects.exists()


@pytest.mark.any_engine
@pytest.mark.confined
def test_the_command_does_in_somebodys_name_what_they_may(officer: Client, tmp_path: Path) -> None:
    file = tmp_path / "실적.xlsx"
    file.write_bytes(by_openpyxl([HEAD, [COUNSELLING, 10, 20, 30]]))
    name = user_of(officer).username

    def imports(*arguments: str) -> tuple[int, dict[str, Any]]:
        output, code = io.StringIO(), 0
        try:
            call_command("import_actuals", str(file), "--format=json", f"--user={name}", *arguments, stdout=output)
        except SystemExit as end:
            code = int(str(end.code))
        return code, json.loads(output.getvalue())

    code, report = imports("--division=programmes", "--dry-run")
    assert (code, len(report["barred"])) == (1, 2)
    assert imports("--division=programmes", "--commit")[0] == 1
    assert stored() == {}
    assert imports("--division=programmes", "--commit", "--leave-out")[0] == 0
    assert stored() == {"2019-01": 10}
    with pytest.raises(CommandError, match="노동정책담당관의 실적을 반입할 수 없습니다") as refusal:
        imports("--division=labour", "--dry-run")
    assert refusal.value.returncode == 2
